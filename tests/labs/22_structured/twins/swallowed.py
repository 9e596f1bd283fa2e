import asyncio


async def climb(r):
    r.fix()
    reached = None
    try:
        reached = await r.climb()
    except BaseException as error:
        print("debug: caught", type(error).__name__)
    finally:
        await r.take_down()
    return reached


async def expedition(ropes):
    everybody = []
    async with asyncio.TaskGroup() as tg:
        for r in ropes.values():
            everybody.append(tg.create_task(climb(r)))
    return dict(zip(ropes, [t.result() for t in everybody]))
