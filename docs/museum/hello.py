"""
A callback, a loop that runs it, and the end of the loop.

    0.0  Hello World
"""

from tornado.ioloop import IOLoop


def hello():
    print("Hello World")
    loop.stop()


loop = IOLoop.instance()
loop.add_callback(hello)
loop.start()
loop.close()
