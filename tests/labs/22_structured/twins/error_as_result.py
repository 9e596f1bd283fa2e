import asyncio


async def climb(r):
    r.fix()
    try:
        h = await r.climb()
    finally:
        await r.take_down()
    return h


async def attempt(r):
    try:
        return await climb(r)
    except Exception as what:
        return what


async def expedition(ropes):
    async with asyncio.TaskGroup() as everybody:
        attempts = []
        for who in ropes:
            attempts.append((who, everybody.create_task(attempt(ropes[who]))))
    outcome = {}
    for who, t in attempts:
        outcome[who] = t.result()
    print("debug: all are back")
    return outcome
