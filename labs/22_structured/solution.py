"""finally takes the rope down; the group calls the others back, and waits until all are down."""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(climb(rope), name=name) for name, rope in ropes.items()}
    return {name: task.result() for name, task in tasks.items()}
