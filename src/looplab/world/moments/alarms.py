"""The timer that every process has: ``signal.alarm``, ``setitimer`` and ``getitimer``.

On the virtual clock it sends SIGALRM when the clock gets there. The two timers that count the
processor's time are refused: there, computing takes none.
"""

from __future__ import annotations

import errno
import math
import operator
import os
import signal
from collections.abc import Callable
from typing import Any

from looplab.world.clock import SECOND
from looplab.world.inside import NotInThisWorld, World, here
from looplab.world.waiting.signals import Signals, mine

_real_setitimer, _real_getitimer = signal.setitimer, signal.getitimer
_real_alarm = signal.alarm
_MICROSECOND = SECOND // 1_000_000


class Timer:
    """The timer of one world; nanoseconds. ``due`` is None while it is not set."""

    def __init__(self, world: World, signals: Signals) -> None:
        self._world = world
        self._signals = signals
        self._cancel: Callable[[], None] | None = None
        self._due: int | None = None
        self._interval = 0

    def left(self) -> tuple[int, int]:
        """How long until it rings, and then again and again; 0 where it does not."""
        if self._due is None:
            return 0, 0
        return max(self._due - self._world.clock.now(), _MICROSECOND), self._interval

    def set(self, first: int, interval: int) -> None:
        """Ring in so many nanoseconds, then again and again; 0 is never."""
        if self._cancel is not None:
            self._cancel()
        self._cancel = self._due = None
        self._interval = interval
        if first:
            self._ring_at(self._world.clock.now() + first)

    def _ring_at(self, ns: int) -> None:
        assert self._world.scheduler is not None
        self._due = ns
        self._cancel = self._world.scheduler.at(ns, self._ring)

    def _ring(self) -> None:
        scheduler, due = self._world.scheduler, self._due
        assert scheduler is not None and due is not None
        self._cancel = self._due = None
        if self._interval:
            self._ring_at(due + self._interval)
        self._signals.post(signal.SIGALRM, scheduler.main, alone=False)


def _timer() -> Timer | None:
    signals, world = mine(), here()
    if signals is None or world is None:
        return None
    if "timer" not in world.kept:
        world.kept["timer"] = Timer(world, signals)
    found: Timer = world.kept["timer"]
    return found


def _nanoseconds(seconds: Any) -> int:
    """As C reads them: up to the next microsecond. Raises TypeError, ValueError, ItimerError."""
    if not isinstance(seconds, float):
        ns = operator.index(seconds) * SECOND
    elif math.isnan(seconds):
        raise ValueError("Invalid value NaN (not a number)")
    else:
        ns = math.ceil(seconds * SECOND)
    if ns < 0:
        raise signal.ItimerError(errno.EINVAL, os.strerror(errno.EINVAL))
    return -(-ns // _MICROSECOND) * _MICROSECOND


def setitimer(which: int, seconds: float, interval: float = 0.0, /) -> tuple[float, float]:
    """As ``signal.setitimer``. Raises NotInThisWorld for the processor's time."""
    timer = _timer()
    if timer is not None and which in (signal.ITIMER_VIRTUAL, signal.ITIMER_PROF) and seconds:
        raise NotInThisWorld(
            "this timer counts the processor's time, and computing takes none on the virtual "
            "clock: use signal.ITIMER_REAL, or looplab run --real"
        )
    if timer is None or which != signal.ITIMER_REAL:
        return _real_setitimer(which, seconds, interval)
    first, again = _nanoseconds(seconds), _nanoseconds(interval)
    left, before = timer.left()
    timer.set(first, again)
    return left / SECOND, before / SECOND


def getitimer(which: int, /) -> tuple[float, float]:
    """As ``signal.getitimer``."""
    timer = _timer()
    if timer is None or which != signal.ITIMER_REAL:
        return _real_getitimer(which)
    left, interval = timer.left()
    return left / SECOND, interval / SECOND


def alarm(seconds: int, /) -> int:
    """As ``signal.alarm``; whole seconds, and what is left of the last one's."""
    timer = _timer()
    if timer is None:
        return _real_alarm(seconds)
    whole, (left, _) = operator.index(seconds), timer.left()
    timer.set((whole & 0xFFFF_FFFF) * SECOND, 0)
    # The kernel's own rounding: to the nearest, but never to none.
    return max((left + SECOND // 2) // SECOND, 1) if left else 0


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [
        (signal, "setitimer", setitimer),
        (signal, "getitimer", getitimer),
        (signal, "alarm", alarm),
    ]
