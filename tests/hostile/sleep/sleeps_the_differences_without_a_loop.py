import time


class Done:
    def __await__(self):
        return iter(())


def everybody(sleepers):
    for name in sleepers:
        print(f"{name}: sleeping")
    slept = 0
    for name in sorted(sleepers, key=sleepers.get):
        time.sleep(sleepers[name] - slept)
        slept = sleepers[name]
        print(f"{name}: awake!")
    return Done()
