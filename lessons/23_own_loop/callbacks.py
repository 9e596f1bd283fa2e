"""
A loop is a queue of callbacks: whoever wants to go on joins it again, and the other comes first.

    0.0  Tick 1
    0.0  Tock 1
    0.0  Tick 2
    0.0  Tock 2
    0.0  Tick 3
"""

from collections import deque


class Loop:
    def __init__(self):
        self.ready = deque()

    def call_soon(self, callback, *args):
        self.ready.append((callback, args))

    def run(self):
        while self.ready:
            callback, args = self.ready.popleft()
            callback(*args)


loop = Loop()


def clock(name, strokes, stroke=1):
    print(name, stroke)
    if stroke < strokes:
        loop.call_soon(clock, name, strokes, stroke + 1)


loop.call_soon(clock, "Tick", 3)
loop.call_soon(clock, "Tock", 2)
loop.run()
