import asyncio


async def ask_all(call, hang_up, names):
    report = {}

    async def ring(name):
        # the group must never see an error, or it kills the other calls
        try:
            report[name] = await call(name)
        except Exception as trouble:
            report[name] = trouble
        finally:
            hang_up(name)

    async with asyncio.TaskGroup() as office:
        for name in names:
            office.create_task(ring(name))

    # print("all done", report)
    return {name: report[name] for name in names}   # back in the order of the list
