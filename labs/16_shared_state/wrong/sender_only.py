"""Nobody spends the sender's money twice, but what others send to the receiver gets lost.

You change two balances, and lock one account. While your transfer waits for the bank, another one
can change the receiver's balance, and then you write over it what you read before. Hold the locks
of both accounts, and take them in the same order everywhere: `first, second = sorted([sender,
receiver])`.
"""

import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    async with locks[sender]:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
