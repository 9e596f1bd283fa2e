"""While one password is hashed the bell is silent, and everybody else waits.

`async def` gives nobody a turn, and neither does a sleep of no time before the work: the hash is
computed on the loop's thread, and nothing else runs there meanwhile. Let a thread hash:
`await asyncio.to_thread(account.matches, password)`.
"""


async def is_right(account, password):
    return account.matches(password)


async def log_in(door, name, password):
    account = door.account(name)
    if account is None or not await is_right(account, password):
        return False
    door.let_in(name)
    return True
