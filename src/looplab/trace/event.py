"""One thing that happened when a program ran, as a value and as a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
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


# Seconds that a reckoning with floats may be wrong by.
_SLACK = 1e-6

# A result of a driver's main() is not built any deeper than this.
DEEPEST = 100


class TraceError(ValueError):
    """Text that should be a trace, and is not."""


# Not frozen, for speed: a program makes thousands of them. Nobody changes one all the same.
@dataclass(slots=True, unsafe_hash=True)
class Event:
    """One thing that happened. Which fields are set depends on ``kind``; the others are None.

    ``n`` numbers the events of a trace by their beginning; ``(t, n)`` is their order. ``t`` and
    ``until`` are seconds since the start. ``file`` and ``line`` name the innermost line of the
    program itself, never of a library. ``stray``, in the end event, counts the lines that came
    where the trace is told and were no part of it: the program has found the way there.
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
    explored: Mapping[str, Any] | None = None
    python: str | None = None
    tornado: str | None = None
    looplab: str | None = None
    status: str | None = None
    result: Any = None
    error: Mapping[str, Any] | None = None
    loop_threads: tuple[str, ...] | None = None
    left_out: int | None = None
    stray: int | None = None
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
            known = {k: v for k, v in json.loads(text).items() if k in _FIELDS}
            event = cls(**known)
        except (ValueError, TypeError, AttributeError, RecursionError) as reason:
            raise TraceError(f"this is not an event of a trace: {text[:80]!r}") from reason
        if event.kind not in KINDS or not all(_is_right(k, v) for k, v in known.items()):
            raise TraceError(f"this event is not as it should be: {text[:80]!r}")
        if event.t < -_SLACK or (event.until is not None and event.until < event.t - _SLACK):
            raise TraceError(f"this event ends before it begins: {text[:80]!r}")
        if _depth(event.result) > DEEPEST:
            raise TraceError(f"this result holds too much in one another: {text[:80]!r}")
        if event.loop_threads is not None:
            event = replace(event, loop_threads=tuple(event.loop_threads))
        return event


def _is_right(name: str, value: object) -> bool:
    """Whether a field holds a value of its type: a stranger may have written it."""
    if value is None:
        return name not in ("kind", "n", "t")
    return _RIGHT[name](value)


def _number(value: object) -> bool:
    """Whether it is a number, and one that can be reckoned with: no NaN, nothing beyond a float."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _depth(value: object) -> int:
    """How many lists and dicts hold one another; no further than is asked for."""
    depth, layer = 0, [value]
    while layer and depth <= DEEPEST:
        inner = [part for part in layer if isinstance(part, list | dict)]
        layer = [each for p in inner for each in (p.values() if isinstance(p, dict) else p)]
        depth += bool(inner)
    return depth


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _details(value: object) -> bool:
    """A mapping of plain values, as ``error`` and the two worst cases are."""
    return isinstance(value, dict) and all(
        (_whole(v) if k == "line" else _number(v) if k == "seconds" else isinstance(v, str))
        for k, v in value.items()
    )


def _counts(value: object) -> bool:
    """How often an outcome came, in how many runs, and whether those were all there are."""
    wanted = {"times", "runs", "outcomes", "complete"}
    return (
        isinstance(value, dict)
        and set(value) == wanted
        and all(isinstance(each, int) for each in value.values())
    )


def _choices(value: object) -> bool:
    return _whole(value) or (isinstance(value, list) and all(map(_whole, value)))


def _words(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)


_FIELDS = {field.name: None for field in fields(Event)}
_RIGHT: dict[str, Callable[[Any], bool]] = {
    **{name: lambda value: isinstance(value, str) for name in _FIELDS},
    **dict.fromkeys(("t", "until", "seconds"), _number),
    **dict.fromkeys(("n", "line", "seed", "left_out", "stray"), _whole),
    **dict.fromkeys(("on_loop", "running"), lambda value: isinstance(value, bool)),
    **dict.fromkeys(("error", "longest_hold", "worst_lateness"), _details),
    "schedule": _choices,
    "explored": _counts,
    "status": lambda value: value in STATUSES,
    "loop_threads": _words,
    "result": lambda value: True,
}

_values = attrgetter(*_FIELDS)


def numbered(event: Event, n: int) -> Event:
    """The same event with another number; faster than ``dataclasses.replace``, for whole traces."""
    kind, _, *rest = _values(event)
    return Event(kind, n, *rest)
