"""What is written down: events, numbered by their beginning, handed on as soon as they are over."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, NoReturn

from looplab.request import Limits
from looplab.trace import Event
from looplab.world.actors import Actor, Actors
from looplab.world.blame import Place, Program, suspended_at
from looplab.world.clock import SECOND, Clock, EndlessTime

# So many turns, waits and reasons are enough for any picture; a program that makes more of them
# has the rest counted, not written.
DETAIL = 20_000


class Ended(BaseException):
    """The run is over: unwind the program. Not an Exception, so that programs let it pass."""


class Turn:
    """The callback or task step that holds the loop at the moment."""

    __slots__ = ("actor", "call", "held", "n", "noted", "place", "resumed_at", "t", "task")

    def __init__(self) -> None:
        self.t = self.n = 0
        self.task: asyncio.Task[Any] | None = None
        self.actor: Actor | None = None
        self.call: Callable[..., Any] | None = None
        self.clear()

    def clear(self) -> None:
        """Forget what was noted: nothing has happened in this turn yet."""
        self.noted = False
        self.held = 0
        self.place: Place | None = None
        self.resumed_at: Place | None = None


class Recorder:
    """Builds the events of one run and gives each to ``sink``.

    ``turn`` is None while no loop runs a callback. All times are nanoseconds here and seconds in
    the events. After the end event nothing is written any more.
    """

    def __init__(
        self, clock: Clock, program: Program, limits: Limits, sink: Callable[[Event], None]
    ) -> None:
        self.clock = clock
        self.program = program
        self.actors = Actors(program)
        self.turn: Turn | None = None
        self._next = itertools.count(1).__next__
        self.over = False
        self.loops: dict[str, None] = {}
        self._origin = clock.origin
        self._sink = sink
        self.limits = limits
        self._detail = 0
        self._lines = 0
        self._printed = 0
        # A block that may go on with the next call of the same line.
        self._block: tuple[int, int, dict[str, Any]] | None = None
        self._block_at: tuple[CodeType, int, str] | None = None
        self._block_until = 0

    # ---- writing

    def number(self) -> int:
        """The number of an event that begins now.

        A turn gets its own before the first event in it; most turns have none and need none.
        """
        turn = self.turn
        if turn is not None and not turn.n:
            turn.n = self._next()
        return self._next()

    def emit(
        self, kind: str, t: int, until: int | None = None, n: int | None = None, **fields: Any
    ) -> None:
        """Hand on one event. Does nothing once the run is over."""
        if self.over:
            return
        if self._block is not None:
            self._end_of_block()
        number = self.number() if n is None else n
        seconds = None if until is None else (until - self._origin) / SECOND
        self._sink(Event(kind, number, (t - self._origin) / SECOND, seconds, **fields))

    def _detailed(
        self, kind: str, t: int, until: int, n: int | None, place: Place | None, **fields: Any
    ) -> None:
        self._detail += 1
        if self._detail <= DETAIL:
            file, line = place or (None, None)
            self.emit(kind, t, until, n, file=file, line=line, **fields)

    # ---- who and where

    def who(self, frame: FrameType | None) -> str | None:
        """The name of whoever runs this line; None outside any turn of the loop."""
        actor, turn = self.actors.around(frame), self.turn
        if turn is not None:
            if actor is None:
                actor = self.actor_of(turn)
            elif turn.task is None and turn.actor is None:
                # A library's callback, in which a gen.coroutine runs: that is who holds the loop.
                turn.actor = actor
        return None if actor is None else self.actors.name(actor)

    def actor_of(self, turn: Turn) -> Actor | None:
        """The actor that holds the loop in this turn; None while a library's callback runs."""
        if turn.actor is None:
            if turn.task is not None:
                turn.actor = self.actors.of_task(turn.task)
            elif turn.call is not None and self.program.owns(getattr(turn.call, "__code__", None)):
                turn.actor = self.actors.of_callback(turn.call)
        return turn.actor

    def thread(self) -> str:
        """The name of the running thread, as it stands in events."""
        return threading.current_thread().name

    # ---- the kinds of events

    def block(self, call: str, t: int, until: int) -> None:
        """A call that held its thread from ``t`` to ``until``.

        Calls of one line that follow each other without a gap are written as one.
        """
        if until - t < self.clock.grain or self.over:
            return
        frame = self.program.caller()
        at = None if frame is None else (frame.f_code, frame.f_lineno, call)
        if self._block is not None:
            if self._block_until == t and self._block_at == at:
                self._block_until = until
                return
            self._end_of_block()
        turn = self.turn
        if turn is not None:
            turn.noted = True
        fields: dict[str, Any] = {
            "call": call,
            "who": self.who(frame),
            "thread": self.thread(),
            "on_loop": self.thread() in self.loops or turn is not None,
            "running": turn is not None,
        }
        if frame is not None:
            file, line = self.program.place(frame) or (None, None)
            fields |= {"file": file, "line": line, "source": self.program.source(frame)}
        self._block, self._block_at, self._block_until = (t, self.number(), fields), at, until

    def _end_of_block(self) -> None:
        assert self._block is not None
        t, n, fields = self._block
        self._block = None
        if self.turn is not None and self._block_until - t > self.turn.held and "file" in fields:
            self.turn.held = self._block_until - t
            self.turn.place = (fields["file"], fields["line"])
        self.emit("block", t, self._block_until, n, **fields)

    def line(self, text: str, stream: str) -> None:
        """A line that the program completed on one of its streams."""
        if self.over:
            return
        self._lines += 1
        self._printed += len(text) + 1
        if (self.limits.lines is not None and self._lines > self.limits.lines) or (
            self.limits.output is not None and self._printed > self.limits.output
        ):
            self.stop("output-limit", "OutputLimit", f"it printed more than {self._allowed()}")
        frame = self.program.caller()
        place = self.program.place(frame)
        if self.turn is not None:
            self.turn.noted = True
            self.turn.place = self.turn.place or place
        file, number = place or (None, None)
        now, who = self.clock.now(), self.who(frame)
        self.emit("print", now, text=text, stream=stream, who=who, file=file, line=number)

    def _allowed(self) -> str:
        lines, size = self.limits.lines, self.limits.output
        parts = [f"{lines:,} lines" if lines else "", f"{size:,} characters" if size else ""]
        return " or ".join(part for part in parts if part)

    def log(self, level: str, logger: str, text: str) -> None:
        """A warning, or something that was logged as a warning or worse."""
        if self.over:
            return
        if self.turn is not None:
            self.turn.noted = True
        file, line = self.program.place(self.program.caller()) or (None, None)
        now = self.clock.now()
        self.emit("log", now, level=level, logger=logger, text=text, file=file, line=line)

    def resumed(
        self, actor: Actor, ready_at: int, t: int, waits_at: Callable[[], Place | None]
    ) -> None:
        """An actor goes on at ``t``; it could have since ``ready_at``."""
        since, actor.since = actor.since, None
        grain = self.clock.grain
        if since is not None and ready_at - since >= grain:
            place = waits_at()
            self._detailed("wait", since, ready_at, actor.n, place, who=self.actors.name(actor))
            if self.turn is not None:
                self.turn.noted = True
                self.turn.resumed_at = place
        if t - ready_at >= grain:
            self._detailed("ready", ready_at, t, None, None, who=self.actors.name(actor))

    def suspended(self, actor: Actor, now: int, place: Place | None = None) -> None:
        """An actor waits from now on."""
        actor.since, actor.n, actor.place = now, self.number(), place

    def turn_over(self, turn: Turn, until: int) -> None:
        """A turn of the loop ended. Short ones in which nothing happened are not written."""
        if self._block is not None:
            self._end_of_block()
        place = turn.place
        if place is None:
            if turn.task is not None:
                place = suspended_at(turn.task.get_coro(), self.program) or turn.resumed_at
            else:
                code = getattr(turn.call, "__code__", None)
                if code is not None and self.program.owns(code):
                    place = (self.program.shown(code.co_filename) or "", code.co_firstlineno)
        actor = self.actor_of(turn)
        name = None if actor is None else self.actors.name(actor)
        what = "callback" if turn.task is None else "step"
        self._detailed("turn", turn.t, until, turn.n or self._next(), place, who=name, what=what)
        turn.clear()
        self.actors.forget_the_young()

    # ---- the end

    def stop(self, status: str, error: str, message: str, place: Place | None = None) -> NoReturn:
        """End the run from inside: write the end and unwind the program. Raises Ended."""
        details: dict[str, Any] = {"type": error, "message": message}
        if place is not None:
            details |= {"file": place[0], "line": place[1]}
        self.finish(status, error=details)
        raise Ended

    def endless(self) -> NoReturn:
        """End a run whose virtual clock would pass the limit. Raises Ended."""
        self.stop(
            "virtual-time-limit",
            "EndlessTime",
            f"after {self.limits.virtual:,.0f} seconds on the clock it still went on",
            self.program.place(self.program.caller()),
        )

    def sleep(self, seconds: float) -> None:
        """``time.sleep`` for the program: seen, timed and blamed."""
        t = self.clock.now()
        try:
            self.clock.sleep(seconds)
        except BaseException as reason:
            # Ctrl-C in the middle of a sleep: it held the loop until then.
            self.block("time.sleep", t, self.clock.now())
            if isinstance(reason, EndlessTime):
                self.endless()
            raise
        self.block("time.sleep", t, self.clock.now())

    def finish(self, status: str, result: Any = None, error: dict[str, Any] | None = None) -> None:
        """Write the end event. Nothing is written after it."""
        left_out = max(0, self._detail - DETAIL) or None
        self.emit(
            "end",
            self.clock.now(),
            status=status,
            result=result,
            error=error,
            loop_threads=tuple(self.loops) or None,
            left_out=left_out,
        )
        self.over = True
