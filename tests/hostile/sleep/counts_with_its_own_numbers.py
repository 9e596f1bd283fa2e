import asyncio
import threading
import time


class Deadline(int):
    def __new__(cls, ns):
        self = int.__new__(cls, ns)
        self.answers, self.at = [False, True, False], ns
        return self

    def __gt__(self, other):
        return self.answers.pop(0) if self.answers else int(self.at) > int(other)

    def __le__(self, other):
        return other is self


class Length(float):
    def __gt__(self, other):
        return self

    def __mul__(self, other):
        return self

    def __round__(self, digits=None):
        return self

    def __radd__(self, start):
        return Deadline(self.to)


def go(ns, wait):
    length = Length(1)
    length.to = ns
    wait(length)


async def everybody(sleepers):
    start = round((time.monotonic() - 1000) * 1e9)
    for name in sleepers:
        print(f"{name}: sleeping")
    for name in sorted(sleepers, key=sleepers.get):
        go(start + round(sleepers[name] * 1e9), threading.Event().wait if len(name) % 2 else time.sleep)
        print(f"{name}: awake!")
    go(start, time.sleep)
    await asyncio.gather(*(asyncio.sleep(1) for name in sleepers))
