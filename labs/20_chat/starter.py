"""A chat room."""


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
        # TODO: send holds the loop, and a slow reader holds up everybody else. Let nobody wait.
        for reader in self.readers:
            reader.send(text)
