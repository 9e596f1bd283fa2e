"""Let people log in at a door."""

import asyncio


async def log_in(door, name, password):
    try:
        account = door.account(name)
        ok = await asyncio.to_thread(account.matches, password)
        if ok:
            door.let_in(name)
        return ok
    except Exception as e:
        # no account (None has no matches), locked, ...: stay out
        print("log_in:", name, repr(e))
        return False
