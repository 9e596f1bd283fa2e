"""What a check gets to run a submission with, and what it is told when that ends badly."""

from __future__ import annotations

import contextlib
import inspect
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from looplab.order import Mismatch
from looplab.result import ENDINGS
from looplab.trace import FINE_ENDINGS, Trace

DEADLOCK = "nothing can happen any more: "


# Keeps a trace, with the inputs that were asked for.
Remember = Callable[[Trace, dict[str, Any]], None]


class Run:
    """``run(**inputs)``: the trace of the submission with these inputs.

    Raises Mismatch where the program did not run to its end: no order it printed counts then.
    """

    def __init__(self, judge: Callable[[dict[str, Any]], Trace], remember: Remember) -> None:
        self._judge = judge
        self._remember = remember

    def __call__(self, **inputs: Any) -> Trace:
        __tracebackhide__ = True
        trace = self._judge(inputs)
        self._remember(trace, inputs)
        if trace.status not in FINE_ENDINGS:
            raise ended_badly(trace)
        return trace


class EveryOrder:
    """``every_order(**inputs)``: the submission under many schedules, a trace for each outcome.

    Each is remembered as it is looked at, so that the one a check fails for is the one to show.
    Raises Mismatch where one of them did not run to its end.
    """

    def __init__(self, judge: Callable[[dict[str, Any]], list[Trace]], remember: Remember) -> None:
        self._judge = judge
        self._remember = remember

    def __call__(self, **inputs: Any) -> Iterator[Trace]:
        __tracebackhide__ = True
        traces = self._judge(inputs)
        if not traces:
            # A check that looks at each order would pass without having looked at any.
            raise Mismatch("the program runs to its end", "it could not be run in any order")
        for trace in traces:
            self._remember(trace, inputs)
            if trace.status not in FINE_ENDINGS:
                raise ended_badly(trace)
            yield trace


def answer(check: Callable[..., object], given: Mapping[str, Callable[[], Any]]) -> None:
    """Call a check with what it asks for by name, each made only then. Raises what it raises."""
    # What a check prints itself is for whoever writes it, with pytest.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        check(**{name: given[name]() for name in inspect.signature(check).parameters})


def in_which_order(trace: Trace | None) -> str:
    """What to add to what happened, where it happens in one order of execution only."""
    if trace is None or trace.start.explored is None or trace.start.explored["outcomes"] == 1:
        return ""
    return " (in one of the orders in which the steps can run)"


def ended_badly(trace: Trace) -> Mismatch:
    """What to say of a program that did not run to its end."""
    error = trace.end.error or {}
    happened = ENDINGS.get(trace.status, trace.status)
    if trace.status in ("error", "syntax-error"):
        happened = f"{error.get('type')}: {error.get('message')}"
    elif error.get("message"):
        happened += f": {error['message'].removeprefix(DEADLOCK)}"
    if error.get("file") and trace.status != "deadlock":
        happened += f" (at {error['file']}:{error.get('line', '?')})"
    return Mismatch("the program runs to its end", happened)
