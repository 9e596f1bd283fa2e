"""Everybody with an account is let in at once, whatever the password.

`asyncio.to_thread(...)` makes a coroutine, and a coroutine is always true in an `if`. Nothing was
hashed: Python warns that it was never awaited. Write `await` before it, and look at what that gives
you.
"""

import asyncio


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    right = asyncio.to_thread(account.matches, password)
    if right:
        door.let_in(name)
        return True
    return False
