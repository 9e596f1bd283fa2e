import asyncio


def go(function, *args):
    print("off it goes")
    return asyncio.create_task(asyncio.to_thread(function, *args))
