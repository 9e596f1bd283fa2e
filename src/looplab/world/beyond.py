"""What a virtual clock cannot follow yet: refused at once, with a sentence, instead of told wrong.

The clock jumps as soon as the loop has nothing to do. A thread, another process or a socket that
was about to answer would be overtaken by it, and the trace would be false.
"""

from __future__ import annotations

import sys
import threading
from threading import get_ident
from typing import Any, NoReturn

_WORDS = {
    "socket.connect": "network connections",
    "socket.bind": "network servers",
    "socket.getaddrinfo": "name look-ups",
    "subprocess.Popen": "other processes",
    "os.fork": "other processes",
    "os.system": "other processes",
}


class NotInThisWorld(RuntimeError):
    """The program uses something that only the real clock can time."""


def _refuse(what: str) -> NoReturn:
    raise NotInThisWorld(
        f"the virtual clock does not follow {what}: "
        "run this program on the real clock (looplab run --real)"
    )


def thread_patches() -> list[tuple[Any, str, Any]]:
    """What to replace so that the world's thread starts no other ones."""
    real, inside = threading.Thread.start, get_ident()

    def start(thread: threading.Thread) -> None:
        if get_ident() == inside:
            _refuse("threads")
        real(thread)

    return [(threading.Thread, "start", start)]


class _Guard:
    """An audit hook cannot be removed, so that there is one, and it is switched on and off."""

    def __init__(self) -> None:
        self.thread: int | None = None
        self._hooked = False

    def watch(self, on: bool) -> None:
        if on and not self._hooked:
            sys.addaudithook(self._hear)
            self._hooked = True
        self.thread = get_ident() if on else None

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self.thread is None or event not in _WORDS or get_ident() != self.thread:
            return
        if event == "socket.bind" and not isinstance(args[1], tuple):
            return
        _refuse(_WORDS[event])


guard = _Guard()
