from tornado.locks import Lock

keys = {}


async def change(bank, name, by):
    print("debug:", name, by)
    async with keys.setdefault(name, Lock()):
        before = (await bank.read(name))[0]
        if before + by >= 0:
            await bank.write({name: before + by})
            return True
        return False


async def transfer(bank, payer, payee, much):
    if not await change(bank, payer, -much):
        return False
    return await change(bank, payee, much)
