"""What the known mistakes of a lab do: the programs in its ``wrong`` folder, run and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from looplab import sandbox
from looplab.course import Lab
from looplab.diagnose import Fingerprint, fingerprint, spoken
from looplab.draw import Draw
from looplab.plugin.running import EveryOrder, Run, answer
from looplab.request import Request
from looplab.trace import Trace

# With these no check has failed: nothing was checked.
_NOT_CHECKED = (
    sandbox.CannotIsolate,
    sandbox.CannotRead,
    KeyboardInterrupt,
    pytest.exit.Exception,
)


@dataclass(frozen=True)
class Known:
    """What a lab's known mistakes do, for one seed.

    ``inputs`` are all that its checks ask for, by key, ``orders`` those that they ask for in every
    order of execution; ``belongs`` are the lines that its own programs print. ``broken`` are the
    checks that the lab's own solution fails: what is known of the mistakes is not to be trusted.
    """

    inputs: Mapping[str, dict[str, Any]]
    orders: Mapping[str, dict[str, Any]]
    belongs: frozenset[str]
    fingerprints: Mapping[str, Fingerprint]
    broken: tuple[str, ...] = ()


def known_mistakes(
    lab: Lab,
    seed: int,
    functions: Mapping[str, Callable[..., Any]],
    rehearse: Callable[[list[Request]], list[Trace]] = sandbox.rehearse,
    likely: Mapping[str, dict[str, Any]] | None = None,
) -> Known:
    """Run a lab's solution and its wrong programs, and tell what each wrong one does.

    ``likely`` are inputs, by key, that the checks will probably ask for: the solution is run with
    all of them in one go. Raises CannotRead and CannotIsolate.
    """
    driver = None if lab.driver is None else sandbox.source_of(lab.driver)
    traces: dict[Path, dict[str, Trace]] = {}
    inputs: dict[str, dict[str, Any]] = {}

    def asked(path: Path, given: dict[str, Any]) -> Request:
        return sandbox.asked(driver, sandbox.source_of(path), given, seed)

    def judge(path: Path, given: dict[str, Any]) -> Trace:
        key = key_of(given)
        if path == lab.solution:
            inputs.setdefault(key, given)
        done = traces.setdefault(path, {})
        if key not in done:
            done[key] = rehearse([asked(path, given)])[0]
        return done[key]

    if likely:
        done = rehearse([asked(lab.solution, given) for given in likely.values()])
        traces[lab.solution] = dict(zip(likely, done, strict=True))

    ordered: dict[Path, dict[str, list[Trace]]] = {}
    in_order: dict[str, dict[str, Any]] = {}

    def orders(path: Path, given: dict[str, Any]) -> list[Trace]:
        key = key_of(given)
        if path == lab.solution:
            in_order.setdefault(key, given)
        done = ordered.setdefault(path, {})
        if key not in done:
            done[key] = rehearse([replace(asked(path, given), explore=sandbox.ORDERS)])
        return done[key]

    # The solution passes every check, and so is asked for all inputs that there are.
    solution = partial(judge, lab.solution), partial(orders, lab.solution)
    broken = failing(functions, *solution, lab, seed)
    wanted = [(path, key) for path in lab.wrong for key in inputs]
    done = rehearse([asked(path, inputs[key]) for path, key in wanted])
    for (path, key), trace in zip(wanted, done, strict=True):
        traces.setdefault(path, {})[key] = trace
    for path in lab.wrong:
        for given in in_order.values():
            orders(path, given)
    belongs = spoken({key: runs[key] for key in inputs} for runs in traces.values())
    belongs |= spoken(
        {str(n): trace for n, trace in enumerate(each)}
        for runs in ordered.values()
        for each in runs.values()
    )
    fingerprints = {}
    for path in lab.wrong:
        failed = failing(functions, partial(judge, path), partial(orders, path), lab, seed)
        runs = {key: traces[path][key] for key in inputs}
        shuffled = {key: ordered[path][key] for key in in_order}
        fingerprints[path.stem] = fingerprint(failed, runs, belongs, shuffled)
    return Known(inputs, in_order, belongs, fingerprints, tuple(broken))


def failing(
    functions: Mapping[str, Callable[..., Any]],
    judge: Callable[[dict[str, Any]], Trace],
    orders: Callable[[dict[str, Any]], list[Trace]],
    lab: Lab,
    seed: int,
) -> list[str]:
    """The names of the checks that fail for a program.

    ``judge`` gives its trace for some inputs, ``orders`` those of all orders of execution.
    """
    failed = []
    for name, function in functions.items():
        run = Run(judge, lambda trace, inputs: None)
        given: dict[str, Callable[[], Any]] = {
            "run": partial(_same, run),
            "trace": run,
            "draw": partial(Draw, seed, lab.slug, name),
            "every_order": lambda: EveryOrder(orders, lambda trace, inputs: None),
        }
        try:
            answer(function, given)
        except _NOT_CHECKED:
            raise
        except pytest.skip.Exception:
            continue
        except BaseException:  # a broken check fails for everybody
            failed.append(name)
    return failed


def _same(run: Run) -> Run:
    return run


def key_of(inputs: dict[str, Any]) -> str:
    """Inputs as a key: equal ones, and only they, are equal."""
    # Not sorted: two dicts in another order may well be two different inputs.
    return json.dumps(inputs)
