"""What makes a child fast: everything imported, and a dozen programs run, before the first fork.

Python keeps what it learns while it runs a program: specialised code, caches, memory that it holds
on to. A child starts with all of it.
"""

from __future__ import annotations

import concurrent.futures.thread
import gc
import http.client
import importlib
import logging
import tempfile
import urllib.request

import tornado.gen
import tornado.httpclient
import tornado.httpserver
import tornado.locks
import tornado.process
import tornado.queues
import tornado.simple_httpclient
import tornado.web
import tornado.websocket

from looplab import record
from looplab.request import Request, Source

# What programs of labs import sooner or later, beside what record imports.
PRELOADED = (
    concurrent.futures.thread,
    http.client,
    importlib,
    logging,
    tempfile,
    tornado.gen,
    tornado.httpclient,
    tornado.httpserver,
    tornado.locks,
    tornado.process,
    tornado.queues,
    tornado.simple_httpclient,
    tornado.web,
    tornado.websocket,
    urllib.request,
)

_COROUTINES = """
import asyncio
import threading
import time

from tornado import gen
from tornado.ioloop import IOLoop


async def main(names=("Ann", "Bob", "Cid")):
    await asyncio.gather(*(asyncio.create_task(sleep(n, i), name=n) for i, n in enumerate(names)))
    await gen.sleep(0.5)
    try:
        await asyncio.wait_for(fail(), 1)
    except ValueError as error:
        print(f"caught {error!r}")
    later = asyncio.Event()
    IOLoop.current().call_later(0.25, later.set)
    await later.wait()
    queue = asyncio.Queue()
    await queue.put(1)
    async with asyncio.Lock():
        print(await queue.get())
    time.sleep(0.5)
    return len(names)


async def sleep(name, i):
    print(f"{name}: sleeping")
    await asyncio.sleep(1 + i)
    print(f"{name}: awake!")


async def fail():
    await asyncio.sleep(0)
    raise ValueError("no")
"""
_DRIVER = """
import asyncio
import submission


async def main(names):
    return await submission.main(names)
"""
_THREADS = """
import asyncio
import threading
import time


async def main():
    thread = threading.Thread(target=time.sleep, args=(1,))
    thread.start()
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.5)
    thread.join()


asyncio.run(main())
"""
_WEB = """
import asyncio

from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler


class Page(RequestHandler):
    async def get(self):
        await asyncio.sleep(1)
        self.write("hello")


async def main():
    server = Application([("/", Page)]).listen(8888)
    client = AsyncHTTPClient()
    answers = [client.fetch("http://localhost:8888/") for _ in range(2)]
    for answer in await asyncio.gather(*answers):
        print(answer.body.decode())
    server.stop()


asyncio.run(main())
"""


def _requests() -> list[Request]:
    inputs = {"names": ["Dan", "Eve"]}
    driven = Request(
        Source("driver.py", _DRIVER), inputs=inputs, submission=Source("eve.py", _COROUTINES)
    )
    alone = Request(Source("alone.py", _COROUTINES + "\n\nasyncio.run(main())\n"))
    wrong = Request(Source("wrong.py", "print('it fails')\n1 / 0\n"))
    return [
        *[driven, Request(Source("web.py", _WEB)), alone] * 3,
        Request(Source("threads.py", _THREADS)),
        driven,
        wrong,
    ]


def warm_up() -> None:
    """Run the programs, and forget them. Raises RuntimeError where one did not do as it should."""
    for request in _requests():
        status = record.run(request).status
        if status != ("error" if request.script.name == "wrong.py" else "finished"):
            raise RuntimeError(f"{request.script.name} ended with {status}")
    gc.collect()
    # What is there now is never looked through again, so that it stays shared.
    gc.freeze()
