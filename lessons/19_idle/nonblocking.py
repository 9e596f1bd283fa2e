"""
A Future for each friend: two hundred wait in the one thread that there is.

    0.0  Hedda: friends on the line: 200, threads: 1
    0.5  Signe: hello
    1.0  Hedda: tea at five
    1.0  Hedda: 200 friends have heard
"""

import asyncio
import threading

from tornado.ioloop import IOLoop

FRIENDS = 200
news = asyncio.Event()
heard = []


async def hold_the_line(friend):
    await news.wait()  # on a Future of its own, until set() fills them all
    heard.append(friend)


def say_hello():
    print("Signe: hello")


async def main():
    friends = [asyncio.create_task(hold_the_line(n)) for n in range(FRIENDS)]
    await asyncio.sleep(0)  # each of them begins, and waits
    print(f"Hedda: friends on the line: {FRIENDS}, threads: {threading.active_count()}")
    IOLoop.current().call_later(0.5, say_hello)
    await asyncio.sleep(1.0)
    print("Hedda: tea at five")
    news.set()
    for friend in friends:
        await friend
    print(f"Hedda: {len(heard)} friends have heard")


asyncio.run(main())
