"""
What is ready runs in the order in which it was scheduled; a timer is ready when it is due.

    0.0  main: Tornado's loop is asyncio's loop: True
    0.0  main: seven are scheduled, none has run
    0.0  3 add_callback
    0.0  4 spawn_callback
    0.0  5 call_soon
    0.0  6 first step of a task
    0.0  7 callback of a Future
    0.0  2 call_later(0)
    0.5  1 call_later(0.5)
"""

import asyncio

from tornado.ioloop import IOLoop


def say(text, last=None):
    print(text)
    if last:
        last.set()


async def say_in_a_task(text):
    say(text)


def say_result(future):
    say(future.result())


async def main():
    loop, asyncio_loop = IOLoop.current(), asyncio.get_running_loop()
    print("main: Tornado's loop is asyncio's loop:", loop.asyncio_loop is asyncio_loop)
    future, last = asyncio.Future(), asyncio.Event()
    future.add_done_callback(say_result)

    loop.call_later(0.5, say, "1 call_later(0.5)", last)
    loop.call_later(0, say, "2 call_later(0)")
    loop.add_callback(say, "3 add_callback")
    loop.spawn_callback(say, "4 spawn_callback")
    asyncio_loop.call_soon(say, "5 call_soon")
    task = asyncio.create_task(say_in_a_task("6 first step of a task"))
    future.set_result("7 callback of a Future")

    print("main: seven are scheduled, none has run")
    await asyncio.gather(task, last.wait())


asyncio.run(main())
