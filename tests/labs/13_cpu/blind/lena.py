"""Let people log in at a door."""

import asyncio


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    loop = asyncio.get_running_loop()
    # run it in a thread so that the bell can ring
    matches = loop.run_in_executor(None, account.matches, password)
    if not matches:
        return False
    door.let_in(name)
    return True
