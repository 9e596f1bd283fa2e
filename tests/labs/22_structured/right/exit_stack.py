import asyncio
from contextlib import AsyncExitStack


class Party:
    def __init__(self, ropes):
        self.ropes = ropes
        self.metres = {}

    async def one(self, who):
        self.metres[who] = await climb(self.ropes[who])

    async def go(self):
        async with asyncio.TaskGroup() as group:
            for who in self.ropes:
                group.create_task(self.one(who), name=who)


async def climb(rope):
    async with AsyncExitStack() as stack:
        rope.fix()
        stack.push_async_callback(rope.take_down)
        return await rope.climb()


async def expedition(ropes):
    party = Party(ropes)
    try:
        await party.go()
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
    return party.metres
