"""The lanes of one run as shapes: bars, ticks, hatches and dots over a time axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from looplab.timeline.model import Lane, Printed, Run
from looplab.timeline.plan import COLOURS, axis, drawn, label, loops, over
from looplab.timeline.shapes import FAINT, fitting, number, path, rect, text, triangle, width_of
from looplab.timeline.strokes import LEAST, NUMBERS, Piece, bunches, pieces
from looplab.timeline.words import STATES, State, seconds

ROW = 22
MIDDLE = 11
STRIP = 10  # above a lane with printed lines, for their triangles
NAME, ON_BAR = 12, 11
LEAST_LABEL = 60  # pixels in which a name is worth being cut
GRID, EDGE = "#d8d8d8", "#767676"
_TALL = {"block": 16, "held": 16, "ready": 12, "unwoken": 12, "thread": 8}
# Boxes with an edge: striped where the loop is taken, empty where it sleeps.
_FILL: Mapping[State, str] = {"ready": "url(#{hatch})", "unwoken": "#fff"}


def mark(state: State, x: float, y: float, wide: float, hatch: str, told: str = "") -> str:
    """The mark of a state, around the height ``y``; ``hatch`` is the id of the pattern."""
    colour = COLOURS[state]
    if state == "wait":
        look = f'stroke="{colour}" stroke-width="1.5" stroke-dasharray="2 3"'
        return path(f"M{number(x)} {number(y)}h{number(wide)}", look, told)
    if state == "block" and wide > 4:
        wide -= 0.8  # a hair's breadth between this bar and one that follows it
    look = f'fill="{_FILL.get(state, colour).format(hatch=hatch)}"'
    look += f' stroke="{colour}"' if state in _FILL else ""
    tall = _TALL[state]
    return rect(x, y - tall / 2, max(wide, LEAST), tall, look, told)


class Swimlanes:
    """Where names end and time begins, and how many seconds there are up to the right edge."""

    def __init__(self, margin: float, left: float, right: float, scale: float, hatch: str) -> None:
        self.margin, self.left, self.right = margin, left, right
        self.scale = scale
        self.hatch = hatch

    def x(self, t: float) -> float:
        """Where a time is; what is later than the scale is at its end."""
        share = min(t / self.scale, 1.0) if self.scale else 0.0
        return self.left + share * (self.right - self.left)

    def draw(self, run: Run, top: float) -> tuple[list[str], float]:
        """The shapes of a run from ``top`` down, and how far down they go."""
        actors = drawn(run)
        lanes = [*loops(run), *actors]
        if not (lanes or run.prints):
            return [], top
        rows: list[str] = []
        y = top
        homes = {lane.name for lane in actors}
        for place, lane in enumerate(lanes):
            lines = [line for line in run.prints if line.who == lane.name]
            if lines and lane.kind != "loop":
                rows += self._printed(lines, y + STRIP)
                y += STRIP
            rows += self._lane(run, lane, y)
            if not place:
                rows += self._end(run, y)
            y += ROW
        if hidden := len(run.actors) - len(actors):
            rows.append(text(self.left + 4, y + 15, f"and {hidden:,} more", NAME, fill=FAINT))
            y += ROW
        if strangers := [line for line in run.prints if line.who not in homes]:
            rows += [self._name("printed", y), *self._printed(strangers, y + 16)]
            y += ROW
        below, y = self._axis(top, y + 2)
        return [*below, *rows], y

    def _name(self, name: str, y: float, bold: bool = False) -> str:
        shown = fitting(name, self.left - 8 - self.margin, NAME, bold=bold)
        return text(self.left - 8, y + 15, shown, NAME, bold=bold, anchor="end")

    def _lane(self, run: Run, lane: Lane, y: float) -> list[str]:
        """What happened on one lane, what is seen first on top."""
        parts = [self._name(lane.name, y, bold=lane.kind == "loop")]
        for state in reversed(STATES):
            found = [s for s in lane.segments if s.state == state and s.t <= self.scale]
            for piece in pieces(found, self.x):
                if state == "wait" and piece.wide < LEAST:
                    continue
                told = piece.told(run)
                parts.append(mark(state, piece.x, y + MIDDLE, piece.wide, self.hatch, told))
                if state == "block" and len(piece.segments) == 1:
                    parts += self._on_bar(piece, lane, run, y)
        return parts

    def _end(self, run: Run, y: float) -> list[str]:
        """Say in the empty space behind a short run that it is over, and how."""
        at, words = self.x(run.duration) + 9, over(run)
        if self.scale < run.duration or at + width_of(words, NAME) > self.right:
            return []
        return [text(at, y + 15, words, NAME, fill=FAINT)]

    def _on_bar(self, piece: Piece, lane: Lane, run: Run, y: float) -> list[str]:
        """The label of a bar, if there is room: the place in full, else only the line."""
        (segment,) = piece.segments
        room = piece.wide - 6
        said = label(segment, lane, run)
        if lane.kind == "loop":
            said = fitting(said, room, ON_BAR, bold=True) if room > LEAST_LABEL else said
        elif width_of(segment.place, ON_BAR, bold=True) <= room:
            said = segment.place
        if not said or width_of(said, ON_BAR, bold=True) > room:
            return []
        middle = piece.x + piece.wide / 2
        shape = text(middle, y + 15, said, ON_BAR, fill="#000", bold=True, anchor="middle")
        # What is said where the pointer rests on the bar is to be said on its label as well.
        return [f'<g pointer-events="none">{shape}</g>']

    def _printed(self, lines: Sequence[Printed], y: float) -> list[str]:
        """A triangle for each printed line, its tip at ``y``, and numbers where there is room."""
        parts = []
        shown = [line for line in lines if line.t <= self.scale]
        for bunch in bunches(shown, self.x, self.right):
            for x, met in bunch.marks:
                told = [f"printed {one.number} at {seconds(one.t)}: {one.text}" for one in met[:5]]
                told += [f"and {len(met) - 5:,} more"] if len(met) > 5 else []
                parts.append(triangle(x, y, "; ".join(told)))
            if bunch.label:
                side = "end" if bunch.before else ""
                said = text(bunch.at, y - 0.5, bunch.label, NUMBERS, fill=FAINT, anchor=side)
                parts.append(said)
        return parts

    def _axis(self, top: float, y: float) -> tuple[list[str], float]:
        """The time axis, and the lines of its grid, which lie under all else."""
        marks = axis(self.scale, max(2, int((self.right - self.left) // 70)))
        grid = [path(f"M{number(self.x(t))} {number(top)}V{number(y + 4)}", "") for t, _ in marks]
        parts = [
            f'<g stroke="{GRID}">{"".join(grid)}</g>',
            path(f"M{number(self.left)} {number(y)}H{number(self.right)}", f'stroke="{EDGE}"'),
        ]
        for t, words in marks:
            x = min(self.x(t), self.right - width_of(words, ON_BAR) / 2)
            parts.append(text(x, y + 16, words, ON_BAR, fill=FAINT, anchor="middle"))
        return parts, y + 22
