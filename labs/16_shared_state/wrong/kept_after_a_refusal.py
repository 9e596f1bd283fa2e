"""After a transfer that was refused the locks are still held, and the account is never free again.

`return` leaves your function at once: if `release()` stands below it, it is not run. Nor is it when
an error passes. Write `async with lock:` and no `release` at all: it lets go on each way out. With
`acquire` and `release` you need `try` and `finally`.
"""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    both = [locks[name] for name in sorted([sender, receiver])]
    for lock in both:
        await lock.acquire()
    has, receiver_has = await bank.read(sender, receiver)
    if has < amount:
        return False
    await bank.write({sender: has - amount, receiver: receiver_has + amount})
    for lock in both:
        lock.release()
    return True
