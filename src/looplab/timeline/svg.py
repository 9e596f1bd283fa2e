"""Runs as one SVG picture: a file of its own that needs no script, no font and no page around it.

It stands on a white card, so that it can be read on a dark page as well. Whatever it shows is in
its description, too, as sentences.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from math import ceil

from looplab.timeline.data import data
from looplab.timeline.model import Run
from looplab.timeline.plan import COLOURS, RULE, drawn, loops, scale_of, total
from looplab.timeline.shapes import (
    FAINT,
    INK,
    WARNING,
    fitting,
    inert,
    number,
    path,
    rect,
    text,
    triangle,
    width_of,
    wrapped,
)
from looplab.timeline.strokes import LEAST
from looplab.timeline.swimlanes import GRID, NAME, Swimlanes, mark
from looplab.timeline.words import STATES, State, seconds

NARROWEST = 280
MARGIN = 14
TITLE, TEXT, LISTED = 14, 12, 11
MOST_LINES = 20
WHO = 130  # pixels for who printed a line


def svg(runs: Sequence[Run], *, width: int = 760) -> str:
    """A picture of these runs, under one another on one time scale.

    It is ``width`` pixels wide, but not below 280. The same runs give the same bytes. Ids begin
    with a hash of what is shown, so that several pictures can stand in one HTML page.
    """
    facts = json.dumps([width, *(data(run) for run in runs)], sort_keys=True)
    name = "looplab-" + sha256(facts.encode()).hexdigest()[:12]
    sheet = _Sheet(runs, max(width, NARROWEST), name)
    for run in runs:
        sheet.run(run)
    if not runs:
        sheet.line(26, MARGIN, "nothing was run", fill=FAINT)
    sheet.key(runs)
    return sheet.done(runs)


class _Sheet:
    """What has been drawn so far, and how far down it goes."""

    def __init__(self, runs: Sequence[Run], width: int, name: str) -> None:
        self.width, self.right = width, width - MARGIN
        self.room = width - 2 * MARGIN
        self.name = name
        self.parts: list[str] = []
        self.y = 0.0
        names = [width_of(lane.name, NAME) for run in runs for lane in drawn(run)]
        names += [width_of(lane.name, NAME, bold=True) for run in runs for lane in loops(run)]
        left = ceil(MARGIN + 8 + min(max([56.0, *names]), width / 4))
        self.lanes = Swimlanes(MARGIN, left, self.right, scale_of(runs), name)

    def line(
        self,
        step: float,
        x: float,
        words: str,
        size: float = TEXT,
        *,
        fill: str = INK,
        bold: bool = False,
        mono: bool = False,
        anchor: str = "",
    ) -> None:
        """A line of text, so many pixels below the one before."""
        self.y += step
        if words:
            shape = text(x, self.y, words, size, fill=fill, bold=bold, mono=mono, anchor=anchor)
            self.parts.append(shape)

    def rule(self) -> None:
        """A thin line between two parts; there is none above the first."""
        if self.parts:
            self.y += 16
            route = f"M{MARGIN} {number(self.y)}H{self.right}"
            self.parts.append(path(route, f'stroke="{GRID}"'))

    # ---- one run

    def run(self, run: Run) -> None:
        self.rule()
        took = total(run, self.lanes.scale)
        room = self.room - width_of(took, TITLE, bold=True) - 12
        self.line(26, MARGIN, fitting(run.title, room, TITLE, bold=True), TITLE, bold=True)
        self.line(0, self.right, took, TITLE, bold=True, anchor="end")
        shapes, self.y = self.lanes.draw(run, self.y + 8)
        self.parts += shapes
        self.facts(run)
        if run.prints:
            self.printed(run)

    def facts(self, run: Run) -> None:
        """The sentences; bad news begin with a mark, and a line of source follows its sentence."""
        self.y += 4
        for said in wrapped(run.totals, self.room, TEXT):
            self.line(16, MARGIN, said, fill=FAINT)
        for fact in run.facts():
            if fact.bad:
                self.parts.append(text(MARGIN + 2, self.y + 17, "!", fill=WARNING, bold=True))
            for said in wrapped(fact.text, self.room - 14, TEXT):
                self.line(17, MARGIN + 14, said)
            if fact.code is not None:
                code = fitting(fact.code, self.room - 28, TEXT, mono=True)
                self.line(16, MARGIN + 28, code, mono=True)

    def printed(self, run: Run) -> None:
        """The printed lines with number, time and who, in two columns where all of them fit."""
        heading = fitting(f"{run.title} printed", self.room, TEXT, bold=True)
        self.line(22, MARGIN, heading, bold=True)
        shown = run.prints[:MOST_LINES]
        names = [fitting(line.who, WHO, LISTED) for line in shown]
        # Behind the number: where the time ends, where the name begins, and where the text does.
        time = 22 + max(width_of(seconds(line.t), LISTED) for line in shown)
        longest = max(width_of(name, LISTED) for name in names)
        begins = time + 8 + (longest + 10 if longest else 4)
        widest = max(width_of(line.text, LISTED, mono=True) for line in shown)
        across = 2 if len(shown) > 3 and begins + widest + 16 <= self.room / 2 else 1
        rows = -(-len(shown) // across)
        top = self.y
        for i, (line, name) in enumerate(zip(shown, names, strict=True)):
            x = MARGIN + (i // rows) * self.room / 2
            self.y = top + 15 * (i % rows + 1)
            self.line(0, x + 16, str(line.number), LISTED, fill=FAINT, anchor="end")
            self.line(0, x + time, seconds(line.t), LISTED, fill=FAINT, anchor="end")
            self.line(0, x + time + 8, name, LISTED)
            words = fitting(line.text, self.room / across - begins, LISTED, mono=True)
            self.line(0, x + begins, words, LISTED, mono=True)
        self.y = top + 15 * rows
        if rest := len(run.prints) - len(shown):
            more = "1 more line" if rest == 1 else f"{rest:,} more lines"
            self.line(15, MARGIN + 22, f"and {more}", LISTED, fill=FAINT)

    # ---- what is said once for all runs

    def key(self, runs: Sequence[Run]) -> None:
        """What the marks mean, of those that occur, and how to read the first lane."""
        met = {
            (STATES.index(s.state), s.state, run.words(s.state))
            for run in runs
            for lane in (*loops(run), *drawn(run))
            for s in lane.segments
        }
        entries: list[tuple[State | None, str]] = [(state, said) for _, state, said in sorted(met)]
        if any(run.prints for run in runs):
            entries.append((None, "printed"))
        if not entries:
            return
        self.rule()
        self.y += 20
        x = float(MARGIN)
        for state, words in entries:
            wide = 24 + width_of(words, TEXT)
            if x > MARGIN and x + wide > self.right:
                x = MARGIN
                self.y += 20
            self.parts.append(self.swatch(state, x + 8))
            self.line(0, x + 22, words)
            x += wide + 14
        if any(run.loop_ran for run in runs):
            for i, said in enumerate(wrapped(RULE, self.room, TEXT)):
                self.line(16 if i else 20, MARGIN, said, fill=FAINT)

    def swatch(self, state: State | None, middle: float) -> str:
        """The mark that the key explains: of a state, or of a printed line."""
        if state is None:
            return triangle(middle, self.y - 1)
        wide = LEAST if state == "held" else 16
        return mark(state, middle - wide / 2, self.y - 4, wide, self.name)

    def done(self, runs: Sequence[Run]) -> str:
        """All of it, with what it shows as sentences, on its card."""
        name, wide, tall = self.name, self.width, number(self.y + MARGIN)
        title = ", ".join(f"{run.title}: {seconds(run.duration)}" for run in runs)
        told = " ".join(f"{run.title}: {'; '.join(run.sentences())}." for run in runs)
        card = rect(0.5, 0.5, wide - 1, self.y + MARGIN - 1, f'rx="6" fill="#fff" stroke="{GRID}"')
        shapes = "\n".join(self.parts)
        return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" \
role="img" aria-labelledby="{name}-title {name}-desc" font-family="system-ui, sans-serif">
<title id="{name}-title">{inert(title)}</title>
<desc id="{name}-desc">{inert(told)}</desc>
<defs><pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" \
patternTransform="rotate(45)"><path d="M0 0h6v6h-6z" fill="#fff"/>\
<path d="M0 0h3v6h-3z" fill="{COLOURS["ready"]}"/></pattern></defs>
{card}
{shapes}
</svg>
"""
