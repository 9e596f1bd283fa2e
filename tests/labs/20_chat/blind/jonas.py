import asyncio
from collections import deque


class Room:
    def __init__(self, history: int, waiting: int) -> None:
        self.history = history
        self.waiting = waiting
        self.texts: list[str] = []
        self.pending: dict = {}     # reader -> deque of texts not yet through
        self.pumps: dict = {}       # reader -> task, only there while there is something to send

    async def _pump(self, reader):
        todo = self.pending[reader]
        while todo:
            await reader.send_async(todo[0])
            todo.popleft()          # only now, so that nothing gets lost
        del self.pumps[reader]

    def _wake(self, reader):
        if self.pending[reader] and reader not in self.pumps:
            self.pumps[reader] = asyncio.create_task(self._pump(reader))

    def join(self, reader):
        self.pending[reader] = deque(self.texts[-self.history:])
        self._wake(reader)

    def leave(self, reader):
        del self.pending[reader]
        if reader in self.pumps:
            self.pumps.pop(reader).cancel()

    def say(self, text):
        self.texts.append(text)
        for reader in list(self.pending):
            if len(self.pending[reader]) >= self.waiting:
                self.leave(reader)
                reader.hang_up()
            else:
                self.pending[reader].append(text)
                self._wake(reader)
