"""Threads: each one that the program starts is in the world, and in its order of turns.

A new thread goes on as soon as the one that starts it waits, as it mostly does in life.
"""

from __future__ import annotations

import _thread
import atexit
import itertools
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import thread as pools
from threading import get_ident
from typing import Any

from looplab.world.inside import CORES, World, here, move_out, settle_in
from looplab.world.recording.failure import show
from looplab.world.running.participant import Participant
from looplab.world.running.scheduler import Ended

_threading: Any = threading
_pools: Any = pools
_real_join, _real_is_alive = threading.Thread.join, threading.Thread.is_alive
_real_start_new: Any = _thread.start_new_thread
# 3.13 starts threads that can be joined in C.
_real_start_joinable: Any = getattr(_thread, "start_joinable_thread", None)
_real_affinity: Any = getattr(os, "sched_getaffinity", None)


def _booted(world: World, function: Callable[..., Any]) -> tuple[Callable[..., Any], Any]:
    """What the new thread runs instead of ``function``, and the participant that it is."""
    thread = getattr(function, "__self__", None)
    participant: Participant | None = None
    if isinstance(thread, threading.Thread):
        _quiet(thread)
        thread._world = world  # type: ignore[attr-defined]
        name, daemon = thread.name, thread.daemon
    else:
        name, daemon = "a thread", True
    if world.scheduler is not None:
        participant = world.scheduler.expect(name, daemon)
        if isinstance(thread, threading.Thread):
            thread._participant = participant  # type: ignore[attr-defined]

    def boot(*args: Any, **options: Any) -> None:
        settle_in(world)
        try:
            if participant is not None and world.scheduler is not None:
                world.scheduler.begin(participant)
            function(*args, **options)
        except (Ended, SystemExit):
            pass
        except BaseException as error:
            _complain(world, f"thread started by: {function!r}", error)
        finally:
            world.recorder.thread_over()
            _forget(thread)
            move_out()
            if participant is not None and world.scheduler is not None:
                world.scheduler.leave(participant)

    return boot, participant


def excepthook(about: Any, /) -> None:
    """As ``threading.excepthook``, which would look for the program's lines in files."""
    world = here()
    if world is None:
        _threading.__excepthook__(about)
    elif about.exc_type is not SystemExit:
        name = get_ident() if about.thread is None else about.thread.name
        sys.stderr.write(f"Exception in thread {name}:\n")
        show(about.exc_value, world.recorder.program)


def _quiet(thread: Any) -> None:
    """A thread that is unwound because the run is over has nothing to complain of."""
    hook = thread._invoke_excepthook

    def invoke(about: Any) -> None:
        if not isinstance(sys.exc_info()[1], Ended):
            hook(about)

    thread._invoke_excepthook = invoke


def _complain(world: World, where: str, error: BaseException) -> None:
    """What Python says of an exception that nobody could catch."""
    sys.stderr.write(f"Exception ignored in {where}\n")
    show(error, world.recorder.program)


def _forget(thread: Any) -> None:
    """Leave nothing of this thread in Python's own lists, which hold no lock of a world."""
    with _threading._active_limbo_lock:
        # It was asked for its name, which made it a thread with a name; or it never began.
        if not isinstance(thread, threading.Thread):
            _threading._active.pop(get_ident(), None)
        _threading._limbo.pop(thread, None)


def _start(world: World, function: Any, start: Callable[[Any], Any]) -> Any:
    boot, participant = _booted(world, function)
    try:
        return start(boot)
    except BaseException:
        if participant is not None and world.scheduler is not None:
            world.scheduler.give_up(participant)
        raise


def start_new_thread(function: Any, args: Any = (), kwargs: Any = None, /) -> Any:
    """As ``_thread.start_new_thread``."""
    world, options = here(), {} if kwargs is None else kwargs
    if world is None:
        return _real_start_new(function, args, options)
    return _start(world, function, lambda boot: _real_start_new(boot, args, options))


def start_joinable_thread(function: Any, *, handle: Any = None, daemon: bool = True) -> Any:
    """As ``_thread.start_joinable_thread`` of 3.13."""
    world = here()
    if world is None:
        return _real_start_joinable(function, handle=handle, daemon=daemon)
    return _start(
        world, function, lambda boot: _real_start_joinable(boot, handle=handle, daemon=daemon)
    )


def join(thread: threading.Thread, timeout: float | None = None) -> None:
    """As ``Thread.join``."""
    world = here()
    if world is None or thread is threading.current_thread():
        return _real_join(thread, timeout)
    if world.scheduler is None:
        with world.timed("Thread.join", idle=True):
            return _real_join(thread, timeout)
    participant = getattr(thread, "_participant", None)
    if participant is None:
        return _real_join(thread, timeout)
    if not participant.done:
        seconds = None if timeout is None else max(0.0, timeout)
        if not world.blocking("Thread.join", lambda: participant.done, seconds, idle=True):
            return None
    return _real_join(thread)


def is_alive(thread: threading.Thread) -> bool:
    """As ``Thread.is_alive``; a thread that has left the world is not."""
    participant = getattr(thread, "_participant", None)
    if participant is not None and participant.done:
        return False
    return _real_is_alive(thread)


def finish(world: World) -> None:
    """What the end of a program waits for: idle pools are closed, threads joined, atexit called."""
    # From here on no line of the program holds this thread, unless it is called below.
    if world.scheduler is None:
        _finish_for_real(world)
        return
    scheduler = world.scheduler
    ours = {p.ident for p in scheduler.threads}
    kept, _pools._shutdown = _pools._shutdown, True
    try:
        for thread, jobs in list(_pools._threads_queues.items()):
            if thread.ident in ours:
                jobs.put(None)
        me = scheduler.running
        me.call = "the end of the program"
        scheduler.wait(lambda: all(p.daemon for p in scheduler.threads if p is not me), None)
        me.call = None
    finally:
        _pools._shutdown = kept
    _at_exit(world)


def _finish_for_real(world: World) -> None:
    kept, _pools._shutdown = _pools._shutdown, True
    try:
        started = [t for t in threading.enumerate() if getattr(t, "_world", None) is world]
        for thread, jobs in list(_pools._threads_queues.items()):
            if thread in started:
                jobs.put(None)
        for thread in started:
            if not thread.daemon:
                _real_join(thread)
    finally:
        _pools._shutdown = kept
    _at_exit(world)


def _at_exit(world: World) -> None:
    while world.at_exit:
        function, args, options = world.at_exit.pop()
        try:
            function(*args, **options)
        except Ended:
            raise
        except BaseException as error:
            # As in life, the others are called all the same, and the exit status stays.
            _complain(world, f"atexit callback: {function!r}", error)


_real_register: Any = atexit.register
_real_unregister: Any = atexit.unregister


def register(function: Any, /, *args: Any, **options: Any) -> Any:
    """``atexit.register``: the exit is the program's, not that of the process it is watched in."""
    world = here()
    if world is None or not world.recorder.program.owns(sys._getframe(1).f_code):
        return _real_register(function, *args, **options)
    world.at_exit.append((function, args, options))
    return function


def unregister(function: Any, /) -> None:
    """As ``atexit.unregister``."""
    world = here()
    if world is None:
        _real_unregister(function)
    else:
        world.at_exit[:] = [each for each in world.at_exit if each[0] != function]


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    found: list[tuple[Any, str, Any]] = [
        (_thread, "start_new_thread", start_new_thread),
        (threading.Thread, "join", join),
        (threading.Thread, "is_alive", is_alive),
        (atexit, "register", register),
        (atexit, "unregister", unregister),
        (threading, "excepthook", excepthook),
        # Names with numbers in them begin anew in every run.
        (_threading, "_counter", itertools.count(1).__next__),
        (ThreadPoolExecutor, "_counter", itertools.count().__next__),
        (os, "cpu_count", lambda: CORES),
    ]
    if hasattr(os, "process_cpu_count"):
        found.append((os, "process_cpu_count", lambda: CORES))
    if _real_affinity is not None:
        found.append((os, "sched_getaffinity", lambda pid: set(range(CORES))))
    if hasattr(threading, "_start_new_thread"):
        found.append((threading, "_start_new_thread", start_new_thread))
    if _real_start_joinable is not None:
        found.append((_thread, "start_joinable_thread", start_joinable_thread))
        found.append((threading, "_start_joinable_thread", start_joinable_thread))
    return found
