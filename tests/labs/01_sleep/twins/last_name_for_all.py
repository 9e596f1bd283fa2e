from tornado.concurrent import Future
from tornado.ioloop import IOLoop


def everybody(sleepers):
    finished = Future()
    up = []
    for person in sleepers:

        def ring():
            print(person + ": awake!")
            up.append(person)
            print("debug:", len(up), "are up")
            if len(up) == len(sleepers):
                finished.set_result(up)

        print(person + ": sleeping")
        IOLoop.current().call_later(sleepers[person], ring)
    return finished
