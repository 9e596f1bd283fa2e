"""What the commands share: finding things, and saying things."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from looplab.course import Course, Lab

# Exit statuses: all is well, a check failed, bad input, Ctrl-C.
FINE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


class Complaint(Exception):
    """Bad input: the message is for whoever typed the command."""


def the_course() -> Course:
    from looplab.course import NotInCourse, find

    try:
        return find()
    except NotInCourse as reason:
        raise Complaint(str(reason)) from None


def the_lab(name: str) -> Lab:
    from looplab.course import Lab, NotInCourse

    path = Path(name)
    if path.is_dir() and (path / "starter.py").exists():
        return Lab(path.resolve())
    course = the_course()
    try:
        return course.lab(name)
    except NotInCourse as reason:
        raise Complaint(str(reason)) from None


def console() -> Console:
    from rich.console import Console

    return Console(highlight=False, force_jupyter=False)


def speaks_unicode(console: Console) -> bool:
    return console.encoding.lower().startswith("utf")


def say(console: Console, text: str) -> None:
    from rich.text import Text

    console.print(Text(text), soft_wrap=True)


def shown(path: Path) -> str:
    """A path as short as it can be said from here; its name may be a stranger's."""
    from looplab.timeline import visible

    try:
        near = os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else str(path)
    except (OSError, ValueError):
        near = str(path)
    return visible(near)
