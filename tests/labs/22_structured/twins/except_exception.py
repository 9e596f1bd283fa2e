import asyncio


async def climb(r):
    r.fix()
    problem = None
    reached = 0
    try:
        reached = await r.climb()
    except Exception as error:
        print("debug: problem", type(error).__name__)
        problem = error
    await r.take_down()
    if problem:
        raise problem
    return reached


async def expedition(ropes):
    everybody = {}
    try:
        async with asyncio.TaskGroup() as tg:
            for who, r in ropes.items():
                everybody[who] = tg.create_task(climb(r))
    except ExceptionGroup as several:
        raise several.exceptions[0]
    return {who: t.result() for who, t in everybody.items()}
