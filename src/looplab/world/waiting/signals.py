"""Signals that a program sends to itself, in the world's order; and waiting for them.

As in life a handler runs on the main thread: at once where the main thread sends the signal, else
when it has its turn, in the middle of what it waits for. A handler that raises ends that wait, one
that returns lets it go on. Several of one kind that arrive before its turn are one, and the lower
number goes first. One that was sent to another thread alone does not wake the main thread, which
handles it after its wait. Blocked signals stay pending. A signal whose default action ends a
process ends the run, with the status that the process would have had: ``crashed``.

On purpose not as in life: a main thread that computes is not interrupted, by another thread or by
a timer, because computing takes no virtual time. Signals from other processes are not ordered.
"""

from __future__ import annotations

import contextlib
import errno
import operator
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from types import FrameType
from typing import Any, NoReturn

from looplab.world.inside import Ended, NotInThisWorld, World, here
from looplab.world.recording.blame import PACKAGE
from looplab.world.running.participant import Participant

real: dict[str, Any] = {
    name: getattr(signal, name)
    for name in (
        "signal", "raise_signal", "pthread_sigmask", "sigpending", "pause", "set_wakeup_fd",
        "sigwait", "sigwaitinfo", "sigtimedwait",
    )
}  # fmt: skip
# Without the names that ``signal`` gives to what it returns: each run asks for all of them, twice.
_handler_of: Any = sys.modules["_signal"].getsignal
_DEFAULT, _IGNORE = signal.SIG_DFL, signal.SIG_IGN
_HARMLESS = {signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH}
_STOPPING = {signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU}
_ALL = sorted(signal.valid_signals())


class Signals:
    """The signals of one run: which are on their way, and which are blocked and wait."""

    def __init__(self, world: World) -> None:
        self._world = world
        # On their way to a thread; with them, whether they were sent to it alone.
        self._sent: dict[Participant, set[tuple[int, bool]]] = {}
        # Blocked, by the thread that they were sent to; None is the whole process.
        self.pending: dict[Participant | None, set[int]] = {}
        # What each thread waits for in sigwait, and how many it was interrupted by.
        self.awaited: dict[Participant, frozenset[int]] = {}
        self.caught: Counter[Participant] = Counter()
        # The descriptor that is written to when one comes; -1 is none.
        self.wakeup = -1

    def send(self, number: int, to: Participant | None = None) -> None:
        """From the running thread: to a thread, or to the process, which is its main thread.

        Raises what the handler raises, NotInThisWorld, and Ended where it ends the process.
        """
        scheduler = self._world.scheduler
        assert scheduler is not None
        me, one = scheduler.running, to or scheduler.main
        if number in _STOPPING and signal.getsignal(number) is _DEFAULT:
            name = _name(number)
            raise NotInThisWorld(f"{name} stops the process, and nobody would let it go on")
        if _is_fatal(number) and one is not me and number not in _mask():
            self._end_by(number)
        if one is me:
            self._arrive(number, one, alone=to is not None)
        else:
            self.post(number, one, alone=to is not None)

    def post(self, number: int, one: Participant, *, alone: bool) -> None:
        """It arrives when that thread has its turn."""
        sent = self._sent.setdefault(one, set())
        if not sent:
            one.interrupts.append(lambda: self._hear(one))
        sent.add((number, alone))

    def _hear(self, one: Participant) -> None:
        sent = self._sent[one]
        try:
            while sent:
                number, alone = min(sent)
                sent.discard((number, alone))
                self._arrive(number, one, alone=alone)
        finally:
            if sent:
                # A handler raised; the next one runs as soon as the thread waits again.
                one.interrupts.append(lambda: self._hear(one))

    def _arrive(self, number: int, one: Participant, *, alone: bool) -> None:
        """On the thread itself: it is blocked there, or its handler runs."""
        awaited = number in self.awaited.get(one, ()) and not _is_fatal(number)
        if awaited or number in _mask():
            self.pending.setdefault(one if alone else None, set()).add(number)
        else:
            self._act(number, one)

    def _act(self, number: int, one: Participant) -> None:
        handler = signal.getsignal(number)
        if handler is _IGNORE or (handler is _DEFAULT and number in _HARMLESS):
            return
        if handler is _DEFAULT:
            self._end_by(number)
        self.caught[one] += 1
        self.flag(number, one)

    def flag(self, number: int, one: Participant) -> None:
        """A thread has been sent it: its handler runs, on the main thread.

        Another thread's signal does not wake the main thread where it waits, except in a loop
        that has asked to be told of signals.
        """
        scheduler = self._world.scheduler
        assert scheduler is not None
        main = scheduler.main
        if one is main:
            raise_here(number)
        elif self.wakeup >= 0 and main.loop is not None:
            main.interrupts.append(lambda: raise_here(number))
        else:
            main.later.append(lambda: raise_here(number))

    def unblocked(self) -> None:
        """The running thread may have unblocked some: those that wait for it arrive."""
        scheduler = self._world.scheduler
        assert scheduler is not None
        me = scheduler.running
        for whom in (None, me):
            waiting = self.pending.get(whom, set())
            for number in sorted(waiting - _mask()):
                waiting.discard(number)
                self._act(number, me)

    def here_for(self, one: Participant) -> set[int]:
        """What is pending for this thread."""
        return self.pending.get(None, set()) | self.pending.get(one, set())

    def take(self, one: Participant, wanted: frozenset[int]) -> int:
        """One that was awaited is no longer pending."""
        number = min(self.here_for(one) & wanted)
        for whom in (one, None):
            if number in self.pending.get(whom, ()):
                self.pending[whom].discard(number)
                break
        return number

    def _end_by(self, number: int) -> NoReturn:
        """The process would be gone: so is the run."""
        recorder, scheduler = self._world.recorder, self._world.scheduler
        assert scheduler is not None
        now = self._world.clock.now()
        for one in (scheduler.running, *scheduler.waiting):
            if one.call is not None and one.since < now:
                frame: Any = sys._current_frames().get(one.ident)
                recorder.block_elsewhere(one.call, one.since, now, one.ident, one.name, frame)
        error = {"type": "Stopped", "message": f"the process was ended by {_name(number)}"}
        place = recorder.program.place(recorder.program.caller())
        if place is not None:
            error |= {"file": place[0], "line": place[1]}  # type: ignore[dict-item]
        recorder.finish("crashed", error=error)
        scheduler.close()
        raise Ended


def named(number: int) -> Any:
    """The number of a signal as Python gives it away: with its name, where it has one."""
    try:
        return signal.Signals(number)
    except ValueError:
        return number


def _name(number: int) -> str:
    return getattr(named(number), "name", f"signal {number}")


def _mask() -> set[int]:
    """What the calling thread blocks."""
    return set(real["pthread_sigmask"](signal.SIG_BLOCK, ()))


def _is_fatal(number: int) -> bool:
    return signal.getsignal(number) is _DEFAULT and number not in _HARMLESS


def raise_here(number: int) -> None:
    """On the main thread: raise it for real, so that all that C does with a signal happens.

    It is not raised where that would end the process. Raises what the handler raises.
    """
    handler: Any = signal.getsignal(number)

    def handle(number: int, _: FrameType | None) -> object:
        # The handler is told of the line that it interrupts, which is not one of ours.
        real["signal"](number, handler)
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.startswith(PACKAGE):
            frame = frame.f_back
        return handler(number, frame)

    if handler is _DEFAULT or handler is _IGNORE:
        return
    if handler is not None:
        real["signal"](number, handle)
    before = real["pthread_sigmask"](signal.SIG_UNBLOCK, {number})
    try:
        real["raise_signal"](number)
    finally:
        real["pthread_sigmask"](signal.SIG_SETMASK, before)


def signals_of(world: World) -> Signals:
    """The signals of this world. Raises NotInThisWorld where it is not in the main thread."""
    if world.thread != threading.main_thread().ident:
        raise NotInThisWorld(
            "signals are for the main thread of a process, and that is not in this world"
        )
    if "signals" not in world.kept:
        world.kept["signals"] = Signals(world)
    found: Signals = world.kept["signals"]
    return found


def mine() -> Signals | None:
    """The signals of the world that the calling thread is in; None where there are only real ones.

    Raises NotInThisWorld.
    """
    world = here()
    return None if world is None or world.scheduler is None else signals_of(world)


def checked(number: Any) -> int:
    """The number of a signal. Raises TypeError, and OSError where there is none."""
    found = operator.index(number)
    if found not in _ALL:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return found


@contextlib.contextmanager
def as_in_a_new_process(world: World) -> Iterator[None]:
    """Put the handlers, the mask, the wakeup descriptor and the real timer back on leaving."""
    if world.thread != threading.main_thread().ident:
        yield
        return
    handlers = [_handler_of(number) for number in _ALL]
    mask, fd = _mask(), real["set_wakeup_fd"](-1)
    timer = signal.getitimer(signal.ITIMER_REAL)[0]
    usual = signal.default_int_handler
    if world.scheduler is not None and handlers[_ALL.index(signal.SIGINT)] is usual:
        # asyncio asks whether the handler is the usual one, so that both have to be ours.
        ours: Any = world.scheduler.interrupt
        signal.default_int_handler = ours
        real["signal"](signal.SIGINT, ours)
    try:
        yield
    finally:
        signal.default_int_handler = usual
        if not timer and world.scheduler is None:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in zip(_ALL, handlers, strict=True):
            if handler is not None and _handler_of(number) is not handler:
                real["signal"](number, handler)
        real["set_wakeup_fd"](fd)
        real["pthread_sigmask"](signal.SIG_SETMASK, mask)
