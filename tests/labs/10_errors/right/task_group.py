from asyncio import TaskGroup


class Morning:
    def __init__(self, call, hang_up):
        self.call, self.hang_up = call, hang_up
        self.told = {}

    async def ring(self, who):
        try:
            self.told[who] = await self.call(who)
        except Exception as problem:
            self.told[who] = problem
        finally:
            self.hang_up(who)


async def ask_all(call, hang_up, names):
    morning = Morning(call, hang_up)
    async with TaskGroup() as group:
        for who in names:
            group.create_task(morning.ring(who))
    return morning.told
