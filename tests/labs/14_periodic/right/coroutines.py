from tornado import gen
from tornado.ioloop import IOLoop
from tornado.locks import Condition

nobody_left = Condition()
working = 0
open_tickets = {}


def every(seconds, job):
    ticket = object()
    open_tickets[ticket] = True
    IOLoop.current().add_callback(life_of, ticket, seconds, job)
    return ticket


def after(seconds, job):
    ticket = object()
    open_tickets[ticket] = True

    @gen.coroutine
    def later():
        yield gen.sleep(seconds)
        yield turn(ticket, job)

    later()
    return ticket


@gen.coroutine
def life_of(ticket, seconds, job):
    now = IOLoop.current().time
    due = now() + seconds
    while open_tickets[ticket]:
        yield gen.sleep(due - now())
        yield turn(ticket, job)
        while due <= now():
            due += seconds


@gen.coroutine
def turn(ticket, job):
    global working
    if not open_tickets[ticket]:
        return
    working += 1
    yield job()
    working -= 1
    if working == 0:
        nobody_left.notify_all()


def cancel(ticket):
    open_tickets[ticket] = False


@gen.coroutine
def stop():
    for ticket in open_tickets:
        open_tickets[ticket] = False
    if working:
        yield nobody_left.wait()
