"""The queue has its size, but say waits for a place in it: a slow reader holds up the room."""

import asyncio


class Room:
    def __init__(self, history, waiting):
        self.history, self.waiting = history, waiting
        self.texts, self.there = [], {}

    async def join(self, reader):
        queue = asyncio.Queue(self.waiting)
        for text in self.texts[-self.history :]:
            await queue.put(text)
        self.there[reader] = queue, asyncio.create_task(self.serve(reader, queue))

    async def leave(self, reader):
        self.there.pop(reader)[1].cancel()

    async def say(self, text):
        self.texts.append(text)
        for queue, _ in list(self.there.values()):
            await queue.put(text)

    async def serve(self, reader, queue):
        while True:
            await reader.send_async(await queue.get())
