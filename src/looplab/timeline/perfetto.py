"""Runs as Chrome trace events: a file that ui.perfetto.dev and chrome://tracing open.

It is an exit from here to a tool for large traces, not a picture for a first look.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from looplab.timeline.model import Lane, Printed, Run, Segment
from looplab.timeline.plan import loops

Event = dict[str, Any]


def perfetto(runs: Sequence[Run]) -> str:
    """The runs as JSON, in microseconds: a process for each run, a thread for each of its lanes.

    The spans (``X``) of a thread lie beside or inside each other, as the format asks for; where
    two of a lane overlap only in part, the later one is on another thread of that name. Printed
    lines are instants (``i``). The same runs give the same bytes.
    """
    events = [event for pid, run in enumerate(runs, 1) for event in _run(run, pid)]
    lines = ",\n".join(json.dumps(event, ensure_ascii=False) for event in events)
    return f'{{"displayTimeUnit": "ms", "traceEvents": [\n{lines}\n]}}\n'


def _run(run: Run, pid: int) -> Iterator[Event]:
    yield from _named("process", run.title, pid, 0, pid)
    homes: dict[str, int] = {}
    tid = 0
    for lane in (*loops(run), *run.actors):
        for segments in _rows(lane):
            tid += 1
            yield from _named("thread", lane.name, pid, tid, tid)
            for segment in segments:
                yield _span(run, lane, segment) | {"pid": pid, "tid": tid}
            if lane.kind != "loop":
                homes.setdefault(lane.name, tid)
    tid += 1
    if any(line.who not in homes for line in run.prints):
        yield from _named("thread", "printed", pid, tid, tid)
    for line in run.prints:
        yield _instant(line) | {"pid": pid, "tid": homes.get(line.who, tid)}


def _named(what: str, name: str, pid: int, tid: int, place: int) -> Iterator[Event]:
    """What a process or a thread is called, and where it stands among the others."""
    for key, value in (("name", name), ("sort_index", place)):
        args = {key: value}
        yield {"ph": "M", "name": f"{what}_{key}", "pid": pid, "tid": tid, "args": args}


def _span(run: Run, lane: Lane, segment: Segment) -> Event:
    """On the loop's lane a span is called after who holds it, on others after what is done."""
    what = run.words(segment.state)
    ts = _microseconds(segment.t)
    return {
        "ph": "X",
        "name": segment.who if lane.kind == "loop" else what,
        "cat": segment.state,
        "ts": ts,
        "dur": _microseconds(segment.until) - ts,
        "args": {"who": segment.who, "state": what, "line": segment.place},
    }


def _instant(line: Printed) -> Event:
    return {
        "ph": "i",
        "s": "t",
        "name": line.text,
        "cat": "print",
        "ts": _microseconds(line.t),
        "args": {"who": line.who, "number": line.number},
    }


def _rows(lane: Lane) -> list[list[Segment]]:
    """The segments of a lane on as many rows as it takes until none overlap only in part."""
    # With each row, when the spans around the present one are over.
    rows: list[tuple[list[Segment], list[int]]] = [([], [])]
    for segment in sorted(lane.segments, key=lambda s: (s.t, -s.until)):
        t, until = _microseconds(segment.t), _microseconds(segment.until)
        for _, ends in rows:
            while ends and ends[-1] <= t:
                ends.pop()
        fitting = [row for row in rows if not row[1] or until <= row[1][-1]]
        row, ends = fitting[0] if fitting else ([], [])
        if not fitting:
            rows.append((row, ends))
        row.append(segment)
        ends.append(until)
    return [row for row, _ in rows]


def _microseconds(t: float) -> int:
    return round(t * 1_000_000)
