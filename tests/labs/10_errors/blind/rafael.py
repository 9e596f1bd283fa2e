import asyncio


async def ask_all(call, hang_up, names):
    """Ask all. asyncio.wait never raises what a task raises, so no try needed here!"""
    if not names:
        return {}

    tasks = [asyncio.create_task(one_call(call, hang_up, name)) for name in names]
    await asyncio.wait(tasks)           # default is ALL_COMPLETED

    result = {}
    for name, task in zip(names, tasks):
        if task.exception() is not None:
            result[name] = task.exception()
        else:
            result[name] = task.result()
    return result


async def one_call(call, hang_up, name):
    try:
        return await call(name)
    finally:
        hang_up(name)   # also when cancelled
