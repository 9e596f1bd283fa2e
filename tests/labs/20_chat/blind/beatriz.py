"""A chat room."""

import asyncio


class Room:
    def __init__(self, history, waiting):
        self.history = history
        self.waiting = waiting
        self.texts = []
        self.readers = []

    async def join(self, reader):
        self.readers.append(reader)
        for text in self.texts[-self.history :]:
            await reader.send_async(text)

    async def leave(self, reader):
        self.readers.remove(reader)

    async def say(self, text):
        self.texts.append(text)
        # all at the same time, so the slow ones do not hold up the quick ones
        await asyncio.gather(*[reader.send_async(text) for reader in self.readers])
        # what is "waiting" for? with gather nothing has to wait
