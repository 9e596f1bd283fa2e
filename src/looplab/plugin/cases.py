"""One submission at one lab, and what becomes of it check by check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from looplab.course import Lab
from looplab.order.words import HAPPENED, labelled
from looplab.plugin.bench import Bench
from looplab.plugin.checked import check_of, message_of, name_of
from looplab.plugin.running import in_which_order
from looplab.result import Check
from looplab.roster import Submission
from looplab.sandbox import CannotIsolate
from looplab.timeline import visible
from looplab.trace import Trace

BENCH = pytest.StashKey[Bench]()
CASE = pytest.StashKey["Case"]()


@dataclass
class Case:
    """One submission at one lab: its checks so far, and how many are ``left``.

    ``last`` and ``inputs`` are of the run that the check at hand looked at last; ``traces`` has the
    last one of each check. ``functions`` are the lab's checks that can be called, by name.
    """

    lab: Lab
    submission: Submission
    index: int
    checks: list[Check] = field(default_factory=list)
    last: Trace | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    traces: dict[str, Trace] = field(default_factory=dict)
    left: int = 0
    functions: dict[str, Callable[..., Any]] = field(default_factory=dict)


def noted(item: pytest.Item, case: Case, passed: bool, error: BaseException | None) -> str:
    """Write down how a check ended. Returns what there is to say about it.

    One that was skipped counts for nobody.
    """
    if isinstance(error, CannotIsolate):
        # That is the machine's fault: nobody gets a mark for it.
        pytest.exit(str(error), pytest.ExitCode.USAGE_ERROR)
    # What a student's program says goes to somebody's terminal: nothing in it is obeyed there.
    lines = [visible(line) for line in message_of(error).splitlines()]
    where = in_which_order(case.last)
    message = "\n".join(line + where if labelled(line)[0] == HAPPENED else line for line in lines)
    counts = not isinstance(error, pytest.skip.Exception)
    if counts:
        case.checks.append(check_of(item, passed, message, error, case.inputs))
    if counts and case.last is not None:
        case.traces[name_of(item)] = case.last
    case.last, case.inputs = None, {}
    return message


def done(item: pytest.Item, case: Case) -> None:
    """This check is over, whatever became of it; with the last one there is a result to tell."""
    case.left -= 1
    if case.left:
        return
    bench = item.config.stash[BENCH]
    result = bench.result(case, case.functions)
    item.ihook.pytest_looplab_result(result=result, traces=case.traces)
    bench.results.append(result)
