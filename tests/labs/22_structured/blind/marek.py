"""Nobody is left on the mountain, and no rope."""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        metres = await rope.climb()
    except Exception:
        # somebody fell or was called back, get the rope first
        await rope.take_down()
        raise
    await rope.take_down()
    return metres


async def expedition(ropes):
    tasks = {}
    async with asyncio.TaskGroup() as group:
        for name, rope in ropes.items():
            tasks[name] = group.create_task(climb(rope))
    return {name: t.result() for name, t in tasks.items()}
