"""What happened when a program ran: a list of events, written as JSON lines.

The trace is the one value that everything else passes on: a run makes it, pictures, checks and
marks are made from it. Times are seconds since the start of the run, on the clock that the start
event names (``virtual`` or ``real``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from looplab.trace.event import FINE_ENDINGS, KINDS, STATUSES, Event, TraceError, numbered

__all__ = ["FINE_ENDINGS", "KINDS", "STATUSES", "Event", "Trace", "TraceError", "loop_threads"]


@dataclass(frozen=True)
class Trace:
    """A whole run, its events in order. Make one with ``Trace.of`` or ``Trace.read``."""

    events: tuple[Event, ...]

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """Put events in order, number them, and fill in what only the whole run can tell."""
        ordered = sorted(events, key=lambda event: (event.t, event.n))
        # The start comes first and the end last, whatever else happened at the same instant.
        ordered.sort(key=lambda event: {"start": 0, "end": 2}.get(event.kind, 1))
        ordered = _know_the_loops_thread(ordered)
        if ordered and ordered[-1].kind == "end":
            ordered[-1] = replace(
                ordered[-1],
                longest_hold=_longest_hold(ordered),
                worst_lateness=_worst_lateness(ordered),
            )
        return cls(
            tuple(event if event.n == n else numbered(event, n) for n, event in enumerate(ordered))
        )

    @classmethod
    def read(cls, lines: Iterable[str]) -> Self:
        """Read JSON lines, as ``to_json`` writes them. Raises TraceError."""
        return cls.of(Event.from_json(line) for line in lines if line.strip())

    def to_json(self) -> str:
        """The trace as JSON lines, one event a line, each line ended."""
        return "".join(event.to_json() + "\n" for event in self.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def kind(self, *kinds: str) -> list[Event]:
        """The events of these kinds, in order."""
        return [event for event in self.events if event.kind in kinds]

    def prints(self, stream: str = "stdout") -> list[Event]:
        """The completed lines that were printed on ``stream``, in order."""
        return [e for e in self.events if e.kind == "print" and e.stream == stream]

    @property
    def start(self) -> Event:
        """The start event."""
        return self.events[0]

    @property
    def end(self) -> Event:
        """The end event."""
        return self.events[-1]

    @property
    def status(self) -> str:
        """How the run ended: one of STATUSES."""
        return self.end.status or "sandbox-lost"

    @property
    def result(self) -> Any:
        """What the driver's ``main`` returned."""
        return self.end.result

    @property
    def duration(self) -> float:
        """Seconds from the start to the end of the run."""
        return self.end.t

    def comparable(self) -> str:
        """The trace as text, without what may differ between two runs of the same program."""
        same = (event for event in self.events if event.kind != "cpu")
        return "".join(
            replace(event, n=n, python=None, tornado=None, looplab=None, explored=None).to_json()
            + "\n"
            for n, event in enumerate(same)
        )


def loop_threads(events: Iterable[Event]) -> tuple[str, ...]:
    """The threads that ran an event loop at any time; the main thread where none did."""
    threads: dict[str, None] = {}
    for event in events:
        if event.kind == "end" and event.loop_threads:
            threads |= dict.fromkeys(event.loop_threads)
        elif event.kind == "turn" or (event.kind == "block" and event.running):
            threads[event.thread or "MainThread"] = None
    return tuple(threads) or ("MainThread",)


def _know_the_loops_thread(events: list[Event]) -> list[Event]:
    """A block counts as on the loop if its thread ran the loop before, during or after it."""
    threads = loop_threads(events)
    return [
        replace(event, on_loop=(event.thread or "MainThread") in threads)
        if event.kind == "block"
        else event
        for event in events
    ]


def _longest_hold(events: list[Event]) -> dict[str, Any] | None:
    """The longest time for which one turn, or one call outside any turn, held the loop."""
    blocks = [e for e in events if e.kind == "block" and e.on_loop]
    held = [e for e in events if e.kind == "turn" and e.duration > 0]
    held += [e for e in blocks if not e.running and e.duration > 0]
    if not held:
        return None
    longest = max(held, key=lambda event: event.duration)
    hold: dict[str, Any] = {"seconds": round(longest.duration, 9)}
    cause = longest
    if longest.kind == "turn":
        inside = [b for b in blocks if longest.t <= b.t and (b.until or b.t) <= longest.until]  # type: ignore[operator]
        cause = max(inside, key=lambda event: event.duration, default=longest)
    for key, value in (("file", cause.file), ("line", cause.line), ("call", cause.call)):
        if value is not None:
            hold[key] = value
    return hold


def _worst_lateness(events: list[Event]) -> dict[str, Any] | None:
    """The longest time for which somebody could run and did not: the loop was taken."""
    late = [event for event in events if event.kind == "ready" and event.duration > 0]
    if not late:
        return None
    worst = max(late, key=lambda event: event.duration)
    return {"seconds": round(worst.duration, 9), "who": worst.who}
