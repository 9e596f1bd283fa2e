"""In a storm you cancel your tasks a second time, while they are taking their ropes down.

When `asyncio.gather` is cancelled, it cancels its tasks by itself, and raises as soon as the first
of them is over. The others are in their `finally:` then, and your `cancel()` raises another
CancelledError there: the rope stays. Wait with `asyncio.wait` instead, which leaves its tasks as
they are, or with a TaskGroup, which cancels each of them once.
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
    try:
        await asyncio.gather(*tasks.values())
    except BaseException:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        raise
    return {name: task.result() for name, task in tasks.items()}
