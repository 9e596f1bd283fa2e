"""The commands that judge: ``check`` and ``grade``."""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from looplab.cli.words import (
    FAILED,
    FINE,
    INTERRUPTED,
    Complaint,
    console,
    say,
    shown,
    speaks_unicode,
    the_lab,
)

if TYPE_CHECKING:
    from looplab.course import Lab
    from looplab.judging import Judges
    from looplab.result import Result
    from looplab.trace import Trace


def check(options: argparse.Namespace) -> int:
    from looplab import work
    from looplab.feedback import words
    from looplab.grade import CannotGrade, Interrupted, judged

    lab = the_lab(options.lab)
    path = Path(options.file) if options.file else _own_file(lab)
    if not path.is_file():
        raise Complaint(f"there is no file {shown(path)} to check")
    traces: dict[str, Trace] = {}
    try:
        result = judged(lab, path, seed=options.seed, on_result=lambda _, t: traces.update(t))[0]
    except CannotGrade as reason:
        raise Complaint(str(reason)) from None
    except Interrupted:
        raise KeyboardInterrupt from None
    if not options.file and result.max_points:
        work.remember(lab, result.points / result.max_points)
    screen = console()
    hints = f" Hints are in {shown(lab.path / 'README.md')}" if lab.hints else ""
    title = f"{lab.slug}: {lab.title}"
    for line in words(
        result,
        traces,
        title,
        shown(path),
        width=screen.width,
        unicode=speaks_unicode(screen),
        plain=options.plain,
        hints=hints,
        untouched=_is_the_starter(lab, path),
    ):
        screen.print(line, soft_wrap=True)
    return FINE if result.verdict == "passed" else FAILED


def _is_the_starter(lab: Lab, path: Path) -> bool:
    try:
        return path.read_bytes() == lab.starter.read_bytes()
    except OSError:
        return False


def grade(options: argparse.Namespace) -> int:
    from looplab.grade import CannotGrade
    from looplab.roster import NoSubmissions, submissions

    lab, roster = the_lab(options.lab), Path(options.roster) if options.roster else None
    if options.jobs is not None and options.jobs < 1:
        raise Complaint("--jobs must be 1 or more")
    try:
        submissions(Path(options.path), lab.slug, roster, options.names)
    except (NoSubmissions, OSError) as reason:
        raise Complaint(str(reason)) from None
    try:
        with _judges(options.cluster) as judges:
            return _grade(options, lab, roster, judges)
    except CannotGrade as reason:
        raise Complaint(str(reason)) from None


@contextlib.contextmanager
def _judges(cluster: str | None) -> Iterator[Judges]:
    """Where the programs are run: here, or on a cluster. Raises CannotGrade."""
    if cluster is None:
        from looplab.grade import HERE

        yield HERE
    else:
        from looplab.cluster import cluster_at

        with cluster_at(cluster) as judges:
            yield judges


def _grade(options: argparse.Namespace, lab: Lab, roster: Path | None, judges: Judges) -> int:
    from looplab.grade import Interrupted, grade
    from looplab.result import left_open
    from looplab.results import NAME

    path, out = Path(options.path), Path(options.out)
    layers = judges.layers(options.isolation)
    if (what := left_open(layers)) and options.isolation != "basic":
        whose = "of this account" if options.cluster is None else "of the workers' account"
        print(
            f"looplab: {what} {whose} are open to the submissions, which are kept apart "
            f"by {', '.join(layers)} alone",
            file=sys.stderr,
        )
    progress = _Progress(lab.slug)
    try:
        with progress:
            graded = grade(
                lab,
                path,
                out,
                seed=options.seed,
                jobs=options.jobs,
                isolation=options.isolation,
                resume=options.resume,
                roster=roster,
                names=options.names,
                reports=options.report,
                picture=_picture,
                judges=judges,
                on_found=progress.found,
                on_result=lambda result, traces: progress.graded(result),
            )
    except Interrupted:
        print(f"\nlooplab: stopped; {out / NAME} is kept, --resume goes on", file=sys.stderr)
        return INTERRUPTED
    if graded.torn:
        print(
            f"looplab: the last {graded.torn} bytes of {out / NAME} were no whole results, and "
            "were cut off",
            file=sys.stderr,
        )
    _summary(graded, out / NAME, *graded.files)
    return FINE


def _picture(trace: Trace, limit: float | None) -> str:
    """What happened in a run, for a student's page."""
    from looplab.timeline import run_of
    from looplab.timeline.svg import svg

    return svg([run_of(trace, title="your program", threshold=limit)])


def _summary(results: list[Result], *files: Path) -> None:
    from looplab.report.grades import in_short, inert

    screen = console()
    counts: dict[str, int] = {}
    handed_in = [result for result in results if result.handed_in]
    for result in handed_in:
        # The verdict's name is for programs that read it: to a person nothing is missing there.
        verdict = "with nothing to judge" if result.unusable else result.verdict
        counts[verdict] = counts.get(verdict, 0) + 1
    told = ", ".join(
        f"{n} {verdict}"
        for verdict, n in sorted(counts.items(), key=lambda c: (-c[1], c[0] != "passed", c[0]))
    )
    number = f"{len(handed_in)} submission{'' if len(handed_in) == 1 else 's'}"
    say(screen, f"{number}: {told}" if handed_in else "no submissions")
    mistakes: dict[str, int] = {}
    for result in results:
        if result.diagnosis:
            wrong = result.diagnosis["wrong"]
            mistakes[wrong] = mistakes.get(wrong, 0) + 1
    if mistakes:
        common = sorted(mistakes.items(), key=lambda item: (-item[1], item[0]))[:5]
        say(screen, "commonest mistakes: " + ", ".join(f"{name} ({n})" for name, n in common))
    for words, which in (
        ("nothing to judge", [r for r in results if r.unusable]),
        ("missing", [r for r in results if not r.handed_in]),
        ("not on the roster", [r for r in results if r.unknown]),
        ("late", [r for r in results if r.late]),
        ("to look at yourself", [r for r in results if r.suspicions]),
    ):
        if which:
            names = ", ".join(
                inert(r.student)
                + (f" ({in_short(r.unusable)})" if words == "nothing to judge" else "")
                for r in which[:8]
            )
            more = ", ..." if len(which) > 8 else ""
            say(screen, f"{words} ({len(which)}): {names}{more}")
    say(screen, "written: " + ", ".join(str(file) for file in files))


class _Progress:
    """A bar on a terminal, a line now and then elsewhere."""

    EVERY = 5.0

    def __init__(self, slug: str) -> None:
        from rich.console import Console

        self._slug = slug
        self._console = Console(stderr=True)
        self._count = self._done = 0
        self._said = 0.0

    def __enter__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Remaining(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._bar.start()

    def __exit__(self, *error: object) -> None:
        self._bar.stop()

    def found(self, count: int, done: int) -> None:
        self._count, self._done = count, done
        self._task = self._bar.add_task(f"grading {self._slug}", total=count, completed=done)

    def graded(self, result: Result) -> None:
        self._done += 1
        self._bar.update(self._task, completed=self._done)
        now = time.monotonic()
        if not self._console.is_terminal and now - self._said >= self.EVERY:
            self._said = now
            print(f"graded {self._done} of {self._count}", file=sys.stderr)


def _own_file(lab: Lab) -> Path:
    from looplab import work

    try:
        existed = (work.folder_for(lab) / f"{lab.slug}.py").exists()
        path = work.file_for(lab)
    except OSError as reason:
        raise Complaint(f"cannot make your file for this lab: {reason.strerror}") from None
    if not existed:
        print(f"made {shown(path)} from the lab's starter: that is the file to edit\n")
    return path
