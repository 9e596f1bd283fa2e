"""The command ``museum``: old programs, and how to run them."""

from __future__ import annotations

import argparse

from looplab.cli.words import FINE, console, say, shown, the_course


def museum(options: argparse.Namespace) -> int:
    from rich.table import Table
    from rich.text import Text

    from looplab.museum import exhibits

    course = the_course()
    screen = console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("exhibit", "what it shows, and how it ends today"):
        table.add_column(column)
    for exhibit in exhibits(course.root):
        promise = exhibit.promise
        seconds, line = promise.lines[-1]
        end = "never ends" if promise.forever else f"{seconds:g} s: {line}"
        table.add_row(f"museum/{exhibit.name}", Text.assemble(promise.says, "\n", (end, "dim")))
    screen.print(table)
    screen.print()
    say(screen, "Run one: looplab run museum/gist_blocking")
    say(screen, f"What each printed then, and why: {shown(course.root / 'docs' / 'museum.md')}")
    return FINE
