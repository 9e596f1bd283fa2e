import time


async def everybody(sleepers):
    for name in sleepers:
        print(f"{name}: sleeping")
    time.sleep(max(sleepers.values()))
    for name in sorted(sleepers, key=sleepers.get):
        print(f"{name}: awake!")
