from tornado.locks import Semaphore

door = Semaphore(1)


async def move(bank, payer, payee, much):
    balances = await bank.read(payer, payee)
    print("debug: read", balances)
    possible = balances[0] >= much
    if possible:
        await bank.write({payer: balances[0] - much, payee: balances[1] + much})
    return possible


async def transfer(*details):
    await door.acquire()
    try:
        return await move(*details)
    finally:
        door.release()
