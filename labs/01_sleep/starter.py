"""Put everybody to bed at the same time."""

import time


async def everybody(sleepers):
    # TODO: while one sleeps, nobody else can even say good night. Let all of them sleep at once.
    for name, seconds in sleepers.items():
        print(f"{name}: sleeping")
        time.sleep(seconds)
        print(f"{name}: awake!")
