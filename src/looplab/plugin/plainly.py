"""Checks that ask for nothing of pytest's own: they can be called as they are.

What pytest does around a test, three phases with fixtures, captured output and reports, takes
several times as long as most checks of a trace.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from looplab.draw import Draw
from looplab.plugin.bench import Bench
from looplab.plugin.cases import BENCH, Case
from looplab.plugin.checked import name_of
from looplab.plugin.running import EveryOrder, Run, answer
from looplab.trace import Trace

# What a check may ask for; ``case`` and ``request`` come along.
_OURS = frozenset({"case", "draw", "every_order", "request", "run", "trace"})
_MARKS = frozenset({"hidden", "parametrize", "points"})


def is_plain(item: pytest.Item, case: Case) -> bool:
    """Whether nothing is lost where a check is just called.

    Where the lab has a ``conftest.py`` something may be: it can change what pytest does around each
    test.
    """
    return asks_for_ours(item) and not (case.lab.path / "conftest.py").exists()


def asks_for_ours(item: pytest.Item) -> bool:
    """Whether a check asks for fixtures of looplab alone, and has no marks but those of labs."""
    if type(item) is not pytest.Function or inspect.iscoroutinefunction(item.obj):
        return False
    names = set(item.fixturenames)
    if not names <= _OURS or not {mark.name for mark in item.iter_markers()} <= _MARKS:
        return False
    # A lab may have fixtures of its own by these names.
    known = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", None)
    return known is not None and all(len(known.get(name, ())) <= 1 for name in names)


def called(item: pytest.Item, case: Case) -> BaseException | None:
    """Call a plain check. Returns what it raised."""
    bench = item.config.stash[BENCH]
    run = run_of(case, bench)
    given: dict[str, Callable[[], Any]] = {
        "run": lambda: run,
        "trace": run,
        "draw": lambda: draw_of(case, bench, name_of(item)),
        "every_order": lambda: every_order_of(case, bench),
    }
    try:
        answer(item.obj, given)  # type: ignore[attr-defined]
    except (KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as error:
        return error
    return None


def run_of(case: Case, bench: Bench) -> Run:
    """What ``run`` is for a check of this submission."""
    bench.look_ahead(case)
    return Run(lambda inputs: bench.trace(case, inputs), _remembering(case, bench))


def every_order_of(case: Case, bench: Bench) -> EveryOrder:
    """What ``every_order`` is for a check of this submission."""
    return EveryOrder(lambda inputs: bench.orders(case, inputs), _remembering(case, bench))


def draw_of(case: Case, bench: Bench, name: str) -> Draw:
    """What ``draw`` is for the check of this name."""
    return Draw(bench.seed, case.lab.slug, name)


def _remembering(case: Case, bench: Bench) -> Callable[[Trace, dict[str, Any]], None]:
    def remember(trace: Trace, inputs: dict[str, Any]) -> None:
        case.last, case.inputs = trace, bench.inputs_of(case, trace, inputs)

    return remember
