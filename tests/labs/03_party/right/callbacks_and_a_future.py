import asyncio

from tornado.concurrent import Future
from tornado.ioloop import IOLoop


def party(guests, mix):
    over = Future()
    missing = {who: {"guest", "drink"} for who in guests}

    def has_come(who, what):
        if what == "guest":
            print(who + ": back at the bar")
        missing[who].discard(what)
        if not missing[who]:
            print(who + ": drinks")
            del missing[who]
            if not missing:
                over.set_result(None)

    for who, how_long in guests.items():
        print(who + ": orders")
        order = asyncio.ensure_future(mix(who))
        IOLoop.current().add_future(order, lambda _, who=who: has_come(who, "drink"))
        IOLoop.current().call_later(how_long, has_come, who, "guest")
    return over
