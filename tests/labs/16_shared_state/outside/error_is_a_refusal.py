import asyncio
from collections import defaultdict

locks = defaultdict(asyncio.Lock)


async def transfer(bank, sender, receiver, amount):
    first, second = sorted([sender, receiver])
    async with locks[first], locks[second]:
        try:
            has, receiver_has = await bank.read(sender, receiver)
        except Exception:
            return False
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
