"""A chat room, with what Tornado has on board."""

from tornado import gen
from tornado.queues import Queue, QueueFull


class Seat:
    def __init__(self, reader, waiting):
        self.reader = reader
        self.queue = Queue(maxsize=waiting)
        self.gone = False
        self.job = self.work()      # runs at once up to the first yield

    @gen.coroutine
    def work(self):
        while not self.gone:
            text = yield self.queue.get()
            if self.gone:
                break               # left in the meantime, throw it away
            yield self.reader.send_async(text)


class Room:
    def __init__(self, history, waiting):
        self.history, self.waiting = history, waiting
        self.texts = []
        self.seats = []

    def join(self, reader):
        seat = Seat(reader, self.waiting)
        for text in self.texts[-self.history:]:
            seat.queue.put_nowait(text)
        self.seats.append(seat)

    def leave(self, reader):
        for seat in self.seats:
            if seat.reader is reader:
                seat.gone = True
        self.seats = [s for s in self.seats if not s.gone]     # a new list

    def say(self, text):
        self.texts.append(text)
        for seat in self.seats:
            try:
                seat.queue.put_nowait(text)
            except QueueFull:
                self.leave(seat.reader)
                seat.reader.hang_up()
