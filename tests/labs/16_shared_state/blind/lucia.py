"""Send money from one account to another.

No locks: everybody leaves a Future behind at both accounts, and the next
one there waits for it (like taking a place behind somebody in the queue).
"""

import asyncio

last = {}       # account -> Future of the one who came last


async def transfer(bank, sender, receiver, amount):
    before = [last[name] for name in (sender, receiver) if name in last]
    over = asyncio.get_running_loop().create_future()
    last[sender] = last[receiver] = over    # no await up to here, nobody gets in between
    try:
        for one in before:
            await one
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
    finally:
        over.set_result(None)
        for name in (sender, receiver):
            if last[name] is over:      # nobody behind me
                del last[name]
