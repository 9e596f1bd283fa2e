"""``concurrent.futures.ProcessPoolExecutor``: jobs in real processes, in virtual time.

As in life all processes are copied from this one when the first job is given out, arguments and
results are pickled, globals are each process's own, and a process that dies breaks the pool. A
thread of the parent waits for each process: it lets the process's time pass, and tells what was
printed there, and what blocked there, at its instant.

On purpose not as in life: processes are always copied (fork), whatever ``mp_context`` says, and to
start them takes no time.
"""

from __future__ import annotations

import concurrent.futures
import threading
from collections import deque
from concurrent.futures import _base, process
from concurrent.futures import thread as thread_pools
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from queue import SimpleQueue
from typing import Any

from looplab.trace import Event
from looplab.world.clock import SECOND
from looplab.world.inside import CORES, Ended, World, here
from looplab.world.processes.jobs import Job, check_tasks, perform
from looplab.world.processes.workers import DONE, EVENT, Worker, WorkerLost

_Real: Any = process.ProcessPoolExecutor
_threads_queues: Any = thread_pools._threads_queues

# What Python says, word for word.
_BROKEN = "A child process terminated abruptly, the process pool is not usable anymore"
_LOST = (
    "A process in the process pool was terminated abruptly while the future was running or pending."
)
# Of a process's events these are told, with what they say of it.
_TOLD = ("print", "block", "log")
_KEPT = [f.name for f in fields(Event) if f.name not in ("kind", "n", "t", "until")]


class ProcessPoolExecutor(_Real):  # type: ignore[misc]
    """As the real one; outside of a virtual world it is the real one."""

    _world: World | None = None

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: Any = None,
        initializer: Any = None,
        initargs: tuple[Any, ...] = (),
        *,
        max_tasks_per_child: int | None = None,
    ) -> None:
        world = here()
        if world is None or world.scheduler is None:
            super().__init__(
                max_workers,
                mp_context,
                initializer,
                initargs,
                max_tasks_per_child=max_tasks_per_child,
            )
            return
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        check_tasks(max_tasks_per_child, mp_context)
        self._world = world
        self._max_workers = max_workers or CORES
        self._max_tasks_per_child = max_tasks_per_child
        self._mp_context = mp_context
        self._initializer = initializer
        self._initargs = initargs
        self._broken: str | None = None
        self._closed = False
        self._pending: deque[Job] = deque()
        # Where a job is once it cannot be cancelled any more: on its way to a process, or there.
        self._ready: deque[Job] = deque()
        self._taken: list[Job] = []
        self._tokens: SimpleQueue[bool | None] = SimpleQueue()
        self._workers: list[Worker | None] = []
        self._threads: list[threading.Thread] = []

    # ---- what a program calls

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As ``Executor.submit``. Raises BrokenProcessPool, and RuntimeError after shutdown."""
        if self._world is None:
            return super().submit(fn, *args, **kwargs)
        if self._broken is not None:
            raise BrokenProcessPool(self._broken)
        if self._closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        if self._world.scheduler is None or self._world.scheduler.over:
            raise Ended
        item = Job(fn, args, kwargs)
        self._pending.append(item)
        if not self._threads:
            self._start(self._world)
        if self._broken is None:
            self._advance()
            self._tokens.put(True)
        return item.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As ``Executor.shutdown``."""
        world = self._world
        if world is None:
            super().shutdown(wait, cancel_futures=cancel_futures)
            return
        self._closed = True
        if cancel_futures:
            while self._pending:
                self._pending.pop().future.cancel()
        for _ in self._threads:
            self._tokens.put(None)
        if wait:
            name = "ProcessPoolExecutor.shutdown"
            if any(t.is_alive() for t in self._threads):
                world.blocking(name, lambda: not any(t.is_alive() for t in self._threads))
            for thread in self._threads:
                thread.join()

    # ---- the processes

    def _start(self, world: World) -> None:
        for _ in range(self._max_workers):
            number = world.kept["processes"] = world.kept.get("processes", 0) + 1
            self._workers.append(self._forked(world, number))
            thread = threading.Thread(
                target=self._work,
                args=(world, number, len(self._workers) - 1),
                name=f"process {number}",
            )
            self._threads.append(thread)
            # At its end a program waits for its pools.
            _threads_queues[thread] = self._tokens
        for thread in self._threads:
            thread.start()

    def _forked(self, world: World, number: int) -> Worker:
        return Worker(world, number, self._prepare, perform)

    def _prepare(self, _: bytes) -> bytes:
        """In the process, before its first job."""
        try:
            self._initializer(*self._initargs)
        except Ended:
            raise
        except BaseException as error:
            trace = error.__traceback__ and error.__traceback__.tb_next
            _base.LOGGER.critical("Exception in initializer:", exc_info=error.with_traceback(trace))
            raise WorkerLost from None
        return b""

    def _advance(self) -> None:
        """Send jobs on their way: one for each process, and as many again and one to follow."""
        while self._pending and len(self._taken) < 2 * self._max_workers + 1:
            item = self._pending.popleft()
            if not item.future.set_running_or_notify_cancel():
                continue
            if item.packed():
                self._taken.append(item)
                self._ready.append(item)

    # ---- the thread that waits for one of them

    def _work(self, world: World, number: int, index: int) -> None:
        try:
            if self._initializer is not None:
                self._followed(world, number, index, b"")
            closing, done = False, 0
            while not self._broken:
                closing = closing or self._tokens.get() is None
                if not self._ready:
                    if closing:
                        break
                    continue
                if self._max_tasks_per_child and done == self._max_tasks_per_child:
                    self._let_go(index)
                    self._workers[index], done = self._forked(world, number), 0
                    if self._initializer is not None:
                        self._followed(world, number, index, b"")
                item, done = self._ready.popleft(), done + 1
                found = self._followed(world, number, index, item.data)
                self._taken.remove(item)
                self._advance()
                item.finish(found)
                del item, found
        except WorkerLost:
            self._break()
        finally:
            self._let_go(index)

    def _followed(self, world: World, number: int, index: int, data: bytes) -> bytes:
        """Let a process do a job, in its time. Returns the result's bytes. Raises WorkerLost."""
        scheduler, worker = world.scheduler, self._workers[index]
        if scheduler is None or worker is None:
            raise WorkerLost
        for kind, what, found in worker.call(world.clock.now(), data):
            if kind != EVENT:
                self._wait(world, what)
            if kind == DONE:
                return found
            if kind == EVENT and what.kind == "end":
                self._wait(world, round(what.t * SECOND))
                if what.status == "crashed":
                    # By a signal that it sent itself: only that process is gone.
                    raise WorkerLost
                world.recorder.finish(what.status, error=what.error)
                scheduler.close()
                raise Ended
            if kind == EVENT and what.kind in _TOLD:
                last = what.t if what.until is None else what.until
                self._wait(world, round(last * SECOND))
                _tell(world, f"process {number}", what)
        raise WorkerLost

    def _wait(self, world: World, ns: int) -> None:
        if world.scheduler is not None and ns > world.clock.now():
            world.scheduler.wait(lambda: self._broken, ns)
        if self._broken:
            raise WorkerLost

    def _break(self) -> None:
        if self._broken is not None:
            return
        self._broken = _BROKEN
        items, self._taken = [*self._taken, *self._pending], []
        self._pending.clear()
        self._ready.clear()
        for item in items:
            if not item.future.cancelled():
                item.future.set_exception(BrokenProcessPool(_LOST))
        for worker in self._workers:
            if worker is not None:
                worker.kill()
        for _ in self._threads:
            self._tokens.put(None)

    def _let_go(self, index: int) -> None:
        worker, self._workers[index] = self._workers[index], None
        if worker is not None:
            worker.close()


def _tell(world: World, name: str, event: Event) -> None:
    """Write in the parent's record what happened in a process."""
    told = {key: value for key in _KEPT if (value := getattr(event, key)) is not None}
    if event.kind != "log":
        told.setdefault("who", name)
    if event.kind == "block":
        main = told.get("thread") in (None, "MainThread")
        told["thread"] = name if main else f"{name}: {told['thread']}"
        told["on_loop"] = told["running"] = False
    until = None if event.until is None else round(event.until * SECOND)
    world.recorder.emit(event.kind, round(event.t * SECOND), until, **told)


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [
        # First the one that is taken from the other when it is first asked for.
        (concurrent.futures, "ProcessPoolExecutor", ProcessPoolExecutor),
        (process, "ProcessPoolExecutor", ProcessPoolExecutor),
    ]
