from tornado import gen


async def rest(person, length):
    print("{}: sleeping".format(person))
    await gen.sleep(length)
    print("{}: awake!".format(person))


async def everybody(sleepers):
    people = list(sleepers)
    print(len(people), "people")
    while people:
        person = people.pop(0)
        await rest(person, sleepers[person])
        print("next, please")
