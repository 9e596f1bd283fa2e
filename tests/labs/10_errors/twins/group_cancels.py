from asyncio import TaskGroup


async def ask_all(call, hang_up, names):
    async def ring(observer):
        try:
            return await call(observer)
        finally:
            hang_up(observer)

    jobs = {}
    try:
        async with TaskGroup() as calls:
            for observer in names:
                jobs[observer] = calls.create_task(ring(observer))
    except ExceptionGroup as problems:
        print("debug:", problems)
    told = {}
    for observer, job in jobs.items():
        if not job.cancelled():
            told[observer] = job.exception() or job.result()
    return told
