"""A chat room."""

import asyncio


class Room:
    def __init__(self, history, waiting):
        self.history = history
        self.waiting = waiting
        self.texts = []
        self.sending = {}       # reader -> set of tasks that are not through

    def start(self, reader, text):
        task = asyncio.create_task(reader.send_async(text))
        self.sending[reader].add(task)      # keep it, or the garbage collector gets it
        task.add_done_callback(self.sending[reader].discard)

    async def join(self, reader):
        self.sending[reader] = set()
        for text in self.texts[-self.history :]:
            self.start(reader, text)

    async def leave(self, reader):
        for task in list(self.sending.pop(reader)):
            task.cancel()

    async def say(self, text):
        self.texts.append(text)
        for reader in list(self.sending):
            # one is on its way, the others wait
            if len(self.sending[reader]) > self.waiting:
                await self.leave(reader)
                reader.hang_up()
            else:
                self.start(reader, text)
