"""Let people log in at a door."""

import asyncio


async def check(account, password):
    # async, so it should not block any more
    await asyncio.sleep(0)
    return account.matches(password)


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    task = asyncio.create_task(check(account, password))
    if await task:
        door.let_in(name)
        return True
    return False
