"""What to run: everything that a run depends on, in one value.

A request is plain data. It crosses into the child process as JSON; two equal requests give equal
traces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from looplab.latency import USUAL


@dataclass(frozen=True)
class Source:
    """The text of a program, and the name under which its lines are reported."""

    name: str
    text: str


@dataclass(frozen=True)
class Limits:
    """When to stop a run. None means no limit.

    ``wall`` and ``cpu`` are real seconds, ``memory`` and ``output`` bytes; ``virtual`` is seconds
    on the virtual clock. ``lines`` bounds how many lines may be printed, ``turns`` how many turns
    the loop may take while its clock stands still.
    """

    wall: float | None = None
    cpu: int | None = None
    memory: int | None = None
    output: int | None = None
    lines: int | None = None
    virtual: float = 3600.0
    turns: int = 1_000_000


@dataclass(frozen=True)
class Latency:
    """What takes time on the virtual clock though no program says how much; seconds.

    ``files``: to open a file, and for each megabyte begun of what is read or written. ``names``:
    to look up a host that is neither this machine nor a number. ``input``: until the person at the
    keyboard has typed a line. ``processes``: to start another program.
    """

    files: float = USUAL["files"]
    names: float = USUAL["names"]
    input: float = USUAL["input"]
    processes: float = USUAL["processes"]


# For programs of strangers: generous beside what a lab needs (milliseconds), small beside what
# would hold up a grading.
STRICT = Limits(wall=15.0, cpu=4, memory=1 << 30, output=1 << 20, lines=20_000, turns=200_000)


@dataclass(frozen=True)
class Bounds:
    """How far to explore: so many runs, and so many real seconds, at the most.

    Half of the runs search the choices in depth; if that was not all, the rest are shuffles, unless
    ``random`` is False. Of so many different ``outcomes`` the traces are kept.
    """

    runs: int = 2000
    seconds: float = 10.0
    random: bool = True
    outcomes: int = 50


@dataclass(frozen=True)
class Request:
    """One run.

    ``script`` runs as a program, in ``folder``'s context (imports and relative file names in the
    trace); ``argv`` are its arguments. With ``inputs`` (not None) the script is a lab's driver:
    its ``main(**inputs)`` is called, and ``submission`` is what it imports under that name.
    ``before`` are texts that run first, in the script's own module: earlier cells of a notebook.
    ``clock`` is ``virtual`` or ``real``. ``seed`` seeds the ``random`` module. ``schedule`` picks
    who goes first: None or 0 is first come first served, a number a shuffle that it repeats, a
    list the choices themselves. It picks among all that are ready, or, with ``ties_only``, among
    timers that are due at the same instant. With ``explore`` it runs under many schedules, and
    there is a trace for each outcome.
    """

    script: Source
    folder: str | None = None
    path: str | None = None
    argv: tuple[str, ...] = ()
    inputs: Mapping[str, Any] | None = None
    submission: Source | None = None
    before: tuple[Source, ...] = ()
    clock: str = "virtual"
    seed: int = 0
    schedule: int | list[int] | None = None
    ties_only: bool = False
    explore: Bounds | None = None
    limits: Limits = field(default_factory=Limits)
    latency: Latency = field(default_factory=Latency)

    def to_json(self) -> str:
        """The request as one line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote."""
        data = json.loads(text)
        data["script"] = Source(**data["script"])
        if data["submission"] is not None:
            data["submission"] = Source(**data["submission"])
        data["before"] = tuple(Source(**source) for source in data["before"])
        data["argv"] = tuple(data["argv"])
        data["limits"] = Limits(**data["limits"])
        data["latency"] = Latency(**data["latency"])
        if data["explore"] is not None:
            data["explore"] = Bounds(**data["explore"])
        return cls(**data)
