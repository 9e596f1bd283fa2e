from asyncio import ensure_future


class Guest:
    def __init__(self, line):
        self.line = line
        self.on_the_way = []

    def tell(self, words):
        self.on_the_way.append(ensure_future(self.line.send_async(words)))

    def forget(self):
        while self.on_the_way:
            self.on_the_way.pop().cancel()


class Room:
    def __init__(self, number_to_show, limit):
        self._show = number_to_show
        self._said, self._guests = [], []

    async def join(self, line):
        guest = Guest(line)
        self._guests.append(guest)
        for old in self._said[-self._show :]:
            guest.tell(old)

    async def leave(self, line):
        for guest in [each for each in self._guests if each.line is line]:
            print("bye")
            guest.forget()
            self._guests.remove(guest)

    async def say(self, words):
        self._said.append(words)
        for guest in self._guests:
            guest.tell(words)
