"""A rope comes down only if all goes well: after a fall, or a call back, it stays where it is.

The fall and the cancellation are exceptions, raised at `await rope.climb()`; the line after it is
not reached. What has to be done in any case belongs into `finally:`, as in
`try: return await rope.climb()`, `finally: await rope.take_down()`.
"""

import asyncio


async def climb(rope):
    rope.fix()
    metres = await rope.climb()
    await rope.take_down()
    return metres


async def expedition(ropes):
    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(climb(rope)) for name, rope in ropes.items()}
    return {name: task.result() for name, task in tasks.items()}
