"""Put everybody to bed at the same time."""

from tornado import gen


@gen.coroutine
def sleeper(n, s):
    print("%s: sleeping" % n)
    yield gen.sleep(s)
    print("%s: awake!" % n)


@gen.coroutine
def everybody(sleepers):
    # gen.multi waits for all of them, a yield of a list would do as well
    yield gen.multi([sleeper(n, s) for (n, s) in sleepers.items()])


if __name__ == "__main__":
    from tornado.ioloop import IOLoop
    IOLoop.current().run_sync(lambda: everybody({"Ann": 2.0, "Bob": 1.0, "Cid": 3.0}))
