"""The lines are right, but one coroutine plays all the parts: it counts the seconds for everybody.

Nobody sleeps for itself here. As soon as the sleepers do not know each other's times, or do more
than sleep, this breaks down. Give each sleeper a coroutine of its own, and let the loop decide
whose turn it is: that is what it is for.
"""

import asyncio


async def everybody(sleepers):
    for name in sleepers:
        print(f"{name}: sleeping")
    slept = 0
    for name in sorted(sleepers, key=sleepers.get):
        await asyncio.sleep(sleepers[name] - slept)
        slept = sleepers[name]
        print(f"{name}: awake!")
