"""Nobody is left on the mountain, and no rope."""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        metres = await rope.climb()
    finally:
        await rope.take_down()
    return metres


async def expedition(ropes):
    # without TaskGroup, I want to see how it works
    names = list(ropes)
    tasks = []
    for name in names:
        tasks.append(asyncio.create_task(climb(ropes[name])))

    if len(tasks) == 0:
        return {}       # wait() does not like an empty list

    failed = None
    try:
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            if task.exception() is not None:
                failed = task.exception()
    finally:
        for task in tasks:
            if not task.done():
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    if failed is not None:
        raise failed
    return dict(zip(names, [task.result() for task in tasks]))
