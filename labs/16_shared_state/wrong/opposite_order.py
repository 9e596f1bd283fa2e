"""Two transfers each hold the lock that the other one needs, and both wait for ever.

One sends money from Ann to Bob, another one from Bob to Ann. If each takes the sender's lock first,
one has Ann's, the other one has Bob's, and neither lets go before it has both. Let everybody take
the locks in the same order, whichever way the money goes: `first, second = sorted([sender,
receiver])`. Then nobody who holds the second one waits for the first.
"""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    async with locks[sender], locks[receiver]:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
