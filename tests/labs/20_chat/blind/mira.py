"""A chat room."""

import asyncio


class Room:
    def __init__(self, history, waiting):
        self.history = history
        self.waiting = waiting
        self.texts = []
        self.readers = {}       # reader -> (queue, task)

    async def join(self, reader):
        queue = asyncio.Queue(self.waiting)
        for text in self.texts[-self.history :]:
            queue.put_nowait(text)
        self.readers[reader] = queue, asyncio.create_task(self.serve(reader, queue))

    async def serve(self, reader, queue):
        while True:
            await reader.send_async(await queue.get())

    async def leave(self, reader):
        _, task = self.readers.pop(reader)
        task.cancel()

    async def say(self, text):
        self.texts.append(text)
        for reader, (queue, _) in list(self.readers.items()):
            try:
                queue.put_nowait(text)
            except asyncio.QueueFull:
                await self.leave(reader)
                reader.hang_up()
