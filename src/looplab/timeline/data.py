"""A run as plain JSON values: what a page or a notebook draws, and what a program may read."""

from __future__ import annotations

from typing import Any

from looplab.timeline.model import Lane, Run, table
from looplab.timeline.words import STATES

MEDIA_TYPE = "application/vnd.looplab.timeline+json"


def data(run: Run) -> dict[str, Any]:
    """All that a picture of this run shows, with the sentences; times are seconds.

    ``lanes`` are those worth drawing, the loop's own first; ``words`` says what each state is
    called in this run; ``table`` has the rows (who, state, from, until, file:line) as text.
    """
    loops = [lane for lane in run.lanes if lane.kind == "loop"]
    return {
        "title": run.title,
        "status": run.status,
        "clock": run.clock,
        "duration": run.duration,
        "window": run.window,
        "threshold": run.threshold,
        "loop_ran": run.loop_ran,
        "complete": run.complete,
        "longest_hold": run.longest_hold,
        "worst_lateness": run.worst_lateness,
        "free": run.free,
        "ending": run.ending,
        "holder": run.holder,
        "totals": run.totals,
        "facts": [{"text": fact.text, "code": fact.code, "bad": fact.bad} for fact in run.facts()],
        "words": {state: run.words(state) for state in STATES},
        "lanes": [_lane(lane) for lane in (*loops, *run.actors)],
        "prints": [
            {"number": line.number, "t": line.t, "who": line.who, "text": line.text}
            for line in run.prints
        ],
        "table": [list(row) for row in table(run)],
    }


def _lane(lane: Lane) -> dict[str, Any]:
    return {
        "name": lane.name,
        "kind": lane.kind,
        "segments": [
            {
                "state": segment.state,
                "t": segment.t,
                "until": segment.until,
                "who": segment.who,
                "file": segment.file,
                "line": segment.line,
            }
            for segment in lane.segments
        ],
    }
