"""For who watches live: what has begun is noted on the board, when it begins.

Nothing of this runs unless somebody watches. The names are those that the events will have.
"""

from __future__ import annotations

import asyncio
import faulthandler
import itertools
import os
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from threading import get_ident
from typing import TYPE_CHECKING, Any

from looplab.board import (
    BLOCKS,
    ELSEWHERE,
    HOME,
    IN_TURN,
    LOOK,
    QUEUE,
    SEEN,
    TELL,
    TURNS,
    WAITS,
    Board,
)
from looplab.world.clock import SECOND
from looplab.world.recording.actors import Actor, Task, periodic_of, unwrap
from looplab.world.recording.blame import Place, called
from looplab.world.recording.turns import Turn

if TYPE_CHECKING:
    from looplab.world.recording.recorder import Recorder

# Of so many timers those that are due are looked for.
_FAR = 200


class Spot:
    """Where the turns of one loop are noted."""

    def __init__(self, live: Live, number: int, turn: Turn, loop: Any) -> None:
        self._live, self._number, self._turn, self._loop = live, number, turn, loop
        self._board = live.board
        self._ident = get_ident()
        self._expected = live.recorder.actors.expected

    def begins(self, t: int) -> None:
        """A turn begins."""
        self._board.turn(TURNS + self._number, t, self._ident, self._who())

    def over(self) -> None:
        """The loop is free."""
        self._board.clear(TURNS + self._number)

    def _who(self) -> str:
        turn = self._turn
        actor = turn.actor
        if actor is None:
            owned = self._live.recorder.program.owns(getattr(turn.call, "__code__", None))
            return self._expected(Actor(_base(turn.call))) if owned else "callback"
        if actor.hidden:
            return "callback" if turn.task is None else "step"
        return self._expected(actor)

    # ---- who waits

    def sets(self, callback: Any, args: tuple[Any, ...], due: int) -> None:
        """A timer is set; if it ends a sleep, whoever waits for that is known soon."""
        future = _sleeper(callback, args)
        if future is not None:
            self._live.asleep = future, due

    def waits(self, actor: Actor, task: asyncio.Task[Any], t: int) -> None:
        """A task has taken its step and waits."""
        self._live.waits_for(actor, t, getattr(task, "_fut_waiter", None))

    def pauses(self, actor: Actor, t: int, timer: Any) -> None:
        """A callback has set a timer, with which the same actor goes on."""
        self._live.waits(actor, t, self._live.due(timer) or 0)

    def look(self, place: Place | None) -> None:
        """From another thread: the turn goes on at this line; who else could run by now?"""
        n = self._board.version(TURNS + self._number)
        file, line = place or ("", 0)
        self._board.write(SEEN + self._number, 1, turn=n, file=file, line=line)
        if self._number == 0:
            self._tell_queue(n)

    def _tell_queue(self, n: int) -> None:
        board, due = self._board, self._live.due
        timers = [timer for timer in self._loop._scheduled[:_FAR] if not timer._cancelled]
        entries = [(handle, getattr(handle, "_ready_at", None)) for handle in self._loop._ready]
        entries += [(timer, due(timer)) for timer in sorted(timers)]
        entries = [(h, t if t is not None else due(h)) for h, t in entries if not h._cancelled]
        slot, met = QUEUE, Counter[str]()
        # Whoever holds the loop is told of first, and has the first name.
        holder = self._turn.actor or Actor(_base(self._turn.call))
        met[holder.base] += holder.name is None
        for handle, since in entries:
            actor = self._goes_on(handle)
            if slot == LOOK or actor is None or actor.hidden or since is None:
                continue
            who = actor.name or self._expected(actor, met[actor.base])
            met[actor.base] += actor.name is None
            board.write(slot, since, turn=n, who=who)
            slot += 1
        for left in range(slot, LOOK):
            board.clear(left)

    def _goes_on(self, handle: Any) -> Actor | None:
        """Who goes on when this handle runs. Nobody is named by that, nor known from then on."""
        callback, actors = handle._callback, self._live.recorder.actors
        task = getattr(callback, "__self__", None)
        future = _sleeper(callback, handle._args)
        for waiting, _ in getattr(future, "_callbacks", None) or ():
            task = getattr(waiting, "__self__", task)
        if isinstance(task, asyncio.Task):
            known = task.actor if type(task) is Task else None
            return known or actors._new_of_task(task)
        function = unwrap(callback, handle._args)
        periodic = periodic_of(function)
        if periodic is not None:
            return actors.of_periodic(periodic)
        known = getattr(handle, "actor", None)
        if known is None and self._live.recorder.program.owns_function(function):
            return Actor(_base(function))
        return known


@dataclass(frozen=True)
class Watched:
    """How one watches: the board, and the descriptor to which TELL writes a stack.

    ``flush`` is called from time to time, while the program may be held.
    """

    board: Board
    stacks: int | None = None
    flush: Callable[[], object] = lambda: None


class Live:
    """Keeps the board of one run."""

    def __init__(self, recorder: Recorder, watched: Watched) -> None:
        self.board = board = watched.board
        self.recorder = recorder
        self._flush = watched.flush
        self._spots: dict[int, Spot] = {}
        self._slots = itertools.count()
        self._blocks: dict[int, int] = {}
        self._waiting: dict[Actor, int] = {}
        self._free = list(range(QUEUE - 1, WAITS - 1, -1))
        # The future that a sleep made last, and when it is due.
        self.asleep: tuple[Any, int] = (None, 0)
        # A copy of this process is not the one that is watched.
        os.register_at_fork(after_in_child=board.leave)
        if watched.stacks is not None and TELL:
            faulthandler.register(TELL, file=watched.stacks, all_threads=False)
        # Who watches sends that signal only when this is there.
        board.begin(recorder.clock.origin)

    def spot(self, turn: Turn, loop: Any) -> Spot | None:
        """Where a loop that runs on the calling thread notes its turns; few loops have one."""
        number = next(self._slots)
        if number >= SEEN - TURNS:
            return None
        spot = self._spots[get_ident()] = Spot(self, number, turn, loop)
        return spot

    # ---- calls that hold a thread

    def blocked(self, call: str, t: int, idle: bool) -> int | None:
        """A call begins that may take long. Returns what ``released`` asks for."""
        recorder, ident = self.recorder, get_ident()
        frame = recorder.program.caller_of(sys._getframe(1))
        slot = self._blocks.setdefault(ident, BLOCKS + len(self._blocks))
        if slot >= WAITS or (frame is None and idle) or self.board.holds(slot):
            return None
        turn, thread = recorder.turns.get(ident), recorder.thread()
        home = thread in recorder.loops if recorder.loops else ident == recorder.main
        kind = IN_TURN if turn is not None else HOME if home else ELSEWHERE
        actor = recorder.actors.around(frame)
        if actor is None and turn is not None:
            actor = recorder.actor_of(turn)
        who = "main program" if kind == HOME else thread
        if actor is not None and not actor.hidden:
            who = recorder.actors.expected(actor)
        file, line = recorder.program.place(frame) or ("", 0)
        call = (frame and called(frame, sys._getframe())) or call
        self.board.write(slot, t, kind=kind, ident=ident, who=who, file=file, line=line, call=call)
        return slot

    def released(self, slot: int | None) -> None:
        """That call is over."""
        if slot is not None:
            self.board.clear(slot)

    # ---- who waits

    def waits(self, actor: Actor, t: int, due: int) -> None:
        """An actor waits from now on, until ``due`` if that is not 0."""
        if actor.hidden or not (self._free or actor in self._waiting):
            return
        slot = self._waiting.get(actor)
        if slot is None:
            slot = self._waiting[actor] = self._free.pop()
        self.board.write(slot, t, due=due, who=self.recorder.actors.name(actor))

    def waits_for(self, actor: Actor, t: int, waited: Any) -> None:
        """An actor waits for this future from now on; it is known until when if it sleeps."""
        future, due = self.asleep
        self.waits(actor, t, due if waited is not None and waited is future else 0)

    def goes_on(self, actor: Actor) -> None:
        """An actor waits no more."""
        slot = self._waiting.pop(actor, None)
        if slot is not None:
            self.board.clear(slot)
            self._free.append(slot)

    def due(self, timer: Any) -> int | None:
        """When a timer of a loop is due, on the trace's clock."""
        when = getattr(timer, "_when", None)
        if when is None:
            return None
        clock = self.recorder.clock
        return clock.now() + round((float(when) - clock.loop_time()) * SECOND)

    # ---- what the thread in the background sees

    def seen(self, ident: int, place: Place | None) -> None:
        """The turn on this thread has gone on for a while, at this line."""
        spot = self._spots.get(ident)
        if spot is not None:
            spot.look(place)

    def looked(self) -> None:
        """Some thread of this process can run."""
        self.board.write(LOOK, self.recorder.clock.now())
        self._flush()


def _base(function: Any) -> str:
    return str(getattr(function, "__name__", type(function).__name__))


def _sleeper(callback: Any, args: tuple[Any, ...]) -> Any:
    """The future that a sleep waits for: asyncio's, or Tornado's gen.sleep."""
    if callback is asyncio.futures._set_result_unless_cancelled:  # type: ignore[attr-defined]
        return args[0]
    function = unwrap(callback, args)
    if getattr(function, "__qualname__", "") == "sleep.<locals>.<lambda>" and (
        function.__module__ == "tornado.gen"
    ):
        return function.__closure__[0].cell_contents
    return None
