from tornado import gen


class Room:
    def __init__(self, number_to_show, limit):
        self._show = number_to_show
        self._said, self._people = (), ()

    @gen.coroutine
    def join(self, person):
        self._people += (person,)
        print("someone new")
        for old in self._said[-self._show :]:
            yield person.send_async(old)

    @gen.coroutine
    def leave(self, person):
        self._people = tuple(each for each in self._people if each is not person)

    @gen.coroutine
    def say(self, words):
        self._said += (words,)
        for person in self._people:
            yield person.send_async(words)
