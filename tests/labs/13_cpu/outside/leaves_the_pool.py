import asyncio
from concurrent.futures import ThreadPoolExecutor


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    with ThreadPoolExecutor(1) as pool:
        answer = asyncio.get_running_loop().run_in_executor(pool, account.matches, password)
    right = await answer
    if right:
        door.let_in(name)
    return right
