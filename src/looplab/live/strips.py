"""Events as strips of lanes, one after the other as they come: for a picture that grows.

The whole run, when it is over, is read more exactly by ``timeline.run_of``; what is said here of a
part of it stays true.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from looplab.live.picture import NOISE, THRESHOLD
from looplab.live.sight import Open
from looplab.timeline import Lane, Run, Segment, State, visible
from looplab.timeline.plan import drawn, label, loops
from looplab.timeline.waking import asleep_until
from looplab.trace import Event

# So many turns are remembered, to tell a loop that was taken from one that slept.
_MOST_HOLDS = 1000


class Strip(NamedTuple):
    """From ``t`` to ``until`` a lane was in a state; ``label`` is for a bar that is wide enough."""

    lane: str
    state: State
    t: float
    until: float
    label: str


class Strips:
    """Knows what has come before, as far as later events depend on it."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._inside: dict[str, list[Event]] = {}
        self._loops: dict[str, str] = {}
        self._holds: deque[Event] = deque(maxlen=_MOST_HOLDS)
        self._late: deque[tuple[str | None, float | None]] = deque(maxlen=_MOST_HOLDS)

    def of(self, event: Event) -> Iterator[Strip]:
        """What this event adds to the picture."""
        thread = event.thread or "MainThread"
        if event.kind == "turn":
            who = event.who or event.what or "callback"
            yield from self._hold(event, who, thread)
            for call in self._inside.pop(thread, []):
                if call.who not in (None, event.who):
                    yield self._strip(call.who or "", _state(call), call)
        elif event.kind == "block" and event.running:
            self._inside.setdefault(thread, []).append(event)
        elif event.kind == "block" and (event.on_loop or self._is_home(thread)):
            yield from self._hold(event, event.who or "main program", thread)
        elif event.kind == "block":
            yield self._strip(event.who or thread, "thread", event)
        elif event.kind == "ready" and event.duration < NOISE:
            return
        elif event.kind == "ready" and event.who:
            yield from self._late_one(event, event.who)
        elif event.kind == "wait" and event.who:
            yield self._strip(event.who, "wait", event)

    def _late_one(self, event: Event, who: str) -> Iterator[Strip]:
        """Who was ready and did not run: because the loop slept, because it was taken, or both."""
        self._late.append((event.who, event.until))
        slept = event.t
        # Of several loops it is not known which one this is; nor what one did that is forgotten.
        whole = len(self._holds) < _MOST_HOLDS or self._holds[0].t <= event.t
        if len(self._loops) < 2 and whole:
            slept = asleep_until(
                event,
                self._holds,
                real=True,
                on_time=lambda hold: (hold.who, hold.t) not in self._late,
            )
        if slept > event.t:
            yield self._strip(who, "unwoken", replace(event, until=slept))
        if _until(event) - slept >= NOISE:
            yield self._strip(who, "ready", replace(event, t=slept))

    def _is_home(self, thread: str) -> bool:
        """Whether it is the loop's thread; before a loop runs, the main thread counts as such."""
        return thread in self._loops or (not self._loops and thread == "MainThread")

    def _hold(self, event: Event, who: str, thread: str) -> Iterator[Strip]:
        if event.kind == "turn" or self._loops:
            number = len(self._loops) + 1
            loop = "THE LOOP" if number == 1 else f"LOOP {number}"
            loop = self._loops.setdefault(thread, loop)
            yield Strip(loop, _state(event), event.t, _until(event), visible(who, 60))
        if event.duration > 0:
            self._holds.append(event)
        yield self._strip(who, _state(event), event)

    def _strip(self, who: str, state: State, event: Event) -> Strip:
        return Strip(visible(who, 60), state, event.t, _until(event), self._place(event))

    def _place(self, event: Event | Open) -> str:
        if event.file is None:
            return ""
        own = event.file == self._title
        return f"line {event.line}" if own else visible(f"{event.file}:{event.line}", 60)

    def open(self, each: Open) -> Iterator[Strip]:
        """The same of something that goes on; until when is not known."""
        if each.state in ("turn", "block"):
            if each.state == "turn" or self._loops:
                yield Strip("THE LOOP", "block", each.t, each.t, each.who)
            yield Strip(each.who, "block", each.t, each.t, self._place(each))
        else:
            state: State = each.state  # type: ignore[assignment]
            until = each.t if each.due is None else each.due
            yield Strip(each.who, state, each.t, until, self._place(each))


def of_run(run: Run) -> Iterator[Strip]:
    """All strips of a run that is over, of the lanes that are worth drawing."""
    for lane in (*loops(run), *drawn(run)):
        for segment in lane.segments:
            if segment.state != "ready" or segment.until - segment.t >= NOISE:
                yield _of_segment(segment, lane, run)


def _of_segment(segment: Segment, lane: Lane, run: Run) -> Strip:
    words = label(segment, lane, run) if segment.state == "block" else ""
    return Strip(lane.name, segment.state, segment.t, segment.until, words)


def _until(event: Event) -> float:
    return event.t if event.until is None else event.until


def _state(event: Event) -> State:
    return "block" if event.duration >= THRESHOLD else "held"
