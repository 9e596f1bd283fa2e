"""When the bank raises an error, nobody releases the locks, and the account is never free again.

An error leaves your function at once: the lines below it are not run, and `release()` is one of
them. Write `async with lock:` and no `release` at all. It lets go on each way out: at the end, at a
`return`, and when an error passes. With `acquire` and `release` you need `try` and `finally`.
"""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    both = [locks[name] for name in sorted([sender, receiver])]
    for lock in both:
        await lock.acquire()
    has, receiver_has = await bank.read(sender, receiver)
    enough = has >= amount
    if enough:
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
    for lock in both:
        lock.release()
    return enough
