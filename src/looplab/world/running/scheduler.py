"""Who may run: one thread of the program at a time, until it waits.

A thread that waits says for what: a condition, a deadline, or both. It then picks who goes on
itself: first come, first served among those whose condition holds or whose deadline has passed;
else the clock jumps to the earliest deadline. Where there is none either, nobody will ever go on,
and that is known at once. Nothing polls and nothing guesses at idleness, so that the same program
takes the same turns in every run; only a real child process that is alive has to be asked.

On purpose not as in life: a thread that computes is not interrupted in favour of another one.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from heapq import heappop, heappush
from threading import get_ident

from looplab.world.clock import EndlessTime, VirtualClock
from looplab.world.running.participant import Condition, Participant

_real_sleep = time.sleep
_real_monotonic = time.monotonic

# Real seconds. A child process is asked so often whether it is done; one that has been silent for
# so long is taken to be waiting itself, and the clock goes on without it.
GLANCE = 0.0003
SILENCE = 2.0


class Ended(BaseException):
    """The run is over: unwind the program. Not an Exception, so that programs let it pass."""


class Scheduler:
    """Hands the one right to run from thread to thread.

    ``on_stuck`` is told when nobody can go on any more, ``on_endless`` when the clock would pass
    its limit, ``on_spinning`` when so many ``turns`` were taken while it stood still; each of them
    writes the end, after which every wait raises Ended. ``choose`` picks one of so many that could
    go on; None is first come, first served.
    """

    def __init__(self, clock: VirtualClock, turns: int) -> None:
        self.clock = clock
        self.on_stuck: Callable[[], None] = self.close
        self.on_endless: Callable[[], None] = self.close
        self.on_spinning: Callable[[], None] = self.close
        self.choose: Callable[[int], int] | None = None
        self._turns = turns
        self.rewind()

    def rewind(self) -> None:
        """Begin anew, on the calling thread alone."""
        self.over = False
        self.main = self.running = Participant("MainThread")
        self.main.ident = get_ident()
        self.threads: list[Participant] = [self.main]
        self.waiting: dict[Participant, None] = {}
        # Children of the program that are alive: nobody may jump ahead of them.
        self.outside: list[Callable[[], bool]] = []
        self._alarms: list[tuple[int, int, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._still = 0
        self._still_at = -1
        self._silent_since: float | None = None

    # ---- waiting

    def wait(self, condition: Condition | None, deadline: int | None) -> bool:
        """Let others run until ``condition()`` is true or the clock is at ``deadline`` (ns).

        Returns whether it was the condition. Raises Ended when the run is over, and whatever the
        condition, or the handler of a signal that came meanwhile, raised.
        """
        me = self.running
        me.inside = True
        try:
            return self._waited(me, condition, deadline)
        finally:
            me.inside = False

    def interrupt(self, number: int = 0, frame: object = None, /) -> None:
        """Ctrl-C: a signal handler. In the middle of handing on it is heard of a little later."""
        if not self.main.inside:
            raise KeyboardInterrupt
        self.main.error = KeyboardInterrupt()

    def _waited(self, me: Participant, condition: Condition | None, deadline: int | None) -> bool:
        me.condition, me.deadline = condition, deadline
        while True:
            if self.over:
                raise Ended
            self.waiting[me] = None
            self._hand_on(me)
            if self.over:
                raise Ended
            if me.error is not None:
                error, me.error = me.error, None
                raise error
            if not me.interrupts:
                outcome = me.outcome
                me.inside = False
                while me.later:
                    me.later.pop(0)()
                return outcome
            call, since, loop, visited = me.call, me.since, me.loop, me.open
            me.inside = False
            while me.interrupts:
                me.interrupts.pop(0)()
            me.inside = True
            # The handler may have waited, too; then what it waited for is over.
            me.condition, me.deadline = condition, deadline
            me.call, me.since, me.loop, me.open = call, since, loop, visited

    def step_back(self) -> None:
        """Let everybody run who can, without letting time pass."""
        if len(self.waiting):
            self.wait(None, self.clock.ns)

    def at(self, ns: int, action: Callable[[], object]) -> Callable[[], None]:
        """Call ``action`` when the clock gets there; what is returned takes it back.

        It is called on whichever thread is waiting, and must not wait itself.
        """
        alarm = (ns, next(self._numbers), action)
        heappush(self._alarms, alarm)

        def cancel() -> None:
            if alarm in self._alarms:
                self._alarms.remove(alarm)
                self._alarms.sort()

        return cancel

    def _hand_on(self, me: Participant) -> None:
        chosen = self._pick()
        del self.waiting[chosen]
        if chosen is me:
            return
        self.running = chosen
        chosen.gate.release()
        while True:
            try:
                me.gate.acquire()
            except BaseException as error:
                # From a signal's handler, while another thread runs: it is raised in turn.
                if me.error is not None:
                    raise
                me.error = error
                if self.running is me:
                    # It came just as the turn did.
                    me.gate.acquire(False)
                    return
            else:
                return

    def _pick(self) -> Participant:
        clock, waiting = self.clock, self.waiting
        if clock.ns != self._still_at:
            self._still_at, self._still = clock.ns, 0
        self._still += 1
        if self._still > self._turns and not self.over:
            self.on_spinning()
        while True:
            if self.over:
                return next(iter(waiting))
            chosen = self._first() if self.choose is None else self._chosen()
            if chosen is not None:
                self._silent_since = None
                return chosen
            if self.outside and self._glance():
                continue
            times = [p.deadline for p in waiting if p.deadline is not None]
            try:
                if self._alarms and (not times or self._alarms[0][0] <= min(times)):
                    ns, _, action = heappop(self._alarms)
                    clock.move_to(ns)
                    action()
                elif times:
                    clock.move_to(min(times))
                else:
                    self.on_stuck()
            except EndlessTime:
                self.on_endless()

    def _first(self) -> Participant | None:
        now = self.clock.ns
        for one in self.waiting:
            if self._can_go_on(one, now):
                return one
        return None

    def _chosen(self) -> Participant | None:
        now = self.clock.ns
        able = [one for one in self.waiting if self._can_go_on(one, now)]
        if len(able) > 1 and self.choose is not None:
            return able[self.choose(len(able))]
        return able[0] if able else None

    def _can_go_on(self, one: Participant, now: int) -> bool:
        if one.interrupts or one.error is not None:
            return True
        if one.condition is not None:
            try:
                if one.condition():
                    one.outcome = True
                    return True
            except BaseException as error:
                one.error = error
                return True
        if one.deadline is not None and one.deadline <= now:
            one.outcome = False
            return True
        return False

    def _glance(self) -> bool:
        """Give a child process a moment of real time; False once all are done or silent."""
        self.outside = [alive for alive in self.outside if alive()]
        now = _real_monotonic()
        if self._silent_since is None:
            self._silent_since = now
        if not self.outside or now - self._silent_since > SILENCE:
            self._silent_since = None
            return False
        _real_sleep(GLANCE)
        return True

    # ---- threads come and go

    def expect(self, name: str, daemon: bool) -> Participant:
        """A thread is about to start: it runs as soon as the one that starts it waits."""
        one = Participant(name)
        one.daemon = daemon
        one.deadline = self.clock.ns
        self.threads.append(one)
        self.waiting[one] = None
        return one

    def give_up(self, one: Participant) -> None:
        """The thread that was expected could not be started."""
        one.done = True
        self.waiting.pop(one, None)
        self.threads.remove(one)

    def begin(self, one: Participant) -> None:
        """On the new thread: wait for its turn. Raises Ended."""
        one.ident = get_ident()
        one.gate.acquire()
        if self.over:
            raise Ended

    def leave(self, one: Participant) -> None:
        """On a thread that is done: let another one run."""
        one.done = True
        self.threads.remove(one)
        if self.waiting:
            chosen = self._pick()
            del self.waiting[chosen]
            self.running = chosen
            chosen.gate.release()

    def close(self) -> None:
        """From now on nobody waits any more: every wait raises Ended."""
        self.over = True

    def unwind(self, patience: float = 1.0) -> None:
        """After the end, on the main thread: let every other thread run out, one by one."""
        self.close()
        self.main.inside = True
        until = _real_monotonic() + patience
        while len(self.threads) > 1 and _real_monotonic() < until:
            if self.main in self.waiting or not self.waiting:
                break
            chosen = next(iter(self.waiting))
            del self.waiting[chosen]
            self.running = chosen
            self.waiting[self.main] = None
            chosen.gate.release()
            if not self.main.gate.acquire(timeout=max(0.0, until - _real_monotonic())):
                break
