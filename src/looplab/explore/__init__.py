"""The same program under many schedules: which outcomes there are, and how to repeat each.

Where several steps could go next, any of them may: what life does with slow answers and busy
machines. A schedule is the list of those choices. Small programs are searched through, depth first;
larger ones are tried with random schedules, each repeatable by its number. No more than what tells
outcomes apart is noted on the way; ``record`` runs the schedule of an outcome again for its trace.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from types import ModuleType

from looplab.explore.rehearsal import Rehearsal
from looplab.request import Bounds, Request
from looplab.staging import room

Schedule = int | list[int]
_now = time.monotonic


@dataclass
class Outcome:
    """One way in which the program went: how it repeats, and how often it came."""

    schedule: Schedule
    times: int = 1


@dataclass
class Exploration:
    """All outcomes found, in the order found; whether there can be no others."""

    outcomes: list[Outcome]
    runs: int
    complete: bool


def explore(request: Request, bounds: Bounds) -> Exploration:
    """Run the program under many schedules, on the virtual clock, within ``bounds``."""
    with room(request) as module:
        search = _Search(request, module, bounds)
        complete = search.in_depth(bounds.runs // 2 if bounds.random else bounds.runs)
        if not complete and bounds.random:
            search.at_random()
    return Exploration(list(search.found.values()), search.runs, complete)


class _Search:
    """What was found so far."""

    def __init__(self, request: Request, module: ModuleType, bounds: Bounds) -> None:
        self._request = replace(request, schedule=[], ties_only=False, clock="virtual")
        self._module = module
        self._bounds = bounds
        self._until = _now() + bounds.seconds
        self.found: dict[str, Outcome] = {}
        self.runs = 0

    def _may_go_on(self) -> bool:
        return self.runs < self._bounds.runs and _now() < self._until

    def in_depth(self, most: int) -> bool:
        """Take every choice in turn; True if that was all there is."""
        prefix: list[int] = []
        with self._stage() as stage:
            while self.runs < most and self._may_go_on():
                taken = self._try(stage, prefix)
                while taken and taken[-1][1] + 1 >= taken[-1][0]:
                    taken.pop()
                if not taken:
                    return True
                prefix = [choice for _, choice in taken]
                prefix[-1] += 1
        return False

    def at_random(self) -> None:
        """Shuffle what goes next, with one number after the other."""
        with self._stage() as stage:
            number = 1
            while self._may_go_on():
                self._try(stage, number)
                number += 1

    def _stage(self) -> Rehearsal:
        return Rehearsal(self._request, self._module)

    def _try(self, stage: Rehearsal, schedule: Schedule) -> list[tuple[int, int]]:
        outcome, taken = stage.run(schedule)
        self.runs += 1
        if outcome in self.found:
            self.found[outcome].times += 1
        else:
            kept = schedule if isinstance(schedule, int) else _shortest(schedule)
            self.found[outcome] = Outcome(kept)
        return taken


def _shortest(choices: list[int]) -> list[int]:
    """Without the zeros at the end: they are what happens anyway."""
    kept = list(choices)
    while kept and kept[-1] == 0:
        kept.pop()
    return kept
