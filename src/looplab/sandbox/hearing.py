"""What a child process tells about its runs, and how the traces end that it could not end itself.

Nothing it says is trusted to be well made: a line that is no event counts for nothing, and there is
an end to how much is listened to.
"""

from __future__ import annotations

import os
import platform
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from looplab.request import Request
from looplab.trace import Event, Trace, TraceError

# So many seconds a script of one's own has, after Ctrl-C, to come to its end; then there is a
# second one, and a second.
LAST_WORDS = 3.0

# A trace is longer than what its program printed; beyond this it is not an honest one.
MOST_TRACE = 64 << 20
MOST_LINE = 4 << 20
MOST_EVENTS = 100_000


@dataclass(frozen=True)
class Ending:
    """How a child ended: its exit status, the CPU seconds it used, and why it was stopped.

    ``code`` is None where nobody knows: the process that ran it was lost. ``stopped`` is a status
    of a trace.
    """

    code: int | None
    cpu: float
    stopped: str | None = None


@dataclass
class Hearing:
    """The events of one child, for one request or for several, as they arrive.

    ``own`` is for a script of one's own, to which there is no limit. ``on_event`` hears each event.
    An event is only what follows ``token`` in a line: the child is told of it before the program is
    there.
    """

    requests: Sequence[Request]
    on_event: Callable[[Event], None] | None = None
    own: bool = False
    token: bytes = field(default_factory=lambda: os.urandom(8).hex().encode())
    too_much: bool = False
    _events: list[list[Event]] = field(default_factory=lambda: [[]])
    _begun: bytes = b""
    _total: int = 0
    _count: int = 0
    # Lines that looplab has not written.
    _stray: int = 0

    @property
    def nothing(self) -> bool:
        """Whether not a single event came."""
        return not self._events[0]

    def feed(self, data: bytes) -> None:
        """Hear so many bytes more; ``too_much`` tells whether that is enough."""
        self._total += len(data)
        *lines, self._begun = (self._begun + data).split(b"\n")
        self._count += len(lines)
        enough = self._total > MOST_TRACE or self._count > MOST_EVENTS
        if (enough or len(self._begun) > MOST_LINE) and not self.own:
            self.too_much = True
            return
        for line in lines:
            self._hear(line)

    def _hear(self, line: bytes) -> None:
        # Only a program that found the pipe writes anything else; it counts for nothing.
        before, token, told = line.rpartition(self.token)
        try:
            event = Event.from_json(told.decode("utf-8", "replace")) if token else None
        except TraceError:
            event = None
        if before or event is None:
            self._stray += 1
        if event is None:
            return
        if self._events[-1] and self._events[-1][-1].kind == "end":
            # Where schedules are explored there is a trace for each outcome.
            bounds = self.requests[0].explore
            most = len(self.requests) if bounds is None else bounds.outcomes
            if len(self._events) == most:
                self._stray += 1
                return
            self._events.append([])
        self._events[-1].append(event)
        if self.on_event is not None:
            self.on_event(event)

    def traces(self, ending: Ending) -> list[Trace]:
        """One trace for each request, in their order, whatever became of the child."""
        missing: list[list[Event]] = [[]] * (len(self.requests) - len(self._events))
        return [self._completed(events, ending) for events in [*self._events, *missing]]

    def _completed(self, events: list[Event], ending: Ending) -> Trace:
        if not events or events[0].kind != "start":
            events = [self._start(), *events]
        if events[-1].kind != "end":
            status, message = self._verdict(ending)
            last = max(e.until if e.until is not None else e.t for e in events)
            error = {"type": "Stopped", "message": message}
            end = Event("end", max(e.n for e in events) + 1, last, status=status, error=error)
            events = [*events, end]
        if self._stray:
            events = [*events[:-1], replace(events[-1], stray=self._stray)]
        return Trace.of(events)

    def _start(self) -> Event:
        request = self.requests[0]
        return Event(
            "start",
            0,
            0.0,
            script=request.script.name,
            clock=request.clock,
            seed=request.seed,
            schedule=request.schedule,
            python=platform.python_version(),
        )

    def _verdict(self, ending: Ending) -> tuple[str, str]:
        limits, code = self.requests[0].limits, ending.code
        if ending.stopped == "wall-limit":
            if limits.wall is None:
                return "wall-limit", f"it did not end within {LAST_WORDS:g} s of Ctrl-C"
            return "wall-limit", f"it was stopped after {limits.wall:g} real seconds"
        if ending.stopped == "ended-early":
            return "ended-early", "it was stopped while it ran"
        if ending.stopped == "output-limit":
            return "output-limit", "it wrote more than it may"
        if code is None or ending.stopped == "sandbox-lost":
            return "sandbox-lost", "the process that runs programs was lost, twice"
        if code == -signal.SIGXCPU or (
            code == -signal.SIGKILL and limits.cpu is not None and ending.cpu >= limits.cpu
        ):
            return "cpu-limit", f"it computed for {limits.cpu} seconds and was stopped"
        if code < 0:
            return "crashed", f"the process was ended by {_name(-code)}"
        return "ended-early", f"the process left with status {code} before its program was over"


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
