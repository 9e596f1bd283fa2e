"""``grades.csv``: one row a student, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from looplab.result import Result
from looplab.timeline.words import visible

COLUMNS = ("student", "lab", "verdict", "points", "max_points", "mistake", "to_look_at", "seed")

# A cell that begins with one of these is a formula to a spreadsheet, and its author a stranger.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def grades_csv(results: Iterable[Result]) -> str:
    """The table as CSV text, students in order."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
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
            ]
        )
    return text.getvalue()


def inert(cell: str) -> str:
    """The cell as text that no spreadsheet calculates and no terminal obeys."""
    return "'" + visible(cell) if cell.startswith(_FORMULA) else visible(cell)


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises OSError."""
    begun = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with begun.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)
