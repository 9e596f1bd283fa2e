import asyncio


async def climb(rope):
    rope.fix()
    error = None
    try:
        height = await rope.climb()
    except BaseException as e:
        error = e
    await rope.take_down()
    if error is not None:
        raise error
    return height


async def expedition(ropes):
    loop = asyncio.get_running_loop()
    climbing = []
    for who, r in ropes.items():
        climbing.append((who, loop.create_task(climb(r), name=who)))
    heights = {}
    for who, task in climbing:
        heights[who] = await task
        print("debug:", who, heights[who])
    return heights
