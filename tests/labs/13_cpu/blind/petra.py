"""Let people log in at a door."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

executor = ThreadPoolExecutor(max_workers=4)


def hashed(door, name, future):
    # callback: the answer is there
    if future.exception() is None and future.result():
        door.let_in(name)


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    future = executor.submit(account.matches, password)
    future.add_done_callback(partial(hashed, door, name))
    return await asyncio.wrap_future(future)
