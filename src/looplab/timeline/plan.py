"""What every picture of a run decides alike, whether it is drawn in letters or in shapes.

Which lanes there is room for, what stands on a bar and behind the end, where the axis has marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, log10

from looplab.timeline.model import Lane, Run, Segment
from looplab.timeline.words import State, seconds

MOST_LANES = 20

# How to read the first lane.
RULE = "THE LOOP runs one thing at a time: in its row nothing overlaps."

# Okabe and Ito's colours, which people with any kind of colour vision can tell apart.
COLOURS: Mapping[State, str] = {
    "block": "#D55E00",
    "held": "#0072B2",
    "ready": "#E69F00",
    "unwoken": "#CC79A7",
    "thread": "#009E73",
    "wait": "#767676",
}

_OVER = {
    "finished": "done",
    "idle": "done",
    "error": "error",
    "deadlock": "deadlock",
    "running": "now",
}


def scale_of(runs: Sequence[Run]) -> float:
    """The seconds that all these runs are drawn on, so that a short one is seen to be short."""
    return max((run.window for run in runs), default=0.0)


def loops(run: Run) -> list[Lane]:
    """The lanes of the loops, which come first."""
    return [lane for lane in run.lanes if lane.kind == "loop"]


def drawn(run: Run) -> list[Lane]:
    """The lanes below the loop; of too many, first those that held it or had to wait for it."""
    lanes = list(run.actors)
    keep = sorted(range(len(lanes)), key=lambda i: (lanes[i].calm, i))[:MOST_LANES]
    return [lanes[i] for i in sorted(keep)]


def total(run: Run, scale: float) -> str:
    """How long a run took, and how much of it is to be seen on this scale."""
    whole = seconds(run.duration) + (" on the real clock" if run.clock == "real" else "")
    return f"the first {seconds(scale)} of {whole}" if scale < run.duration else whole


def over(run: Run) -> str:
    """What stands in the empty space behind a short run: that it is over, and how."""
    return _OVER.get(run.status, "stopped")


def label(segment: Segment, lane: Lane, run: Run) -> str:
    """What to write on a bar: on the loop's lane who holds it, on an actor's lane at which line."""
    if lane.kind == "loop":
        return segment.who
    return f"line {segment.line}" if segment.file == run.title else segment.place


def axis(scale: float, most: int) -> list[tuple[float, str]]:
    """The marks of the time axis, about ``most``: round times within the scale, as labels."""
    step = _step(scale, most)
    digits = max(0, -floor(log10(step) + 1e-9))
    return [(i * step, f"{i * step:.{digits}f} s") for i in range(int(scale / step + 1e-9) + 1)]


def _step(scale: float, most: int) -> float:
    """A round number of seconds, of which at most so many fit in the scale."""
    if scale <= 0:
        return 1.0
    power: float = 10.0 ** floor(log10(scale / most))
    return next(power * n for n in (1, 2, 5, 10) if power * n * most >= scale * (1 - 1e-9))
