"""Nobody is left on the mountain, and no rope."""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    tasks = {name: asyncio.create_task(climb(rope)) for name, rope in ropes.items()}

    done, pending = await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)

    # pending is empty if nobody fell
    for task in pending:
        task.cancel()
    if pending:
        await asyncio.wait(pending)

    # result() raises the error for me, so I don't have to
    for task in done:
        task.result()
    return {name: task.result() for name, task in tasks.items()}
