"""How long my program held the loop, beside how long it may: said only where a check asks it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping

from looplab.course import Lab
from looplab.order import SAME, WORK, loop_stays_free
from looplab.result import Result
from looplab.timeline import run_of, seconds, visible
from looplab.trace import Trace

_ASKED = loop_stays_free.__name__
_USUAL = inspect.signature(loop_stays_free).parameters["longest"].default


def goals_of(lab: Lab) -> dict[str, float]:
    """For each check that asks whether the loop stays free: for how long it may be held, seconds.

    Read from the lab's checks. One whose limit is not written there as a number is left out.
    """
    found: dict[str, float] = {}
    for file in lab.checks:
        try:
            body = ast.parse(file.read_text(encoding="utf-8")).body
        except (OSError, ValueError, SyntaxError):
            continue
        functions = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
        numbers = dict(_numbers(body))
        for name in functions:
            limits = [_limit(call, numbers) for call in _calls(name, functions)]
            known = [limit for limit in limits if limit is not None]
            if name.startswith("test_") and known and len(known) == len(limits):
                found[name] = min(known)
    return found


def goal_of(
    result: Result, traces: Mapping[str, Trace], goals: Mapping[str, float]
) -> tuple[str, bool] | None:
    """The longest hold of my last runs and the goal, in a sentence, and whether it is reached.

    Of several checks that ask, it is the one that is furthest from its goal. None where no visible
    check asks, where no loop ran, where a run was cut off, or where Python code computed for long:
    that holds the loop too, and takes no time on the virtual clock.
    """
    told: list[tuple[float, str, bool]] = []
    for check in result.checks:
        trace, goal = traces.get(check.name), goals.get(check.name)
        if check.hidden or trace is None or goal is None:
            continue
        run = run_of(trace, threshold=goal)
        computed = max((event.seconds or 0.0 for event in trace.kind("cpu")), default=0.0)
        if not (run.loop_ran and run.complete) or computed > WORK:
            return None
        holds = [part for lane in run.lanes if lane.kind == "loop" for part in lane.segments]
        worst = max(holds, key=lambda part: part.until - part.t, default=None)
        reached = run.longest_hold <= goal + SAME
        place = f" at {worst.place}" if worst is not None and worst.place and not reached else ""
        held = f"Your longest hold of the loop: {seconds(run.longest_hold)}{place}"
        words = f"{held}; the goal: {goal:g} s at most"
        if not reached:  # the picture may be of another one
            words += f" (in the check '{visible(check.says).rstrip('.')}')"
        told.append((run.longest_hold / goal, words, reached))
    if not told:
        return None
    _, words, reached = max(told, key=lambda each: each[0])
    return words, reached


def _calls(name: str, functions: Mapping[str, ast.FunctionDef]) -> Iterator[ast.Call]:
    """The calls of loop_stays_free in a function, and in those of the same file that it uses."""
    met = [name]
    for each in met:
        for node in ast.walk(functions[each]):
            if isinstance(node, ast.Name) and node.id in functions and node.id not in met:
                met.append(node.id)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id == _ASKED:
                    yield node


def _limit(call: ast.Call, numbers: Mapping[str, float]) -> float | None:
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "longest")]
    if not given:
        return float(_USUAL)
    if isinstance(given[0], ast.Name):
        return numbers.get(given[0].id)
    return _number(given[0])


def _numbers(body: list[ast.stmt]) -> Iterator[tuple[str, float]]:
    """The names at the top of the file that stand for numbers."""
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            number = _number(node.value)
            if number is not None:
                yield node.targets[0].id, number


def _number(node: ast.expr) -> float | None:
    value = node.value if isinstance(node, ast.Constant) else None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if number and value else None  # type: ignore[arg-type]
