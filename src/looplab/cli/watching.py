"""The command that checks at every save: ``watch``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from looplab.cli.running import refuse_windows
from looplab.cli.words import FINE, INTERRUPTED, Complaint, the_course, the_lab

if TYPE_CHECKING:
    from looplab.course import Lab
    from looplab.trace import Trace
    from looplab.watch import Outcome

# A process that a signal ends is said to end with this and the signal's number.
_BY_SIGNAL = 128


def watch(options: argparse.Namespace) -> int:
    from looplab import work

    refuse_windows()
    labs, at = _labs(options.lab)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Complaint(
            "watch reads single keys, and so it needs a terminal; "
            f"looplab check {labs[at].slug} checks once, and prints what it finds"
        )
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise Complaint(
            "this terminal cannot clear its screen (TERM is dumb or not set); "
            f"looplab check {labs[at].slug} checks once, and prints what it finds"
        )
    try:
        work.file_for(labs[at])
    except OSError as reason:
        raise Complaint(f"cannot make your file for this lab: {reason.strerror}") from None
    print("Loading ...", end="", flush=True)
    # All that a check needs is imported here once: each check is a fork of this process.
    import looplab.grade
    import looplab.plugin  # noqa: F401
    from looplab.watch import watch

    number = watch(labs, at, _judge)
    if number == signal.SIGINT:
        return INTERRUPTED
    return _BY_SIGNAL + number if number else FINE


def _labs(name: str | None) -> tuple[list[Lab], int]:
    """The labs that n and l lead to, and which one to begin with. Raises Complaint."""
    from looplab import work

    if name is None:
        course = the_course()
        if not course.labs:
            raise Complaint("this course has no labs")
        shares = work.progress(course)
        left = [i for i, lab in enumerate(course.labs) if shares.get(lab.slug) != 1]
        return course.labs, left[0] if left else 0
    lab = the_lab(name)
    labs = the_course_of(lab)
    paths = [each.path for each in labs]
    return (labs, paths.index(lab.path)) if lab.path in paths else ([lab], 0)


def the_course_of(lab: Lab) -> list[Lab]:
    """The labs of the course that a lab belongs to; none where it was copied out of it."""
    from looplab.course import Course

    return Course(lab.path.parent.parent).labs if lab.path.parent.name == "labs" else []


def _judge(lab: Lab, path: Path) -> Outcome | str:
    """Check a file, in words where that is not possible. Runs in a process of its own."""
    from looplab.grade import CannotGrade, judged
    from looplab.watch import Outcome

    traces: dict[str, Trace] = {}
    try:
        untouched = path.read_bytes() == lab.starter.read_bytes()
        result = judged(lab, path, on_result=lambda _, found: traces.update(found))[0]
    except (CannotGrade, OSError) as reason:
        return str(reason)
    return Outcome(result, traces, untouched)
