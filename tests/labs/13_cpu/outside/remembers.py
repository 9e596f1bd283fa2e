import asyncio

KNOWN = {}


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    if name not in KNOWN:
        KNOWN[name] = await asyncio.to_thread(account.matches, password)
    if KNOWN[name]:
        door.let_in(name)
    return KNOWN[name]
