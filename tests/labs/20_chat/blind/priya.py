"""Chat room with callbacks. Nothing here is async def, nothing here waits."""

import asyncio
from collections import deque


class Line:
    """The line to one reader: at most one text on its way, the others in a deque."""

    def __init__(self, reader, waiting):
        self.reader = reader
        self.waiting = waiting
        self.texts = deque()
        self.on_its_way = None

    def push(self, text):
        if self.on_its_way is None:
            self._start(text)
        elif len(self.texts) < self.waiting:
            self.texts.append(text)
        else:
            return False
        return True

    def _start(self, text):
        self.on_its_way = asyncio.ensure_future(self.reader.send_async(text))
        self.on_its_way.add_done_callback(self._sent)

    def _sent(self, future):
        self.on_its_way = None
        if self.texts:
            self._start(self.texts.popleft())

    def close(self):
        self.texts.clear()
        if self.on_its_way is not None:
            self.on_its_way.cancel()


class Room:
    def __init__(self, history, waiting):
        self.waiting = waiting
        self.last = deque(maxlen=history)   # forgets the older ones by itself
        self.lines = {}

    def join(self, reader):
        line = self.lines[reader] = Line(reader, self.waiting)
        for text in self.last:
            line.push(text)

    def leave(self, reader):
        self.lines.pop(reader).close()

    def say(self, text):
        self.last.append(text)
        too_slow = [r for r, line in self.lines.items() if not line.push(text)]
        for r in too_slow:
            self.leave(r)
            r.hang_up()
