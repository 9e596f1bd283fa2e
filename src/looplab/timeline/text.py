"""A run, or several on one time scale, for a terminal: a picture, or sentences and a table.

The text is the same for the same runs, so that it can be kept in a file and compared.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from looplab.timeline.letters import ASCII, STYLES, UNICODE, Page, drawing, fit, spelled
from looplab.timeline.model import Run, table
from looplab.timeline.plan import RULE, drawn, scale_of
from looplab.timeline.words import STATES, seconds

NARROW = 60  # with fewer columns there is no room for a picture
SIDE = 55  # columns that a run needs to stand beside another one
GAP = 2
_JOINT = "\ue000"
MOST_LINES = 20
WHO = 16  # columns for who printed a line
MOST_ROWS = 200


def picture(runs: Sequence[Run], *, width: int = 80, unicode: bool = True) -> list[Text]:
    """The lines of a picture of these runs, none wider than ``width`` columns.

    All runs are drawn on one time scale: under one another, or side by side where each gets 55
    columns. Below 60 columns there are only sentences. With ``unicode`` False the picture keeps
    to ASCII.
    """
    marks = UNICODE if unicode else ASCII
    scale = scale_of(runs)
    page = Page(width, names_of(runs, width), scale, marks)
    if width < NARROW:
        blocks = [
            [
                Text(page.fit(run.title), "bold"),
                *_wrapped(page, "    ", run.totals),
                *_facts(page, run),
            ]
            for run in runs
        ]
        return _lines(*blocks)
    across = max(1, min(len(runs), width // SIDE))
    each = _share(width, across)
    column = Page(each, names_of(runs, each), scale, marks)
    blocks = [[*drawing(column, run), Text(), *_facts(column, run)] for run in runs]
    rows = [beside(blocks[i : i + across], each) for i in range(0, len(blocks), across)]
    return _lines(*rows, _key(page, runs), _printed(page, runs), _totals(page, runs))


def plain_text(runs: Sequence[Run], *, unicode: bool = True) -> str:
    """The same facts without any drawing, for screen readers and logs.

    For each run: sentences, the printed lines, and a table of who did what, when and where.
    """
    marks = UNICODE if unicode else ASCII
    told: list[str] = []
    for run in runs:
        told += [run.title, *(f"  {sentence}" for sentence in run.sentences()), ""]
        if run.prints:
            lines = _entries(run, marks, MOST_ROWS, who=60)
            told += ["  Printed:", *(f"  {line}" for line in lines), ""]
        rows = table(run)
        if rows:
            shown = [("who", "state", "from", "until", "line"), *rows[:MOST_ROWS]]
            spelt = [[spelled(cell, marks) for cell in row] for row in shown]
            told += [f"  {line}" for line in _aligned(spelt)]
            if len(rows) > MOST_ROWS:
                told.append(f"  and {len(rows) - MOST_ROWS:,} more rows")
            told.append("")
    return "\n".join(spelled(line, marks) for line in told)


def show(runs: Sequence[Run], *, console: Console | None = None, plain: bool = False) -> None:
    """Print the picture, as wide as the terminal, or the plain text.

    Colours vanish where the output goes to a file or NO_COLOR is set; the marks are ASCII where
    the encoding is not a Unicode one.
    """
    console = console or Console(force_jupyter=False)
    unicode = console.encoding.lower().startswith("utf")
    if plain:
        lines = [Text(line) for line in plain_text(runs, unicode=unicode).splitlines()]
    else:
        lines = picture(runs, width=console.width, unicode=unicode)
    for line in lines:
        console.print(line, soft_wrap=True)


# ---- layout


def _share(width: int, across: int) -> int:
    return (width - GAP * (across - 1)) // across


def names_of(runs: Sequence[Run], width: int) -> int:
    """Columns for the names: as many as the longest needs, up to a quarter of the width."""
    longest = max((cell_len(lane.name) for run in runs for lane in drawn(run)), default=0)
    return max(10, min(longest + 1, width // 4))


def _lines(*blocks: list[Text]) -> list[Text]:
    """The blocks under one another, with an empty line between them."""
    lines: list[Text] = []
    for block in blocks:
        if block:
            lines += [*block, Text()]
    for line in lines:
        line.rstrip()
    return lines[:-1]


def beside(blocks: Sequence[Sequence[Text]], each: int) -> list[Text]:
    """The blocks next to one another, in columns of this width."""
    lines: list[Text] = []
    for row in zip_longest(*blocks):
        line = Text()
        for i, cell in enumerate(row):
            line.pad_right(i * (each + GAP) - line.cell_len)
            line.append_text(cell or Text())
        lines.append(line)
    return lines


def _wrapped(page: Page, bullet: str, text: str) -> list[Text]:
    """A sentence in as many lines as it needs, indented behind its bullet."""
    console = Console(file=io.StringIO(), force_jupyter=False, width=page.width)
    # A number and its unit stay on one line. The joint cannot be in a text that is visible.
    joined = re.sub(r"(?<=\d) (?=s\b)", _JOINT, spelled(text, page.marks))
    lines = Text(joined).wrap(console, max(1, page.width - len(bullet)))
    told = [line.plain.replace(_JOINT, " ") for line in lines]
    return [Text((" " * len(bullet) if i else bullet) + line) for i, line in enumerate(told)]


def _facts(page: Page, run: Run) -> list[Text]:
    lines: list[Text] = []
    for fact in run.facts():
        lines += _wrapped(page, "  ! " if fact.bad else "    ", fact.text)
        if fact.code is not None:
            lines.append(Text(page.fit(f"      {fact.code}"), "bold"))
    return lines


# ---- what is said once for all runs


def _key(page: Page, runs: Sequence[Run]) -> list[Text]:
    """What the marks mean, of those that were drawn, and how to read the first lane."""
    met = {
        (s.state, run.words(s.state)): None
        for run in runs
        for lane in run.lanes
        for s in lane.segments
    }
    lines = [Text("Key:")]
    for state, words in sorted(met, key=lambda entry: STATES.index(entry[0])):
        if lines[-1].cell_len + len(words) + 4 > page.width:
            lines.append(Text("    "))
        lines[-1].append("  ").append(page.marks[state], STYLES[state]).append(f" {words}")
    if any(run.loop_ran for run in runs):
        lines += _wrapped(page, "      ", RULE)
    return lines if met else []


def _entries(
    run: Run, marks: Mapping[str, str], most: int = MOST_LINES, who: int = WHO
) -> list[str]:
    """The printed lines with their numbers, times and, in up to ``who`` columns, by whom."""
    shown = run.prints[:most]
    wide = len(str(len(shown)))
    names = min(who, max((cell_len(spelled(line.who, marks)) for line in shown), default=0))
    lines = []
    for line in shown:
        name = f"  {fit(line.who, names, marks)}" if names else ""
        entry = f"{line.number:>{wide}}  {seconds(line.t):>7}{name}  {spelled(line.text, marks)}"
        lines.append(entry.rstrip())
    if len(run.prints) > most:
        lines.append(f"{'':{wide}}  and {len(run.prints) - most:,} more lines")
    return lines


def _printed(page: Page, runs: Sequence[Run]) -> list[Text]:
    """The printed lines: side by side for all runs, if none has to be cut for that.

    Who printed a line is left out only where the lists do not fit side by side with it.
    """
    runs = [run for run in runs if run.prints]
    each = _share(page.width, max(1, len(runs)))
    for who in (WHO, 0) if len(runs) > 1 else ():
        lists = [_entries(run, page.marks, who=who) for run in runs]
        if all(cell_len(line) + 2 <= each for lines in lists for line in lines):
            return beside([_list(page, *a, each) for a in zip(runs, lists, strict=True)], each)
    return _lines(*(_list(page, run, _entries(run, page.marks), page.width) for run in runs))


def _list(page: Page, run: Run, entries: Sequence[str], width: int) -> list[Text]:
    """A heading, and the printed lines of one run."""
    heading = Text(page.fit(f"{run.title} printed", width), "bold")
    return [heading, *(Text(page.fit(f"  {entry}", width)) for entry in entries)]


def _totals(page: Page, runs: Sequence[Run]) -> list[Text]:
    """The four numbers of each run, one row a run."""
    head = ("total", "longest hold", "worst lateness", "loop free")
    wide = [max(len(title) + 2, 11) for title in head]
    longest = max((cell_len(spelled(run.title, page.marks)) for run in runs), default=0)
    names = min(longest, page.width - sum(wide))
    rows = [("", head)]
    for run in runs:
        numbers = (seconds(run.longest_hold), seconds(run.worst_lateness), f"{run.free:.0%}")
        known = numbers if run.loop_ran and run.complete else ("-", "-", "-")
        rows.append((run.title, (seconds(run.duration), *known)))
    lines = [
        Text(page.fit(title, names) + "".join(f"{n:>{w}}" for n, w in zip(row, wide, strict=True)))
        for title, row in rows
    ]
    lines[0].stylize("dim")
    return lines if runs else []


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of a table as lines, each column as wide as its widest entry."""
    wide = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(set_cell_size, row, wide)).rstrip() for row in rows]
