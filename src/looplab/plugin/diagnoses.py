"""What the known mistakes of a lab do, without their programs: ``diagnoses.json``.

The full edition finds it out from the programs in ``wrong``. In the students' edition there are
none of them; this file is there instead. Behaviours and lines are kept as digests: two can be
compared, and none can be read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from looplab.course import Lab, advice_in
from looplab.diagnose import Fingerprint, diagnose, fingerprint
from looplab.plugin.mistakes import Known, key_of
from looplab.trace import Trace

FILE = "diagnoses.json"

# So many letters of a line's digest: enough to tell it from a student's own lines.
_SHORT = 16


@dataclass(frozen=True)
class Diagnoses:
    """What each known mistake of a lab does with the inputs of one seed, and the advice for it.

    ``inputs`` are all that the checks ask for, ``orders`` those that they ask for in every order of
    execution, by key. ``lines`` are digests of the lines that belong to the lab, ``mistakes`` maps
    the name of each mistake to the digest of its fingerprint, ``advice`` to its words.
    """

    seed: int
    inputs: Mapping[str, dict[str, Any]]
    orders: Mapping[str, dict[str, Any]]
    lines: frozenset[str]
    mistakes: Mapping[str, str]
    advice: Mapping[str, str]

    @classmethod
    def of(cls, lab: Lab, known: Known, seed: int) -> Self:
        """Those that were found out from a lab's own wrong programs.

        A mistake that these checks do not find is none of them: its advice would be said to nobody.
        """
        does = {name: each for name, each in known.fingerprints.items() if each.failed}
        return cls(
            seed,
            known.inputs,
            known.orders,
            frozenset(map(_of_line, known.belongs)),
            {name: digest(each) for name, each in does.items()},
            {path.stem: advice_in(path) for path in lab.wrong if path.stem in does},
        )

    def diagnosis(
        self,
        failed: Iterable[str],
        runs: Mapping[str, Trace],
        orders: Mapping[str, Sequence[Trace]],
    ) -> dict[str, str] | None:
        """The mistake that a program makes, and the advice; None unless it does just the same.

        ``failed`` are the checks that it failed, ``runs`` and ``orders`` its traces by inputs.
        """
        behaviour = digest(fingerprint(failed, runs, _Lines(self.lines), orders))
        wrong = diagnose(behaviour, self.mistakes)
        return None if wrong is None else {"wrong": wrong, "advice": self.advice[wrong]}

    def to_json(self) -> str:
        """The text of the file: equal diagnoses give equal bytes."""
        data = {
            "seed": self.seed,
            "inputs": list(self.inputs.values()),
            "orders": list(self.orders.values()),
            "lines": sorted(self.lines),
            "mistakes": [
                {"wrong": wrong, "does": does, "advice": self.advice[wrong]}
                for wrong, does in sorted(self.mistakes.items())
            ],
        }
        return json.dumps(data, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote. Raises ValueError where it is something else."""
        try:
            data = json.loads(text)
            return cls(
                int(data["seed"]),
                {key_of(given): dict(given) for given in data["inputs"]},
                {key_of(given): dict(given) for given in data["orders"]},
                frozenset(map(str, data["lines"])),
                {str(each["wrong"]): str(each["does"]) for each in data["mistakes"]},
                {str(each["wrong"]): str(each["advice"]) for each in data["mistakes"]},
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as reason:
            raise ValueError("these are no diagnoses of looplab") from reason


def kept(lab: Lab, seed: int) -> Diagnoses | None:
    """What a lab without wrong programs knows for this seed; None if nothing."""
    path = Path(lab.path / FILE)
    try:
        found = Diagnoses.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # It is a help, not a part of the marks: without it there is no advice.
        return None
    return found if found.seed == seed else None


def digest(behaviour: Fingerprint) -> str:
    """A fingerprint as a short text: equal ones, and only they, have the same."""
    return hashlib.sha256(json.dumps(asdict(behaviour)).encode("ascii")).hexdigest()


class _Lines(Container[str]):
    """The lines of which these are the digests."""

    def __init__(self, digests: frozenset[str]) -> None:
        self._digests = digests

    def __contains__(self, line: object) -> bool:
        return isinstance(line, str) and _of_line(line) in self._digests


def _of_line(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:_SHORT]
