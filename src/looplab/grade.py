"""Grade a class: run a lab's checks on every submission, write the results down, and report.

pytest does the checking, here as for ``pytest labs/...``: the lab's test files are the only
definition of the checks.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from looplab import __version__, sandbox
from looplab.course import Lab
from looplab.feedback import help_for
from looplab.judging import CannotGrade, Interrupted, Judges, OnResult, judged
from looplab.report.writing import USUAL, Reports
from looplab.request import STRICT
from looplab.result import NOT_RUN, Result
from looplab.results import NAME, CannotRecord, Log, recorded
from looplab.roster import Submission
from looplab.trace import Trace

__all__ = ["HERE", "CannotGrade", "Graded", "Interrupted", "grade", "judged"]

Picture = Callable[[Trace, float | None], str]


class Graded(list[Result]):
    """All results there are, by student; ``files`` are what was written, to look at first.

    ``torn``: so many bytes at the end of an earlier results.jsonl were no whole results.
    """

    files: tuple[Path, ...] = ()
    torn: int = 0


class _Here:
    """This machine."""

    def layers(self, isolation: str) -> tuple[str, ...]:
        try:
            return sandbox.pool_for(isolation).layers
        except sandbox.CannotIsolate as reason:
            raise CannotGrade(str(reason)) from None

    judged = staticmethod(judged)


HERE: Judges = _Here()


def conditions_of(lab: Lab, seed: int) -> dict[str, Any]:
    """What a result depends on beside the program: the lab with all its programs, and how it runs.

    Where any of it changes, everything is graded again.
    """
    files = sha256()
    for path in sorted([*lab.path.glob("*.py"), *lab.path.glob("wrong/*.py")]):
        files.update(f"{path.relative_to(lab.path)}\0{path.stat().st_size}\0".encode())
        files.update(path.read_bytes())
    return {
        "looplab": __version__,
        "lab": lab.slug,
        "lab_version": files.hexdigest()[:16],
        "seed": seed,
        "limits": asdict(STRICT),
    }


def grade(
    lab: Lab,
    path: Path,
    out: Path,
    *,
    seed: int = 0,
    jobs: int | None = None,
    isolation: str = "auto",
    resume: bool = False,
    roster: Path | None = None,
    names: str | None = None,
    reports: Sequence[str] = USUAL,
    picture: Picture | None = None,
    judges: Judges = HERE,
    on_found: Callable[[int, int], None] | None = None,
    on_result: OnResult | None = None,
) -> Graded:
    """Grade all submissions at ``path`` into the folder ``out``; return all results there are.

    With ``resume`` a submission that was graded before, and has not changed since, is not graded
    again, unless the lab has changed. ``roster`` and ``names`` are as for ``roster.submissions``,
    ``reports`` some of ``report.writing.KINDS``. ``picture`` draws the run of the first visible
    check that failed, as an SVG element for the student's page; it is told from how many seconds
    on a hold of the loop counts there, if the check failed for one. ``judges`` is where the
    programs run. ``on_found`` is told how many there are, and how many of them are done already.
    Raises CannotGrade, and Interrupted.
    """
    graded = Graded()
    expected: list[Submission] = []
    unusable: dict[str, str] = {}
    with _said(out), _log(lab, out, seed, judges.layers(isolation), resume) as (log, conditions):
        graded.torn = log.torn
        known = {(result.student, result.source_sha256): result for result in log.kept}
        reported = Reports(out, reports, f"{lab.slug}: {lab.title}")

        def wanted(found: list[Submission]) -> list[Submission]:
            expected.extend(found)
            unusable.update({each.student: each.unusable for each in found if each.unusable})
            reported.expect(submission.student for submission in found)
            left = []
            for submission in found:
                result = known.get((submission.student, submission.sha256))
                if result is None or not _as_handed_in(result, submission):
                    left.append(submission)
                else:
                    graded.append(result)
            if on_found is not None:
                on_found(len(found), len(graded))
            return left

        def record(result: Result, traces: dict[str, Trace]) -> None:
            result = replace(result, unusable=unusable.get(result.student, ""))
            log.write(result)
            graded.append(result)
            reported.page(result, help_for(result, traces), _drawn(result, traces, picture))
            if on_result is not None:
                on_result(result, traces)

        try:
            judges.judged(
                lab,
                path,
                seed=seed,
                jobs=jobs,
                isolation=isolation,
                roster=roster,
                names=names,
                wanted=wanted,
                on_result=record,
            )
        except Interrupted:
            # Even an interrupted grading leaves reports of what it has.
            with contextlib.suppress(OSError):
                reported.finish(graded, conditions)
            raise
        if not expected:
            raise CannotGrade("there was nothing to grade: the lab has no checks")
        graded.sort(key=lambda result: result.student)
        graded.files = tuple(reported.finish(graded, conditions))
    _reconcile(out, expected)
    return graded


@contextlib.contextmanager
def _said(out: Path) -> Iterator[None]:
    """What goes wrong with the disk is said, loudly, and ends the grading."""
    try:
        yield
    except CannotRecord as reason:
        raise CannotGrade(str(reason)) from None
    except OSError as reason:
        raise CannotGrade(f"cannot write the reports in {out}: {reason.strerror}") from None


@contextlib.contextmanager
def _log(
    lab: Lab, out: Path, seed: int, layers: Sequence[str], resume: bool
) -> Iterator[tuple[Log, dict[str, Any]]]:
    conditions = conditions_of(lab, seed)
    version = sha256(json.dumps(conditions, sort_keys=True).encode()).hexdigest()
    log = Log(out, resume, version, {**conditions, "isolation": list(layers)})
    try:
        yield log, conditions
    finally:
        log.close()


def _as_handed_in(result: Result, submission: Submission) -> bool:
    told = (submission.late, submission.unknown, submission.unusable)
    return (result.late, result.unknown, result.unusable) == told


def _drawn(result: Result, traces: dict[str, Trace], picture: Picture | None) -> str:
    """The picture of the first visible check that failed; empty where there is none.

    One that cannot be drawn, whatever a program did to its trace, is no reason to stop a class.
    """
    if result.verdict in NOT_RUN:
        return ""
    for check in result.checks:
        if picture and not check.passed and not check.hidden and check.name in traces:
            with contextlib.suppress(Exception):
                return picture(traces[check.name], check.limit)
            return ""
    return ""


def _reconcile(out: Path, expected: Sequence[Submission]) -> None:
    """Everybody who is to have a result has one, in the file itself."""
    there = {result.student for result in recorded(out)}
    lost = [submission.student for submission in expected if submission.student not in there]
    if lost:
        shown = ", ".join(map(ascii, lost[:5])) + (" and more" if len(lost) > 5 else "")
        raise CannotGrade(
            f"{len(lost)} of {len(expected)} have no result in {out / NAME}: {shown}; "
            "--resume grades them"
        )
