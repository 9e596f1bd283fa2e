"""Pipes, named pipes (FIFOs) and their like: descriptors at which a reader or writer may wait.

In the virtual clock's world the wait is the world's: other threads run meanwhile, and where nobody
can ever write, that is known at once. A descriptor that the program made non-blocking stays so.
What was open before the program began, the standard streams and whatever else, leads out of the
world, and so does the terminal: a wait there is a real one.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import select
import stat
from collections.abc import Callable
from typing import Any

from looplab.world.inside import World
from looplab.world.network.selecting import real_poll

# A pipe that is ready for writing takes so many bytes without a wait.
ATOM = select.PIPE_BUF

_real_open = os.open
_real_set_blocking = os.set_blocking
_STANDARD = (0, 1, 2)
# /dev/tty, on Linux.
_TERMINAL = os.makedev(5, 0)


def outside(world: World) -> None:
    """What is open now leads out of the world."""
    found: dict[int, tuple[int, int]] = {}
    for name in os.listdir("/dev/fd"):
        # The one that the list was read from is closed again.
        with contextlib.suppress(OSError):
            state = os.fstat(int(name))
            found[int(name)] = state.st_dev, state.st_ino
    world.kept["outside"] = found


def may_wait(world: World, fd: int) -> bool:
    """Whether reading or writing at this descriptor may have to wait for somebody in the world."""
    found = os.fstat(fd)
    mode = found.st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)):
        return False
    if world.kept["outside"].get(fd) == (found.st_dev, found.st_ino):
        return False
    if stat.S_ISCHR(mode) and _is_our_terminal(found.st_rdev):
        return False
    if not stat.S_ISSOCK(mode):
        return os.get_blocking(fd)
    # In a world no socket's descriptor blocks: ask the socket what it would do in life.
    return any(
        one.gettimeout() is None for one in list(world.network.sockets) if one.fileno() == fd
    )


def _is_our_terminal(device: int) -> bool:
    for fd in _STANDARD:
        with contextlib.suppress(OSError):
            if os.fstat(fd).st_rdev == device:
                return True
    return device == _TERMINAL


def wait(world: World, call: str, fd: int, mask: int) -> None:
    """Hold this thread until the descriptor is ready, at its end, or broken."""
    poll = real_poll()
    poll.register(fd, mask)
    if not poll.poll(0):
        world.blocking(call, lambda: poll.poll(0))


def write(world: World, call: str, fd: int, real: Callable[[Any], Any], data: Any) -> int:
    """Write all of it, as fast as the other end reads. Returns the number of bytes."""
    view = memoryview(data).cast("B")
    left = view
    while left:
        wait(world, call, fd, select.POLLOUT)
        left = left[real(left[:ATOM]) :]
    return len(view)


# ---- FIFOs: who opens one waits for somebody who opens the other end


def is_fifo(path: Any, flags: int, dir_fd: int | None = None) -> bool:
    """Whether to open this path is to wait for somebody at its other end."""
    if flags & os.O_NONBLOCK or flags & os.O_ACCMODE == os.O_RDWR:
        return False
    try:
        return stat.S_ISFIFO(os.stat(path, dir_fd=dir_fd).st_mode)
    except (OSError, ValueError):
        return False


def open_fifo(world: World, call: str, path: Any, flags: int, dir_fd: int | None = None) -> int:
    """Open it as soon as somebody opens the other end: a thread of the program, or a child of it.

    Returns the descriptor. Raises OSError as ``os.open`` does.
    """
    if flags & os.O_ACCMODE == os.O_WRONLY:
        fd = _open_for_writing(world, call, path, flags, dir_fd)
    else:
        fd = _open_for_reading(world, call, path, flags, dir_fd)
    _real_set_blocking(fd, True)
    return fd


def _open_for_writing(world: World, call: str, path: Any, flags: int, dir_fd: int | None) -> int:
    opened: list[int] = []

    def attempt() -> bool:
        try:
            opened.append(_real_open(path, flags | os.O_NONBLOCK, dir_fd=dir_fd))
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
        return bool(opened)

    try:
        if not attempt():
            world.blocking(call, attempt)
    except BaseException:
        for fd in opened:
            os.close(fd)
        raise
    _writers(world).update(opened)
    return opened[0]


def _open_for_reading(world: World, call: str, path: Any, flags: int, dir_fd: int | None) -> int:
    fd = _real_open(path, flags | os.O_NONBLOCK, dir_fd=dir_fd)
    try:
        poll, fifo = real_poll(), os.fstat(fd)
        poll.register(fd, select.POLLIN)

        def met() -> bool:
            # Something to read, or the end of it: a writer was here. One that is here and has
            # written nothing yet cannot be told from none, unless it is one of the program's.
            return bool(poll.poll(0)) or any(_writes_to(w, fifo) for w in _writers(world))

        if not met():
            world.blocking(call, met)
    except BaseException:
        os.close(fd)
        raise
    return fd


def _writers(world: World) -> set[int]:
    """The descriptors at which FIFOs were opened for writing; some may be closed by now."""
    return world.kept.setdefault("fifos", set())  # type: ignore[no-any-return]


def _writes_to(fd: int, fifo: os.stat_result) -> bool:
    try:
        same = os.path.samestat(os.fstat(fd), fifo)
        return same and fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY
    except OSError:
        return False
