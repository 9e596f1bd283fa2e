"""Everybody stands still while a text is on its way: `send` holds the loop.

While `reader.send` waits for the line, nobody can join, leave or say anything, and the texts of
all others wait. An `async def` around it changes nothing. Use `await reader.send_async(text)`,
which gives the loop back; and for `say` not to wait for it, a task of its own for each reader, with
a queue.
"""


class Room:
    def __init__(self, history, waiting):
        self.history = history
        self.waiting = waiting
        self.texts = []
        self.readers = []

    async def join(self, reader):
        self.readers.append(reader)
        for text in self.texts[-self.history :]:
            reader.send(text)

    async def leave(self, reader):
        self.readers.remove(reader)

    async def say(self, text):
        self.texts.append(text)
        for reader in self.readers:
            reader.send(text)
