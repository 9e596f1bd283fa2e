"""A program that is watched goes when whoever watches it goes, however that ends.

The watcher holds the writing end of a pipe; the program and all that it starts, which are one group
of processes, end when it is closed. On Linux the kernel itself sees to that, so that even a call
that keeps the interpreter lock for ever is no way to stay.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
from _thread import start_new_thread

try:
    import fcntl
except ImportError:  # pragma: no cover - on Windows nothing is watched
    fcntl = None  # type: ignore[assignment]


def tie(fd: int) -> None:
    """Let this group of processes end when the other end of the pipe ``fd`` is closed."""
    os.set_inheritable(fd, False)
    if hasattr(fcntl, "F_SETSIG"):
        fcntl.fcntl(fd, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)
        if select.select([fd], [], [], 0)[0]:
            cut(os.getpgrp())  # it was closed before anybody listened
    else:  # pragma: no cover - elsewhere than on Linux
        start_new_thread(_wait, (fd,))


def _wait(fd: int) -> None:  # pragma: no cover - elsewhere than on Linux
    while os.read(fd, 1):
        pass
    cut(os.getpgrp())


def cut(group: int) -> None:
    """End a group of processes now."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
