"""
A closed loop takes a callback without a word and never runs it.

    0.0  Ada: good night
    0.5  Ben: good night, I stop the loop
    0.5  guard: start() has returned, I close the loop
    0.5  guard: add_callback for Cleo, no error
    0.5  guard: call_later for Dan, error: Event loop is closed
"""

from tornado.ioloop import IOLoop


def leave(name):
    print(f"{name}: good night")


def leave_last(name, loop):
    print(f"{name}: good night, I stop the loop")
    loop.stop()


def main():
    # From Python 3.12 on, a plain IOLoop() warns that there is no current event loop.
    loop = IOLoop(make_current=False)
    loop.add_callback(leave, "Ada")
    loop.call_later(0.5, leave_last, "Ben", loop)
    loop.start()
    print("guard: start() has returned, I close the loop")
    loop.close()

    loop.add_callback(leave, "Cleo")
    print("guard: add_callback for Cleo, no error")
    try:
        loop.call_later(0.5, leave, "Dan")
    except RuntimeError as error:
        print(f"guard: call_later for Dan, error: {error}")


main()
