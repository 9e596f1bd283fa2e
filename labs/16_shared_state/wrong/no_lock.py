"""Two transfers read the same balance, and both spend it: money is made from nothing, or is lost.

While your transfer waits for the bank, others run, and they read what you are about to change. One
thread is no protection: each `await` may let somebody else in. Hold a lock from before `read` until
after `write`, an `asyncio.Lock` for each account. If you have a lock: is it the same one for
everybody? One that is made inside `transfer` is a new one for each call. Keep them outside, for
example in `locks = collections.defaultdict(asyncio.Lock)`.
"""


async def transfer(bank, sender, receiver, amount):
    has, receiver_has = await bank.read(sender, receiver)
    if has < amount:
        return False
    await bank.write({sender: has - amount, receiver: receiver_has + amount})
    return True
