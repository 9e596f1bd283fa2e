"""No rope comes down: `rope.take_down()` is called, but not awaited, and so it does not run.

To call an `async def` function only makes a coroutine object, in `finally:` as anywhere else.
Python warned you: "coroutine ... was never awaited". Write `await rope.take_down()`; you may await
in `finally:`, even after a cancellation.
"""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        rope.take_down()


async def expedition(ropes):
    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(climb(rope)) for name, rope in ropes.items()}
    return {name: task.result() for name, task in tasks.items()}
