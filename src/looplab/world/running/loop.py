"""The event loop, seen from outside: one turn after the other, on the world's clock.

Timers that are due at the same instant run in the order in which they were set (on a real clock
they differ by nanoseconds; ``heapq`` alone would order equal ones at random); a schedule may pick
another order.
"""

from __future__ import annotations

import heapq
from threading import get_ident
from types import FunctionType
from typing import Any

from looplab.world.inside import World
from looplab.world.network.selecting import waits_in_loop
from looplab.world.recording.cpu import NOTABLE, SHORTEST, Sampler, looked, worked
from looplab.world.running.chains import Chains
from looplab.world.running.handles import Callback, Timer, report
from looplab.world.running.scheduler import Ended


class Loop(Chains):
    """Runs the turns of one event loop, and tells the recorder of them.

    Its methods stand in for those of the loop itself.
    """

    def __init__(self, world: World, loop: Any, sampler: Sampler) -> None:
        super().__init__(world, loop)
        self._chooser = world.chooser
        self._sampler = sampler
        self._met = 0
        self._still = 0
        self._still_at = -1
        # Lines above the loop's own frame belong to whoever started the loop, not to this turn.
        world.recorder.program.boundary = Loop.run_once.__code__

    def run_once(self) -> None:
        """One iteration: wait, find what is due, run all that was ready."""
        recorder, loop = self.recorder, self.loop
        if recorder.over:
            raise Ended
        ident = get_ident()
        if ident != self._met:
            self._met = ident
            recorder.loops.setdefault(recorder.thread())
            self._sampler.watch(self._turn)
            if recorder.live is not None:
                self.spot = recorder.live.spot(self._turn, loop)
        scheduled, ready = loop._scheduled, loop._ready
        while scheduled and scheduled[0]._cancelled:
            loop._timer_cancelled_count -= 1
            heapq.heappop(scheduled)._scheduled = False
        idle = not ready and not loop._stopping
        due = scheduled[0]._when if scheduled else None
        found = waits_in_loop(self.world, loop, idle, due)
        if found:
            self._arrivals(found)
            loop._process_events(found)
        if scheduled:
            self._move_due(loop)
        if self.virtual:
            self._watch_for_spinning(len(ready))
        # This is the hot path: what can be looked up once is, and a short turn of one of the
        # program's own functions, in which nothing happens, costs a few assignments.
        turn, grain, now, popleft = self._turn, self.clock.grain, self.clock.now, ready.popleft
        own_files = self._own_files
        choosing, virtual, spot = self._chooser.steps, self.virtual, self.spot
        recorder.turns[ident] = turn
        turn.busy = True
        until, wall, work = now(), looked(), worked()
        for _ in range(1 if choosing and ready else len(ready)):
            if choosing:
                handle = self._chooser.next_of(ready, self._owns)
            else:
                handle = popleft()
            if handle._cancelled:
                continue
            turn.t = t = until
            turn.n = 0
            if virtual:
                # The clock may stand still: for who looks on, this is another turn nevertheless.
                turn.serial += 1
            callback = handle._callback
            if (
                type(callback) is FunctionType
                and callback.__code__.co_filename in own_files
                and type(handle) is Callback
                and t - handle._ready_at < grain
            ):
                turn.call, turn.actor, self.own = callback, handle.actor, True
            else:
                self._begin(turn, handle)
            if spot is not None:
                spot.begins(t)
            try:
                # What Handle._run does, without another call in every turn.
                handle._context.run(callback, *handle._args)
            except (SystemExit, KeyboardInterrupt, Ended):
                raise
            except BaseException as error:
                report(loop, handle, error)
            finally:
                until = now()
                if virtual:
                    # Work does not move this clock: look at the machine's.
                    before, wall = wall, looked()
                    took = wall - before
                else:
                    took = until - t
                long = False
                if took > NOTABLE:
                    # The work of the short turns before this one was not counted by itself.
                    spent, work = min(worked() - work, took), worked()
                    if spent > SHORTEST:
                        # By its work, not by the wall: a busy machine makes no turn longer.
                        turn.cpu, long = spent, True
                if turn.noted or until - t >= grain or long:
                    recorder.turn_over(turn, until)
                first = self.first
                if first is not None:
                    if self.others:
                        self._hand_on(turn, first)
                    else:
                        first.actor = turn.actor or recorder.actor_of(turn)
                    if spot is not None and type(first) is Timer and first.actor is not None:
                        spot.pauses(first.actor, until, first)
                    self.first = None
                elif turn.task is not None:
                    if not turn.task.done():
                        actor = recorder.actors.of_task(turn.task)
                        recorder.suspended(actor, until)
                        if spot is not None:
                            spot.waits(actor, turn.task, until)
                    turn.task = turn.ready_since = None
                elif turn.ready_since is not None:
                    turn.ready_since = None
        # Nothing of the program is kept alive: its last words are heard when it is collected.
        handle = callback = first = turn.call = turn.actor = None
        self.leave()

    def leave(self) -> None:
        """Whatever comes now is outside of any turn."""
        self.recorder.turns.pop(get_ident(), None)
        self._turn.busy = False
        self.own = False
        if self.spot is not None:
            self.spot.over()

    def _arrivals(self, found: list[Any]) -> None:
        """Note since when the callbacks of these descriptors could run."""
        if not self.virtual:
            return
        arrived = self.world.network.arrived
        for key, _ in found:
            at = arrived.pop(key.fd, None)
            if at is not None and key.data is not None:
                for handle in key.data:
                    self._arrived[handle] = at

    def _move_due(self, loop: Any) -> None:
        scheduled = loop._scheduled
        end = self.clock.loop_time() + loop._clock_resolution
        due: list[Timer] = []
        while scheduled and scheduled[0]._when < end:
            timer = heapq.heappop(scheduled)
            timer._scheduled = False
            due.append(timer)
        if len(due) > 1:
            due = self._chooser.order(due)
        loop._ready.extend(due)

    def _watch_for_spinning(self, turns: int) -> None:
        if self.clock.now() != self._still_at:
            self._still, self._still_at = 0, self.clock.now()
        self._still += turns
        most = self.recorder.limits.turns
        if self._still > most:
            self.recorder.stop(
                "cpu-limit",
                "Spinning",
                f"the loop took {most:,} turns one after the other and never waited",
            )
