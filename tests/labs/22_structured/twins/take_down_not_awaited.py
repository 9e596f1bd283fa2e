import asyncio


async def climb(r):
    r.fix()
    try:
        h = await r.climb()
    except BaseException:
        print("debug: not well")
        r.take_down()
        raise
    else:
        r.take_down()
    return h


async def expedition(ropes):
    everybody = []
    async with asyncio.TaskGroup() as tg:
        for r in ropes.values():
            everybody.append(tg.create_task(climb(r)))
    return dict(zip(ropes, [t.result() for t in everybody]))
