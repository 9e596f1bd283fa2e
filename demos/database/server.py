"""A Tornado server whose handlers ask a database, each in another way; and a ping.

python demos/database/server.py sqlite       Ctrl-C stops it
"""

import argparse
import asyncio
import importlib
import socket
import sys
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

DATABASES = ("postgres", "sqlite", "mongo")


class Ping(RequestHandler):
    """It asks nobody: how late it is, is how long the loop was held."""

    def get(self) -> None:
        self.write("pong")


async def main(sockets: list[socket.socket], ways: Any, count: int, seconds: float) -> None:
    async with ways.opened(count, seconds) as settings:
        handlers = [(f"/{name}", handler) for name, handler in ways.HANDLERS.items()]
        server = HTTPServer(Application([("/ping", Ping), *handlers], **settings))
        server.add_sockets(sockets)
        print(f"It asks {settings['asks']}")
        address = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        print(f"Listening at {address}/ for {' '.join(ways.HANDLERS)} ping", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", choices=DATABASES, help="which one its handlers ask")
    parser.add_argument("--port", type=int, default=8888, help="0: any free one (%(default)s)")
    parser.add_argument("--count", type=int, default=10, help="of visitors at once (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.2, help="for a query (%(default)s)")
    options = parser.parse_args()
    if not 0 <= options.port <= 65535:
        parser.error("--port must be between 0 and 65535")
    if not (1 <= options.count <= 40 and 0 < options.seconds <= 60):
        parser.error("--count must be between 1 and 40, --seconds above 0 and at most 60")
    ways = importlib.import_module(options.database)
    try:
        sockets = bind_sockets(options.port, "127.0.0.1")
    except OSError as error:
        sys.exit(f"Cannot listen at port {options.port}: {error.strerror}. Try another --port.")
    try:
        asyncio.run(main(sockets, ways, options.count, options.seconds))
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
