"""The money is right, but the whole bank waits for one transfer at a time.

One lock for everything is safe, and makes all transfers wait in one line, also those that have
nothing to do with each other. Only who shares an account has to wait: make a lock for each account,
for example `locks = collections.defaultdict(asyncio.Lock)`, and hold those of the two accounts.
"""

import asyncio

lock = asyncio.Lock()


async def transfer(bank, sender, receiver, amount):
    async with lock:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
