"""Scripts of a lesson that run now, on the real clock: the page moves while their loops are held.

They run in processes of their own, and this server pushes what is new some twenty times a second.
Whoever closes the page ends them.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from tornado.routing import URLSpec
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from looplab.live import Watch, Watched, watch
from looplab.live.picture import held
from looplab.live.strips import Strip, Strips, of_run
from looplab.page.guard import Refused
from looplab.page.lessons import LessonHandler, pair_of
from looplab.request import Limits
from looplab.sandbox import CannotRead
from looplab.timeline import STATES, run_of, visible

# Real seconds between two messages, and until a program that does not end is stopped.
EVERY = 0.05
LONGEST = 120.0
LIMITS = Limits(wall=LONGEST, lines=20_000, output=1 << 20)

# So many programs run for one page, and so many pages have some running.
AT_ONCE = 4
PAGES = 4

# So much goes in one message; what is more is left out, short turns and waits first, and counted.
MOST_STRIPS = 2_000
MOST_LINES = 200
_WEIGHT = {"block": 0, "thread": 1, "ready": 2, "unwoken": 2, "held": 3, "wait": 4}
# Beyond so many the last message does not draw everything anew.
MOST_ANEW = 10_000


class Feed:
    """What a browser has to be told of one run."""

    def __init__(self, run: Watched) -> None:
        self._run = run
        self._strips = Strips(run.title)
        self._heard = self._left_out = self._lines = 0
        self._told_end = False

    @property
    def done(self) -> bool:
        """Whether there is nothing more to tell."""
        return self._told_end

    def next(self) -> dict[str, Any]:
        """What is new since the last time, and what goes on."""
        # In this order: what is over by the time of the look is among the events, or still open.
        sight, over = self._run.sight(), self._run.over
        events = self._run.events(self._heard)
        self._heard += len(events)
        strips = [strip for event in events for strip in self._strips.of(event)]
        prints = [e for e in events if e.kind == "print" and e.stream in (None, "stdout")]
        self._left_out += max(0, len(prints) - MOST_LINES)
        told: dict[str, Any] = {
            "strips": [_row(strip) for strip in self._some(strips)],
            "prints": [
                [e.t, visible(e.who or "", 60), visible(e.text or "", 2000)] for e in prints
            ][-MOST_LINES:],
            "left_out": self._left_out,
        }
        if over and not self._told_end:
            self._told_end = True
            return told | self._end()
        if sight is not None:
            hold = sight.hold
            told["now"] = sight.now
            told["open"] = [_row(s) for each in sight.open for s in self._strips.open(each)]
            told["late"] = list(sight.late)
            told["hold"] = hold and {
                "who": hold.who,
                "t": hold.t,
                "place": hold.place,
                "what": held(hold),
            }
        return told

    def _some(self, strips: list[Strip]) -> list[Strip]:
        if len(strips) <= MOST_STRIPS:
            return strips
        kept = sorted(strips, key=lambda strip: _WEIGHT[strip.state])[:MOST_STRIPS]
        self._left_out += len(strips) - len(kept)
        return sorted(kept, key=lambda strip: strip.t)

    def _end(self) -> dict[str, Any]:
        assert self._run.trace is not None
        run = run_of(self._run.trace)
        strips = [_row(strip) for strip in of_run(run)]
        end: dict[str, Any] = {
            "now": run.duration,
            "status": run.status,
            "totals": run.totals,
            "facts": [{"text": f.text, "code": f.code, "bad": f.bad} for f in run.facts()],
        }
        if len(strips) <= MOST_ANEW:
            end["anew"] = strips
        return end


def _row(strip: Strip) -> list[Any]:
    # As short as it can be: there may be thousands a second.
    until = strip.until if strip.until > strip.t else strip.t
    label = strip.label if strip.state == "block" else ""
    return [strip.lane, STATES.index(strip.state), round(strip.t, 5), round(until, 5), label]


class LivePage(LessonHandler):
    """Which scripts to run, and the room for their pictures."""

    def get(self, slug: str) -> None:
        lesson = self.lesson(slug)
        there = [path.stem for path in lesson.scripts]
        asked = [name for name in self.get_query_arguments("script") if name in there]
        chosen = pair_of(lesson) if len(asked) < 2 else asked
        self.render(
            "live.html",
            title=f"{lesson.title}, live",
            lesson=lesson,
            scripts=there,
            chosen=chosen[:AT_ONCE],
            at_once=AT_ONCE,
            lab=any(lab.slug == slug for lab in self.course.labs),
        )


class LiveSocket(LessonHandler, WebSocketHandler):
    """Starts and stops the scripts of one page, and tells it what they do."""

    _slug = ""
    _watch: Watch | None = None
    _push: asyncio.Task[None] | None = None

    def open(self, *args: str, **kwargs: str) -> None:
        self._slug = args[0]

    async def on_message(self, message: str | bytes) -> None:
        try:
            asked = json.loads(message)
            names = asked.get("start")
        except (ValueError, AttributeError):
            return
        await self._end()
        if names is None:
            return
        try:
            self._watch = await self._started(self._scripts(names))
        except (Refused, CannotRead) as reason:
            await self._say({"words": getattr(reason, "words", str(reason))})
            return
        except (OSError, RuntimeError) as reason:
            # No pipe, no memory or no thread: what Python says of the last one is all it says.
            await self._say({"words": f"They cannot be started just now ({reason}). Try again."})
            return
        if self.ws_connection is None or self.ws_connection.is_closing():
            await self._end()
            return
        self._push = asyncio.create_task(self._tell(self._watch))

    async def _started(self, scripts: list[Path]) -> Watch:
        # It counts from here on: others ask while these are being started.
        self.settings["live"].add(self)
        loop = asyncio.get_running_loop()
        try:
            # Processes are started here: not on the loop that draws for everybody.
            return await loop.run_in_executor(None, lambda: watch(scripts, limits=LIMITS))
        except BaseException:
            self.settings["live"].discard(self)
            raise

    def _scripts(self, names: Any) -> list[Path]:
        """The scripts of these names. Raises Refused."""
        lesson = self.lesson(self._slug)
        there = {path.stem: path for path in lesson.scripts}
        if not isinstance(names, list) or not names:
            raise Refused(400, "Choose a script first.")
        if len(names) > AT_ONCE:
            raise Refused(400, f"At most {AT_ONCE} scripts run at once.")
        if len(self.settings["live"]) >= PAGES:
            raise Refused(409, "Too many live pages are open. Close another one first.")
        for name in names:
            if name not in there:
                raise Refused(404, f"The lesson {lesson.slug} has no script {name!r}.")
        return [there[name] for name in names]

    async def _tell(self, running: Watch) -> None:
        feeds = [Feed(run) for run in running.runs]
        titles = [run.title for run in running.runs]
        try:
            if await self._say({"titles": titles}):
                while not all(feed.done for feed in feeds):
                    told = [None if feed.done else feed.next() for feed in feeds]
                    # A slow browser is waited for: the next message then has what has come since.
                    if not await self._say({"runs": told}):
                        break
                    await asyncio.sleep(EVERY)
        finally:
            await self._let_go(running)
            await self._say({"over": True})

    async def _say(self, told: dict[str, Any]) -> bool:
        try:
            await self.write_message(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
        except WebSocketClosedError:
            return False
        return True

    async def _end(self) -> None:
        """Stop what runs for this page."""
        push, self._push = self._push, None
        running, self._watch = self._watch, None
        if running is not None:
            running.stop()
        if push is not None:
            # It tells how they ended, unless nobody listens; and lets go of them, however it ends.
            await asyncio.wait({push}, timeout=2)
            push.cancel()
            await asyncio.wait({push}, timeout=2)
        elif running is not None:
            await self._let_go(running)

    async def _let_go(self, running: Watch) -> None:
        self.settings["live"].discard(self)
        # To the end, also where this task is cancelled meanwhile.
        await asyncio.shield(asyncio.get_running_loop().run_in_executor(None, running.close))

    def on_close(self) -> None:
        if self._watch is not None:
            self._watch.stop()
        self._ending = asyncio.create_task(self._end())


handlers = [
    URLSpec(r"/lesson/(\w+)/live", LivePage),
    URLSpec(r"/api/lesson/(\w+)/live", LiveSocket),
]
