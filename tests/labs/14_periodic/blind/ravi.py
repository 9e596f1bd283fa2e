"""Tornado the old way: gen.coroutine, and a Future for the end of the night."""

from tornado import gen
from tornado.concurrent import Future
from tornado.ioloop import IOLoop, PeriodicCallback

night = {"busy": 0, "over": False, "quiet": None}
timers = []


def counted(job):
    @gen.coroutine
    def run():
        if night["over"]:
            return
        night["busy"] += 1
        yield job()
        night["busy"] -= 1
        if night["over"] and night["busy"] == 0:
            night["quiet"].set_result(None)
    return run


def every(seconds, job):
    pc = PeriodicCallback(counted(job), seconds * 1000)
    pc.start()
    timers.append(pc)
    return ("every", pc)


def after(seconds, job):
    return ("after", IOLoop.current().call_later(seconds, counted(job)))


def cancel(ticket):
    kind, thing = ticket
    if kind == "every":
        thing.stop()
    else:
        IOLoop.current().remove_timeout(thing)


def stop():
    night["over"] = True
    night["quiet"] = Future()
    for pc in timers:
        pc.stop()
    if night["busy"] == 0:
        night["quiet"].set_result(None)
    return night["quiet"]
