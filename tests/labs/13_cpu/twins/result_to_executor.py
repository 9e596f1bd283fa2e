import asyncio


async def log_in(door, name, password):
    print("who is there?", name)
    if (kept := door.account(name)) is not None:
        loop = asyncio.get_running_loop()
        fits = await loop.run_in_executor(None, kept.matches(password))
        if fits:
            door.let_in(name)
        return fits
    return False
