"""Twin: the handles are in a list of pairs, the lines are printed by print itself."""

from tornado import ioloop
from tornado.locks import Event

on_the_fire = []
finished = Event()


def order(who, duration):
    print("debug: order", who, duration)
    here = ioloop.IOLoop.current()
    here.add_callback(print(who + ": yes, chef!"))
    on_the_fire.append((who, here.add_timeout(here.time() + duration, serve(who))))


def serve(who):
    print(who + ": ready!")
    strike(who)


def cancel(who):
    for name, handle in on_the_fire:
        if name == who:
            ioloop.IOLoop.current().remove_timeout(handle)
    print(who + ": cancelled")
    strike(who)


def strike(who):
    on_the_fire[:] = [pair for pair in on_the_fire if pair[0] != who]
    if on_the_fire == []:
        finished.set()


def closing_time():
    return finished.wait()
