"""``grades.csv``: one row a student, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from looplab.result import Result
from looplab.timeline.words import visible

COLUMNS = (
    "student",
    "lab",
    "verdict",
    "points",
    "max_points",
    "mistake",
    "to_look_at",
    "seed",
    "remarks",
)

# A cell that begins with one of these is a formula to a spreadsheet, and its author a stranger.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Where commas are decimal points a spreadsheet takes `;` for the end of a cell, also inside quotes
# if the cell before them was not its line's first.
_FORMULA_WITHIN = re.compile(r'(;[\s"]*)(?=[=+@-])')


def grades_csv(results: Iterable[Result]) -> str:
    """The table as CSV text, students in order."""
    text = io.StringIO()
    # All cells, since a reader that separates by `;` sees no need to quote what holds one.
    rows = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    rows.writerow(COLUMNS)
    for result in sorted(results, key=lambda result: result.student):
        rows.writerow(
            [
                inert(result.student),
                inert(result.lab),
                result.verdict,
                f"{result.points:g}",
                f"{result.max_points:g}",
                inert(result.diagnosis["wrong"] if result.diagnosis else ""),
                inert("; ".join(f"{s['what']} (line {s['line']})" for s in result.suspicions)),
                result.seed,
                inert("; ".join(remarks(result))),
            ]
        )
    return text.getvalue()


def remarks(result: Result) -> list[str]:
    """What an instructor should know about the way in which it was handed in."""
    told = (
        (result.late, "late"),
        (result.unknown, "not on the roster"),
        (not result.handed_in, "nothing was handed in"),
        (result.unusable, result.unusable),
    )
    return [words for is_so, words in told if is_so]


def in_short(unusable: str) -> str:
    """What is wrong with what was handed in, without what to do about it: ``a.py or b.py?``."""
    return visible(re.split(r"(?<=\?) |: ", unusable, maxsplit=1)[0], most=72)


def inert(cell: str) -> str:
    """The cell as text that no spreadsheet calculates and no terminal obeys."""
    shown = _FORMULA_WITHIN.sub(r"\1'", visible(cell))
    return "'" + shown if cell.startswith(_FORMULA) else shown
