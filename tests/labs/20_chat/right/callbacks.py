"""No task that waits in a queue: when a text is through, a callback begins with the next one."""

from functools import partial

from tornado.gen import convert_yielded
from tornado.ioloop import IOLoop


class Line:
    def __init__(self, reader, texts):
        self.reader = reader
        self.waiting = list(texts)
        self.busy = self.closed = False
        self.next()

    def next(self):
        if self.waiting and not self.busy and not self.closed:
            self.busy = True
            sending = convert_yielded(self.reader.send_async(self.waiting.pop(0)))
            IOLoop.current().add_future(sending, self.through)

    def through(self, sending):
        sending.result()
        self.busy = False
        self.next()

    def close(self):
        self.closed = True


class Room:
    def __init__(self, history, waiting):
        self.show = partial(slice, -history, None)
        self.most = waiting
        self.texts = []
        self.lines = []

    def join(self, reader):
        self.lines.append(Line(reader, self.texts[self.show()]))

    def leave(self, reader):
        for line in self.lines:
            if line.reader is reader:
                line.close()
        self.lines = [line for line in self.lines if not line.closed]

    def say(self, text):
        self.texts.append(text)
        for line in tuple(self.lines):
            if len(line.waiting) >= self.most:
                self.leave(line.reader)
                line.reader.hang_up()
            else:
                line.waiting.append(text)
                line.next()
