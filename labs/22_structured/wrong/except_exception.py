"""After a fall the rope comes down, but those who are called back leave theirs on the mountain.

To be cancelled is an exception too, CancelledError, but it is no `Exception`: so that nobody
catches it by accident, `except Exception:` does not see it. Write `finally:`, which is for all ways
to leave: `try: return await rope.climb()`, `finally: await rope.take_down()`.
"""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        metres = await rope.climb()
    except Exception:
        await rope.take_down()
        raise
    await rope.take_down()
    return metres


async def expedition(ropes):
    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(climb(rope)) for name, rope in ropes.items()}
    return {name: task.result() for name, task in tasks.items()}
