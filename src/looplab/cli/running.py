"""The commands that show: the course, ``show``, ``run`` and ``compare``."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from looplab.cli.words import (
    FAILED,
    FINE,
    INTERRUPTED,
    Complaint,
    console,
    say,
    shown,
    speaks_unicode,
    the_course,
)
from looplab.cli.writing import Files

if TYPE_CHECKING:
    from looplab.request import Latency
    from looplab.trace import Event, Trace


def course(options: argparse.Namespace) -> int:
    from rich.table import Table

    from looplab.work import progress, state_of

    found = the_course()
    screen = console()
    shares = progress(found)
    labs = {lab.slug: lab for lab in found.labs}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "lesson", "what it is about", "lab"):
        table.add_column(column)
    following = None
    for lesson in found.lessons:
        lab = labs.get(lesson.slug)
        share = shares.get(lesson.slug)
        if share != 1 and following is None:
            following = lab
        state = "-" if lab is None else state_of(share)
        table.add_row(f"{lesson.number:02d}", lesson.slug, lesson.title, state)
    screen.print(table)
    screen.print()
    if following is not None:
        slug = following.slug
        lessons = [lesson.path for lesson in found.lessons if lesson.slug == slug]
        where = shown((lessons or [following.path])[0])
        say(screen, f"Next: predict, as {where}/README.md says;")
        say(screen, f"then looplab compare {slug}, then looplab check {slug}")
    elif found.labs:
        say(screen, "All labs are done.")
    return FINE


def show(options: argparse.Namespace) -> int:
    from looplab import sandbox
    from looplab.course import listing

    for number, name in enumerate(options.scripts):
        path = script_of(name)
        try:
            text = listing(sandbox.source_of(path).text)
        except sandbox.CannotRead as reason:
            raise Complaint(str(reason)) from None
        except SyntaxError as reason:
            raise Complaint(f"{path.name}:{reason.lineno} is no Python: {reason.msg}") from None
        print("\n" * (number > 0) + f"{path.name}\n\n{text}")
    return FINE


def run(options: argparse.Namespace) -> int:
    from looplab.trace import FINE_ENDINGS

    script = script_of(options.script)
    files = Files(options, [script])
    how: dict[str, Any] = {
        "argv": options.args,
        "seed": options.seed,
        "schedule": options.schedule,
        "latency": latency_of(options),
    }
    watched = _live([script], options, **how)
    if watched is None:
        trace = _traced(script, options, **how, echo=not options.json)
    else:
        (trace,) = watched
    _show([trace], options, files)
    if (trace.end.error or {}).get("type") == "KeyboardInterrupt":
        return INTERRUPTED
    return FINE if trace.status in FINE_ENDINGS else FAILED


def compare(options: argparse.Namespace) -> int:
    from looplab.course import NotInCourse

    try:
        lesson = the_course().lesson(options.slug)
    except NotInCourse as reason:
        raise Complaint(str(reason)) from None
    scripts = lesson.scripts
    if lesson.pair and not options.all:
        scripts = list(lesson.pair)
    if not scripts:
        raise Complaint(f"the lesson {lesson.slug} has no scripts")
    files = Files(options, scripts)
    if not options.json:
        say(console(), f"{lesson.title}\n")
    traces = _live(scripts, options)
    if traces is None:
        traces = [_traced(script, options, echo=False) for script in scripts]
    _show(traces, options, files)
    return FINE


def script_of(name: str) -> Path:
    """The script that is meant: a file, or ``slug/script`` of the course. Raises Complaint."""
    from looplab.course import NotInCourse, find

    path = Path(name)
    if path.exists():
        return path
    try:
        course = find()
    except NotInCourse:
        return path
    try:
        return course.script(name)
    except NotInCourse as reason:
        raise Complaint(str(reason)) from None


def latency_of(options: argparse.Namespace) -> Latency:
    """What ``--latency`` says."""
    from looplab.request import Latency

    return Latency(**dict(options.latency))


def without_room(reason: OSError) -> Exception:
    """What to raise for it: words, where the machine has no room for one more process."""
    if reason.errno not in (errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE):
        return reason
    return Complaint(
        f"this machine cannot start a program just now ({reason.strerror}): "
        "end what you do not need (ps shows it), look at ulimit -a, and try again"
    )


def refuse_windows() -> None:
    """Say what works there. Raises Complaint."""
    if sys.platform == "win32":
        raise Complaint("on Windows this works inside WSL; the lessons run with plain Python")


def _traced(
    script: Path,
    options: argparse.Namespace,
    *,
    argv: Sequence[str] = (),
    seed: int = 0,
    schedule: int | list[int] | None = None,
    latency: Latency | None = None,
    echo: bool,
) -> Trace:
    from looplab import sandbox

    refuse_windows()
    try:
        return sandbox.run(
            script,
            argv,
            seed,
            schedule,
            clock="real" if options.real or options.live else "virtual",
            latency=latency,
            on_event=_echo if echo else None,
        )
    except sandbox.CannotRead as reason:
        raise Complaint(str(reason)) from None
    except OSError as reason:
        raise without_room(reason) from None


def _live(scripts: Sequence[Path], options: argparse.Namespace, **how: Any) -> list[Trace] | None:
    """The traces of scripts that were watched while they ran; None where nothing can move."""
    from looplab import sandbox
    from looplab.cli.moving import can_move, watched

    screen = console()
    if not options.live or not can_move(screen):
        return None
    refuse_windows()
    try:
        return watched(scripts, screen, **how)
    except sandbox.CannotRead as reason:
        raise Complaint(str(reason)) from None


def _echo(event: Event) -> None:
    if event.kind == "print":
        stream = sys.stderr if event.stream == "stderr" else sys.stdout
        # The answer to a prompt is typed, and shown by the terminal, on the same line.
        print(event.text, file=stream, flush=True, end="" if event.what == "prompt" else "\n")


def _show(traces: Sequence[Trace], options: argparse.Namespace, files: Files) -> None:
    """The picture, or with ``--json`` the traces and nothing else; then which files there are."""
    from looplab.timeline import run_of

    runs = [run_of(trace) for trace in traces]
    # What reads our output may stop to do so at any line of it (`| head`).
    failed, written = files.write(runs)
    if options.json:
        sys.stdout.write("".join(trace.to_json() for trace in traces))
    else:
        from looplab.timeline.text import show

        print()
        screen = console()
        show(runs, console=screen, plain=options.plain)
        letters = screen.encoding if speaks_unicode(screen) else "ascii"
        for name in written:
            say(screen, f"written: {name.encode(letters, 'backslashreplace').decode(letters)}")
    if failed is not None:
        raise failed
