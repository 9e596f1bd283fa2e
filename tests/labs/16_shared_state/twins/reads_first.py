from contextlib import AsyncExitStack

from tornado.locks import Lock

keys = {}


async def transfer(bank, payer, payee, much):
    mine, yours = await bank.read(payer, payee)
    print("debug: looked")
    if mine >= much:
        async with AsyncExitStack() as held:
            for name in sorted((payer, payee)):
                await held.enter_async_context(keys.setdefault(name, Lock()))
            print("debug: now I pay")
            await bank.write({payee: yours + much, payer: mine - much})
    return mine >= much
