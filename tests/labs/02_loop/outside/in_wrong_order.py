"""Whoever was ordered last answers first."""

import asyncio

from tornado.ioloop import IOLoop

timeouts = {}
silent = []
end = asyncio.Event()


def order(cook, seconds):
    silent.append(cook)
    timeouts[cook] = IOLoop.current().call_later(seconds, over, cook, "ready!")
    IOLoop.current().add_callback(answer)


def answer():
    print(f"{silent.pop()}: yes, chef!")


def cancel(cook):
    IOLoop.current().remove_timeout(timeouts[cook])
    over(cook, "cancelled")


def over(cook, word):
    print(f"{cook}: {word}")
    del timeouts[cook]
    if not timeouts:
        end.set()


async def closing_time():
    await end.wait()
