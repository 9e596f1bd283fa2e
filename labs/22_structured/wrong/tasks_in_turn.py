"""You wait for your tasks in turn: you hear of a fall late, and nobody is called back.

While you await the first task, the second may fail, and you do not see it: its error waits until
you await it. When it does arrive you leave the loop, and those behind it climb on alone. Wait for
all tasks at once, in a group: `async with asyncio.TaskGroup() as group:` and
`group.create_task(climb(rope))`. It cancels the others, and waits for them.
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
    return {name: await task for name, task in tasks.items()}
