from asyncio import ensure_future

from tornado.queues import Queue


class Guest:
    def __init__(self, line, old):
        self.line, self.inbox = line, Queue()
        for words in old:
            self.tell(words)
        self.work = ensure_future(self.read())

    def tell(self, words):
        self.inbox.put(words)

    async def read(self):
        async for words in self.inbox:
            await self.line.send_async(words)


class Room:
    def __init__(self, number_to_show, limit):
        self._show = number_to_show
        self._said, self._guests = [], []

    async def join(self, line):
        self._guests.append(Guest(line, self._said[-self._show :]))

    async def leave(self, line):
        [guest] = [each for each in self._guests if each.line is line]
        guest.work.cancel()
        self._guests.remove(guest)

    async def say(self, words):
        print("to", len(self._guests), "people")
        self._said.append(words)
        for guest in self._guests:
            guest.tell(words)
