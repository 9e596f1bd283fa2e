"""A chat room."""

import asyncio


class Room:
    def __init__(self, history, waiting):
        self.history = history
        self.waiting = waiting
        self.texts = []
        self.queues = {}
        self.tasks = []     # only so that they are not collected

    async def work(self, reader, queue):
        while True:
            text = await queue.get()
            await reader.send_async(text)
            queue.task_done()

    async def join(self, reader):
        queue = asyncio.Queue(self.waiting)
        self.queues[reader] = queue
        for text in self.texts[-self.history :]:
            queue.put_nowait(text)
        self.tasks.append(asyncio.create_task(self.work(reader, queue)))

    async def leave(self, reader):
        # no queue any more -> nothing is put into it any more
        del self.queues[reader]

    async def say(self, text):
        self.texts.append(text)
        for reader, queue in list(self.queues.items()):
            if queue.full():
                print("too slow:", reader)
                reader.hang_up()
                await self.leave(reader)
            else:
                queue.put_nowait(text)
