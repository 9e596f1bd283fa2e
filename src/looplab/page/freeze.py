"""A page that freezes its own server, on purpose: one loop serves everybody, so all wait."""

from __future__ import annotations

import asyncio
import inspect
import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.ioloop import PeriodicCallback
from tornado.routing import URLSpec
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from looplab.page.guard import Guarded, Refused

# Real seconds: of one beat of the heart, and of the longest freeze.
BEAT = 0.1
LONGEST = 5.0
# A click that waited while the server was frozen does not freeze it again at once. The buttons of
# the page itself come back a little later than this.
REST = 0.2


class FreezePage(Guarded):
    """Two buttons, and a heartbeat."""

    def get(self) -> None:
        lines = {"block": line_of(Block.post, "time.sleep"), "wait": line_of(Wait.post, "await ")}
        self.render("freeze.html", title="Freeze this server", lines=lines)


def line_of(handler: Callable[..., Any], call: str) -> dict[str, Any]:
    """Where a handler makes this call: file, line and the text of the line."""
    text, first = inspect.getsourcelines(handler)
    number = next(n for n, line in enumerate(text) if line.strip().startswith(call))
    return {"file": Path(__file__).name, "line": first + number, "code": text[number].strip()}


class Pause(Guarded):
    """What both twins share: for how long, and never two at a time."""

    def seconds(self) -> float:
        """What the request asks for. Raises Refused."""
        try:
            asked = json.loads(self.request.body)["seconds"]
            seconds = float(asked)
        except (ValueError, KeyError, TypeError):
            seconds = math.nan
        if not 0 < seconds <= LONGEST:
            raise Refused(400, f"It can be up to {LONGEST:g} seconds.")
        if time.monotonic() < self.settings["rests_until"]:
            raise Refused(409, "One at a time: the server has only just come back.")
        return seconds

    def done(self, seconds: float) -> None:
        self.settings["rests_until"] = time.monotonic() + REST
        self.finish({"seconds": seconds})


class Block(Pause):
    """Holds the loop of this very server: nobody is served, nobody's heart beats."""

    def post(self) -> None:
        seconds = self.seconds()
        time.sleep(seconds)
        self.done(seconds)


class Wait(Pause):
    """Takes as long, and gives the loop back meanwhile."""

    async def post(self) -> None:
        seconds = self.seconds()
        self.settings["rests_until"] = time.monotonic() + seconds
        await asyncio.sleep(seconds)
        self.done(seconds)


class Heartbeat(Guarded, WebSocketHandler):
    """A beat every tenth of a second, as long as this server's loop is free."""

    def open(self, *args: str, **kwargs: str) -> None:
        self.count = 0
        self.beats = PeriodicCallback(self.beat, BEAT * 1000)
        self.beats.start()

    async def beat(self) -> None:
        """One beat."""
        self.count += 1
        try:
            await self.write_message({"beat": self.count})
        except WebSocketClosedError:
            self.beats.stop()

    def on_close(self) -> None:
        self.beats.stop()


handlers = [
    URLSpec(r"/freeze", FreezePage),
    URLSpec(r"/api/freeze/block", Block),
    URLSpec(r"/api/freeze/wait", Wait),
    URLSpec(r"/api/freeze/heartbeat", Heartbeat),
]
