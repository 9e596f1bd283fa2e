"""You call the others back, but you do not wait until they are down.

`task.cancel()` only asks. The task gets its CancelledError when the loop comes to it, and then it
takes its rope down, which is a wait of its own. So wait for the tasks once more after cancelling:
`await asyncio.gather(*tasks, return_exceptions=True)`. A TaskGroup does both for you.
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
        raise
    return {name: task.result() for name, task in tasks.items()}
