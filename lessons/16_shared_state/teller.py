"""
Wishes are delivered to a queue, and one teller serves them: nobody else touches the balance.

    0.0  Bonnie: comes in
    0.0  Bonnie: sees 100
    0.3  Carl: comes in
    0.6  guard: all quiet
    1.0  Bonnie: takes 80, leaves 20
    1.0  Carl: sees 20
    1.0  Carl: refused
"""

import asyncio

balance = 100
wishes = asyncio.Queue()


async def withdraw(name, amount):
    global balance
    print(f"{name}: sees {balance}")
    if balance < amount:
        print(f"{name}: refused")
        return
    await asyncio.sleep(1.0)  # the head office has to agree
    balance -= amount
    print(f"{name}: takes {amount}, leaves {balance}")


async def visit(name, moment):
    await asyncio.sleep(moment)
    print(f"{name}: comes in")
    await wishes.put(name)


async def teller():
    while True:
        name = await wishes.get()
        await withdraw(name, 80)
        wishes.task_done()


async def guard():
    await asyncio.sleep(0.6)
    print("guard: all quiet")


async def main():
    at_work = asyncio.create_task(teller())
    await asyncio.gather(visit("Bonnie", 0.0), visit("Carl", 0.3), guard())
    await wishes.join()  # until task_done has been called for each wish
    at_work.cancel()


asyncio.run(main())
