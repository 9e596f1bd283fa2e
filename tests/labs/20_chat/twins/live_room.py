from asyncio import ensure_future

from tornado.queues import Queue, QueueFull


class Guest:
    def __init__(self, line, old, limit):
        self.line, self.inbox = line, Queue(maxsize=limit)
        for words in old:
            self.inbox.put_nowait(words)
        self.work = ensure_future(self.read())

    async def read(self):
        async for words in self.inbox:
            await self.line.send_async(words)


class Room:
    def __init__(self, number_to_show, limit):
        self._show, self._limit = number_to_show, limit
        self._said, self._guests = [], {}

    async def join(self, line):
        self._guests[line] = Guest(line, self._said[-self._show :], self._limit)

    async def leave(self, line):
        self._guests.pop(line).work.cancel()

    async def say(self, words):
        self._said.append(words)
        print("to", len(self._guests), "people")
        for line in self._guests:
            try:
                self._guests[line].inbox.put_nowait(words)
            except QueueFull:
                line.hang_up()
                await self.leave(line)
