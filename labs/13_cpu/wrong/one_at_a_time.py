"""The bell is on time, but each visitor waits until the one before has been checked.

A lock around the hash lets one in at a time, and so does a pool with a single thread. Hashing lets
go of the interpreter's lock, so several threads can do it side by side, one for each processor.
Nothing is shared here, so no lock is needed.
"""

import asyncio

LOCK = asyncio.Lock()


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    async with LOCK:
        right = await asyncio.to_thread(account.matches, password)
    if right:
        door.let_in(name)
    return right
