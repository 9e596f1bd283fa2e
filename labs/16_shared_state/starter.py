"""Send money from one account to another."""


async def transfer(bank, sender, receiver, amount):
    # TODO: while this one waits for the bank, others read the same balances. Let them wait.
    has, receiver_has = await bank.read(sender, receiver)
    if has < amount:
        return False
    await bank.write({sender: has - amount, receiver: receiver_has + amount})
    return True
