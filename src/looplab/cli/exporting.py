"""The command that makes the students' edition: ``export``."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from looplab.cli.running import refuse_windows
from looplab.cli.words import FINE, Complaint, console, say, shown, the_course

if TYPE_CHECKING:
    from looplab.course import Course, Lab


def export(options: argparse.Namespace) -> int:
    from looplab.export import CannotExport, export

    refuse_windows()
    course, folder = the_course(), Path(options.folder)

    try:
        with _progress(course) as tried:
            found = export(course, folder, tried)
    except CannotExport as reason:
        raise Complaint(str(reason)) from None
    screen = console()
    say(screen, f"written: {shown(folder)}, {len(found.files):,} files")
    if found.hidden:
        say(screen, f"left out: hidden checks ({found.hidden})")
    for name in found.left_out:
        say(screen, f"left out: {name}, since nothing says that it is for students")
    say(screen, f"Students begin with {shown(folder / 'README.md')}")
    return FINE


@contextlib.contextmanager
def _progress(course: Course) -> Iterator[Callable[[Lab], None]]:
    """On a terminal one line that is written over, and gone in the end; elsewhere nothing."""
    from rich.console import Console

    screen = Console(stderr=True)
    on_terminal = screen.is_terminal and not screen.is_dumb_terminal
    slugs = [lab.slug for lab in course.labs]

    def line(text: str) -> None:
        if on_terminal:
            # Back to the beginning of the line, and clear it.
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def tried(lab: Lab) -> None:
        place = f"{slugs.index(lab.slug) + 1} of {len(slugs)}"
        line(f"trying the known mistakes of {lab.slug} ({place})")

    try:
        yield tried
    finally:
        line("")
