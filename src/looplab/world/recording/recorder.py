"""What is written down: who held which thread and when, who waited, what was said, how it ended."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from threading import get_ident
from types import FrameType
from typing import Any, NoReturn

from looplab.request import Limits
from looplab.trace import Event
from looplab.world.clock import SECOND, Clock
from looplab.world.recording.actors import Actor, Actors
from looplab.world.recording.blame import Place, Program, called, suspended_at
from looplab.world.recording.cpu import SHORTEST
from looplab.world.recording.turns import Block, Turn
from looplab.world.recording.writer import DETAIL, Writer
from looplab.world.running.scheduler import Ended


class Recorder(Writer):
    """Builds the events of one run and gives each to ``sink``.

    It knows who acts, and at which line, when something happens.
    """

    def __init__(
        self, clock: Clock, program: Program, limits: Limits, sink: Callable[[Event], None]
    ) -> None:
        super().__init__(clock, sink)
        self.program = program
        self.limits = limits
        self.actors = Actors(program)
        self.loops: dict[str, None] = {}
        self.main = get_ident()
        self._lines = 0
        self._printed = 0
        # What is to be done, and written, before the end is.
        self.before_the_end: list[Callable[[], object]] = []

    # ---- who and where

    def who(
        self, frame: FrameType | None, ident: int | None = None, thread: str | None = None
    ) -> str | None:
        """The name of whoever runs this line: an actor of the loop, else a thread.

        None on the main thread outside any turn of a loop.
        """
        ident = get_ident() if ident is None else ident
        actor, turn = self.actors.around(frame), self.turns.get(ident)
        if turn is not None:
            if actor is None:
                actor = self.actor_of(turn)
            elif turn.task is None and turn.actor is None:
                # A library's callback, in which a gen.coroutine runs: that is who holds the loop.
                turn.actor = actor
        elif actor is None and ident != self.main:
            return thread or self.thread()
        return self._named(actor)

    def _named(self, actor: Actor | None) -> str | None:
        return None if actor is None or actor.hidden else self.actors.name(actor)

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

    def block(self, call: str, t: int, until: int, *, idle: bool = False) -> None:
        """A call that held its thread from ``t`` to ``until``.

        Calls of one line that follow each other without a gap are written as one. With ``idle``
        nothing is written where no line of the program is responsible.
        """
        if until - t < self.clock.grain or self.over:
            return
        frame = self.program.caller()
        if frame is not None:
            call = called(frame, sys._getframe()) or call
        elif idle:
            return
        self._hold(call, t, until, frame, get_ident(), self.thread())

    def block_elsewhere(
        self, call: str, t: int, until: int, ident: int, thread: str, innermost: FrameType
    ) -> None:
        """The same of another thread, which still stands in the call when the run ends."""
        frame = self.program.caller_of(innermost)
        if frame is not None:
            call = called(frame, innermost) or call
        elif ident not in self.turns:
            return
        self._hold(call, t, until, frame, ident, thread)

    def _hold(
        self, call: str, t: int, until: int, frame: FrameType | None, ident: int, thread: str
    ) -> None:
        turn = self.turns.get(ident)
        at = None if frame is None else (frame.f_code, frame.f_lineno, call)
        before = self._blocks.get(ident)
        if before is not None:
            if before.until == t and before.at == at and before.fields["call"] == call:
                before.until = until
                return
            self._end_of_block(ident)
        if turn is not None:
            turn.noted = True
        fields: dict[str, Any] = {
            "call": call,
            "who": self.who(frame, ident, thread),
            "thread": thread,
            "on_loop": thread in self.loops or turn is not None,
            "running": turn is not None,
        }
        if frame is not None:
            named = self.program.answerable(frame)
            file, line = self.program.place(named) or (None, None)
            fields |= {"file": file, "line": line, "source": self.program.source(named)}
        self._blocks[ident] = Block(t, until, self.number(), at, turn, fields)

    def line(self, text: str, stream: str, what: str | None = None) -> None:
        """A line that the program completed on one of its streams, or a prompt (``what``)."""
        if self.over:
            return
        self._enough(text)
        frame = self.program.caller()
        place = self.program.place(frame)
        turn = self.turns.get(get_ident())
        if turn is not None:
            turn.noted = True
            turn.place = turn.place or place
        file, number = place or (None, None)
        now, who = self.clock.now(), self.who(frame)
        fields: dict[str, Any] = {"text": text, "stream": stream, "what": what}
        self.emit("print", now, **fields, who=who, file=file, line=number)

    def _enough(self, text: str) -> None:
        """Count a line; too many end the run."""
        self._lines += 1
        self._printed += len(text) + 1
        if (self.limits.lines is not None and self._lines > self.limits.lines) or (
            self.limits.output is not None and self._printed > self.limits.output
        ):
            self.stop("output-limit", "OutputLimit", f"it printed more than {self._allowed()}")

    def _allowed(self) -> str:
        lines, size = self.limits.lines, self.limits.output
        parts = [f"{lines:,} lines" if lines else "", f"{size:,} characters" if size else ""]
        return " or ".join(part for part in parts if part)

    def log(self, level: str, logger: str, text: str) -> None:
        """A warning, or something that was logged as a warning or worse."""
        if self.over:
            return
        turn = self.turns.get(get_ident())
        if turn is not None:
            turn.noted = True
        file, line = self.program.place(self.program.caller()) or (None, None)
        now = self.clock.now()
        self.emit("log", now, level=level, logger=logger, text=text, file=file, line=line)

    def resumed(
        self, actor: Actor, ready_at: int, t: int, waits_at: Callable[[], Place | None]
    ) -> None:
        """An actor goes on at ``t``; it could have since ``ready_at``."""
        since, actor.since = actor.since, None
        if actor.hidden:
            return
        if self.live is not None:
            self.live.goes_on(actor)
        grain = self.clock.grain
        if since is not None and ready_at - since >= grain:
            place = waits_at()
            self._detailed("wait", since, ready_at, actor.n, place, who=self.actors.name(actor))
            turn = self.turns.get(get_ident())
            if turn is not None:
                turn.noted = True
                turn.resumed_at = place
        if t - ready_at >= grain:
            self._detailed("ready", ready_at, t, None, None, who=self.actors.name(actor))

    def suspended(self, actor: Actor, now: int, place: Place | None = None) -> None:
        """An actor waits from now on."""
        actor.since, actor.n, actor.place = now, self.number(), place

    def turn_over(self, turn: Turn, until: int) -> None:
        """A turn of a loop ended. Short ones in which nothing happened are not written."""
        self._end_of_block(get_ident())
        place = turn.place
        if place is None:
            if turn.task is not None:
                place = suspended_at(turn.task.get_coro(), self.program) or turn.resumed_at
            else:
                code = getattr(turn.call, "__code__", None)
                if code is not None and self.program.owns(code):
                    place = (self.program.shown(code.co_filename) or "", code.co_firstlineno)
        actor = self.actor_of(turn)
        who = self._named(actor)
        if turn.cpu > SHORTEST:
            place = self._worked(turn, who) or place
        what = "callback" if turn.task is None else "step"
        if actor is not None and actor.handler:
            what = "handler"
        if turn.noted or until - turn.t >= self.clock.grain:
            n = turn.n or self._next()
            thread = self.thread()
            elsewhere = None if thread == "MainThread" else thread
            self._detailed("turn", turn.t, until, n, place, who=who, what=what, thread=elsewhere)
        turn.clear()
        self.actors.forget_the_young()

    def _worked(self, turn: Turn, who: str | None) -> Place | None:
        """The line that took most of a processor's time in this turn."""
        place = turn.lines.most_common(1)[0][0] if turn.lines else None
        file, line = place or (None, None)
        seconds = round(turn.cpu / SECOND, 3)
        self.emit("cpu", turn.t, who=who, seconds=seconds, file=file, line=line)
        # On the virtual clock a turn's place must not hang on what was sampled; on the real one the
        # work counts for more than a line that was printed, or a call that blocked for a moment.
        return place if self.clock.grain > 1 and turn.cpu > turn.held else None

    # ---- the end

    def stop(self, status: str, error: str, message: str, place: Place | None = None) -> NoReturn:
        """End the run from inside: write the end and unwind the program. Raises Ended."""
        details: dict[str, Any] = {"type": error, "message": message}
        if place is not None:
            details |= {"file": place[0], "line": place[1]}
        self.finish(status, error=details)
        raise Ended

    def finish(self, status: str, result: Any = None, error: dict[str, Any] | None = None) -> None:
        """Write the end event. Nothing is written after it."""
        for action in self.before_the_end:
            action()
        for ident in list(self._blocks):
            self._end_of_block(ident)
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
