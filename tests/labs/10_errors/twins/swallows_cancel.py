from asyncio import TaskGroup


async def ask_all(call, hang_up, names):
    told = {}

    async def ring(observer):
        try:
            told[observer] = await call(observer)
        except Exception as problem:
            print("debug:", observer, "failed")
            told[observer] = problem
        finally:
            hang_up(observer)

    try:
        async with TaskGroup() as calls:
            for observer in names:
                calls.create_task(ring(observer))
    except:
        print("debug: something went wrong")
    finally:
        return told
