"""
The loop waits in a selector, for bytes and for the next timer at once: Tock hears Tick on a wire.

    0.0  Tick 1
    0.0  Tock hears Tick 1
    0.3  Tack strikes
    0.6  Tick 2
    0.6  Tock hears Tick 2
    1.2  the wire is closed
"""

import heapq
import itertools
import selectors
import socket
import time


class Loop:
    def __init__(self):
        self.timers = []
        self.order = itertools.count()
        self.selector = selectors.DefaultSelector()

    def call_later(self, seconds, callback, *args):
        heapq.heappush(self.timers, (time.monotonic() + seconds, next(self.order), callback, args))

    def run(self):
        while self.timers or self.selector.get_map():
            # None: no timer, so wait for bytes for as long as it takes.
            wait = max(0.0, self.timers[0][0] - time.monotonic()) if self.timers else None
            for key, _ in self.selector.select(wait):
                key.data(key.fileobj)
            while self.timers and self.timers[0][0] <= time.monotonic():
                _, _, callback, args = heapq.heappop(self.timers)
                callback(*args)


def tick(wire, stroke):
    if stroke > 2:
        wire.close()
        return
    print("Tick", stroke)
    wire.send(f"Tick {stroke}".encode())
    loop.call_later(0.6, tick, wire, stroke + 1)


def tock(wire):
    heard = wire.recv(100)  # does not wait: the selector has said that something is there
    print(f"Tock hears {heard.decode()}" if heard else "the wire is closed")
    if not heard:
        loop.selector.unregister(wire)


loop = Loop()
here, there = socket.socketpair()
loop.selector.register(there, selectors.EVENT_READ, tock)
loop.call_later(0.0, tick, here, 1)
loop.call_later(0.3, print, "Tack strikes")
loop.run()
