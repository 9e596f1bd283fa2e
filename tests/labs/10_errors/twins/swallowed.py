from asyncio import TaskGroup


async def ask_all(call, hang_up, names):
    told = {}

    async def ring(observer):
        try:
            told[observer] = await call(observer)
        except (OSError, ValueError) as problem:
            print(observer, "failed:", problem)
        finally:
            hang_up(observer)

    async with TaskGroup() as calls:
        for observer in names:
            calls.create_task(ring(observer))
    return told
