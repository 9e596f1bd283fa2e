import asyncio

from tornado import gen

keep = []


class Evening:
    def __init__(self, person, away):
        self.person, self.away = person, away

    async def live(self, bar):
        print(self.person + ": orders")
        glass = asyncio.ensure_future(bar(self.person))
        await gen.sleep(self.away)
        print(self.person + ": back at the bar")
        await glass
        print(self.person + ": drinks")


async def party(guests, mix):
    keep.extend(asyncio.ensure_future(Evening(*item).live(mix)) for item in guests.items())
    print("debug: started", len(keep))
