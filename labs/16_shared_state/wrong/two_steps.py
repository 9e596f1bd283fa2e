"""The money leaves the sender before it is known that there is a receiver, and may be lost.

With a withdrawal and a deposit, each under a lock of its own, there is a time between the two in
which the money is nowhere; an error then leaves it there. It takes twice as long, too. Hold the
locks of both accounts, and make it one step: one `read` for both names, one `write` for both
balances.
"""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    async with locks[sender]:
        [has] = await bank.read(sender)
        if has < amount:
            return False
        await bank.write({sender: has - amount})
    async with locks[receiver]:
        [has] = await bank.read(receiver)
        await bank.write({receiver: has + amount})
    return True
