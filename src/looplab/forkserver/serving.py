"""One run after the other: fork, wait, sweep, report.

On the control socket one byte asks, with two descriptors for a run; a report answers each run.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
import warnings
from typing import NoReturn

from looplab.forkserver.running import run_here
from looplab.forkserver.walls import Walls
from looplab.sandbox.wire import KILL, REPORT, RUN


class Serving:
    """The server's side of its control socket."""

    def __init__(self, control: socket.socket, walls: Walls) -> None:
        self._control = control
        self._walls = walls

    def serve(self) -> NoReturn:
        """Do what is asked for until nobody is left who could ask."""
        while True:
            try:
                asked, fds, _, _ = socket.recv_fds(self._control, 1, 2)
            except ConnectionError:
                self._leave()
            if not asked:
                self._leave()
            if asked == RUN and len(fds) == 2:
                self._run(*fds)
            else:
                # To kill a child that has ended by itself meanwhile.
                for fd in fds:
                    os.close(fd)

    def _leave(self) -> NoReturn:
        """Whoever asked is gone: so is everything here."""
        self._walls.leave()
        os._exit(0)

    def _run(self, requests_from: int, events_to: int) -> None:
        pid = _forked()
        if pid == 0:
            run_here(self._walls, requests_from, events_to)
        os.close(requests_from)
        os.close(events_to)
        there = self._wait(pid)
        _, status, usage = os.wait4(pid, 0)
        swept = self._sweep(pid)
        if not there:
            self._leave()
        # The next child begins in an empty folder, or in another server.
        clean = self._walls.clean()
        used = usage.ru_utime + usage.ru_stime
        self._control.sendall(REPORT.pack(status, used, usage.ru_maxrss, swept, clean))
        if not clean:
            self._leave()

    def _wait(self, pid: int) -> bool:
        """Wait for the end of the child, or make an end of it. Whether somebody still listens."""
        ended = _Ended(pid)
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        try:
            if ended.fd is not None:
                poll.register(ended.fd, select.POLLIN)
            while True:
                asked = [fd for fd, _ in poll.poll(ended.patience) if fd == self._control.fileno()]
                if ended():
                    return True
                if asked:
                    word = self._control.recv(1)
                    if word != KILL and word:
                        continue
                    _kill(pid)
                    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
                    return bool(word)
        finally:
            ended.close()

    def _sweep(self, pid: int) -> int:
        """Kill whatever the child has left, whoever its parent is. Returns how many there were.

        All of them are this process's children now, or will be: it adopts those who lose theirs.
        """
        swept = 0
        while True:
            try:
                found, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return swept
            if found:
                swept += 1
                continue
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
            self._walls.kill_children()
            time.sleep(0.0005)


class _Ended:
    """Tells whether a child has ended: by a descriptor where there are such, else by asking."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.fd: int | None = None
        with contextlib.suppress(AttributeError, OSError):
            self.fd = os.pidfd_open(pid)
        # Milliseconds between two questions.
        self.patience = None if self.fd is not None else 2

    def __call__(self) -> bool:
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._pid, options) is not None

    def close(self) -> None:
        if self.fd is not None:
            os.close(self.fd)


def _forked() -> int:
    with warnings.catch_warnings():
        # A thread that looks at turns may still be about. It holds nothing while it sleeps.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)
