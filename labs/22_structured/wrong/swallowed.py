"""The rope comes down, but `climb` keeps the error for itself: nobody hears of a fall or a storm.

A bare `except:` catches everything, even that the task was cancelled, and what it does not raise
again is lost: `climb` goes on, and at its end it returns None. So the group sees no error, and
calls nobody back. Write `finally:` in place of `except:`, or end the `except:` with `raise`.
"""

import asyncio


async def climb(rope):
    rope.fix()
    metres = None
    try:
        metres = await rope.climb()
    except:  # noqa: E722
        pass
    await rope.take_down()
    return metres


async def expedition(ropes):
    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(climb(rope)) for name, rope in ropes.items()}
    return {name: task.result() for name, task in tasks.items()}
