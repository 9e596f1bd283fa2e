import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    first, second = sorted([sender, receiver])
    async with locks[first], locks[second]:
        has, receiver_has = await bank.read(sender, receiver)
    if has >= amount:
        async with locks[first], locks[second]:
            await bank.write({sender: has - amount, receiver: receiver_has + amount})
    return has >= amount
