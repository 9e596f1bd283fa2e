"""
The same loop runs coroutines: send(None) goes on with one, up to its next yield.

    0.0  Tick 1
    0.0  Tock 1
    0.6  Tick 2
    0.9  Tock 2
    1.2  Tick 3
"""

import contextlib
import heapq
import itertools
import time
import types
from collections import deque


class Loop:
    def __init__(self):
        self.ready = deque()
        self.timers = []  # a heap: whoever is due first is at [0]
        self.order = itertools.count()  # two callbacks cannot be compared, two numbers can

    def call_soon(self, callback, *args):
        self.ready.append((callback, args))

    def call_later(self, seconds, callback, *args):
        heapq.heappush(self.timers, (time.monotonic() + seconds, next(self.order), callback, args))

    def run(self):
        while self.ready or self.timers:
            if not self.ready:
                time.sleep(max(0.0, self.timers[0][0] - time.monotonic()))
            while self.timers and self.timers[0][0] <= time.monotonic():
                self.ready.append(heapq.heappop(self.timers)[2:])
            for _ in range(len(self.ready)):
                callback, args = self.ready.popleft()
                callback(*args)

    def step(self, coroutine):
        with contextlib.suppress(StopIteration):  # that is how a coroutine says that it is done
            self.call_later(coroutine.send(None), self.step, coroutine)


@types.coroutine
def pause(seconds):
    yield seconds


async def clock(name, seconds, strokes):
    for stroke in range(1, strokes + 1):
        print(name, stroke)
        await pause(seconds)


loop = Loop()
loop.call_soon(loop.step, clock("Tick", 0.6, 3))
loop.call_soon(loop.step, clock("Tock", 0.9, 2))
loop.run()
