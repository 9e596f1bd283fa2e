"""Inputs that nobody can know beforehand, and that are the same for all students of one grading."""

from __future__ import annotations

import itertools
import random

_NAMES = (
    "Ada Ben Cleo Dev Eli Fay Gus Hana Ivo Jun Kai Lea Mia Nils Oda Pia Quin Rosa Sam Tess Uma "
    "Vik Wren Xia Yann Zoe"
).split()

# No two moments of one draw are closer than this, in seconds: no order rests on a tie.
APART = 0.1


class Draw:
    """Draws, seeded: the same seed and place give the same ones, in any order of checks.

    ``place`` names the lab and the check. Each further call of one draw differs from the last.
    """

    def __init__(self, seed: int, *place: str) -> None:
        self._seed, self._place = seed, place
        self._random = random.Random("/".join([str(seed), *place]))

    def shared(self, name: str) -> Draw:
        """Draws that all checks of the lab which ask by this name share.

        Checks that draw the same and run with it look at one run, which is made once.
        """
        return Draw(self._seed, *self._place[:1], f"shared {name}")

    def count(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self._random.randint(low, high)

    def names(self, count: int) -> list[str]:
        """So many different first names. Raises ValueError where there are not enough."""
        if count > len(_NAMES):
            raise ValueError(f"there are {len(_NAMES)} names, and {count} were asked for")
        return self._random.sample(_NAMES, count)

    def delays(self, count: int) -> dict[str, float]:
        """So many names, each with a delay in seconds, in tenths.

        No two are closer than 0.2; their sum is at least 1.5 times the largest; and the names
        do not stand in the order of their delays. So one after the other, all at once, in the
        order given and in the order of waking never look alike.
        """
        if count < 2:
            raise ValueError("delays are drawn for two or more: one alone shows no order")
        grid = [tenths / 10 for tenths in range(5, 5 + 2 * max(count, 12), 2)]
        while True:
            drawn = self._random.sample(grid, count)
            if sum(drawn) >= 1.5 * max(drawn) and drawn != sorted(drawn):
                return dict(zip(self.names(count), drawn, strict=True))

    def moments(self, delays: dict[str, float]) -> dict[str, float]:
        """For each of them a moment at which to begin, in seconds, in hundredths.

        The first begins at 0, each further one while somebody else is still at it; no two of all
        beginnings and ends are closer than APART.
        """
        while True:
            begins: dict[str, float] = {}
            for name in delays:
                latest = max((begins[n] + delays[n] for n in begins), default=0.0)
                begins[name] = round(self._random.uniform(0.0, latest), 2) if begins else 0.0
            moments = sorted([*begins.values(), *(begins[n] + delays[n] for n in delays)])
            gaps = [b - a for a, b in itertools.pairwise(moments)]
            if min(gaps) >= APART:
                return begins

    def number(self, low: int = 2, high: int = 99) -> int:
        """A whole number that stands for any value."""
        return self._random.randint(low, high)
