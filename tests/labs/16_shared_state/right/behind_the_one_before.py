import asyncio

# The last transfer of each account. There is no await until a transfer stands in both lines, so
# nobody can be before another one in one line and behind it in the other.
last = {}


def transfer(bank, sender, receiver, amount):
    before = {last[name] for name in (sender, receiver) if name in last}
    mine = asyncio.ensure_future(pay(before, bank, sender, receiver, amount))
    last[sender] = last[receiver] = mine
    return mine


async def pay(before, bank, sender, receiver, amount):
    if before:
        await asyncio.wait(before)
    has, receiver_has = await bank.read(sender, receiver)
    if has < amount:
        return False
    await bank.write({sender: has - amount, receiver: receiver_has + amount})
    return True
