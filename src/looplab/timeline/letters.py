"""One run as rows of letters: a lane for each actor, on a given time scale.

Every mark has its own shape; colour only repeats what the shape says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from looplab.timeline.model import Lane, Printed, Run
from looplab.timeline.plan import COLOURS, axis, drawn, label, loops, over, total
from looplab.timeline.words import STATES, State

UNICODE: Mapping[str, str] = {
    "block": "█", "held": "▌", "ready": "░", "unwoken": "\u2571", "thread": "▒", "wait": "─",
    "seam": "▉", "edge": "│", "corner": "└", "cut": "…",
}  # fmt: skip
ASCII: Mapping[str, str] = {
    "block": "#", "held": "|", "ready": "!", "unwoken": "/", "thread": "=", "wait": "-",
    "seam": "#", "edge": ":", "corner": "+", "cut": "...",
}  # fmt: skip

STYLES: Mapping[State, str] = {**COLOURS, "held": f"bold {COLOURS['held']}", "wait": "dim"}
ON_BLOCK = f"bold #000000 on {COLOURS['block']}"

Cells = list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """What all rows of a picture share: columns, columns for names, time scale and marks."""

    width: int
    names: int
    scale: float
    marks: Mapping[str, str]

    @property
    def room(self) -> int:
        """Columns for the time: all but the names and the edge."""
        return self.width - self.names - 1

    def column(self, t: float) -> int:
        """The column of a time; the last one is the end of the scale."""
        share = min(t / self.scale, 1.0) if self.scale else 0.0
        return int(share * (self.room - 1) + 1e-9)

    def fit(self, text: str, width: int | None = None) -> str:
        """The text in exactly so many columns: by default as many as the page has."""
        return fit(text, self.width if width is None else width, self.marks)

    def row(self, name: str, style: str = "") -> Text:
        """A new row: its name and the edge, behind which the time begins."""
        row = Text().append(self.fit(name, self.names - 1) + " ", style)
        return row.append(self.marks["edge"], "dim")


def spelled(text: str, marks: Mapping[str, str]) -> str:
    """The text in the letters that may be used: where ASCII is asked for, the rest is escaped."""
    return text if marks is UNICODE else text.encode("ascii", "backslashreplace").decode()


def fit(text: str, width: int, marks: Mapping[str, str]) -> str:
    """The text in exactly so many columns; a `` #2`` at its end survives the cut."""
    text = spelled(text, marks)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    number = re.search(r"( #\d+)?$", text)
    end = marks["cut"] + (number.group() if number else "")
    return set_cell_size(set_cell_size(text, max(0, width - cell_len(end))) + end, width)


def drawing(page: Page, run: Run) -> list[Text]:
    """The title, the lanes, where something was printed, and the time axis."""
    rows = [_title(page, run)]
    actors = drawn(run)
    for place, lane in enumerate((*loops(run), *actors)):
        row = page.row(lane.name, "bold" if lane.kind == "loop" else "")
        rows.append(row.append_text(_lane(page, lane, run, last_words=not place)))
    if hidden := len(run.actors) - len(actors):
        rows.append(page.row("").append(f"and {hidden:,} more", "dim"))
    if run.prints:
        rows.append(page.row("printed").append(_numbers(page, run.prints)))
    if len(rows) > 1:
        rows.append(_axis(page))
    return rows


def _title(page: Page, run: Run) -> Text:
    right = total(run, page.scale)
    return Text(f"{page.fit(run.title, page.width - len(right) - 2)}  {right}", "bold")


def _lane(page: Page, lane: Lane, run: Run, *, last_words: bool) -> Text:
    """What happened on one lane, and on the first one that it is over."""
    cells: Cells = [(" ", "")] * page.room
    for state in reversed(STATES):
        for segment in lane.segments:
            if segment.state == state and segment.t <= page.scale:
                start = page.column(segment.t)
                stop = max(start + 1, page.column(segment.until))
                cells[start:stop] = [(page.marks[state], STYLES[state])] * (stop - start)
                if state == "block":
                    cells[start:stop] = _bar(page, stop - start, label(segment, lane, run))
    if last_words and page.scale >= run.duration:
        _write_end(page, cells, run)
    row = Text()
    for style, same in groupby(cells, key=itemgetter(1)):
        row.append("".join(mark for mark, _ in same), style)
    return row


def _write_end(page: Page, cells: Cells, run: Run) -> None:
    """Say in the empty space behind a short run that it is over, and how."""
    words = f" {over(run)}"
    at = page.column(run.duration) + 1
    if at + len(words) <= page.room:
        cells[at : at + len(words)] = [(letter, "dim") for letter in words]


def _bar(page: Page, width: int, words: str) -> Cells:
    """A bar of block marks, with its label in the middle if there is room for it."""
    cells = [(page.marks["block"], STYLES["block"])] * width
    if width > 1:
        # A hair's breadth between this bar and one that follows it.
        cells[-1] = (page.marks["seam"], STYLES["block"])
    words = spelled(words, page.marks)
    words = f" {words} " if len(words) + 5 <= width else words
    # A wide letter takes two columns and would shift what follows.
    if len(words) == cell_len(words) <= width - 3:
        at = (width - len(words)) // 2
        cells[at : at + len(words)] = [(letter, ON_BLOCK) for letter in words]
    return cells


def _numbers(page: Page, prints: Sequence[Printed]) -> str:
    """The numbers of the printed lines, each at its time; those too close to each other as 2-5."""
    marks: list[_Mark] = []
    for line in prints:
        if line.t > page.scale:
            break
        mark = _Mark(page.column(line.t), line.number, line.number, page.room)
        while marks and mark.start <= marks[-1].end:
            mark = replace(mark, column=marks[-1].column, first=marks.pop().first)
        marks.append(mark)
    row = ""
    for mark in marks:
        row = row.ljust(mark.start) + mark.text
    return row


@dataclass(frozen=True)
class _Mark:
    """The numbers of some printed lines that follow each other, from a column on."""

    column: int
    first: int
    last: int
    room: int

    @property
    def text(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def start(self) -> int:
        return max(0, min(self.column, self.room - len(self.text)))

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _axis(page: Page) -> Text:
    """The time scale: each label begins where its time is."""
    row = ""
    for t, words in axis(page.scale, page.room // 10):
        column = page.column(t)
        if column + len(words) <= page.room:
            row = row.ljust(column) + words
    return Text(" " * page.names + page.marks["corner"] + row, "dim")
