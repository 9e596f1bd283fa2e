"""
A hash on the loop's thread is work, not waiting, and it blocks all the same: the bell is late.

    0.0  Rhea: checking
    0.3  Rhea: come in
    0.3  Sol: checking
    0.75  Sol: come in
    0.75  bell: ding-dong
"""

import asyncio
import hashlib

# What the door keeps of a password: the number of iterations, and the hash.
KEPT = {"Rhea": (1_000_000, "52d260cb65ad2f1c"), "Sol": (1_500_000, "3ea101061b01b0c9")}


def is_right(name, password):
    iterations, kept = KEPT[name]
    made = hashlib.pbkdf2_hmac("sha256", password.encode(), name.encode(), iterations, dklen=8)
    return made.hex() == kept


async def log_in(name, password):
    print(f"{name}: checking")
    right = is_right(name, password)
    print(f"{name}: {'come in' if right else 'stay out'}")


async def bell():
    await asyncio.sleep(0.1)
    print("bell: ding-dong")


async def main():
    await asyncio.gather(bell(), log_in("Rhea", "hopscotch"), log_in("Sol", "marmalade"))


asyncio.run(main())
