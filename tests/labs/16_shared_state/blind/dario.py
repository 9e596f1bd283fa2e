"""Send money from one account to another."""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    a, b = sorted((sender, receiver))
    await locks[a].acquire()
    await locks[b].acquire()
    has, receiver_has = await bank.read(sender, receiver)
    if has < amount:
        # do not forget these here!!
        locks[a].release()
        locks[b].release()
        return False
    await bank.write({sender: has - amount, receiver: receiver_has + amount})
    locks[a].release()
    locks[b].release()
    return True
