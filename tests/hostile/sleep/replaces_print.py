import builtins
import time

kept = builtins.print


def everybody(sleepers):
    def print_later(*words):
        kept(*words)

    builtins.print = print_later
    for name in sleepers:
        print(f"{name}: sleeping")
        time.sleep(sleepers[name])
        print(f"{name}: awake!")

    async def nothing():
        pass

    return nothing()
