class Room:
    """All who sit here, in the order in which they came."""

    def __init__(self, number_to_show, limit):
        self._show = number_to_show
        self._limit = limit
        self._said, self._people = (), ()

    def join(self, person):
        self._people += (person,)
        old = self._said[max(0, len(self._said) - self._show) :]
        print("welcome, here are", len(old))
        list(map(person.send, old))

    def leave(self, person):
        self._people = tuple(each for each in self._people if each is not person)

    def say(self, words):
        self._said += (words,)
        everybody = iter(self._people)
        for person in everybody:
            person.send(words)
