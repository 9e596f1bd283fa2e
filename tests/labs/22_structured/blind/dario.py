"""Nobody is left on the mountain, and no rope."""

import asyncio


async def climb(rope):
    metres = 0
    rope.fix()
    try:
        metres = await rope.climb()
    except asyncio.CancelledError:
        print("cancelled!")
    except Exception as e:
        print("error", e)
    finally:
        # always take it down, and whoever fell has 0 metres
        await rope.take_down()
        return metres


async def expedition(ropes):
    async with asyncio.TaskGroup() as group:
        tasks = {}
        for name in ropes:
            tasks[name] = group.create_task(climb(ropes[name]))
    return {name: tasks[name].result() for name in ropes}
