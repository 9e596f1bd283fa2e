"""Two clocks with one face: a virtual one that moves only when everybody waits, and the real one.

Blocking and non-blocking code share the virtual clock: ``time.sleep(5)`` moves it by five seconds
and returns at once, and so does a loop that has nothing to do for five seconds. Times inside are
whole nanoseconds, so that sums are exact.

What is on purpose not as in life: the virtual wall clock starts on the twelfth day of 1970. A
small number of seconds keeps ``time.time() + 0.1`` exact to the nanosecond; at today's 1.8e9 a
PeriodicCallback drifts by a millisecond in some thousand ticks. It does not start at 0, because
there ``add_timeout(1)``, which means one second after 1970 began, would look right.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

SECOND = 1_000_000_000
MONOTONIC_START = 1000 * SECOND
WALL_START = 2**20 * SECOND

# A program that waits by reading the clock would never see it move. After so many reads within
# one turn each further read moves it by a millisecond.
PATIENCE = 200
POLL_STEP = SECOND // 1000

# Kept before anything is replaced: the world itself must not be fooled by its own clock.
_sleep = time.sleep
_perf_counter_ns = time.perf_counter_ns

Select = Callable[[float | None], list[Any]]


class EndlessTime(Exception):
    """The virtual clock would pass the limit: the program goes on for ever."""


class NothingToWaitFor(Exception):
    """The loop would wait, and nothing is left that could wake it."""


class VirtualClock:
    """Time passes when somebody waits, and only then.

    ``limit`` is the number of virtual seconds after which EndlessTime is raised.
    """

    name = "virtual"
    # Any wait is worth recording: on this clock it is one that the program asked for.
    grain = 1
    origin = 0

    def __init__(self, limit: float) -> None:
        self.ns = 0
        self.reads = 0
        self.on_polling: Callable[[int, int], None] | None = None
        self._limit = round(limit * SECOND)

    def now(self) -> int:
        """Nanoseconds since the start of the run."""
        return self.ns

    def move_to(self, ns: int) -> None:
        """Let the time pass until ``ns``. Raises EndlessTime."""
        if ns > self._limit:
            self.ns = self._limit
            raise EndlessTime
        if ns > self.ns:
            self.ns = ns
        self.reads = 0

    def sleep(self, seconds: float) -> None:
        """What ``time.sleep`` does. Raises ValueError as it does, and EndlessTime."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self.move_to(self.ns + round(seconds * SECOND))

    def read(self) -> int:
        """A look at the clock by the program itself, which may be polling it."""
        self.reads += 1
        if self.reads > PATIENCE:
            before, patience = self.ns, self.reads
            self.move_to(before + POLL_STEP)
            self.reads = patience
            if self.on_polling is not None:
                self.on_polling(before, self.ns)
        return self.ns

    def loop_time(self) -> float:
        """What ``loop.time()`` returns: monotonic seconds."""
        return (MONOTONIC_START + self.ns) / SECOND

    def wait(self, select: Select, due: float | None) -> list[Any]:
        """Wait for I/O until the loop time ``due``. Raises NothingToWaitFor, EndlessTime."""
        ready = select(0)
        if ready:
            return ready
        if due is None:
            raise NothingToWaitFor
        self.move_to(round(due * SECOND) - MONOTONIC_START)
        return ready


class RealClock:
    """The clock on the wall. ``now()`` is in nanoseconds; the run began at ``origin``."""

    name = "real"
    # Shorter waits and turns than a millisecond are the machine's own noise.
    grain = SECOND // 1000

    def __init__(self) -> None:
        # Called twice in every turn of the loop, so that even a method would be too dear.
        self.now = _perf_counter_ns
        self.origin = _perf_counter_ns()

    def sleep(self, seconds: float) -> None:
        """What ``time.sleep`` does."""
        _sleep(seconds)

    def loop_time(self) -> float:
        """What ``loop.time()`` returns: monotonic seconds."""
        return time.monotonic()

    def wait(self, select: Select, due: float | None) -> list[Any]:
        """Wait for I/O until the loop time ``due``, or for ever."""
        return select(None if due is None else max(0.0, due - time.monotonic()))


Clock = VirtualClock | RealClock


def virtual_time_functions(
    clock: VirtualClock, sleep: Callable[[float], None], is_inside: Callable[[], bool]
) -> dict[str, Callable[..., Any]]:
    """The functions of the ``time`` module, by name, as the world's threads see them.

    ``is_inside`` tells whether the calling thread belongs to the world; other threads (a notebook
    kernel's, say) keep the real time.
    """

    def reader(name: str, value: Callable[[int], Any]) -> Callable[[], Any]:
        real = getattr(time, name)
        return lambda: value(clock.read()) if is_inside() else real()

    def with_default(name: str) -> Callable[..., Any]:
        real = getattr(time, name)

        def shown(seconds: float | None = None) -> Any:
            if seconds is None and is_inside():
                seconds = (WALL_START + clock.read()) / SECOND
            return real(seconds)

        return shown

    localtime = with_default("localtime")
    real_strftime, real_asctime, real_sleep = time.strftime, time.asctime, time.sleep
    return {
        "sleep": lambda seconds: sleep(seconds) if is_inside() else real_sleep(seconds),
        "time": reader("time", lambda ns: (WALL_START + ns) / SECOND),
        "time_ns": reader("time_ns", lambda ns: WALL_START + ns),
        "monotonic": reader("monotonic", lambda ns: (MONOTONIC_START + ns) / SECOND),
        "monotonic_ns": reader("monotonic_ns", lambda ns: MONOTONIC_START + ns),
        "perf_counter": reader("perf_counter", lambda ns: (MONOTONIC_START + ns) / SECOND),
        "perf_counter_ns": reader("perf_counter_ns", lambda ns: MONOTONIC_START + ns),
        "localtime": localtime,
        "gmtime": with_default("gmtime"),
        "ctime": with_default("ctime"),
        "strftime": lambda form, moment=None: real_strftime(form, moment or localtime()),
        "asctime": lambda moment=None: real_asctime(moment or localtime()),
    }
