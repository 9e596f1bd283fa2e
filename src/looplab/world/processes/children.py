"""Real child processes of a run: what each of them is doing, what it says, and that none is left.

While a child works the clock stands still, so that it takes no virtual time. One that waits for the
program itself, at its end of a pipe, does not hold the clock.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from typing import Any

from looplab.world.inside import World
from looplab.world.recording.output import portable

# As they are outside of any world: other modules replace them.
_open, _read, _close, _listdir = os.open, os.read, os.close, os.listdir
_waitid, _waitpid, _kill = os.waitid, os.waitpid, os.kill
_sleep, _monotonic = time.sleep, time.monotonic

# Real seconds: how often a child is looked at, and for how long at its start, and after a signal,
# before the program goes on although it still works.
GLANCE = 0.0003
PATIENCE = 10.0

# What a process can be doing.
WORKS, NAPS, RESTS, WAITS = "works", "naps", "rests", "waits"

# Where the kernel says that a thread stands, and what that means. A thread that waits for a child
# of its own does what that child does.
_PLACES = (
    (("nanosleep", "nsleep"), NAPS),
    (("pipe", "unix_stream", "do_wait", "sigsuspend", "stop"), WAITS),
)


class Child:
    """A process that the program has started, by the name of what it runs."""

    def __init__(self, name: str, stands_in: bool = False) -> None:
        self.name = name
        # Whether it only stands in for a program that sleeps, whose end the clock decides.
        self.stands_in = stands_in
        self.pid = 0
        # The end of a pipe; when it is closed a stand-in ends.
        self.bell: int | None = None
        self.cancel: Callable[[], None] | None = None
        # What it writes to the streams that it shares with the program.
        self.taps: dict[int, str] = {}
        self.begun: dict[int, bytes] = {}
        self.said: list[tuple[str, str]] = []
        self.pidfds: list[int] = []
        # Nothing is heard of it before it counts as started.
        self.starting = True

    def ended(self) -> bool:
        """Whether it is over, waited for or not."""
        try:
            return _waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        except ChildProcessError:
            return True

    def waited_for(self) -> bool:
        """Whether somebody has asked how it ended: its number may be given to another one."""
        try:
            _waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return True
        return False

    def doing(self) -> tuple[str, str]:
        """What it, and those that it has started, are doing, and a mark that differs once one ran.

        The busiest of them counts.
        """
        try:
            looks = [(folder, *_look(folder)) for folder in _threads(self.pid)]
        except OSError:
            # One of them has just ended, or there is no way to know.
            return WORKS if os.path.isdir("/proc/self/task") else RESTS, ""
        states = {state for _, state, _ in looks}
        busiest = next((state for state in (WORKS, NAPS, RESTS) if state in states), WAITS)
        return busiest, repr(sorted((folder, times) for folder, _, times in looks))

    def listen(self) -> None:
        """Take what it has written so far, line by line."""
        over = self.ended()
        for fd, stream in list(self.taps.items()):
            data, more = b"", True
            while more:
                try:
                    more = bool(part := _read(fd, 1 << 16))
                except BlockingIOError:
                    break
                data += part
            *lines, begun = (self.begun.get(fd, b"") + data).split(b"\n")
            self.begun[fd] = begun
            if not more or over:
                lines += [begun] if begun else []
                _close(fd)
                del self.taps[fd], self.begun[fd]
            self.said += [(stream, line.decode("utf-8", "replace")) for line in lines]

    def let_go(self) -> None:
        """Close what is kept for it."""
        for fd in (*self.taps, *self.pidfds, *([] if self.bell is None else [self.bell])):
            _close(fd)
        self.taps.clear()
        self.pidfds.clear()
        self.bell = None


def _threads(pid: int) -> list[str]:
    """The folders of all threads of a process and of those that it has started."""
    found: list[str] = []
    for thread in _listdir(f"/proc/{pid}/task"):
        folder = f"/proc/{pid}/task/{thread}"
        found.append(folder)
        for child in _text(f"{folder}/children").split():
            found += _threads(int(child))
    return found


def _look(folder: str) -> tuple[str, str]:
    """What a thread is doing, and how many times it has stopped doing something."""
    facts = dict(line.split(":", 1) for line in _text(f"{folder}/status").splitlines())
    state, times = facts["State"].strip()[0], facts["voluntary_ctxt_switches"].strip()
    if state in "TtZX":
        return WAITS, times
    if state != "S":
        return WORKS, times
    place = _text(f"{folder}/wchan")
    return next((what for words, what in _PLACES if any(w in place for w in words)), RESTS), times


def _text(path: str) -> str:
    fd = _open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return _read(fd, 1 << 16).decode()
    finally:
        _close(fd)


class Children:
    """All children of one run."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.all: list[Child] = []
        # Those of pools: nobody but their pool hears of them.
        self.workers: list[Child] = []
        self._lines = self._size = 0
        self._seen: list[tuple[str, str]] = []
        self._napping_since = 0.0
        if world.scheduler is not None:
            world.scheduler.outside.append(self._at_work)

    def find(self, pid: int) -> Child | None:
        """The child with this number, if it was not waited for yet."""
        return next((child for child in self.all if child.pid == pid), None)

    def settle(self, child: Child) -> None:
        """Wait for real until it has ended, or has nothing more to do by itself."""
        until, before = _monotonic() + PATIENCE, ("", "")
        while not child.ended() and _monotonic() < until:
            child.listen()
            doing = child.doing()
            # Two looks, because a tree of processes is not seen all at once.
            if doing[0] != WORKS and doing == before:
                break
            before = doing
            _sleep(GLANCE)
        child.listen()

    def look(self) -> None:
        """Write down what they have said; nobody sets an alarm for one that has ended."""
        for child in list(self.all):
            child.listen()
            if child.cancel is not None and child.ended():
                child.cancel()
                child.cancel = None
            if child.waited_for() and not child.taps:
                self.all.remove(child)
                child.let_go()
            while child.said and not child.starting and not self._world.recorder.over:
                self._say(child, *child.said.pop(0))

    def _say(self, child: Child, stream: str, text: str) -> None:
        recorder, limits = self._world.recorder, self._world.recorder.limits
        self._lines += 1
        self._size += len(text) + 1
        if self._lines > (limits.lines or self._lines) or self._size > (
            limits.output or self._size
        ):
            message = f"what it started, {child.name}, printed too much"
            recorder.finish("output-limit", error={"type": "OutputLimit", "message": message})
            if self._world.scheduler is not None:
                self._world.scheduler.close()
            return
        now = self._world.clock.now()
        recorder.emit("print", now, text=portable(text), stream=stream, who=child.name)

    def _at_work(self) -> bool:
        """Asked before the clock moves: whether one of them goes on without the program."""
        scheduler: Any = self._world.scheduler
        self.look()
        looks = [_counted(child) for child in self.all if not child.ended()]
        doing, before, self._seen = {what for what, _ in looks}, self._seen, looks
        # What is not known to go on by itself may hold the clock for as long as the scheduler
        # has patience with silence. What waits for the program holds it no longer, once the
        # program has seen all that it did: it has not run since everybody was asked.
        now = _monotonic()
        if NAPS not in doing:
            self._napping_since = now
        naps = NAPS in doing and now - self._napping_since < PATIENCE
        if WORKS in doing or naps or looks != before:
            scheduler._silent_since = None
        elif RESTS not in doing:
            scheduler._silent_since = float("-inf")
        return True

    def forget(self) -> None:
        """In a copy of this process: they are not its children."""
        for child in (*self.all, *self.workers):
            child.let_go()
        self.all.clear()
        self.workers.clear()

    def end(self) -> None:
        """Before the end of the run: nobody is left, neither they nor those that they started."""
        self.look()
        for child in (*self.all, *self.workers):
            if not child.ended():
                with contextlib.suppress(OSError):
                    for pid in {int(folder.split("/")[2]) for folder in _threads(child.pid)}:
                        with contextlib.suppress(OSError):
                            _kill(pid, signal.SIGKILL)
                with contextlib.suppress(OSError):
                    _kill(child.pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                _waitpid(child.pid, 0)
        self.look()
        self.forget()
        # Python keeps those that nobody waited for, and what belongs to them.
        subprocess._active.clear()  # type: ignore[attr-defined]


def _counted(child: Child) -> tuple[str, str]:
    doing, mark = child.doing()
    # A stand-in has nothing to do but to wait, also where nobody can tell for what.
    return (WAITS if child.stands_in and doing == RESTS else doing), mark


def children_of(world: World) -> Children:
    """The children of this world."""
    found: Children | None = world.kept.get("children")
    if found is None:
        found = world.kept["children"] = Children(world)
    return found


def let_them_answer(world: World) -> None:
    """After the program has written to somebody: what that says by itself is there at once."""
    if "children" in world.kept:
        children = children_of(world)
        for child in list(children.all):
            if not child.stands_in and not child.ended():
                children.settle(child)


def leave_none(world: World) -> None:
    """Make sure that no child of this world is left."""
    if "children" in world.kept:
        children_of(world).end()
