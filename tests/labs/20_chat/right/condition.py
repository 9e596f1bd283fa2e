"""Each reader has a deque and an Event, a generator-based coroutine, and a flag for the end."""

import asyncio
from collections import deque

from tornado import gen


class Room:
    def __init__(self, history, waiting):
        self._history = deque(maxlen=history)
        self._most = waiting
        self._there = {}
        self._at_work = []

    @gen.coroutine
    def join(self, reader):
        print("somebody comes in")
        box, news = deque(self._history), asyncio.Event()
        self._there[reader] = box, news
        self._at_work.append(asyncio.ensure_future(self._serve(reader, box, news)))

    async def leave(self, reader):
        box, news = self._there.pop(reader)
        box.clear()
        news.set()

    async def say(self, text):
        self._history.append(text)
        slow = {reader for reader, (box, _) in self._there.items() if len(box) == self._most}
        for reader in slow:
            await self.leave(reader)
            reader.hang_up()
        for box, news in self._there.values():
            box.append(text)
            news.set()

    async def _serve(self, reader, box, news):
        while reader in self._there:
            while box:
                await reader.send_async(box.popleft())
            news.clear()
            await news.wait()
