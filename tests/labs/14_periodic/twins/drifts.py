from tornado import gen


class Entry:
    def __init__(self, seconds, job, again):
        self.seconds, self.job, self.again = seconds, job, again
        self.on = True
        self.running = None
        entries.append(self)
        self.life()

    @gen.coroutine
    def life(self):
        yield gen.sleep(self.seconds)
        while self.on:
            self.running = gen.convert_yielded(self.job())
            yield self.running
            print("debug: ran once")
            if not self.again:
                break
            yield gen.sleep(self.seconds)


entries = []


def every(seconds, job):
    return Entry(seconds, job, True)


def after(seconds, job):
    return Entry(seconds, job, False)


def cancel(ticket):
    ticket.on = False


@gen.coroutine
def stop():
    for entry in entries:
        cancel(entry)
    yield [entry.running for entry in entries if entry.running is not None]
