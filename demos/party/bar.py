"""The bar of the party: a server that takes its time for a drink, and mixes many at once.

python demos/party/bar.py       Ctrl-C stops it
"""

import argparse
import asyncio
import os
import socket
import sys

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

MENU = {"lemonade": 1.0, "punch": 1.5, "julep": 0.7}  # seconds, if --seconds is 1


def say(text: str) -> None:
    """Print in one piece: guests may write to the same terminal or pipe."""
    try:
        os.write(1, f"       bar: {text}\n".encode())
    except BrokenPipeError:  # nobody reads any more
        os._exit(1)


class Menu(RequestHandler):
    def get(self) -> None:
        self.write({"drinks": list(MENU)})


class Drink(RequestHandler):
    async def get(self, drink: str) -> None:
        guest = self.get_query_argument("guest", "somebody")
        if drink not in MENU or not guest.isalpha():
            raise HTTPError(404)
        say(f"mixes for {guest}")
        await asyncio.sleep(MENU[drink] * self.settings["seconds"])
        say(f"ready for {guest}")
        self.write({"drink": drink})


async def serve(sockets: list[socket.socket], seconds: float, until_eof: bool) -> None:
    application = Application([("/", Menu), ("/(.*)", Drink)], seconds=seconds)
    HTTPServer(application).add_sockets(sockets)
    if until_eof:  # then nobody is left who waits for a drink
        asyncio.get_running_loop().add_reader(0, os._exit, 0)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8888, help="0: any free one (%(default)s)")
    parser.add_argument("--seconds", type=float, default=1, help="for a lemonade (%(default)s)")
    parser.add_argument("--fd", type=int, help="a socket that listens already")
    parser.add_argument("--until-eof", action="store_true", help="close when stdin ends")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0 <= options.seconds <= 3600):
        parser.error("--port must be between 0 and 65535, --seconds between 0 and 3600")
    if options.fd is None:
        try:
            sockets = bind_sockets(options.port, "127.0.0.1")
        except OSError as error:
            sys.exit(f"Cannot listen at port {options.port}: {error.strerror}. Try another --port.")
        say(f"open at http://127.0.0.1:{sockets[0].getsockname()[1]}")
    else:
        sockets = [socket.socket(fileno=options.fd)]
        sockets[0].setblocking(False)
    try:
        asyncio.run(serve(sockets, options.seconds, options.until_eof))
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
