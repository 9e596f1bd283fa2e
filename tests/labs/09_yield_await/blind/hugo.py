"""The post office with a class for a clerk."""

import asyncio


class Clerk:
    def __init__(self, name, sheets):
        self.name = name
        self.sheets = sheets
        self.task = None

    def say(self, what):
        print(f"{self.name}: {what}")

    async def start(self):
        self.task = asyncio.get_running_loop().create_task(write(self.name, self.sheets))
        await asyncio.sleep(0)
        self.say("at work")


async def weigh(sheets):
    await asyncio.sleep(0.25)
    return 5 * sheets


async def write(clerk, sheets):
    me = Clerk(clerk, sheets)
    me.say("begins")
    await asyncio.sleep(sheets / 10)
    me.say(f"{2 * await weigh(sheets)} cents")


async def office(letters):
    clerks = [Clerk(name, sheets) for name, sheets in letters.items()]
    for clerk in clerks:
        await clerk.start()
    for clerk in clerks:
        await clerk.task        # they all run already, the order does not matter
    print("office: closed")
