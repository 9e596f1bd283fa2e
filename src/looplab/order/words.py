"""The words in which a question about a trace is answered."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from looplab.trace import Event, Trace

# Of a longer line than this only the beginning is quoted.
QUOTED = 200

# What the lines of an answer begin with.
EXPECTED, HAPPENED, INSTEAD = "Expected", "What happened", "Write instead"


class Mismatch(AssertionError):
    """A trace is not as it should be: ``expected``, ``happened`` and, if known, ``instead``.

    ``limit`` is for how many seconds the loop may be held, where that is what was asked.
    """

    def __init__(
        self,
        expected: str,
        happened: str,
        instead: str | None = None,
        *,
        limit: float | None = None,
    ) -> None:
        self.expected = expected
        self.happened = happened
        self.instead = instead
        self.limit = limit
        parts = [f"{EXPECTED}: {expected}", f"{HAPPENED}: {happened}"]
        if instead:
            parts.append(f"{INSTEAD}: {instead}")
        super().__init__("\n".join(parts))


def labelled(line: str) -> tuple[str, str]:
    """What a line of an answer begins with, and the rest; empty where it has no such beginning."""
    label, colon, rest = line.partition(": ")
    return (label, rest) if colon and label in (EXPECTED, HAPPENED, INSTEAD) else ("", line)


def cause_of(held: Event, blocks: list[Event]) -> Event | None:
    """The call whose place took most of the time for which the loop was held."""
    until = held.until or held.t
    inside = [b for b in blocks if held.t <= b.t and (b.until or b.t) <= until]
    spent: dict[str | None, float] = {}
    for block in inside:
        spent[block.place] = spent.get(block.place, 0.0) + block.duration
    return max(inside, key=lambda block: spent[block.place], default=None)


def in_seconds(value: float) -> str:
    return f"{round(value, 3):g} s"


def where(event: Event) -> str:
    return f" ({event.place})" if event.place else ""


def quoted(event: Event) -> str:
    text = event.text or ""
    shown = text if len(text) <= QUOTED else text[:QUOTED] + "..."
    return f"{shown!r} at {in_seconds(event.t)}{where(event)}"


def in_order_of(lines: Sequence[str]) -> str:
    listed = ", ".join(repr(line) for line in lines)
    few = {0: "no lines at all", 1: f"the line {listed}"}
    return few.get(len(lines), f"these lines, in this order: {listed}")


def missing(trace: Trace, wanted: str, expected: str, lines: Sequence[str]) -> Mismatch:
    """``wanted`` is not there, or not as often as in ``lines``."""
    printed = [line.text or "" for line in trace.prints()]
    happened = f"{wanted!r} was not printed"
    if wanted in printed:
        happened = f"{wanted!r} was printed {printed.count(wanted)} of {lines.count(wanted)} times"
    elif any(line.text == wanted for line in trace.prints("stderr")):
        happened = f"{wanted!r} was printed on stderr, where errors go, not on stdout"
    elif not printed:
        happened += "; nothing was printed at all"
    elif close := difflib.get_close_matches(wanted, printed, n=1, cutoff=0.5):
        near = next(line for line in trace.prints() if line.text == close[0])
        happened += f"; the nearest line is {quoted(near)}"
    return Mismatch(expected, happened)


def blamed(held: Event, blocks: list[Event]) -> str:
    words = f"from {in_seconds(held.t)} to {in_seconds(held.until or held.t)} "
    if held.kind == "block" and not held.running:
        words += "the program stood still"
    else:
        words += "the loop was held" + (f" by {held.who}" if held.who else "")
    cause = cause_of(held, blocks) or held
    if cause.call:
        words += f": {cause.call}"
    if cause.place:
        words += f" at {cause.place}"
    return words + (f", in the line `{cause.source}`" if cause.source else "")
