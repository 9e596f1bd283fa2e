"""The loop is free, but the room waits for its slowest reader with each text.

`await reader.send_async(text)` in `say` means that the next reader is served when this one has it,
and whoever says something waits for all of them. Let `say` deliver to a queue, one for each reader,
with `put_nowait`, which never waits; and let one task for each reader take the texts out and await
`send_async`.
"""


class Room:
    def __init__(self, history, waiting):
        self.history = history
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
        for reader in list(self.readers):
            await reader.send_async(text)
