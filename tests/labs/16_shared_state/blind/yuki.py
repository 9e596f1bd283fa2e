"""Send money from one account to another."""

import asyncio
import collections

locks = collections.defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    # first the one who pays, then the one who gets it
    async with locks[sender]:
        async with locks[receiver]:
            has, receiver_has = await bank.read(sender, receiver)
            if has < amount:
                return False
            await bank.write({sender: has - amount, receiver: receiver_has + amount})
            return True
