"""A reader is let go in the middle of the loop over the room, and the loop breaks off.

A dict or a set must not change while you loop over it: Python raises RuntimeError, "changed size
during iteration", and whoever comes after the slow reader is not sent the text. A list says
nothing, and leaves one out. Loop over a copy: `for reader in list(self.queues)`.
"""

import asyncio
from collections import deque


class Room:
    def __init__(self, history, waiting):
        self.texts = deque(maxlen=history)
        self.waiting = waiting
        self.queues = {}
        self.tasks = {}

    def join(self, reader):
        self.queues[reader] = asyncio.Queue(self.waiting)
        for text in self.texts:
            self.queues[reader].put_nowait(text)
        self.tasks[reader] = asyncio.create_task(self.deliver(reader, self.queues[reader]))

    def leave(self, reader):
        del self.queues[reader]
        self.tasks.pop(reader).cancel()

    def say(self, text):
        self.texts.append(text)
        for reader, queue in self.queues.items():
            try:
                queue.put_nowait(text)
            except asyncio.QueueFull:
                self.leave(reader)
                reader.hang_up()

    async def deliver(self, reader, queue):
        while True:
            await reader.send_async(await queue.get())
