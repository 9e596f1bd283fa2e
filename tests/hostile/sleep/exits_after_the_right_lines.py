import os
import time


async def everybody(sleepers):
    for name in sleepers:
        print(f"{name}: sleeping")
    slept = 0
    for name in sorted(sleepers, key=sleepers.get):
        time.sleep(sleepers[name] - slept)
        slept = sleepers[name]
        print(f"{name}: awake!")
    os._exit(0)
