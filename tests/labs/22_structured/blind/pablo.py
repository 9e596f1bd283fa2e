"""Nobody is left on the mountain, and no rope."""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        metres = await rope.climb()
        return metres
    finally:
        await rope.take_down()


async def expedition(ropes):
    tasks = [asyncio.create_task(climb(rope)) for rope in ropes.values()]
    try:
        metres = await asyncio.gather(*tasks)
        return {name: m for name, m in zip(ropes, metres)}
    finally:
        # a fall or a storm: call everybody back
        for task in tasks:
            if not task.done():
                task.cancel()
        # and wait until the last rope is down
        await asyncio.gather(*tasks, return_exceptions=True)
