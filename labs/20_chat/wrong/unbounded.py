"""Nobody is let go: what a slow reader has not read piles up without a limit.

A queue without a size takes everything, so `put_nowait` never fails, and the room never learns that
a reader is too slow. One who stays away for a day costs the memory of a day. Make it
`asyncio.Queue(waiting)`; at `QueueFull` take the reader out of the room, cancel the task, and call
`reader.hang_up()`.
"""

import asyncio
from collections import deque


class Room:
    def __init__(self, history, waiting):
        self.texts = deque(maxlen=history)
        self.queues = {}
        self.tasks = {}

    def join(self, reader):
        self.queues[reader] = asyncio.Queue()
        for text in self.texts:
            self.queues[reader].put_nowait(text)
        self.tasks[reader] = asyncio.create_task(self.deliver(reader, self.queues[reader]))

    def leave(self, reader):
        del self.queues[reader]
        self.tasks.pop(reader).cancel()

    def say(self, text):
        self.texts.append(text)
        for queue in self.queues.values():
            queue.put_nowait(text)

    async def deliver(self, reader, queue):
        while True:
            await reader.send_async(await queue.get())
