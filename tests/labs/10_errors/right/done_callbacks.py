import asyncio


async def ask_all(call, hang_up, names):
    tasks = []
    for who in names:
        task = asyncio.ensure_future(call(who))
        task.add_done_callback(lambda _, who=who: hang_up(who))
        tasks.append(task)
    try:
        while not all(t.done() for t in tasks):
            await asyncio.wait(tasks)
    except asyncio.CancelledError:
        print("closing, bye")
        for t in tasks:
            t.cancel()
        raise
    return {who: t.exception() or t.result() for who, t in zip(names, tasks)}
