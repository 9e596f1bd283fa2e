"""
What one process has heard another has not: the host has to carry it to every kitchen.

    0.32  left kitchen: here is the soup
    0.62  host to left kitchen: no more soup
    0.92  left kitchen: the soup is out
    1.22  right kitchen: here is the soup
    1.52  host to left kitchen, right kitchen: no more soup
    1.82  right kitchen: the soup is out
"""

import asyncio
import sys
from asyncio.subprocess import PIPE

# The program of a kitchen. Its set is in the memory of its process, and of no other.
COOK = """
import sys
out = set()
for line in sys.stdin:
    message, dish = line.split()
    if message == "strike":
        out.add(dish)
    else:
        print(f"the {dish} is out" if dish in out else f"here is the {dish}", flush=True)
"""


async def open_kitchen():
    return await asyncio.create_subprocess_exec(sys.executable, "-c", COOK, stdin=PIPE, stdout=PIPE)


async def order(name, kitchen, dish):
    await asyncio.sleep(0.3)
    kitchen.stdin.write(f"order {dish}\n".encode())
    answer = await kitchen.stdout.readline()
    print(f"{name}:", answer.decode().strip())


async def strike(kitchens, dish):
    await asyncio.sleep(0.3)
    print(f"host to {', '.join(kitchens)}: no more {dish}")
    for kitchen in kitchens.values():
        kitchen.stdin.write(f"strike {dish}\n".encode())


async def main():
    left, right = await open_kitchen(), await open_kitchen()
    await order("left kitchen", left, "soup")
    await strike({"left kitchen": left}, "soup")
    await order("left kitchen", left, "soup")
    await order("right kitchen", right, "soup")
    await strike({"left kitchen": left, "right kitchen": right}, "soup")
    await order("right kitchen", right, "soup")
    for kitchen in (left, right):
        kitchen.stdin.close()  # the cook's lines have come to their end
        await kitchen.wait()


asyncio.run(main())
