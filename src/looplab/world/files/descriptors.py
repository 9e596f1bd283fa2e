"""Reading and writing at a descriptor: ``os.open``, ``os.read``, ``os.write``, ``os.fsync``.

What comes from a file costs what files cost; what comes through a pipe is waited for; what comes
from the standard input is typed by a person.
"""

from __future__ import annotations

import os
import select
import stat
import sys
from collections.abc import Callable
from typing import Any

from looplab.world.files import charges, keyboard, pipes
from looplab.world.inside import here
from looplab.world.processes import children

_real: dict[str, Any] = {
    name: getattr(os, name, None) for name in ("open", "read", "write", "fsync", "fdatasync")
}
# They wait for children that they have just started, and know how.
_PARENTS = frozenset(("multiprocessing", "subprocess"))


def read(call: str, fd: int, real: Callable[[Any], Any], target: Any) -> Any:
    """Read with ``real(target)``; the target is a number of bytes, or a buffer to fill."""
    world = here()
    if world is None:
        return real(target)
    if world.scheduler is None:
        with world.timed(call):
            return real(target)
    if pipes.may_wait(world, fd):
        keyboard.wanted(world, fd)
        pipes.wait(world, call, fd, select.POLLIN)
    got = real(target)
    if got:
        data = memoryview(got if isinstance(got, bytes) else target).cast("B")
        size = len(got) if isinstance(got, bytes) else int(got)
        if fd == 0:
            keyboard.typed(world, call, bytes(data[:size]).count(b"\n"))
        else:
            charges.moved(world, call, fd, size)
    return got


def write(call: str, fd: int, real: Callable[[Any], Any], data: Any) -> Any:
    """Write with ``real(data)``; returns the number of bytes, as it does."""
    world = here()
    if world is None:
        return real(data)
    if world.scheduler is None:
        with world.timed(call):
            return real(data)
    if pipes.may_wait(world, fd):
        sent: Any = pipes.write(world, call, fd, real, data)
    else:
        sent = real(data)
        charges.moved(world, call, fd, sent or 0)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        children.let_them_answer(world)
    return sent


def os_open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
    """As ``os.open``."""
    world = here()
    if world is None or not charges.charged(world, path):
        return _real["open"](path, flags, mode, dir_fd=dir_fd)  # type: ignore[no-any-return]
    if world.scheduler is None:
        with world.timed("os.open"):
            return _real["open"](path, flags, mode, dir_fd=dir_fd)  # type: ignore[no-any-return]
    if pipes.is_fifo(path, flags, dir_fd):
        return pipes.open_fifo(world, "os.open", path, flags, dir_fd)
    if not _is_folder(path, dir_fd):
        world.blocking("os.open", None, world.latency.files)
    fd: int = _real["open"](path, flags, mode, dir_fd=dir_fd)
    charges.opened(world, fd)
    return fd


def _is_folder(path: Any, dir_fd: int | None) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path, dir_fd=dir_fd).st_mode)
    except (OSError, ValueError):
        return False


def os_read(fd: int, n: int, /) -> Any:
    """As ``os.read``."""
    if charges.package(sys._getframe(1)) in _PARENTS:
        return _real["read"](fd, n)
    return read("os.read", fd, lambda n: _real["read"](fd, n), n)


def os_write(fd: int, data: Any, /) -> Any:
    """As ``os.write``."""
    if charges.package(sys._getframe(1)) in _PARENTS:
        return _real["write"](fd, data)
    return write("os.write", fd, lambda data: _real["write"](fd, data), data)


def _synced(name: str) -> Callable[[Any], None]:
    real = _real[name]

    def sync(fd: Any) -> None:
        world = here()
        if world is None:
            real(fd)
        elif world.scheduler is None:
            with world.timed(f"os.{name}"):
                real(fd)
        else:
            real(fd)
            if charges.is_paid(world, fd if isinstance(fd, int) else fd.fileno()):
                world.blocking(f"os.{name}", None, world.latency.files)

    return sync


# macOS has no fdatasync.
_SYNCED = [(os, name, _synced(name)) for name in ("fsync", "fdatasync") if hasattr(os, name)]


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [(os, "open", os_open), (os, "read", os_read), (os, "write", os_write), *_SYNCED]
