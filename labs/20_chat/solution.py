"""A queue for each reader, with room for so many texts, and a task that empties it."""

import asyncio
from collections import deque


class Room:
    def __init__(self, history, waiting):
        self.texts = deque(maxlen=history)
        self.waiting = waiting
        self.queues = {}
        self.tasks = {}

    def join(self, reader):
        queue = asyncio.Queue(self.waiting)
        for text in self.texts:
            queue.put_nowait(text)
        self.queues[reader] = queue
        self.tasks[reader] = asyncio.create_task(self.deliver(reader, queue))

    def leave(self, reader):
        del self.queues[reader]
        self.tasks.pop(reader).cancel()

    def say(self, text):
        self.texts.append(text)
        for reader, queue in list(self.queues.items()):
            try:
                queue.put_nowait(text)
            except asyncio.QueueFull:
                self.leave(reader)
                reader.hang_up()

    async def deliver(self, reader, queue):
        while True:
            await reader.send_async(await queue.get())
