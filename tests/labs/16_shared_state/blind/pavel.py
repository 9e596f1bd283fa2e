"""Send money from one account to another."""

import asyncio

busy = set()    # names of accounts that somebody works on


async def transfer(bank, sender, receiver, amount):
    while sender in busy or receiver in busy:
        await asyncio.sleep(0)      # let the others go on
    busy.add(sender)
    busy.add(receiver)
    try:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
    finally:
        busy.discard(sender)
        busy.discard(receiver)
