"""Only one of them sleeps at a time: time.sleep holds the loop until it is over.

That is so even where all of them were started together. `async def` alone gives nobody else a
turn; only an `await` on something that is not ready yet does. Write `await asyncio.sleep(seconds)`
where you wrote `time.sleep(seconds)`, and start the sleepers together with `asyncio.gather`.
"""

import asyncio
import time


async def everybody(sleepers):
    await asyncio.gather(*(one(name, seconds) for name, seconds in sleepers.items()))


async def one(name, seconds):
    print(f"{name}: sleeping")
    time.sleep(seconds)
    print(f"{name}: awake!")
