import asyncio


async def party(guests, mix):
    tasks = {}
    for name, seconds in guests.items():
        print(f"{name}: orders")
        tasks[name] = asyncio.create_task(mix(name)), asyncio.create_task(asyncio.sleep(seconds))
    for name, (drink, mingling) in tasks.items():
        await mingling
        print(f"{name}: back at the bar")
        await drink
        print(f"{name}: drinks")
