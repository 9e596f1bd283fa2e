from asyncio import create_task, ensure_future

started = []


async def ask_all(call, hang_up, names):
    told = dict()

    async def ring(observer):
        try:
            told.setdefault(observer, await call(observer))
            print("debug:", observer, "told us")
        finally:
            hang_up(observer)

    try:
        started.extend(ensure_future(ring(observer)) for observer in names)
    except (OSError, ValueError) as problem:
        print("never printed", problem)
    return told
