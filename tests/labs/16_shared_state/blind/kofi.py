import asyncio


class Account:
    """Only one customer at a time, the others stand in a line."""

    all = {}

    def __init__(self):
        self.taken = False
        self.line = []

    @classmethod
    def named(cls, name):
        return cls.all.setdefault(name, cls())

    async def enter(self):
        if not self.taken:
            self.taken = True
            return
        my_turn = asyncio.Event()
        self.line.append(my_turn)
        await my_turn.wait()

    def leave(self):
        if self.line:
            self.line.pop(0).set()      # stays taken, but by the next one
        else:
            self.taken = False


async def transfer(bank, sender, receiver, amount):
    accounts = [Account.named(name) for name in sorted((sender, receiver))]
    for account in accounts:
        await account.enter()
    try:
        mine, theirs = await bank.read(sender, receiver)
        enough = mine >= amount
        if enough:
            await bank.write({sender: mine - amount, receiver: theirs + amount})
        return enough
    finally:
        for account in accounts:
            account.leave()
