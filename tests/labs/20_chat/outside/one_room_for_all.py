"""All rooms are one: what is said in one of them is sent to the readers of the other one, too."""

import asyncio


class Room:
    texts, queues, tasks = [], {}, {}

    def __init__(self, history, waiting):
        self.history, self.waiting = history, waiting

    def join(self, reader):
        self.queues[reader] = asyncio.Queue(self.waiting)
        for text in self.texts[-self.history :]:
            self.queues[reader].put_nowait(text)
        self.tasks[reader] = asyncio.create_task(self.deliver(reader, self.queues[reader]))

    def leave(self, reader):
        del self.queues[reader]
        self.tasks.pop(reader).cancel()

    def say(self, text):
        self.texts.append(text)
        for reader, queue in list(self.queues.items()):
            if queue.full():
                self.leave(reader)
                reader.hang_up()
            else:
                queue.put_nowait(text)

    async def deliver(self, reader, queue):
        while True:
            await reader.send_async(await queue.get())
