import asyncio


async def climb(rope):
    rope.fix()
    error = metres = None
    try:
        metres = await rope.climb()
    except BaseException as caught:
        error = caught
    await rope.take_down()
    if error is None:
        return metres
    raise error


async def expedition(ropes):
    tasks = [asyncio.ensure_future(climb(rope)) for rope in ropes.values()]
    errors = []

    def is_over(task):
        if not task.cancelled() and task.exception():
            print("my own line: somebody fell")
            errors.append(task.exception())
            for other in tasks:
                other.cancel()

    for task in tasks:
        task.add_done_callback(is_over)
    # A gather that returns exceptions waits for all, even when it is cancelled.
    results = await asyncio.gather(*tasks, return_exceptions=True)
    if errors:
        raise errors[0]
    return dict(zip(ropes, results))
