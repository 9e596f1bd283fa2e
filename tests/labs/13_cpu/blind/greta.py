"""Let people log in at a door."""

import asyncio


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    # only the hash goes to a thread, the door belongs to the loop
    if not await asyncio.to_thread(account.matches, password):
        return False
    door.let_in(name)
    return True
