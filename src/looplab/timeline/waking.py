"""For how long somebody was ready while the loop slept: nobody held it, and nobody woke it.

``call_soon`` and ``set_result`` from another thread make somebody ready, and let the loop sleep on
until a timer or a socket wakes it by chance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from looplab.trace import Event

# Sums of floats: so many seconds apart, two times are the same.
_SAME = 1e-6

# On the real clock a machine that is busy makes everybody late: shorter gaps tell nothing.
_SHORTEST = 0.1

# Whoever runs later than so many seconds after they could was not on time.
LATE = 0.01


def asleep_until(
    ready: Event,
    holds: Sequence[Event],
    *,
    real: bool = False,
    on_time: Callable[[Event], bool] = lambda hold: True,
) -> float:
    """Until when the loop slept although somebody was ready; ``ready.t`` where it did not.

    ``holds`` are the turns of that loop and the calls that held it, in order of time, all of those
    that took any. On the real clock a machine that stands still looks like a loop that sleeps: so
    there it counts as sleep only where the loop then ran somebody who was ``on_time``.
    """
    # Two holds of one loop do not overlap, so that the last one before is the one that may go on.
    at = bisect_left(holds, ready.t, key=lambda hold: hold.t)
    end = ready.t if ready.until is None else ready.until
    if at and _end(holds[at - 1]) > ready.t + _SAME:
        return ready.t
    waker = holds[at] if at < len(holds) and holds[at].t < end - _SAME else None
    until = end if waker is None else waker.t
    if until - ready.t < (_SHORTEST if real else _SAME):
        return ready.t
    if real and (waker is None or not on_time(waker)):
        return ready.t
    # There the turn that woke it takes a moment, too.
    return end if real and end - until < LATE else until


class Waking:
    """The same for a whole run, which may have several loops."""

    def __init__(
        self, holds: Iterable[Event], ready: Iterable[Event], *, real: bool, stopped: float | None
    ) -> None:
        """``stopped`` is when Ctrl-C ended it: that wakes a loop as well."""
        self._real, self._stopped = real, stopped
        self._homes: dict[str | None, set[str]] = {}
        self._holds: dict[str, list[Event]] = {}
        for hold in holds:
            thread = hold.thread or "MainThread"
            self._homes.setdefault(hold.who, set()).add(thread)
            if hold.duration > 0 or hold.until is None:
                self._holds.setdefault(thread, []).append(hold)
        self._late = {(each.who, each.until) for each in ready if each.duration > LATE}

    def asleep_until(self, ready: Event) -> float:
        """Until when the loop of whoever was ready slept."""
        loops = self._homes.get(ready.who, set(self._holds))
        if len(loops) > 1:
            # Somebody of that name is on each of them: whose loop slept is not known.
            return ready.t
        holds = self._holds.get(next(iter(loops), ""), [])
        woken = self._stopped is not None and abs(_end(ready) - self._stopped) < LATE
        return asleep_until(ready, holds, real=self._real and not woken, on_time=self._on_time)

    def _on_time(self, hold: Event) -> bool:
        return (hold.who, hold.t) not in self._late


def _end(hold: Event) -> float:
    """A hold without an end lasted as long as the run."""
    return float("inf") if hold.until is None else hold.until
