"""The mark of one submission, and why: what a grading writes down, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Self

from looplab.trace import FINE_ENDINGS, STATUSES

# For each way a run can end, a sentence for the student who wrote it.
ENDINGS = {
    "finished": "it ran to its end",
    "idle": "it waits for visitors, as a server does",
    "error": "it ended with an error",
    "deadlock": "everybody in it waits, and nobody is left who could wake them",
    "virtual-time-limit": "it goes on for ever: after an hour on the clock it had not ended",
    "cpu-limit": "it computes without end, and never waits",
    "wall-limit": "it stood still for so long, in real seconds, that it was stopped",
    "memory": "it asked for more memory than it may have",
    "output-limit": "it printed without end",
    "crashed": "the Python process itself broke down",
    "ended-early": "it left before it was done (sys.exit or os._exit)",
    "syntax-error": "it is not valid Python",
    "unreadable": "its file cannot be read as text",
    "missing": "there is no file to judge",
    "too-large": "its file is too large",
    "sandbox-lost": "the process that ran it was lost; this is not your mistake",
    "internal-error": "the lab itself failed; this is not your mistake",
}

# There was no program that could have been run.
NOT_RUN = frozenset({"missing", "unreadable", "too-large"})

# What of the grading account is closed off, as an attack on it before the grading has shown.
_CLOSED = {"no-files": "the files", "no-network": "the network"}


def left_open(isolation: Iterable[str]) -> str:
    """What of the grading account was open to a program, in words; empty where nothing was."""
    layers = set(isolation)
    return " and ".join(what for shown, what in _CLOSED.items() if shown not in layers)


@dataclass(frozen=True)
class Check:
    """One check of one submission: ``name`` is its test, ``says`` its docstring.

    ``limit`` is the shortest hold of the loop, in seconds, that counts in this check, where it
    failed for one. ``tried`` has the inputs of the run that failed it, as they stand in a call;
    it is empty where the check is hidden, or gave none.
    """

    name: str
    says: str
    passed: bool
    points: float
    max_points: float
    hidden: bool
    message: str
    limit: float | None = None
    tried: str = ""


@dataclass(frozen=True)
class Result:
    """The verdict on one submission. ``ms`` is how long its runs took, in real milliseconds.

    ``late`` and ``unknown`` (not on the roster) are for the instructor: no mark depends on them.
    Where something was handed in that is no program, ``unusable`` says what, and what is wanted.
    """

    student: str
    lab: str
    source_sha256: str | None
    verdict: str
    points: float
    max_points: float
    checks: tuple[Check, ...]
    diagnosis: dict[str, str] | None
    suspicions: tuple[dict[str, Any], ...]
    isolation: tuple[str, ...]
    seed: int
    ms: int
    late: bool = False
    unknown: bool = False
    unusable: str = ""

    @property
    def handed_in(self) -> bool:
        """Whether its student has handed in anything, be it no program."""
        return self.verdict != "missing" or bool(self.unusable)

    def to_json(self) -> str:
        """The result as one line of JSON, all of it ASCII.

        A student's name may be no valid text, and an error's message may hold any kind of line end.
        """
        # Not asdict, which copies all values deeply and takes three times as long as the rest.
        return json.dumps({**vars(self), "checks": [_without_nothing(c) for c in self.checks]})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote. Raises ValueError where it is something else."""
        try:
            data = json.loads(text)
            known = {field.name for field in fields(cls)}
            data = {key: value for key, value in data.items() if key in known}
            data["checks"] = tuple(_read(check) for check in data["checks"])
            data["suspicions"] = tuple(data["suspicions"])
            data["isolation"] = tuple(data["isolation"])
            return cls(**data)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as reason:
            raise ValueError(f"this is no result: {text[:80]!r}") from reason


# Keys of a check that are written only where there is something to say.
_OPTIONAL = ("limit", "tried")


def _without_nothing(check: Check) -> dict[str, Any]:
    return {k: value for k, value in vars(check).items() if value or k not in _OPTIONAL}


def _read(check: dict[str, Any]) -> Check:
    """A check as it was written, perhaps by a later version, which knows more of it."""
    known = {field.name for field in fields(Check)}
    return Check(**{key: value for key, value in check.items() if key in known})


def verdict_of(checks: Iterable[Check], statuses: Iterable[str]) -> str:
    """``passed`` if every check did; else how its worst run ended; else ``failed``."""
    checks = list(checks)
    if checks and all(check.passed for check in checks):
        return "passed"
    bad = [status for status in statuses if status not in FINE_ENDINGS]
    return min(bad, key=STATUSES.index) if bad else "failed"
