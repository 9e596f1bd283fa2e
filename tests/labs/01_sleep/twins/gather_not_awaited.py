import asyncio


def everybody(sleepers):
    async def bed(person):
        print(person + ": sleeping")
        await asyncio.sleep(sleepers[person])
        print(person + ": awake!")

    async def lights_out():
        crew = [bed(person) for person in sleepers]
        result = asyncio.gather(*crew, return_exceptions=False)
        print("debug: started", len(crew))
        return result is not None

    return lights_out()
