"""Send money from one account to another."""

import asyncio
import collections

locks = collections.defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    # always in the order of the alphabet, or Ann->Bob and Bob->Ann block each other
    first, second = sorted([sender, receiver])
    async with locks[first], locks[second]:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
