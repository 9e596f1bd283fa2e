"""Whoever has a locked account is told to stay out, and never learns that it is locked.

`except Exception` takes every error for a wrong password, also one that is none. An error in a
thread comes out of your `await`, and from there it goes on to your caller by itself: leave the
`try` away.
"""

import asyncio


async def log_in(door, name, password):
    account = door.account(name)
    if account is None:
        return False
    try:
        right = await asyncio.to_thread(account.matches, password)
    except Exception:
        return False
    if right:
        door.let_in(name)
    return right
