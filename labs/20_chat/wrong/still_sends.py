"""A reader who has left, or was let go, is still sent what waits.

Out of the room means that no new text comes into the queue. But the task that empties it knows
nothing of that, goes on with what is there, and then waits in `get` for ever: for each reader who
ever came there is a task left. Keep the task, and `cancel()` it when the reader is out of the room.
"""

import asyncio
from collections import deque


class Room:
    def __init__(self, history, waiting):
        self.texts = deque(maxlen=history)
        self.waiting = waiting
        self.queues = {}
        self.tasks = set()

    def join(self, reader):
        self.queues[reader] = asyncio.Queue(self.waiting)
        for text in self.texts:
            self.queues[reader].put_nowait(text)
        self.tasks.add(asyncio.create_task(self.deliver(reader, self.queues[reader])))

    def leave(self, reader):
        del self.queues[reader]

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
