"""
Loops do not nest: on a loop that runs, whatever would run a loop to its end raises RuntimeError.

    0.0  http_client: Cannot run the event loop while another loop is running
    0.0  run_sync: This event loop is already running
    0.0  run: asyncio.run() cannot be called from a running event loop
"""

import asyncio

from tornado.httpclient import HTTPClient
from tornado.ioloop import IOLoop


async def answer():
    return 42


def http_client():
    return HTTPClient().fetch("http://127.0.0.1")


def run_sync():
    return IOLoop.current().run_sync(answer)


def run():
    coroutine = answer()
    try:
        return asyncio.run(coroutine)
    finally:
        coroutine.close()


async def attempt(way):
    try:
        way()
    except RuntimeError as error:
        print(f"{way.__name__}: {error}")


for way in (http_client, run_sync, run):
    # Each on a loop of its own: Python 3.13.0 takes the running loop away when this goes wrong.
    asyncio.run(attempt(way))
