"""Hearing that a child has ended: ``os.waitpid`` and its like, asyncio's watchers, Tornado's.

In life asyncio hears of it in one of two ways, by a thread that waits or by a descriptor, and
Tornado by a signal. Here it is a descriptor for all, so that every Python takes the same turns.
"""

from __future__ import annotations

import errno
import os
from asyncio import events, unix_events
from collections.abc import Callable
from typing import Any

from looplab.world.inside import here
from looplab.world.processes.children import children_of
from looplab.world.processes.starting import wait_for

_real: dict[str, Any] = {
    name: getattr(os, name)
    for name in ("waitpid", "wait", "wait3", "wait4", "waitid")
    if hasattr(os, name)
}
_pidfd_open: Any = getattr(os, "pidfd_open", None)
_close = os.close
# 3.14 has them under names of its own.
_WATCHERS: list[Any] = [
    found
    for name in ("ThreadedChildWatcher", "PidfdChildWatcher")
    if (found := getattr(unix_events, name, None) or getattr(unix_events, f"_{name}", None))
]


def _waiter(name: str) -> Callable[..., Any]:
    real = _real[name]

    def waits(*args: Any) -> Any:
        world = here()
        if world is None:
            return real(*args)
        if world.scheduler is None:
            with world.timed(f"os.{name}", idle=True):
                return real(*args)
        # Whom it is for, and where the options are.
        whom, options = -1, args[-1] if args else 0
        if name in ("waitpid", "wait4"):
            whom, options = args
        elif name == "waitid":
            whom, options = (args[1] if args[0] == os.P_PID else -1), args[2]
        if whom > 0 and children_of(world).find(whom) is None:
            return real(*args)
        ours = children_of(world).all

        def pids() -> list[int]:
            return [c.pid for c in ours if whom in (-1, 0, c.pid) and not c.waited_for()]

        if not pids():
            raise ChildProcessError(errno.ECHILD, os.strerror(errno.ECHILD))
        if not options & os.WNOHANG:
            wait_for(world, f"os.{name}", pids, None)
        one = next((c.pid for c in ours if c.pid in pids() and c.ended()), pids()[0])
        if name == "waitid":
            found = real(os.P_PID, one, options | os.WNOHANG)
        else:
            found = _real["waitpid" if name in ("waitpid", "wait") else "wait4"](
                one, options | os.WNOHANG
            )
        if found is None or found[0] == 0:
            world.read()
        return found

    return waits


_WAITERS = {name: _waiter(name) for name in _real}


# ---- event loops


def watch(loop: Any, pid: int, callback: Callable[[int], object]) -> bool:
    """Let the loop call ``callback`` with the return code when this child of the world ends.

    Returns False, and does nothing, where it is no such child or there are no such descriptors.
    """
    world = here()
    if world is None or world.scheduler is None or _pidfd_open is None:
        return False
    child = children_of(world).find(pid)
    if child is None:
        return False
    try:
        fd = _pidfd_open(pid)
    except OSError:
        return False
    child.pidfds.append(fd)

    def ended() -> None:
        loop._remove_reader(fd)
        if fd in child.pidfds:
            child.pidfds.remove(fd)
            _close(fd)
        try:
            code = os.waitstatus_to_exitcode(_real["waitpid"](pid, 0)[1])
        except ChildProcessError:
            # Somebody else has waited for it; this is what asyncio says then.
            code = 255
        callback(code)

    loop._add_reader(fd, ended)
    return True


def _adder(real: Any) -> Callable[..., None]:
    def add_child_handler(watcher: Any, pid: int, callback: Any, *args: Any) -> None:
        loop = events._get_running_loop()
        if loop is None or not watch(loop, pid, lambda code: callback(pid, code, *args)):
            real(watcher, pid, callback, *args)

    return add_child_handler


_ADDERS = [(kind, _adder(kind.add_child_handler)) for kind in _WATCHERS]


def tornado_patches() -> list[tuple[Any, str, Any]]:
    """What to replace in ``tornado.process``, which is imported by now."""
    from tornado import process

    kind: Any = process.Subprocess
    real = kind.set_exit_callback

    def set_exit_callback(started: Any, callback: Callable[[int], None]) -> None:
        def over(code: int) -> None:
            status = -code if code < 0 else code << 8
            started.io_loop.add_callback(started._set_returncode, status)

        started._exit_callback = callback
        if not watch(started.io_loop.asyncio_loop, started.pid, over):
            real(started, callback)

    return [
        (kind, "set_exit_callback", set_exit_callback),
        # The handler that it sets once for all is gone with the loop of the run.
        (kind, "_initialized", False),
        (kind, "_waiting", {}),
    ]


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [
        *((os, name, waiter) for name, waiter in _WAITERS.items()),
        *((kind, "add_child_handler", adder) for kind, adder in _ADDERS),
    ]
