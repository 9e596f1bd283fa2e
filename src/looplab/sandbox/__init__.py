"""Run a program in a child process of its own, and get its trace whatever the program does.

Only the trace crosses. One's own script has a fresh process, with its terminal and its folder; a
stranger's is forked from a server that has everything imported, and is kept apart.

``child``: the fresh process. ``pool`` and ``server``: the fork servers. ``hearing``: the trace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from looplab.request import STRICT, Bounds, Latency, Limits, Request, Source
from looplab.sandbox.child import Child, Wires, end_all
from looplab.sandbox.pool import Pool
from looplab.sandbox.server import CannotIsolate
from looplab.sandbox.sources import CannotRead, decoded, source_of
from looplab.trace import Event, Trace

__all__ = [
    "ORDERS",
    "CannotIsolate",
    "CannotRead",
    "Child",
    "Pool",
    "Wires",
    "asked",
    "decoded",
    "end_all",
    "explore",
    "judge",
    "judge_orders",
    "pool_for",
    "rehearse",
    "run",
    "source_of",
]

# How far a submission is explored. Counted in runs, so that it is the same on every machine; the
# seconds are for programs that take much longer than any lab asks for.
ORDERS = Bounds(runs=400, seconds=3.0)

# Real seconds for all the known mistakes of a lab; they take a few.
REHEARSAL = 300.0


def run(
    path: str | Path,
    argv: Sequence[str] = (),
    seed: int = 0,
    schedule: int | list[int] | None = None,
    *,
    clock: str = "virtual",
    limits: Limits | None = None,
    latency: Latency | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Trace:
    """Run one's own script as in life: in its folder's context, with the terminal's input.

    ``seed`` seeds ``random``; ``schedule`` picks who goes first among all that could; ``clock`` is
    ``virtual`` or ``real``. ``on_event`` sees each event as it arrives. Raises CannotRead.
    """
    request = replace(
        _own(path, argv, seed, latency), schedule=schedule, clock=clock, limits=limits or Limits()
    )
    return Child([request], on_event).traces()[0]


def explore(
    path: str | Path,
    argv: Sequence[str] = (),
    seed: int = 0,
    bounds: Bounds | None = None,
    latency: Latency | None = None,
) -> list[Trace]:
    """Run one's own script under many schedules: a trace for each outcome. Raises CannotRead."""
    request = replace(_own(path, argv, seed, latency), explore=bounds or Bounds())
    return Child([request], None).traces()


def _own(path: str | Path, argv: Sequence[str], seed: int, latency: Latency | None) -> Request:
    path = Path(path)
    return Request(
        source_of(path),
        folder=str(path.resolve().parent),
        path=str(path),
        argv=tuple(argv),
        seed=seed,
        latency=latency or Latency(),
    )


@cache
def pool_for(isolation: str = "auto") -> Pool:
    """The fork servers of this process that isolate in this way: ``auto``, ``strict``, ``basic``.

    ``auto`` is all that is found to work here; ``strict`` is that too, and refuses to run anything
    where network, files and signals are not closed off; ``basic`` is limits and processes alone.
    """
    return Pool(isolation)


def judge(
    driver: Source | None,
    submission: Source,
    inputs: dict[str, Any] | None = None,
    seed: int = 0,
    limits: Limits = STRICT,
    isolation: str = "auto",
) -> Trace:
    """Run a stranger's program, kept apart, under limits, in an empty folder.

    With a ``driver`` the program is what the driver imports as ``submission``, and ``inputs`` are
    the arguments of the driver's ``main``; without one the program itself is run. Raises
    CannotIsolate.
    """
    return pool_for(isolation).run([asked(driver, submission, inputs, seed, limits)])[0]


def judge_orders(
    driver: Source | None,
    submission: Source,
    inputs: dict[str, Any] | None = None,
    seed: int = 0,
    limits: Limits = STRICT,
    isolation: str = "auto",
) -> list[Trace]:
    """Run a stranger's program under many schedules, in one child: a trace for each outcome."""
    request = asked(driver, submission, inputs, seed, limits)
    return pool_for(isolation).run([replace(request, explore=ORDERS)])


def asked(
    driver: Source | None,
    submission: Source,
    inputs: dict[str, Any] | None = None,
    seed: int = 0,
    limits: Limits = STRICT,
) -> Request:
    """The request that ``judge`` runs."""
    if driver is None:
        return Request(submission, seed=seed, limits=limits)
    return Request(driver, inputs=inputs or {}, submission=submission, seed=seed, limits=limits)


def rehearse(requests: Sequence[Request], isolation: str = "auto") -> list[Trace]:
    """Run several trusted programs, one after the other, in one child: a lab's known mistakes.

    They share one process and its time, so that no limit on CPU is set, and a wide one on the wall.
    """
    if not requests:
        return []
    patient = [replace(r, limits=replace(r.limits, cpu=None, wall=REHEARSAL)) for r in requests]
    return pool_for(isolation).run(patient)
