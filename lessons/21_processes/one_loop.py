"""
One loop works on one processor, however many there are: each plate waits for the one before.

    0.8  guest 1: my plate
    1.6  guest 2: my plate
    1.6  phone: hello?
    2.4  guest 3: my plate
    2.4  guests 1 and 2 had one cook: True
    2.4  guests 1 and 3 had one cook: True
"""

import asyncio
import os
import time


def cook():
    time.sleep(0.8)  # stands for work that keeps a processor busy
    return os.getpid()


async def visit(guest, seconds):
    await asyncio.sleep(seconds)
    cook_of_mine = cook()
    print(f"guest {guest}: my plate")
    return cook_of_mine


async def phone():
    await asyncio.sleep(0.5)
    print("phone: hello?")


async def main():
    visits = visit(1, 0.0), visit(2, 0.3), visit(3, 0.7)
    first, second, third, _ = await asyncio.gather(*visits, phone())
    print("guests 1 and 2 had one cook:", first == second)
    print("guests 1 and 3 had one cook:", first == third)


if __name__ == "__main__":
    asyncio.run(main())
