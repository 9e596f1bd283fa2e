"""Fork servers for strangers' programs: as many as run at once, each used by one thread at a time.

A run that stood still, or whose server was lost, is tried once more, alone: a machine that is too
busy is nobody's mark. All other endings are what the program does, and would come again.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from collections.abc import Iterator, Sequence

from looplab.request import Request
from looplab.sandbox.plans import first_server
from looplab.sandbox.server import CannotIsolate, Server
from looplab.trace import Trace

ONCE_MORE = frozenset({"wall-limit", "sandbox-lost"})


class Pool:
    """Servers that isolate in one and the same way: ``auto``, ``strict`` or ``basic``.

    Raises CannotIsolate, on first use, where that cannot be had.
    """

    def __init__(self, isolation: str) -> None:
        self.isolation = isolation
        self._layers: tuple[str, ...] = ()
        self._idle: list[Server] = []
        self._process = os.getpid()
        self._turn = _Turn()
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._plan: str | None = None
        atexit.register(self.close)

    @property
    def layers(self) -> tuple[str, ...]:
        """What keeps the programs apart. Raises CannotIsolate."""
        if not self._layers:
            with self._server():
                pass
        return self._layers

    def run(self, requests: Sequence[Request]) -> list[Trace]:
        """Run these in one child, in turn; a trace for each. Raises CannotIsolate."""
        with self._turn.shared():
            traces = self._once(requests)
        if any(trace.status in ONCE_MORE for trace in traces):
            with self._turn.alone():
                traces = self._once(requests)
        return traces

    def _once(self, requests: Sequence[Request]) -> list[Trace]:
        with self._server() as server:
            return server.run(requests)

    @contextlib.contextmanager
    def _server(self) -> Iterator[Server]:
        if self._process != os.getpid():
            # A copy of the process that they belong to: they are not ours to talk to.
            self._process, self._idle = os.getpid(), []
        with self._lock:
            server = self._idle.pop() if self._idle else None
        if server is None:
            server = self._started()
        try:
            yield server
        finally:
            if not server.lost:
                with self._lock:
                    self._idle.append(server)

    def _started(self) -> Server:
        """A new server: the first one is tried out, the others are like it."""
        with self._starting:
            if self._plan is None:
                self._plan, server, self._layers = first_server(self.isolation)
                return server
        server = Server(self._plan)
        if not set(server.layers) <= set(self._layers):
            server.close()
            raise CannotIsolate("two processes that run programs are not kept apart alike")
        return server

    def close(self) -> None:
        """No more runs are wanted now; the next one starts a server again."""
        with self._lock:
            idle, self._idle = self._idle, []
        if self._process == os.getpid():
            for server in idle:
                server.close()


class _Turn:
    """Many run side by side, or one runs alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running = 0
        self._waiting = 0

    @contextlib.contextmanager
    def shared(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: self._running >= 0 and not self._waiting)
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: self._running == 0)
            self._waiting -= 1
            self._running = -1
        try:
            yield
        finally:
            with self._changed:
                self._running = 0
                self._changed.notify_all()
