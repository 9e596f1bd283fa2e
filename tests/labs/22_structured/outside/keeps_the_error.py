import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


async def expedition(ropes):
    tasks = {}
    try:
        async with asyncio.TaskGroup() as group:
            for who, rope in ropes.items():
                tasks[who] = group.create_task(climb(rope))
    except* Exception:
        print("somebody fell")
    metres = {}
    for who, task in tasks.items():
        if not task.cancelled() and not task.exception():
            metres[who] = task.result()
    return metres
