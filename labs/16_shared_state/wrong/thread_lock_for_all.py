"""The second transfer waits for your lock of threads, holds the loop, and nobody ever goes on.

`threading.Lock` blocks, and without an `await`: the loop stands still until it is released. But
whoever has it is a coroutine of the same loop, and cannot run to release it. Take an `asyncio.Lock`
with `async with`: who waits for it gives the loop away. And make one for each account, so that only
those wait who share one.
"""

import threading

lock = threading.Lock()


async def transfer(bank, sender, receiver, amount):
    with lock:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        await bank.write({sender: has - amount, receiver: receiver_has + amount})
        return True
