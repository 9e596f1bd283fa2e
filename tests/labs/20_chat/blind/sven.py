import asyncio
from collections import namedtuple

Member = namedtuple("Member", "reader queue task")


class Room:
    def __init__(self, history, waiting):
        self.history = history
        self.waiting = waiting
        self.texts = []
        self.members = []

    async def join(self, reader):
        q = asyncio.Queue(self.waiting)
        for t in self.texts[-self.history:]: q.put_nowait(t)

        async def feed():
            while True:
                await reader.send_async(await q.get())

        self.members.append(Member(reader, q, asyncio.create_task(feed())))

    async def leave(self, reader):
        for m in self.members:
            if m.reader is reader:
                m.task.cancel()
                self.members.remove(m)
                break

    async def say(self, text):
        self.texts.append(text)
        for m in self.members:
            try:
                m.queue.put_nowait(text)
            except asyncio.QueueFull:
                m.reader.hang_up()
                await self.leave(m.reader)
