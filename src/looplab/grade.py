"""Grade a class: run a lab's checks on every submission, and write the results down one by one.

pytest does the checking, here as for ``pytest labs/...``: the lab's test files are the only
definition of the checks.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from looplab.course import Lab
from looplab.report import grades
from looplab.result import Result
from looplab.roster import Submission
from looplab.trace import Trace

RESULTS = "results.jsonl"
GRADES = "grades.csv"

OnResult = Callable[[Result, dict[str, Trace]], None]


class CannotGrade(Exception):
    """Nothing was graded, or not to the end: the message says why, and what to do."""


class Interrupted(Exception):
    """Ctrl-C: what was graded until then is kept."""


def judged(
    lab: Lab,
    path: Path,
    *,
    seed: int = 0,
    jobs: int | None = None,
    wanted: Callable[[list[Submission]], list[Submission]] | None = None,
    on_result: OnResult | None = None,
) -> list[Result]:
    """Run the lab's checks on the submissions at ``path``; the results, in order.

    ``wanted`` picks among the submissions found. Raises CannotGrade where the lab's checks cannot
    be run, and Interrupted.
    """
    listener = _Listener(wanted, on_result)
    with _alone(lab):
        status = pytest.main(
            [
                *(str(file) for file in lab.checks),
                f"--submission={path}",
                f"--seed={seed}",
                *([f"--jobs={jobs}"] if jobs else []),
                "-plooplab.plugin",
                "-pno:terminal",
                "-pno:cacheprovider",
                f"-c{os.devnull}",
                f"--rootdir={lab.path}",
                "--import-mode=importlib",
            ],
            plugins=[listener],
        )
    if status == pytest.ExitCode.INTERRUPTED and not listener.broken:
        raise Interrupted
    if listener.broken or status not in (0, 1, 5):
        reason = listener.broken or f"pytest ended with status {int(status)}"
        raise CannotGrade(f"the checks of the lab {lab.slug} cannot be run: {reason}")
    return listener.results


@dataclass
class _Listener:
    """Hears what pytest finds out."""

    pick: Callable[[list[Submission]], list[Submission]] | None
    on_result: OnResult | None
    results: list[Result] = field(default_factory=list)
    broken: str = ""

    def pytest_looplab_wanted(self, found: list[Submission]) -> list[Submission] | None:
        return None if self.pick is None else self.pick(found)

    def pytest_looplab_result(self, result: Result, traces: dict[str, Trace]) -> None:
        self.results.append(result)
        if self.on_result is not None:
            self.on_result(result, traces)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken = str(report.longrepr).strip().splitlines()[-1]

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.broken = f"{excinfo.typename}: {excinfo.value}"


@contextlib.contextmanager
def _alone(lab: Lab) -> Iterator[None]:
    """Other pytest plugins of this machine, and checks of other labs, have no part in this."""
    name = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
        # pytest keeps what it imported by name; the checks of another lab may have the same one.
        for loaded, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(str(lab.path)):
                del sys.modules[loaded]


class Log:
    """``results.jsonl``: one line a result, each written at once, so that a crash loses none."""

    def __init__(self, folder: Path, resume: bool) -> None:
        self.path = folder / RESULTS
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.kept = self._read(resume)
            self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as reason:
            raise CannotGrade(f"cannot write to {folder}: {reason.strerror}") from None

    def _read(self, resume: bool) -> list[Result]:
        if not self.path.exists():
            return []
        data = self.path.read_bytes()
        if not resume and data:
            raise CannotGrade(
                f"{self.path} holds results already: go on with --resume, or name another folder"
            )
        whole, _, torn = data.rpartition(b"\n")
        if torn:
            # The line that was being written when the last grading was killed.
            os.truncate(self.path, len(whole) + 1 if whole else 0)
        kept: dict[str, Result] = {}
        for line in whole.decode("utf-8", "replace").splitlines():
            try:
                result = Result.from_json(line)
            except ValueError:
                raise CannotGrade(
                    f"{self.path} holds a line that is no result of looplab: {line[:60]!r}"
                ) from None
            kept[result.student] = result
        return list(kept.values())

    def write(self, result: Result) -> None:
        """Append one result. Raises CannotGrade where the disk takes no more."""
        data = (result.to_json() + "\n").encode("utf-8", "replace")
        try:
            if os.write(self._file, data) != len(data):
                raise CannotGrade(f"{self.path} could not be written: the disk is full")
        except OSError as reason:
            raise CannotGrade(f"{self.path} could not be written: {reason.strerror}") from None

    def close(self) -> None:
        """All is written: let it reach the disk."""
        os.fsync(self._file)
        os.close(self._file)


def grade(
    lab: Lab,
    path: Path,
    out: Path,
    *,
    seed: int = 0,
    jobs: int | None = None,
    resume: bool = False,
    on_found: Callable[[int, int], None] | None = None,
    on_result: OnResult | None = None,
) -> list[Result]:
    """Grade all submissions at ``path`` into the folder ``out``; return all results there are.

    With ``resume`` a submission that was graded before, and has not changed since, is not graded
    again. ``on_found`` is told how many there are, and how many of them are done already. Raises
    CannotGrade, and Interrupted.
    """
    log = Log(out, resume)
    try:
        known = {(r.student, r.source_sha256): r for r in log.kept if _same(r, lab, seed)}
        done: list[Result] = []

        def wanted(found: list[Submission]) -> list[Submission]:
            left = []
            for submission in found:
                result = known.get((submission.student, submission.sha256))
                if result is None:
                    left.append(submission)
                else:
                    done.append(result)
            if on_found is not None:
                on_found(len(found), len(done))
            return left

        def record(result: Result, traces: dict[str, Trace]) -> None:
            log.write(result)
            done.append(result)
            if on_result is not None:
                on_result(result, traces)

        try:
            judged(lab, path, seed=seed, jobs=jobs, wanted=wanted, on_result=record)
        finally:
            # Even an interrupted grading leaves a table of what it has.
            with contextlib.suppress(OSError):
                grades.write(out / GRADES, grades.grades_csv(done))
    finally:
        log.close()
    return sorted(done, key=lambda result: result.student)


def _same(result: Result, lab: Lab, seed: int) -> bool:
    return result.lab == lab.slug and result.seed == seed
