import asyncio
from concurrent.futures import ProcessPoolExecutor

POOL = None


async def log_in(door, name, password):
    global POOL
    if POOL is None:
        POOL = ProcessPoolExecutor(4)
    account = door.account(name)
    if account is None:
        return False
    loop = asyncio.get_running_loop()
    right = await loop.run_in_executor(POOL, account.matches, password)
    if right:
        door.let_in(name)
    return right
