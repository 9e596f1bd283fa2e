"""The server of the page: its addresses, its token, its port, and how it comes to an end."""

from __future__ import annotations

import asyncio
import errno
import secrets
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from looplab.course import Course
from looplab.page import freeze, labs, lessons, live, predict
from looplab.page.guard import NotFound, Static
from looplab.page.jobs import Jobs
from looplab.page.lessons import Runs

ADDRESS = "127.0.0.1"
_HERE = Path(__file__).resolve().parent

# More than any page of ours sends.
_LARGEST = 1 << 20


class CannotListen(Exception):
    """There is no listening at this port: the message says why."""


def application(course: Course, jobs: Jobs, port: int, token: str) -> Application:
    """All addresses of the page. ``port`` is the one that browsers will name as the Host."""
    settings: dict[str, Any] = {
        "root": course.root,
        "token": token,
        # Cookies know no ports: two pages at once must not take each other's.
        "cookie": f"looplab_{port}",
        "hosts": (f"{ADDRESS}:{port}", f"localhost:{port}"),
        "jobs": jobs,
        "runs": Runs(jobs),
        "watchers": {},
        "live": set(),
        "rests_until": 0.0,
    }
    return Application(
        [
            *lessons.handlers,
            *predict.handlers,
            *labs.handlers,
            *freeze.handlers,
            *live.handlers,
        ],
        template_path=str(_HERE / "templates"),
        static_path=str(_HERE / "static"),
        static_handler_class=Static,
        default_handler_class=NotFound,
        log_function=lambda handler: None,
        websocket_max_message_size=1 << 16,
        **settings,
    )


@dataclass(frozen=True)
class Serving:
    """A server that listens."""

    http: HTTPServer
    jobs: Jobs
    address: str
    token: str

    async def close(self) -> None:
        """Nobody is served any more, and nothing that was started goes on."""
        self.http.stop()
        await self.jobs.close()
        await self.http.close_all_connections()


def start(course: Course, port: int) -> Serving:
    """Listen on this machine, on a free port if ``port`` is 0. Raises CannotListen."""
    try:
        sockets = bind_sockets(port, ADDRESS)
    except OSError as reason:
        taken = "somebody else listens there already"
        words = taken if reason.errno == errno.EADDRINUSE else reason.strerror
        raise CannotListen(words) from None
    number = sockets[0].getsockname()[1]
    token = secrets.token_urlsafe(24)
    jobs = Jobs()
    http = HTTPServer(application(course, jobs, number, token), max_body_size=_LARGEST)
    http.add_sockets(sockets)
    return Serving(http, jobs, f"http://{ADDRESS}:{number}/?token={token}", token)


async def serve(course: Course, port: int, ready: Callable[[str], None]) -> int:
    """Serve until Ctrl-C or SIGTERM; return the number of the signal.

    ``ready`` is told the address. Raises CannotListen.
    """
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[int] = loop.create_future()

    def stop(number: int) -> None:
        if not stopped.done():
            stopped.set_result(number)

    serving = start(course, port)
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop, number)
    try:
        ready(serving.address)
        return await stopped
    finally:
        await serving.close()
