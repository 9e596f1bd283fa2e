"""
A mutex for threads, held across an await: Carl waits for it and holds the loop that Bonnie needs.

    0.0  Bonnie: comes in
    0.0  Bonnie: sees 100
    0.3  Carl: comes in
    forever
"""

import asyncio
import threading

balance = 100
lock = threading.Lock()


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
    with lock:  # waits without an await: nobody can run, so nobody can release it
        await withdraw(name, 80)


async def guard():
    await asyncio.sleep(0.6)
    print("guard: all quiet")


async def main():
    await asyncio.gather(visit("Bonnie", 0.0), visit("Carl", 0.3), guard())


asyncio.run(main())
