"""Which known mistake behaves like this?

A submission is compared with the known mistakes by what it did, not by how it is written: which
checks fail, when which of the lab's lines were printed, what held the loop's thread, how it ended,
and what was logged. Only an equal one counts; there is no guessing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from looplab.trace import Trace, loop_threads

# What differs between two programs that make the same mistake: names, numbers, representations.
_PARTICULARS = re.compile(r"(?<=in callback ).*|'[^']*'|\"[^\"]*\"|<.*>|\b[\w.]*\(\)|\bat \S+|\d+")

# What a program logs has no end; so much of one message, and so many of them, tell what it is.
_LONGEST_LOG, _MOST_LOGS = 500, 200

# What some versions of Python log of a program, and others do not: no sign of a mistake.
_OF_SOME_VERSIONS = "The executor did not finishing joining its threads"

# One line of a lab, and when: seconds, to the millisecond.
Timed = tuple[float, str]

Behaviour = TypeVar("Behaviour")


@dataclass(frozen=True)
class Fingerprint:
    """What a submission did in all runs of a lab's checks."""

    failed: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Timed, ...]], ...]
    held_by: tuple[str, ...]
    endings: tuple[tuple[str, str], ...]
    logs: tuple[str, ...]
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()


def spoken(runs: Iterable[Mapping[str, Trace]]) -> frozenset[str]:
    """All lines that a lab's own programs print: what belongs to the lab.

    ``runs`` are the traces of each program, by inputs. A student's debug prints are not among them.
    """
    return frozenset(
        line.text or "" for traces in runs for trace in traces.values() for line in trace.prints()
    )


def fingerprint(
    failed: Iterable[str],
    runs: Mapping[str, Trace],
    belongs: Container[str],
    orders: Mapping[str, Iterable[Trace]] | None = None,
) -> Fingerprint:
    """What a program did: ``runs`` are its traces by inputs, ``belongs`` the lab's lines.

    ``orders`` are, by inputs, the traces of all orders of execution, of which each different way
    to end counts once.
    """
    lines, endings, held, logs = [], [], set(), set()
    for inputs in sorted(runs):
        trace = runs[inputs]
        lines.append((inputs, _timed(trace, belongs)))
        endings.append((trace.status, str((trace.end.error or {}).get("type", ""))))
        threads = loop_threads(trace)
        held |= {
            e.call or ""
            for e in trace.kind("block")
            if e.duration > 0 and (e.thread or "MainThread") in threads
        }
        logs |= {
            _kind_of_log(e.logger or "", e.text or "")
            for e in islice(trace.kind("log"), _MOST_LOGS)
            if _OF_SOME_VERSIONS not in (e.text or "")
        }
    return Fingerprint(
        tuple(sorted(failed)),
        tuple(lines),
        tuple(sorted(held)),
        tuple(endings),
        tuple(sorted(logs)),
        tuple(
            (inputs, tuple(sorted({repr((t.status, _timed(t, belongs))) for t in traces})))
            for inputs, traces in sorted((orders or {}).items())
        ),
    )


def _timed(trace: Trace, belongs: Container[str]) -> tuple[Timed, ...]:
    return tuple((round(e.t, 3), e.text or "") for e in trace.prints() if e.text in belongs)


def _kind_of_log(logger: str, text: str) -> str:
    first, _, rest = text.partition("\n")
    error = rest.rpartition("\n")[2].partition(":")[0]
    what = _PARTICULARS.sub("...", first[:_LONGEST_LOG]).strip()
    return f"{logger}: {what} {error[:_LONGEST_LOG]}".strip()


def diagnose(behaviour: Behaviour, known: Mapping[str, Behaviour]) -> str | None:
    """The name of the known mistake that behaves exactly so; None if none does, or several do.

    Behaviours are fingerprints, or digests of fingerprints.
    """
    alike = [name for name, its in known.items() if its == behaviour]
    return alike[0] if len(alike) == 1 else None
