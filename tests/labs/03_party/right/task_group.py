import asyncio


class Guest:
    def __init__(self, name, seconds):
        self.name = name
        self.seconds = seconds

    def say(self, what):
        print(f"{self.name}: {what}")

    async def mingle(self):
        await asyncio.sleep(self.seconds)
        self.say("back at the bar")

    async def evening(self, mix):
        self.say("orders")
        async with asyncio.TaskGroup() as both:
            both.create_task(mix(self.name))
            both.create_task(self.mingle())
        self.say("drinks")


async def party(guests, mix):
    async with asyncio.TaskGroup() as all_guests:
        for item in guests.items():
            all_guests.create_task(Guest(*item).evening(mix))
