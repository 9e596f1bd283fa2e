"""Serve customers at the counter of a post office, side by side."""

import asyncio
import logging.handlers
import queue

from tornado.httpclient import AsyncHTTPClient

STAMP = asyncio.Lock()


def quick_log(office):
    # put a queue in front of the slow handler
    lines = queue.Queue()
    old = office.log.handlers[:]
    listener = logging.handlers.QueueListener(lines, *old)
    listener.start()
    office.log.addHandler(logging.handlers.QueueHandler(lines))


ready = False


async def serve(name, office):
    global ready
    if not ready:
        quick_log(office)
        ready = True
    response = await AsyncHTTPClient().fetch(f"{office.address}/{name}")
    price = response.body.decode()
    shelf = await asyncio.to_thread(office.query, name)
    with office.open_form(name) as file:
        form = await asyncio.to_thread(file.read)
    async with STAMP:
        office.stamp_down(name)
        await asyncio.sleep(office.ink)
        office.stamp_up(name)
    office.log.info("%s was served", name)  # goes to the queue now
    return f"{price}, shelf {shelf}, {form}"
