"""The command that makes the students' edition: ``export``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from looplab.cli.running import refuse_windows
from looplab.cli.words import FINE, Complaint, console, say, shown, the_course


def export(options: argparse.Namespace) -> int:
    from looplab.course import Lab
    from looplab.export import CannotExport, export

    refuse_windows()
    course, folder = the_course(), Path(options.folder)

    def told(lab: Lab) -> None:
        print(f"{lab.slug}: what its known mistakes do", file=sys.stderr)

    try:
        found = export(course, folder, told)
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
