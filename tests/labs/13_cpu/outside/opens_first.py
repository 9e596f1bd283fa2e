import asyncio


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    door.let_in(name)
    return await asyncio.to_thread(account.matches, password)
