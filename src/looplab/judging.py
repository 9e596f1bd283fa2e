"""Run a lab's checks on submissions, with pytest, and hear each result as soon as it is known."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest

from looplab.course import Lab
from looplab.result import Result
from looplab.roster import Submission
from looplab.trace import Trace

OnResult = Callable[[Result, dict[str, Trace]], None]
Wanted = Callable[[list[Submission]], list[Submission]]


class CannotGrade(Exception):
    """Nothing was graded, or not to the end: the message says why, and what to do."""


class Interrupted(Exception):
    """Ctrl-C: what was graded until then is kept."""


class Judges(Protocol):
    """Where programs are judged: this machine, or a cluster of them."""

    def layers(self, isolation: str) -> tuple[str, ...]:
        """What keeps the programs apart there. Raises CannotGrade."""

    def judged(
        self,
        lab: Lab,
        path: Path,
        *,
        seed: int,
        jobs: int | None,
        isolation: str,
        roster: Path | None,
        names: str | None,
        wanted: Wanted,
        on_result: OnResult,
    ) -> list[Result]:
        """As ``judged`` does it, in any order."""


def judged(
    lab: Lab,
    path: Path,
    *,
    seed: int = 0,
    jobs: int | None = None,
    isolation: str = "auto",
    roster: Path | None = None,
    names: str | None = None,
    wanted: Wanted | None = None,
    on_result: OnResult | None = None,
    known: dict[str, Any] | None = None,
) -> list[Result]:
    """Run the lab's checks on the submissions at ``path``; the results, in order.

    ``wanted`` picks among the submissions found, or names others. What it or ``on_result`` raises
    ends the judging, and is raised here. ``known`` keeps what was found out about the lab's
    mistakes, for the next judging by the same files at the same place. Raises CannotGrade where the
    lab's checks cannot be run, where it has none, and Interrupted.
    """
    listener = _Listener(wanted, on_result, known)
    with _alone(lab):
        status = pytest.main(
            [
                *(str(file) for file in lab.checks),
                f"--submission={path}",
                f"--seed={seed}",
                f"--isolation={isolation}",
                *([f"--jobs={jobs}"] if jobs else []),
                *([f"--roster={roster}"] if roster else []),
                *([f"--names={names}"] if names else []),
                "-plooplab.plugin",
                "-pno:terminal",
                "-pno:cacheprovider",
                # What checks print themselves; descriptors would cost more than many a check.
                "--capture=sys",
                f"-c{os.devnull}",
                f"--rootdir={lab.path}",
                # A conftest.py above the lab is not the lab's: perhaps a stranger put it there.
                f"--confcutdir={lab.path}",
                "--import-mode=importlib",
            ],
            plugins=[listener],
        )
    if listener.failed is not None:
        raise listener.failed
    if listener.left:
        raise CannotGrade(listener.left)
    if status == pytest.ExitCode.INTERRUPTED and not listener.broken:
        raise Interrupted
    if listener.broken or status not in (0, 1, 5):
        reason = listener.broken or f"pytest ended with status {int(status)}"
        raise CannotGrade(f"the checks of the lab {lab.slug} cannot be run: {reason}")
    if not listener.results and wanted is None:
        raise CannotGrade(f"the lab {lab.slug} has no checks")
    return listener.results


@dataclass
class _Listener:
    """Hears what pytest finds out."""

    pick: Wanted | None
    on_result: OnResult | None
    known: dict[str, Any] | None
    results: list[Result] = field(default_factory=list)
    broken: str = ""
    left: str = ""
    failed: Exception | None = None

    def pytest_looplab_wanted(self, found: list[Submission]) -> list[Submission] | None:
        with self._ending():
            return None if self.pick is None else self.pick(found)
        return []

    def pytest_looplab_known(self) -> dict[str, Any] | None:
        return self.known

    def pytest_looplab_unread(self) -> bool:
        return True

    def pytest_looplab_result(self, result: Result, traces: dict[str, Trace]) -> None:
        self.results.append(result)
        with self._ending():
            if self.on_result is not None:
                self.on_result(result, traces)

    @contextlib.contextmanager
    def _ending(self) -> Iterator[None]:
        """What fails on our side is no fault of the lab's: it ends the judging as it is."""
        try:
            yield
        except Exception as reason:
            self.failed = reason
            pytest.exit(str(reason))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        if isinstance(excinfo.value, pytest.exit.Exception):
            # Ours, with a reason; Ctrl-C comes here too.
            self.left = excinfo.value.msg

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
