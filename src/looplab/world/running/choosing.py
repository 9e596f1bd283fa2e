"""Who goes first where more than one could: first come first served, or as a schedule says."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import deque
from collections.abc import Callable
from typing import Any

from looplab.world.recording.actors import Task, is_hidden, unwrap
from looplab.world.running.handles import Timer


class Chooser:
    """Picks who goes first, where more than one could.

    ``schedule`` None or 0: first come first served. A number: a shuffle that the same number
    repeats. A list: the choices, each an index among those that could go; 0 when it is used up.
    With ``only_timers`` it picks among timers that are due at the same instant and nothing else;
    otherwise among all task steps and callbacks of the program that are ready (``steps``), while
    those of libraries run at once, as they come.
    """

    def __init__(self, schedule: int | list[int] | None, only_timers: bool = False) -> None:
        self.start(schedule)
        chooses = self._random is not None or isinstance(schedule, list)
        self.steps = chooses and not only_timers
        self._timers = chooses and only_timers

    def start(self, schedule: int | list[int] | None) -> None:
        """Begin anew with another schedule of the same kind."""
        self._choices = iter(schedule if isinstance(schedule, list) else ())
        self._random = random.Random(schedule) if isinstance(schedule, int) and schedule else None
        # What was chosen so far, and among how many: enough to repeat it.
        self.taken: list[tuple[int, int]] = []

    def order(self, timers: list[Timer]) -> list[Timer]:
        """The timers, earliest first, ties in the order picked."""
        if not self._timers:
            return timers
        ordered: list[Timer] = []
        for _, group in itertools.groupby(timers, key=lambda timer: timer._when):  # type: ignore[attr-defined]
            left = list(group)
            while left:
                ordered.append(left.pop(self.pick(len(left))))
        return ordered

    def next_of(self, ready: deque[Any], owns: Callable[[Any], bool]) -> Any:
        """Take out the handle that goes next: the first of a library, else one of the program's."""
        if len(ready) == 1:
            return ready.popleft()
        plumbing = (i for i, each in enumerate(ready) if not _is_a_choice(each, owns))
        first = next(plumbing, None)
        index = self.pick(len(ready)) if first is None else first
        if not index:
            return ready.popleft()
        handle = ready[index]
        del ready[index]
        return handle

    def pick(self, count: int) -> int:
        """Which of so many; noted, unless there is only one."""
        if count == 1:
            return 0
        if self._random is not None:
            choice = self._random.randrange(count)
        else:
            choice = next(self._choices, 0) % count
        self.taken.append((count, choice))
        return choice


def _is_a_choice(handle: Any, owns: Callable[[Any], bool]) -> bool:
    """Whether it is a step of the program's, or of what it awaits; no machinery of libraries."""
    if handle._cancelled:
        return False
    callback = handle._callback
    task = getattr(callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return owns(unwrap(callback, handle._args))
    hidden: bool | None = getattr(task, "hidden", None)
    if hidden is None:
        hidden = is_hidden(task.get_coro())
        if type(task) is Task:
            task.hidden = hidden
    return not hidden
