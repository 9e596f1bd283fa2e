"""You start all sleepers, but `everybody` is done before they wake up.

`asyncio.create_task` and `call_later` return at once. Whoever awaits `everybody` goes on, and the
program ends while they still sleep. Keep the tasks and await them:
`await asyncio.gather(*tasks)`. With callbacks make an `asyncio.Event()`, let the last sleeper set
it, and end `everybody` with `await event.wait()`.
"""

import asyncio


async def everybody(sleepers):
    for name, seconds in sleepers.items():
        asyncio.create_task(one(name, seconds))
    await asyncio.sleep(0)


async def one(name, seconds):
    print(f"{name}: sleeping")
    await asyncio.sleep(seconds)
    print(f"{name}: awake!")
