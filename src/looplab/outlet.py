"""The program's end of the pipe through which its events leave: it never waits for who reads.

Where nobody reads for a while the events are kept here; where nobody reads at all, turns and waits
are left out, and counted.
"""

from __future__ import annotations

import os
from _thread import allocate_lock
from collections import deque
from dataclasses import replace

from looplab.trace import Event

# Bytes that are kept; beyond the first number no details, beyond the second nothing at all.
SOME, MOST = 4 << 20, 32 << 20

_DETAILS = ("turn", "wait", "ready", "cpu")

# Kept before a world replaces them: what this module does is none of the program's doing.
_write = os.write
_set_blocking = os.set_blocking


class Outlet:
    """Writes events to a descriptor, as JSON lines, without ever blocking before the end.

    Each line begins with ``token``.
    """

    def __init__(self, fd: int, token: bytes = b"") -> None:
        self._fd = fd
        self._token = token
        self._kept: deque[bytes] = deque()
        self._size = 0
        self._lock = allocate_lock()
        self.left_out = 0
        _set_blocking(fd, False)

    def put(self, event: Event) -> None:
        """Send an event, now or later. The end event waits until everything is gone."""
        end = event.kind == "end"
        if end and self.left_out:
            event = replace(event, left_out=(event.left_out or 0) + self.left_out)
        with self._lock:
            if not end and self._size > (SOME if event.kind in _DETAILS else MOST):
                self.left_out += 1
                return
            data = self._token + event.to_json().encode("utf-8", "replace") + b"\n"
            self._kept.append(data)
            self._size += len(data)
            if end:
                _set_blocking(self._fd, True)
            self._send()

    def flush(self) -> None:
        """Send what can be sent now; from another thread, while the program is held."""
        if self._kept and self._lock.acquire(blocking=False):
            try:
                self._send()
            finally:
                self._lock.release()

    def _send(self) -> None:
        while self._kept:
            data = self._kept[0]
            try:
                sent = _write(self._fd, data)
            except BlockingIOError:
                return
            self._size -= sent
            if sent == len(data):
                self._kept.popleft()
            else:
                self._kept[0] = data[sent:]
