async def transfer(bank, sender, receiver, amount):
    """Nobody else was here, says the second look; but it is old as well when the money moves."""
    while True:
        has, receiver_has = await bank.read(sender, receiver)
        if has < amount:
            return False
        if await bank.read(sender, receiver) == [has, receiver_has]:
            await bank.write({sender: has - amount, receiver: receiver_has + amount})
            return True
