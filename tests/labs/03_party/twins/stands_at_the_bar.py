from tornado import gen


async def party(guests, mix):
    async def evening(person):
        print(person + ": orders")
        glass = mix(person)
        await glass
        print("debug:", person, "has a glass")
        await gen.sleep(guests[person])
        print(person + ": back at the bar\n" + person + ": drinks")

    await gen.multi({person: evening(person) for person in guests})
