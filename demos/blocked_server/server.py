"""The server that is measured: one process, one loop, and handlers that hold it, or do not.

show.py starts it, and it ends when its standard input does.
"""

import argparse
import asyncio
import logging
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from socket import socket

from handlers import ROUTES
from processes import end_with_the_parent, end_with_the_pool
from rows import HANDS
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

# Who comes while the loop is held waits in a queue of the system's. Tornado asks for 128 places in
# it; who finds none comes again a second later, and then we would measure that.
BACKLOG = 4096


def listening(port: int) -> list[socket]:
    """Sockets at this port of this machine; the address is printed."""
    try:
        sockets = bind_sockets(port, "127.0.0.1", backlog=BACKLOG)
    except OSError as error:
        sys.exit(f"Cannot listen at 127.0.0.1, port {port}: {error.strerror}. Try another --port.")
    print(f"Listening at http://127.0.0.1:{sockets[0].getsockname()[1]}")
    return sockets


def begin_work() -> None:
    """A worker of the pool begins: it ends with the server, and not by itself at Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_the_pool()


def forked_pool() -> ProcessPoolExecutor:
    """Processes that compute, forked at once, while there is no thread and no loop to be copied."""
    fork = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(HANDS, mp_context=fork, initializer=begin_work)
    pool.submit(int).result()
    return pool


async def serve(
    sockets: list[socket], pool: ProcessPoolExecutor, given: argparse.Namespace
) -> None:
    # The last of many waits long for a place; with Tornado's 20 seconds he might get none.
    patient = {"connect_timeout": 0, "request_timeout": 0}
    application = Application(
        ROUTES,
        seconds=given.seconds,
        backend=given.backend,
        one_each=ThreadPoolExecutor(given.clients),
        one_a_core=ThreadPoolExecutor(HANDS),
        processes=pool,
        ten_fetches=AsyncHTTPClient(force_instance=True, defaults=patient),
        many_fetches=AsyncHTTPClient(
            force_instance=True, defaults=patient, max_clients=given.clients
        ),
    )
    HTTPServer(application).add_sockets(sockets)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="0: any free one (%(default)s)")
    parser.add_argument("--backend", help="the URL that the handlers of the pair fetch ask")
    parser.add_argument("--clients", type=int, default=50, help="that will come (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.1, help="of a sleep (%(default)s)")
    options = parser.parse_args()
    logging.disable()  # who asks is told of what goes wrong
    os.environ["no_proxy"] = "127.0.0.1"  # urlopen would send what is meant for us to a proxy
    workers = forked_pool()
    end_with_the_parent()
    try:
        asyncio.run(serve(listening(options.port), workers, options))
    except KeyboardInterrupt:
        sys.exit(130)
