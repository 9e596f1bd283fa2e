from tornado import gen


class Dormitory:
    async def bed(self, person, length):
        print(person, "sleeping", sep=": ")
        await gen.sleep(length)
        print(person, "awake!", sep=": ")


async def everybody(sleepers):
    dormitory = Dormitory()
    print("lights out")
    [dormitory.bed(person, length) and None for person, length in sleepers.items()]
    print("good night")
