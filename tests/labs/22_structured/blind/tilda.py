"""Nobody is left on the mountain, and no rope."""

import asyncio


async def climb(rope):
    rope.fix()
    try:
        return await rope.climb()
    finally:
        await rope.take_down()


class Party:
    """Each climber reports to the guide by a queue (walkie-talkie)."""

    def __init__(self, ropes):
        self.ropes = ropes
        self.radio = asyncio.Queue()
        self.tasks = []

    async def climber(self, name, rope):
        try:
            self.radio.put_nowait((name, await climb(rope), None))
        except Exception as error:
            self.radio.put_nowait((name, None, error))

    def call_back(self):
        for task in self.tasks:
            task.cancel()

    async def go(self):
        metres = {}
        for name, rope in self.ropes.items():
            self.tasks.append(asyncio.create_task(self.climber(name, rope)))
        try:
            while len(metres) < len(self.ropes):
                name, reached, error = await self.radio.get()
                if error:
                    raise error
                metres[name] = reached
        finally:
            self.call_back()
        return metres


async def expedition(ropes):
    return await Party(ropes).go()
