"""A chat room."""

import asyncio


class Room:
    # what is in the room
    texts = []
    readers = {}

    def __init__(self, history, waiting):
        self.history = history
        self.waiting = waiting

    async def deliver(self, reader, queue):
        while True:
            text = await queue.get()
            await reader.send_async(text)

    async def join(self, reader):
        queue = asyncio.Queue(self.waiting)
        for text in self.texts[-self.history :]:
            queue.put_nowait(text)
        task = asyncio.create_task(self.deliver(reader, queue))
        self.readers[reader] = (queue, task)

    async def leave(self, reader):
        queue, task = self.readers.pop(reader)
        task.cancel()

    async def say(self, text):
        self.texts.append(text)
        for reader in list(self.readers):
            queue, task = self.readers[reader]
            try:
                queue.put_nowait(text)
            except asyncio.QueueFull:
                await self.leave(reader)
                reader.hang_up()
