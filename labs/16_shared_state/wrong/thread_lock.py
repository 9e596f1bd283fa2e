"""The first one who has to wait for a lock of threads holds the loop, and nobody ever goes on.

`threading.Lock` blocks, and without an `await`: the loop stands still until it is released. But
whoever has it is a coroutine of the same loop, and cannot run to release it. Take an `asyncio.Lock`
for each account, with `async with`: who waits for it gives the loop away.
"""

import threading
from collections import defaultdict

locks = defaultdict(threading.Lock)


async def transfer(bank, sender, receiver, amount):
    first, second = sorted([sender, receiver])
    with locks[first], locks[second]:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
