import asyncio


class Sleeper:
    def __init__(self, name, seconds):
        self.name = name
        self.seconds = seconds

    async def night(self):
        print("%s: sleeping" % self.name)
        await asyncio.wait([asyncio.create_task(asyncio.sleep(self.seconds))])
        print("%s: awake!" % self.name)


async def everybody(sleepers):
    async with asyncio.TaskGroup() as dormitory:
        for item in sleepers.items():
            dormitory.create_task(Sleeper(*item).night())
