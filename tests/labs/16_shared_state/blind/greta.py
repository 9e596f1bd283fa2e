"""Send money from one account to another."""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    one, two = sorted([sender, receiver])
    async with locks[one], locks[two]:
        try:
            has, receiver_has = await bank.read(sender, receiver)
        except Exception as e:
            print("no such account?", e)
            return False        # nothing written, so it is refused
        if has < amount:
            return False
        # the answer of write is not needed, so it can run by itself
        asyncio.create_task(bank.write({sender: has - amount, receiver: receiver_has + amount}))
        return True
