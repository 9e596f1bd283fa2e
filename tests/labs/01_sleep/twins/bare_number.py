from functools import partial

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


def everybody(sleepers):
    alarm, all_up = IOLoop.current(), Future()
    up = []

    def ring(person):
        print(person + ": awake!")
        up.append(person)
        if len(up) == len(sleepers):
            all_up.set_result("morning")

    for person, length in sleepers.items():
        print(person + ": sleeping")
        alarm.call_at(length, partial(ring, person))
        print("alarm set for", length)
    return all_up
