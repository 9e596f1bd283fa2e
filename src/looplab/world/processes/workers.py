"""A worker of a process pool: a real copy of this process, in a world of its own.

It does one job after the other, each at the instant at which its pool gives it out, on its own
clock and its own cores. What happens meanwhile it tells its pool, event by event; nobody else is
told.
"""

from __future__ import annotations

import logging
import os
import pickle
import random
import signal
import struct
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from looplab.request import Request, Source
from looplab.trace import Event
from looplab.world.hidden import in_sight
from looplab.world.inside import Ended, World, move_out
from looplab.world.late import Patch
from looplab.world.processes.children import Child, children_of
from looplab.world.recording.output import Lines

# As they are outside of any world.
_fork, _leave, _pipe = os.fork, os._exit, os.pipe
_read, _write, _close, _waitpid, _kill = os.read, os.write, os.close, os.waitpid, os.kill

_SIZE = struct.Struct("!Q")
# What a worker tells: an event; that its job is done, when and with what; that it is about to end.
EVENT, DONE, GONE = "event", "done", "gone"

Message = tuple[str, Any, bytes]


class WorkerLost(Exception):
    """The process ended in the middle of a job."""


class Worker:
    """One process of a pool.

    ``perform`` does a job over there, from bytes to bytes; ``prepare`` is called for an empty job,
    the first. Where one of them raises, the process ends.
    """

    def __init__(
        self,
        world: World,
        number: int,
        prepare: Callable[[bytes], bytes],
        perform: Callable[[bytes], bytes],
    ) -> None:
        children = children_of(world)
        jobs, mine = _pipe()
        self._results, theirs = _pipe()
        state = random.getstate()
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
        with warnings.catch_warnings():
            # Only one thread of the program runs at a time, and none is inside a lock of Python's.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = _fork()
        if pid == 0:
            try:
                for fd in (mine, self._results):
                    _close(fd)
                children.forget()
                move_out()
                random.setstate(state)
                _Copy(world, number, jobs, theirs).live(prepare, perform)
            except BaseException:
                traceback.print_exc(file=sys.__stderr__)
            finally:
                _leave(1)
        for fd in (jobs, theirs):
            _close(fd)
        self._child = Child(f"process {number}")
        self._child.pid, self._child.bell = pid, mine
        self._child.pidfds.append(self._results)
        children.workers.append(self._child)
        self._children = children

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._child.pid

    def call(self, ns: int, job: bytes) -> Iterator[Message]:
        """Give it a job, empty for its preparation, that begins at ``ns``; what it tells.

        The last message is the job's end. Raises WorkerLost where the process ends before that.
        """
        if self._child.bell is None:
            raise WorkerLost
        try:
            _send(self._child.bell, pickle.dumps((ns, job)))
        except OSError:
            raise WorkerLost from None
        while True:
            if self._child.bell is None:
                raise WorkerLost
            kind, what, data = pickle.loads(_receive(self._results))
            yield kind, Event.from_json(what) if kind == EVENT else what, data
            if kind == DONE:
                return

    def close(self) -> None:
        """Let it go home, and wait until it has."""
        if self._child in self._children.workers:
            self._children.workers.remove(self._child)
            self._child.let_go()
            _waitpid(self.pid, 0)

    def kill(self) -> None:
        """End it at once."""
        if self._child in self._children.workers and not self._child.ended():
            _kill(self.pid, signal.SIGKILL)
        self.close()


class _Copy:
    """The process itself."""

    def __init__(self, world: World, number: int, jobs: int, results: int) -> None:
        self._origin = world
        self._number = number
        self._jobs = jobs
        self._results = results
        self._clock: Any = world.clock
        self._recorder = world.recorder

    def live(
        self, prepare: Callable[[bytes], bytes], perform: Callable[[bytes], bytes]
    ) -> NoReturn:
        """Do jobs until there are no more."""
        with in_sight():
            from looplab.world import enter

        recorder = self._origin.recorder
        # What belongs to the parent's run is written there, and only there.
        recorder.over = True
        random.seed(random.getrandbits(64) + self._number)
        request = Request(
            Source("", ""),
            seed=random.getrandbits(32),
            limits=recorder.limits,
            latency=self._origin.latency,
        )
        threading.current_thread().name = "MainThread"
        multiprocessing: Any = sys.modules.get("multiprocessing.process")
        if multiprocessing is not None:
            multiprocessing._current_process._name = f"ForkProcess-{self._number}"
        streams, handlers = (sys.stdout, sys.stderr), logging.getLogger().handlers
        recorder.program.outermost = _job.__code__
        with enter(request, recorder.program, self._tell) as world:
            # Handlers that log keep the streams that they were given.
            for stream in streams:
                if isinstance(stream, Lines):
                    stream._recorder, stream._begun = world.recorder, ""
            sys.stdout, sys.stderr = streams
            logging.getLogger().handlers = handlers
            self._clock, self._recorder = world.clock, world.recorder
            os._exit = self._go
            try:
                while True:
                    self._clock.ns, job = pickle.loads(_receive(self._jobs))
                    found = _job(perform if job else prepare, job)
                    self._recorder.thread_over()
                    self._say(DONE, self._clock.ns, found)
            except WorkerLost:
                # The pool is closed.
                _leave(0)
            except Ended:
                # Told already, as the end of the run.
                _leave(1)
            except BaseException:
                traceback.print_exc()
                _leave(1)

    def _tell(self, event: Event) -> None:
        # As text: by the name of its class it cannot be found where the engine is hidden.
        self._say(EVENT, event.to_json(), b"")

    def _say(self, kind: str, what: Any, data: bytes) -> None:
        _send(self._results, pickle.dumps((kind, what, data)))

    def _go(self, status: int) -> NoReturn:
        self._recorder.thread_over()
        self._say(GONE, self._clock.ns, b"")
        _leave(status)


def _job(perform: Callable[[bytes], bytes], job: bytes) -> bytes:
    """The outermost frame of a job."""
    return perform(job)


def _send(fd: int, data: bytes) -> None:
    left = memoryview(_SIZE.pack(len(data)) + data)
    while left:
        left = left[_write(fd, left) :]


def _receive(fd: int) -> bytes:
    (size,) = _SIZE.unpack(_exactly(fd, _SIZE.size))
    return _exactly(fd, size)


def _exactly(fd: int, size: int) -> bytes:
    parts, left = [], size
    while left:
        part = _read(fd, min(left, 1 << 20))
        if not part:
            raise WorkerLost
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def of_pools() -> list[Patch]:
    """What to replace in ``concurrent.futures``, whose pools of processes are imported by now."""
    # As late as what it replaces, which is large.
    with in_sight():
        from looplab.world.processes import pools

    return pools.patches()
