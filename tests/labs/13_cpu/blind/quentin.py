"""Let people log in at a door."""

import asyncio

# threads are dangerous, so one at a time
lock = asyncio.Lock()


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False

    async with lock:
        ok = await asyncio.to_thread(account.matches, password)

    if ok:
        door.let_in(name)
    return ok
