import asyncio
from operator import itemgetter

# We only ever need ONE timer: sort by the time of waking up and sleep the differences.

async def everybody(sleepers):
    for n in sleepers: print(f"{n}: sleeping")

    now = 0
    for n, wake_at in sorted(sleepers.items(), key=itemgetter(1)):
        await asyncio.sleep(wake_at - now)
        now = wake_at
        print(f"{n}: awake!")
