"""One server of five kinds: friends connect, and most of them say nothing for a long time.

python demos/c10k/server.py websocket       Ctrl-C stops it
"""

import argparse
import asyncio
import errno
import gc
import os
import socket
import socketserver
import sys
from typing import Any

import children
import limits
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream, StreamClosedError
from tornado.tcpserver import TCPServer
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

KINDS = ("protocol", "stream", "poll", "websocket", "threads")
MOST_SAID = 1024  # bytes that a friend may say at once


class Echo(asyncio.Protocol):
    """The least that asyncio has for a connection: this object and its transport."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


class EchoStreams(TCPServer):
    """Tornado's stream, and a coroutine that waits for the next line."""

    async def handle_stream(self, stream: IOStream, address: tuple[str, int]) -> None:
        try:
            while True:
                await stream.write(await stream.read_until(b"\n", max_bytes=MOST_SAID))
        except StreamClosedError:
            pass


class EchoSocket(WebSocketHandler):
    """A WebSocket; Tornado turns away whoever comes from another site's page."""

    def on_message(self, message: str | bytes) -> None:
        self.write_message(message)


class Hello(RequestHandler):
    """An answer at once; and how many friends wait for news."""

    def get(self) -> None:
        self.write(f"hello, {self.settings['waiting'][0]} wait")


class News(RequestHandler):
    """A long poll: the answer to get comes when somebody posts."""

    async def get(self) -> None:
        self.settings["waiting"][0] += 1
        await self.settings["news"].wait()
        self.write("news")

    def post(self) -> None:
        self.settings["news"].set()


class EchoThread(socketserver.StreamRequestHandler):
    """A thread that blocks until the next line comes."""

    def handle(self) -> None:
        while line := self.rfile.readline(MOST_SAID):
            self.wfile.write(line)


class EchoThreads(socketserver.ThreadingTCPServer):
    """A new thread for each friend."""

    daemon_threads = True
    told = False

    def __init__(self, listening: socket.socket) -> None:
        address = listening.getsockname()
        super().__init__(address, EchoThread, bind_and_activate=False)
        self.socket.close()
        self.socket = listening

    def get_request(self) -> tuple[socket.socket, Any]:
        try:
            return super().get_request()
        except OSError as error:
            give_up_without_descriptors(error)
            raise

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Friends may leave as they like; but a thread that cannot start is news, once."""
        error = sys.exception()
        if not isinstance(error, ConnectionError) and not self.told:
            self.told = True
            say(f"The server hangs up on a friend: {error}.")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def give_up_without_descriptors(error: BaseException | None) -> None:
    """A connection that cannot be accepted stays in the queue: servers try for ever, and log it."""
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        say(f"The server ends: {error.strerror}. Raise the hard limit of descriptors (ulimit -Hn).")
        os._exit(1)


def judge(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What the loop does with an error that nobody else takes."""
    error = context.get("exception")
    give_up_without_descriptors(error)
    if not isinstance(error, ConnectionError):
        loop.default_exception_handler(context)


def http_server() -> HTTPServer:
    """WebSockets and long polls, by the address that is asked for."""
    return HTTPServer(
        Application(
            [("/websocket", EchoSocket), ("/hello", Hello), ("/news", News)],
            log_function=lambda handler: None,
            websocket_max_message_size=MOST_SAID,
            cross_origin_protection=True,
            waiting=[0],
            news=asyncio.Event(),
        ),
        max_body_size=MOST_SAID,
    )


async def serve(kind: str, listening: socket.socket, backlog: int) -> None:
    """Everything but threads, on one event loop."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(judge)
    if kind == "protocol":
        await (await loop.create_server(Echo, sock=listening, backlog=backlog)).serve_forever()
    server = EchoStreams() if kind == "stream" else http_server()
    server.add_socket(listening)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--port", type=int, default=8888, help="0: any free one (%(default)s)")
    parser.add_argument(
        "--backlog", type=int, default=limits.BACKLOG, help="of the accept queue (%(default)s)"
    )
    parser.add_argument("--no-gc", action="store_true", help="without the garbage collector")
    parser.add_argument("--until-eof", action="store_true", help="end when the input ends")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 1 <= options.backlog <= 65535):
        parser.error("--port must be between 0 and 65535, --backlog between 1 and 65535")
    if options.until_eof:
        children.end_at_eof()
    limits.raise_descriptors()
    try:
        listening = socket.create_server(("127.0.0.1", options.port), backlog=options.backlog)
    except OSError as error:
        sys.exit(
            f"Cannot listen at 127.0.0.1, port {options.port}: {os.strerror(error.errno or 0)}. "
            "Try another --port."
        )
    if options.no_gc:
        gc.disable()
    port = listening.getsockname()[1]
    children.tell(f"Listening at 127.0.0.1, port {port}, in process {os.getpid()}")
    if options.kind == "threads":
        EchoThreads(listening).serve_forever()
    listening.setblocking(False)
    asyncio.run(serve(options.kind, listening, options.backlog))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
