"""Locks, and all that is built on them: Event, Condition, Semaphore, queues, futures of threads.

A lock that is free is taken as ever. One that is not holds its thread until it is: seen, timed and
blamed on the line that asked, whether through ``queue.get``, ``event.wait`` or ``future.result``.
"""

from __future__ import annotations

import _thread
import functools
import queue
import threading
from concurrent.futures import thread as pools
from typing import Any

from looplab.world.inside import here
from looplab.world.moments.times import FUNCTIONS

_real_lock = _thread.allocate_lock


class Lock:
    """``threading.Lock``, which asks the world when it has to wait."""

    __slots__ = ("__weakref__", "_lock")

    def __init__(self) -> None:
        self._lock = _real_lock()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """As ``threading.Lock.acquire``."""
        lock = self._lock
        if timeout != -1 and (not blocking or not 0 <= timeout <= threading.TIMEOUT_MAX):
            # It says itself what is wrong with that.
            return lock.acquire(blocking, timeout)
        if lock.acquire(False):
            return True
        if not blocking:
            return False
        world = here()
        if world is None:
            return lock.acquire(True, timeout)
        if world.scheduler is None:
            with world.timed("lock.acquire", idle=True):
                return lock.acquire(True, timeout)
        # The condition only looks: whoever is picked among several takes it, and no other.
        seconds = None if timeout < 0 else timeout
        while world.blocking("lock.acquire", lambda: not lock.locked(), seconds, idle=True):
            if lock.acquire(False):
                return True
        return False

    def release(self) -> None:
        """As ``threading.Lock.release``."""
        self._lock.release()

    def locked(self) -> bool:
        """Whether somebody has it."""
        return self._lock.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *reason: object) -> None:
        self._lock.release()

    def __repr__(self) -> str:
        state = "locked" if self._lock.locked() else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"

    def _at_fork_reinit(self) -> None:
        self._lock = _real_lock()

    acquire_lock, release_lock, locked_lock = acquire, release, locked


def patches(virtual: bool) -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement.

    On the real clock only plain locks, and what is built on them in Python: what C waits for there
    is not seen, and costs nothing.
    """
    locks: list[tuple[Any, str, Any]] = [
        (threading, "Lock", Lock),
        (threading, "_allocate_lock", Lock),
        (_thread, "allocate_lock", Lock),
    ]
    if not virtual:
        return locks
    monotonic = FUNCTIONS["monotonic"]
    python: Any = threading
    return [
        *locks,
        # The ones written in C wait where nobody can see them.
        (threading, "RLock", python._RLock),
        (threading, "_CRLock", None),
        *([(functools, "RLock", python._RLock)] if hasattr(functools, "RLock") else []),
        (queue, "SimpleQueue", queue._PySimpleQueue),  # type: ignore[attr-defined]
        # Made before the world was entered, and held while a thread is started.
        (pools, "_global_shutdown_lock", Lock()),
        # Both keep the function that they imported.
        (threading, "_time", monotonic),
        (queue, "time", monotonic),
    ]
