"""No lock: a set of accounts that are busy, and a look every hundredth of a second."""

import asyncio

busy = set()


async def transfer(bank, sender, receiver, amount):
    while sender in busy or receiver in busy:
        await asyncio.sleep(0.01)
    busy.update((sender, receiver))
    try:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
    finally:
        busy.difference_update((sender, receiver))
