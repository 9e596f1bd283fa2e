import asyncio


async def climb(r):
    r.fix()
    reached = await r.climb()
    print("debug: reached", reached)
    await r.take_down()
    return reached


async def expedition(ropes):
    everybody = []
    try:
        async with asyncio.TaskGroup() as tg:
            for r in ropes.values():
                everybody.append(tg.create_task(climb(r)))
    except ExceptionGroup as several:
        raise several.exceptions[0]
    return dict(zip(ropes, [t.result() for t in everybody]))
