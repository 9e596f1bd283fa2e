"""One process of the chat: the server, its limits, and how it stops."""

import asyncio
import contextlib
import logging
import os
import re
import resource
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bus import bus_at
from handlers import ADDRESSES, NotHere, Static
from rooms import Limits, Member, Rooms
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.routing import HostMatches, Rule, URLSpec
from tornado.web import Application

HERE = Path(__file__).parent
ADDRESS = "127.0.0.1"
BACKLOG = 1024  # Tornado's 128 is soon full where many come back at the same moment
SEND_BUFFER = 65536  # what the kernel keeps for one slow reader; by itself it goes up to megabytes
SPARE_FILES = 32  # for what is no connection: the database, the loop, a module
MESSAGE_BYTES = 16 * 1024  # Tornado closes with 1009 on more; its default is 10 MiB


@dataclass(frozen=True)
class Settings:
    """What one process of the chat needs to know."""

    port: int
    secret: str
    bus: str | None = None
    trust: list[str] = field(default_factory=list)
    ping: float = 20.0
    deadline: float = 3.0
    limits: Limits = field(default_factory=Limits)


def say(text: str) -> None:
    """Print a line at once, and do not mind if nobody reads any more."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Server(HTTPServer):
    """Hangs up on who comes when the files are nearly used up, and stays well itself."""

    def handle_stream(self, stream: IOStream, address: tuple[object, ...]) -> None:
        # The lowest free number is given out, so the number tells how many are in use. Without
        # this, accept fails again and again, and the loop spins and logs it thousands of times.
        if stream.socket.fileno() >= most_files() - SPARE_FILES:
            stream.close()
        else:
            super().handle_stream(stream, address)


def most_files() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def allow_more_files() -> None:
    """As many as this process may have: each connection is one."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with contextlib.suppress(OSError, ValueError):  # macOS says "unlimited" and does not mean it
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def listening_sockets(port: int, shared: bool) -> list[socket.socket]:
    """Sockets for this port; where it is shared, the kernel deals out who comes to its owners."""
    sockets = bind_sockets(port, ADDRESS, backlog=BACKLOG, reuse_port=shared)
    for one in sockets:  # a connection inherits this
        one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    return sockets


def application(settings: Settings, rooms: Rooms, member: type[Member]) -> Application:
    hosts = {ADDRESS, "localhost"} | {str(urlsplit(origin).hostname) for origin in settings.trust}
    pattern = "|".join(re.escape(host) for host in sorted(hosts))
    static = URLSpec("/static/(.*)", Static, {"path": str(HERE / "static")})
    return Application(
        [Rule(HostMatches(f"({pattern})"), [*ADDRESSES, static])],
        default_handler_class=NotHere,
        template_path=str(HERE / "pages"),
        cookie_secret=settings.secret,
        # A POST and a WebSocket are taken from our own pages and from these origins only.
        cross_origin_protection=True,
        trusted_origins=settings.trust,
        websocket_max_message_size=MESSAGE_BYTES,
        websocket_ping_interval=settings.ping,
        websocket_ping_timeout=settings.ping,
        log_function=lambda handler: None,
        rooms=rooms,
        member=member,
        # Cookies do not know ports: another chat on this machine has a cookie of its own.
        cookie=f"chat_{settings.port}",
    )


async def serve(
    settings: Settings,
    sockets: list[socket.socket],
    stop: asyncio.Event,
    ready: str,
    member: type[Member] = Member,
) -> None:
    """Serve until told to stop, and then let everybody go in good order."""
    # Anybody can make Tornado warn, about a request that is none, or a cookie of yesterday.
    logging.getLogger("tornado").setLevel(logging.ERROR)
    rooms = Rooms(bus_at(settings.bus, say), settings.limits, say)
    await rooms.open()
    server = Server(
        application(settings, rooms, member),
        max_body_size=MESSAGE_BYTES,
        idle_connection_timeout=60,
        body_timeout=10,
    )
    server.add_sockets(sockets)
    say(ready)
    await stop.wait()

    server.stop()  # first of all: nobody new
    there, left = await rooms.close(settings.deadline)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1):
            await server.close_all_connections()
    say(f"Stopped. {there} in the rooms, {there - left} said goodbye, {left} cut off.")


def stop_at_signals(stop: asyncio.Event) -> list[signal.Signals]:
    """SIGTERM and Ctrl-C set the event, and are noted in the list; the second one ends at once."""
    noted: list[signal.Signals] = []

    def note(number: signal.Signals) -> None:
        if noted:
            os._exit(128 + number)
        noted.append(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, note, number)
    return noted
