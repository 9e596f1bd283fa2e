from tornado import gen


class Evening:
    def __init__(self, bar):
        self.bar = bar

    async def of(self, person, away):
        print(person, "orders", sep=": ")
        await gen.sleep(away)
        print(person, "back at the bar", sep=": ")
        print("debug: and now the glass")
        await self.bar(person)
        print(person, "drinks", sep=": ")


async def party(guests, mix):
    evening = Evening(mix)
    await gen.multi([evening.of(person, away) for person, away in guests.items()])
