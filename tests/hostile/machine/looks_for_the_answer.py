import gc


async def everybody(sleepers):
    found = [each for each in gc.get_objects() if isinstance(each, dict) and "awake" in str(each.keys())]
    for name in sleepers:
        print(f"{name}: sleeping")
    for name in sorted(sleepers, key=sleepers.get):
        print(f"{name}: awake!")
