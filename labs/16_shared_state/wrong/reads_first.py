"""The lock comes after the look: what is written was made from balances that are old by then.

You wait for the locks, and meanwhile the one before you writes. But you have read already, and you
go on with what you know from then. What was read outside a lock is no longer worth anything inside
it. Move `read` and the comparison inside: the locks are held from before `read` until after
`write`.
"""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    has, receiver_has = await bank.read(sender, receiver)
    if has < amount:
        return False
    first, second = sorted([sender, receiver])
    async with locks[first], locks[second]:
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
    return True
