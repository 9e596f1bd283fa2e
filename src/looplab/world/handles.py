"""What waits in a loop: callbacks and timers that know a little more than asyncio's own."""

from __future__ import annotations

import itertools
import random
from asyncio import events, format_helpers
from typing import Any

from looplab.world.actors import Actor
from looplab.world.blame import Place


class Callback(events.Handle):
    """A handle that knows since when it could run, and who goes on in it."""

    __slots__ = ("actor", "ready_at")

    actor: Actor | None
    ready_at: int


class Timer(events.TimerHandle):
    """A timer that knows when it was set, where, and which of two equal ones was first."""

    __slots__ = ("actor", "n", "place", "ready_at", "seq", "set_at")

    actor: Actor | None
    n: int
    place: Place | None
    ready_at: int
    seq: int
    set_at: int

    def __lt__(self, other: Any) -> bool:
        return (self._when, self.seq) < (other._when, other.seq)  # type: ignore[attr-defined]


class Ties:
    """Picks who goes first among timers that are due at the same instant.

    ``schedule`` None or 0: first come first served. A number: a shuffle that the same number
    repeats. A list: the choices, each an index among those that are left; 0 when it is used up.
    """

    def __init__(self, schedule: int | list[int] | None) -> None:
        self._choices = iter(schedule if isinstance(schedule, list) else ())
        self._random = random.Random(schedule) if isinstance(schedule, int) and schedule else None

    def order(self, timers: list[Timer]) -> list[Timer]:
        """The timers, earliest first, ties in the order picked."""
        ordered: list[Timer] = []
        for _, group in itertools.groupby(timers, key=lambda timer: timer._when):  # type: ignore[attr-defined]
            left = list(group)
            while left:
                ordered.append(left.pop(self._pick(len(left))))
        return ordered

    def _pick(self, count: int) -> int:
        if count == 1:
            return 0
        if self._random is not None:
            return self._random.randrange(count)
        return next(self._choices, 0) % count


def report(loop: Any, handle: events.Handle, error: BaseException) -> None:
    """Tell the loop's exception handler of a callback that raised."""
    callback, args = handle._callback, handle._args  # type: ignore[attr-defined]
    what = format_helpers._format_callback_source(callback, args)
    context = {"message": f"Exception in callback {what}", "exception": error, "handle": handle}
    loop.call_exception_handler(context)
