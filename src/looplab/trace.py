"""What happened when a program ran: a list of events, written as JSON lines.

The trace is the one value that everything else passes on: a run makes it, pictures, checks and
marks are made from it. Times are seconds since the start of the run, on the clock that the start
event names (``virtual`` or ``real``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

KINDS = ("start", "print", "turn", "block", "cpu", "ready", "wait", "log", "end")

FINE_ENDINGS = ("finished", "idle")

# From the gravest to the mildest: where several runs of one program ended differently, the first
# of these that any of them had is the one to report.
STATUSES = (
    "internal-error",
    "sandbox-lost",
    "unreadable",
    "syntax-error",
    "crashed",
    "memory",
    "output-limit",
    "cpu-limit",
    "wall-limit",
    "ended-early",
    "virtual-time-limit",
    "deadlock",
    "error",
    *FINE_ENDINGS,
)

# Keys that are written even when their value is null: their absence would be ambiguous.
_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "start": ("seed", "schedule"),
    "end": ("result", "error"),
}


class TraceError(ValueError):
    """Text that should be a trace, and is not."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. Which fields are set depends on ``kind``; the others are None.

    ``n`` numbers the events of a trace by their beginning; ``(t, n)`` is their order. ``t`` and
    ``until`` are seconds since the start. ``file`` and ``line`` name the innermost line of the
    program itself, never of a library.
    """

    kind: str
    n: int
    t: float
    until: float | None = None
    who: str | None = None
    what: str | None = None
    text: str | None = None
    stream: str | None = None
    level: str | None = None
    logger: str | None = None
    call: str | None = None
    thread: str | None = None
    on_loop: bool | None = None
    running: bool | None = None
    seconds: float | None = None
    file: str | None = None
    line: int | None = None
    source: str | None = None
    script: str | None = None
    clock: str | None = None
    seed: int | None = None
    schedule: int | list[int] | None = None
    python: str | None = None
    tornado: str | None = None
    looplab: str | None = None
    status: str | None = None
    result: Any = None
    error: Mapping[str, Any] | None = None
    loop_threads: tuple[str, ...] | None = None
    left_out: int | None = None
    longest_hold: Mapping[str, Any] | None = None
    worst_lateness: Mapping[str, Any] | None = None

    @property
    def duration(self) -> float:
        """Seconds from ``t`` to ``until``; 0 where the event has no end."""
        return 0.0 if self.until is None else self.until - self.t

    @property
    def place(self) -> str | None:
        """``file:line``, where it is known."""
        return None if self.file is None else f"{self.file}:{self.line}"

    def to_json(self) -> str:
        """The event as one line of JSON, without the keys that have no value."""
        always = _ALWAYS.get(self.kind, ())
        known = {
            key: value
            for key in _FIELDS
            if (value := getattr(self, key)) is not None or key in always
        }
        return json.dumps(known, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read one line. Unknown keys are passed over, so that an older reader can go on.

        Raises TraceError where the text is no JSON object, or lacks ``kind``, ``n`` or ``t``.
        """
        try:
            data = json.loads(text)
            event = cls(**{k: v for k, v in data.items() if k in _FIELDS})
        except (ValueError, TypeError, AttributeError, RecursionError) as reason:
            raise TraceError(f"this is not an event of a trace: {text[:80]!r}") from reason
        if event.kind not in KINDS or not all(map(event._is_right, _FIELDS)):
            raise TraceError(f"this event is not as it should be: {text[:80]!r}")
        if event.loop_threads is not None:
            event = replace(event, loop_threads=tuple(event.loop_threads))
        return event

    def _is_right(self, name: str) -> bool:
        """Whether a field holds a value of its type: a stranger may have written it."""
        value = getattr(self, name)
        if name in ("kind", "n", "t") and value is None:
            return False
        return value is None or _RIGHT[name](value)


def _number(value: object) -> bool:
    """Whether it is a number, and one that can be reckoned with: no NaN, nothing beyond a float."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _details(value: object) -> bool:
    """A mapping of plain values, as ``error`` and the two worst cases are."""
    return isinstance(value, dict) and all(
        (_whole(v) if k == "line" else _number(v) if k == "seconds" else isinstance(v, str))
        for k, v in value.items()
    )


def _choices(value: object) -> bool:
    return _whole(value) or (isinstance(value, list) and all(map(_whole, value)))


def _words(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)


_FIELDS = {field.name: None for field in fields(Event)}
_RIGHT: dict[str, Callable[[Any], bool]] = {
    **{name: lambda value: isinstance(value, str) for name in _FIELDS},
    **dict.fromkeys(("t", "until", "seconds"), _number),
    **dict.fromkeys(("n", "line", "seed", "left_out"), _whole),
    **dict.fromkeys(("on_loop", "running"), lambda value: isinstance(value, bool)),
    **dict.fromkeys(("error", "longest_hold", "worst_lateness"), _details),
    "schedule": _choices,
    "status": lambda value: value in STATUSES,
    "loop_threads": _words,
    "result": lambda value: True,
}


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
        return cls(tuple(replace(event, n=n) for n, event in enumerate(ordered)))

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
            replace(event, n=n, python=None, tornado=None, looplab=None).to_json() + "\n"
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
