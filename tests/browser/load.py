"""The page with a flood instead of runs: 5,000 strips a second on twelve lanes, for test_live.

Started as a program with a course's folder; prints the page's address, as ``looplab serve`` does.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from tornado.routing import PathMatches, Rule
from tornado.web import Application
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from looplab.course import Course
from looplab.page.guard import Guarded
from looplab.page.live import EVERY
from looplab.page.server import start

RATE = 5_000
LANES = 12


class Flood(Guarded, WebSocketHandler):
    """Tells the page what ``LiveSocket`` tells it, only more of it."""

    async def on_message(self, message: str | bytes) -> None:
        try:
            await self._flood()
        except WebSocketClosedError:
            return

    async def _flood(self) -> None:
        await self.write_message({"titles": ["flood.py"]})
        began, sent = time.monotonic(), 0
        while True:
            now = time.monotonic() - began
            strips: list[Any] = []
            while sent < RATE * now:
                t = sent / RATE
                # In turn a short turn, a wait and now and then a bar.
                state = 0 if sent % 997 == 0 else 1 if sent % 2 else 4
                strips.append([f"lane {sent % LANES}", state, t, t + 0.002, "line 1"])
                sent += 1
            run = {
                "now": now,
                "strips": strips,
                "prints": [[now, "lane 1", str(sent)]],
                "left_out": 0,
                "open": [["lane 0", 0, max(0.0, now - 0.3), now, "line 1"]],
                "hold": {"who": "Bob", "t": max(0.0, now - 0.3), "place": "a.py:1", "what": "it"},
                "late": ["Cyd"],
            }
            await self.write_message(json.dumps({"runs": [run]}))
            await asyncio.sleep(EVERY)


async def main() -> None:
    serving = start(Course(Path(sys.argv[1])), 0)
    application = serving.http.request_callback
    assert isinstance(application, Application)
    address = PathMatches(r"/api/lesson/\w+/live")
    application.wildcard_router.rules.insert(0, Rule(address, Flood))
    print(f"The flood is at {serving.address}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
