import asyncio

busy = set()
somebody_is_done = asyncio.Condition()


async def transfer(bank, sender, receiver, amount):
    mine = {sender, receiver}
    async with somebody_is_done:
        await somebody_is_done.wait_for(lambda: not busy & mine)
        busy.update(mine)
    try:
        balances = await bank.read(sender, receiver)
        if balances[0] < amount:
            return False
        await bank.write({sender: balances[0] - amount, receiver: balances[1] + amount})
        return True
    finally:
        async with somebody_is_done:
            busy.difference_update(mine)
            somebody_is_done.notify_all()
