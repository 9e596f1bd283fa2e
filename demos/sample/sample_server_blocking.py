"""The sample server as it was first written: while it sleeps, it holds the loop.

python demos/sample/sample_server_blocking.py       Ctrl-C stops it
"""

import argparse
import asyncio
import sys
import time

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler


class MainHandler(RequestHandler):
    def get(self):
        print("A visitor asks.")
        time.sleep(self.settings["seconds"])
        print("The visitor is answered.")
        self.write("Hello from the sample server")


async def main(sockets, seconds):
    server = HTTPServer(Application([("/", MainHandler)], seconds=seconds))
    server.add_sockets(sockets)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="127.0.0.1", help="where to listen (%(default)s)")
    parser.add_argument("--port", type=int, default=8888, help="0: any free one (%(default)s)")
    parser.add_argument("--seconds", type=float, default=5, help="for an answer (%(default)s)")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0 <= options.seconds <= 3600):
        parser.error("--port must be between 0 and 65535, --seconds between 0 and 3600")
    try:
        sockets = bind_sockets(options.port, options.address)
    except OSError as error:
        where = f"{options.address}, port {options.port}"
        sys.exit(f"Cannot listen at {where}: {error.strerror}. Try another --port or --address.")
    print(f"Listening at http://{options.address}:{sockets[0].getsockname()[1]}")
    try:
        asyncio.run(main(sockets, options.seconds))
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
