"""`closing_time` starts a loop, and one runs already: that is what the RuntimeError says.

`asyncio.run` has started it, and the chef who awaits `closing_time` runs in it. Nobody has to start
anything: the loop calls what you scheduled as soon as nobody holds it. Just wait: `await` an
`asyncio.Event` that the last cook sets.
"""

from tornado.ioloop import IOLoop

cooking = {}


def order(cook, seconds):
    loop = IOLoop.current()
    loop.add_callback(answer, cook)
    cooking[cook] = loop.call_later(seconds, ready, cook)


def answer(cook):
    print(f"{cook}: yes, chef!")


def ready(cook):
    print(f"{cook}: ready!")
    leave(cook)


def cancel(cook):
    IOLoop.current().remove_timeout(cooking[cook])
    print(f"{cook}: cancelled")
    leave(cook)


def leave(cook):
    del cooking[cook]
    if not cooking:
        IOLoop.current().stop()


async def closing_time():
    IOLoop.current().start()
