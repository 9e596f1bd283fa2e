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

SECOND = 1_000_000_000
MONOTONIC_START = 1000 * SECOND
WALL_START = 2**20 * SECOND

# Kept before anything is replaced: the world itself must not be fooled by its own clock.
_perf_counter_ns = time.perf_counter_ns
_monotonic = time.monotonic


class EndlessTime(Exception):
    """The virtual clock would pass the limit: the program goes on for ever."""


class VirtualClock:
    """Time passes when everybody waits, and only then: the scheduler moves it.

    ``limit`` is the number of virtual seconds after which EndlessTime is raised.
    """

    name = "virtual"
    # Any wait is worth recording: on this clock it is one that the program asked for.
    grain = 1
    origin = 0

    def __init__(self, limit: float) -> None:
        self.ns = 0
        self._limit = round(limit * SECOND)

    def now(self) -> int:
        """Nanoseconds since the start of the run."""
        return self.ns

    def move_to(self, ns: int) -> None:
        """Let the time pass until ``ns``. Raises EndlessTime."""
        ns = int(ns)
        if ns > self._limit:
            self.ns = self._limit
            raise EndlessTime
        if ns > self.ns:
            self.ns = ns

    def loop_time(self) -> float:
        """What ``loop.time()`` returns: monotonic seconds."""
        return (MONOTONIC_START + self.ns) / SECOND


class RealClock:
    """The clock on the wall. ``now()`` is in nanoseconds; the run began at ``origin``."""

    name = "real"
    # Shorter waits and turns than a millisecond are the machine's own noise.
    grain = SECOND // 1000

    def __init__(self) -> None:
        # Called twice in every turn of the loop, so that even a method would be too dear.
        self.now = _perf_counter_ns
        self.origin = _perf_counter_ns()

    def loop_time(self) -> float:
        """What ``loop.time()`` returns: monotonic seconds."""
        return _monotonic()


Clock = VirtualClock | RealClock
