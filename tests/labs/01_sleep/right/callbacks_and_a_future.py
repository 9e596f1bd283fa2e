from tornado.concurrent import Future
from tornado.ioloop import IOLoop


def everybody(sleepers):
    done = Future()
    still_asleep = set(sleepers)

    def wake(who):
        print(who + ": awake!")
        still_asleep.remove(who)
        if len(still_asleep) == 0:
            done.set_result(None)

    for who in sleepers:
        print(who + ": sleeping")
        IOLoop.current().call_later(sleepers[who], wake, who)
    return done
