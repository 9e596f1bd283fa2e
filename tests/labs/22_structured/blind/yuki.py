import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        # even if somebody cancels me right here, the rope comes down first
        down = asyncio.ensure_future(rope.take_down())
        storm = None
        while not down.done():
            try:
                await asyncio.shield(down)
            except asyncio.CancelledError as error:
                storm = error
        if storm:
            raise storm


async def expedition(ropes):
    alarm = asyncio.get_running_loop().create_future()
    tasks = {}

    def over(task):
        error = None if task.cancelled() else task.exception()
        if alarm.done():
            return
        if error:
            alarm.set_exception(error)
        elif all(t.done() for t in tasks.values()):
            alarm.set_result("all down")

    for name, rope in ropes.items():
        tasks[name] = asyncio.create_task(climb(rope))
        tasks[name].add_done_callback(over)
    if not tasks:
        return {}

    try:
        await alarm
    finally:
        for task in tasks.values():
            task.cancel()           # does nothing to those that are done
        await asyncio.wait(tasks.values())
    return {name: task.result() for name, task in tasks.items()}
