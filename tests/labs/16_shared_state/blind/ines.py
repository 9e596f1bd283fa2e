"""Send money from one account to another."""

import asyncio
import collections

locks = collections.defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    # same order for all, see the hint
    first, second = sorted([sender, receiver])
    async with locks[first]:
        async with locks[second]:
            has, receiver_has = await bank.read(first, second)
            if has < amount:
                return False
            await bank.write({sender: has - amount, receiver: receiver_has + amount})
            return True
