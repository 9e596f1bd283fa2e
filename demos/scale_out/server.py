"""A server that says which process answered: alone, forked, or one of several at the same port.

python demos/scale_out/server.py --fork 2       Ctrl-C stops it
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
import time

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.process import fork_processes
from tornado.web import Application, RequestHandler


def say(text: str) -> None:
    """Print in one piece: forked children share a terminal or a pipe, and lines could mix."""
    try:
        os.write(1, f"{text}\n".encode())
    except BrokenPipeError:  # whoever started us is gone; with another status we would be restarted
        os._exit(0)


def compute(seconds: float) -> None:
    """Use a processor for so long: time that passes while another process has it does not count."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


class WhoAnswers(RequestHandler):
    def get(self) -> None:
        compute(self.settings["work"])
        self.write(str(os.getpid()))


async def serve(sockets: list[socket.socket], work: float, until_eof: bool) -> None:
    """Answer until SIGTERM, or until nobody holds the other end of stdin any more."""
    server = HTTPServer(Application([("/", WhoAnswers)], work=work))
    server.add_sockets(sockets)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    if until_eof:
        loop.add_reader(0, stopped.set)
    say(f"{os.getpid()} serves.")
    await stopped.wait()
    server.stop()  # takes no more connections
    await server.close_all_connections()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8888, help="0: any free one (%(default)s)")
    parser.add_argument("--fork", type=int, metavar="N", help="so many children, one socket")
    parser.add_argument("--reuse-port", action="store_true", help="others may listen here as well")
    parser.add_argument("--work", type=float, default=2, help="ms for an answer (%(default)s)")
    parser.add_argument("--until-eof", action="store_true", help="end when stdin ends")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0 <= options.work <= 1000):
        parser.error("--port must be between 0 and 65535, --work between 0 and 1000")
    if options.fork is not None and not 1 <= options.fork <= 64:
        parser.error("--fork must be between 1 and 64")
    try:
        sockets = bind_sockets(
            options.port, "127.0.0.1", backlog=1024, reuse_port=options.reuse_port
        )
    except OSError as error:
        sys.exit(f"Cannot listen at port {options.port}: {error.strerror}. Try another --port.")
    port = sockets[0].getsockname()[1]
    say(f"Listening at http://127.0.0.1:{port}")
    try:
        if options.fork:
            fork_processes(options.fork)  # from here on there are several of us, without a loop yet
        asyncio.run(serve(sockets, options.work / 1000, options.until_eof))
    except KeyboardInterrupt:
        sys.exit(130)
