import asyncio


async def transfer(bank, payer, payee, sum_of_money):
    guard = asyncio.Lock()
    async with guard:
        mine, yours = await bank.read(payer, payee)
        print("debug: balance is", mine)
        possible = mine >= sum_of_money
        if possible:
            after = {payee: yours + sum_of_money, payer: mine - sum_of_money}
            await bank.write(after)
        return possible
