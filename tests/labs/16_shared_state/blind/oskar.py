"""Send money from one account to another."""

import asyncio

# one lock for the bank, so nobody can come in between
lock = asyncio.Lock()


async def transfer(bank, sender, receiver, amount):
    async with lock:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
