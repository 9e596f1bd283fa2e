import asyncio


async def visit(name, seconds, mix):
    print(f"{name}: orders")
    drink = asyncio.create_task(mix(name))
    await asyncio.sleep(seconds)
    print(f"{name}: back at the bar")
    while not drink.done():
        await asyncio.sleep(0.1)
    print(f"{name}: drinks")


async def party(guests, mix):
    await asyncio.gather(*(visit(name, seconds, mix) for name, seconds in guests.items()))
