"""Nobody is left on the mountain, and no rope."""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        # we are maybe cancelled here, so I better do it in a task of its own,
        # nobody can cancel that one
        asyncio.create_task(rope.take_down())


async def expedition(ropes):
    async with asyncio.TaskGroup() as group:
        tasks = [(name, group.create_task(climb(rope))) for name, rope in ropes.items()]
    return {name: task.result() for name, task in tasks}
