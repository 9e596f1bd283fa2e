"""A lock for each account, always taken in the order of the names; async with lets go of both."""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    first, second = sorted([sender, receiver])
    async with locks[first], locks[second]:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
