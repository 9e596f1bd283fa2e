"""A run that is not over yet, as a model that can be drawn: what goes on is drawn until now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from looplab.live.sight import Open, Sight
from looplab.timeline import Run, run_of
from looplab.timeline.words import some
from looplab.trace import Event, Trace

# Holds that are shorter are no news, as in every picture; seconds.
THRESHOLD = 0.1

# On the real clock everybody is late by some milliseconds; that is the machine's own doing.
NOISE = 0.01


def so_far(title: str, events: Sequence[Event], sight: Sight) -> Run:
    """The model of a run at this moment, with the status ``running``.

    What goes on is as long as it has lasted; who will have to wait longer is not known yet.
    """
    now = max([sight.now, *(event.t for event in events)])
    heard = [e for e in events if e.kind != "ready" or e.duration >= NOISE]
    told = [*heard, *_begun(sight, now, len(events))]
    end = Event("end", 2 * len(told) + 1, now, status="finished")
    run = run_of(Trace.of([*told, end]), title=title, threshold=THRESHOLD)
    return replace(run, status="running", ending=None)


def _begun(sight: Sight, now: float, n: int) -> Iterable[Event]:
    for each in sight.open:
        n += 1
        where = {"who": each.who, "file": each.file, "line": each.line}
        if each.state == "turn":
            yield Event("turn", n, each.t, now, what="step", **where)  # type: ignore[arg-type]
        elif each.state in ("block", "thread"):
            on_loop = each.state == "block"
            thread = "MainThread" if on_loop else each.who
            yield Event(
                "block",
                n,
                each.t,
                now,
                on_loop=on_loop,
                running=False,
                thread=thread,
                **where,  # type: ignore[arg-type]
            )
        elif each.state == "wait":
            until = now if each.due is None else min(now, each.due)
            yield Event("wait", n, each.t, max(each.t, until), who=each.who)
        else:
            yield Event("ready", n, each.t, now, who=each.who)


def words(sight: Sight) -> list[str]:
    """What goes on, in a sentence or two: who holds the loop, since when, where; who suffers."""
    hold = sight.hold
    if hold is None or sight.now - hold.t < THRESHOLD:
        return ["The loop is free."]
    told = f"{hold.who} has held {held(hold)} for {sight.now - hold.t:.1f} s"
    said = [told + (f" at {hold.place}." if hold.place else ".")]
    if sight.late:
        said.append(f"Ready, but the loop is taken: {some(sight.late)}.")
    return said


def held(hold: Open) -> str:
    """What somebody holds: outside of any turn it is the thread, not a loop."""
    return "the loop" if hold.state == "turn" else "the main thread"


def scale(now: float) -> float:
    """The seconds to draw on: a round number of them, so that it is not another one each time."""
    step = 1.0
    while True:
        for n in (2, 5, 10):
            if now <= n * step * 0.97:
                return n * step
        step *= 10
