from asyncio import create_task


async def ask_all(call, hang_up, names):
    async def ring(observer):
        try:
            degrees = await call(observer)
        finally:
            hang_up(observer)
        return degrees

    told, ringing = {}, []
    for observer in names:
        ringing.append((observer, create_task(ring(observer), name=observer)))
    while ringing:
        observer, job = ringing.pop(0)
        try:
            told[observer] = await job
        except (OSError, ValueError) as problem:
            print("debug:", problem)
            told[observer] = problem
    return told
