"""After a fall all is well, but in a storm nobody is called back.

A storm cancels `expedition` itself, at the `await` where it waits. `asyncio.wait` then raises
CancelledError, and leaves its tasks as they are; the lines after it, which cancel, are never
reached. Put them into `finally:`, and wait there for the tasks. A TaskGroup does all of that.
"""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    tasks = {name: asyncio.create_task(climb(rope)) for name, rope in ropes.items()}
    _, out = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
    for task in out:
        task.cancel()
    if out:
        await asyncio.wait(out)
    for task in tasks.values():
        if not task.cancelled() and task.exception():
            raise task.exception()
    return {name: task.result() for name, task in tasks.items()}
