"""The lines are right, but nothing runs at the same time: the program sleeps the differences.

It knows all the times beforehand, and blocks with `time.sleep` from one waking to the next. A loop
that served visitors would stand still all night, and so does somebody who comes later. Let each
sleeper be a coroutine that awaits `asyncio.sleep(seconds)`.
"""

import asyncio
import time


def everybody(sleepers):
    for name in sleepers:
        print(f"{name}: sleeping")
    slept = 0
    for name in sorted(sleepers, key=sleepers.get):
        time.sleep(sleepers[name] - slept)
        slept = sleepers[name]
        print(f"{name}: awake!")
    return asyncio.sleep(0)
