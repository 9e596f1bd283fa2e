from tornado.locks import Lock

keys = {}


async def transfer(bank, payer, payee, much):
    low, high = min(payer, payee), max(payer, payee)
    await keys.setdefault(low, Lock()).acquire()
    await keys.setdefault(high, Lock()).acquire()
    try:
        mine, yours = await bank.read(payer, payee)
    except Exception:
        print("debug: the bank said no")
        keys[high].release()
        keys[low].release()
        raise
    if mine >= much:
        await bank.write({payee: yours + much, payer: mine - much})
        keys[high].release()
        keys[low].release()
        return True
    print("debug: too little")
    return False
