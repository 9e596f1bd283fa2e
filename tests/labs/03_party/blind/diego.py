import asyncio


async def party(guests, mix):
    mingling = {}
    drinks = {}

    # everybody orders, the bar starts
    for name, seconds in guests.items():
        print(f"{name}: orders")
        drinks[name] = asyncio.create_task(mix(name))
        mingling[name] = asyncio.create_task(asyncio.sleep(seconds))

    # everything is running now, so I only have to collect
    for name in guests:
        await mingling[name]
        print(f"{name}: back at the bar")
        await drinks[name]
        print(f"{name}: drinks")
