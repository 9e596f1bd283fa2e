from asyncio import TaskGroup


async def ask_all(call, hang_up, names):
    told = {}

    async def ring(observer):
        try:
            told[observer] = await call(observer)
            print("debug: that went well")
            hang_up(observer)
        except Exception as problem:
            print("debug: that did not", problem)
            told[observer] = problem

    async with TaskGroup() as calls:
        for observer in names:
            calls.create_task(ring(observer))
    return told
