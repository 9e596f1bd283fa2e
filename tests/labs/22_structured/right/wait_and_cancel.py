import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    tasks = {who: asyncio.create_task(climb(rope)) for who, rope in ropes.items()}
    try:
        await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks.values():
            if not task.done():
                task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
    for task in tasks.values():
        if not task.cancelled() and task.exception():
            raise task.exception()
    return {who: task.result() for who, task in tasks.items()}
