"""What a child does between its fork and the first line of the program."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from types import ModuleType
from typing import NoReturn

from looplab import record
from looplab.forkserver.walls import Walls
from looplab.sandbox.wire import NEVER_BEGAN

# Where the two descriptors of a child are; the next one that is opened is the one after them.
EVENTS, REQUESTS = 3, 4


def run_here(walls: Walls, requests_from: int, events_to: int) -> NoReturn:
    """In the child: leave all that is the server's behind, and run what is asked for."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        walls.around_child()
        _keep(events_to, requests_from)
        # The programs' own; this module and its server are nobody's business.
        sys.modules["__main__"] = ModuleType("__main__")
        record.answer(REQUESTS, EVENTS)
    finally:
        os._exit(NEVER_BEGAN)


def _keep(events_to: int, requests_from: int) -> None:
    """Close everything but the standard streams and these two, which get their fixed numbers."""
    # First out of the way of each other.
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (events_to, requests_from)]
    for fd, place in zip(high, (EVENTS, REQUESTS), strict=True):
        os.dup2(fd, place, inheritable=False)
    os.closerange(REQUESTS + 1, os.sysconf("SC_OPEN_MAX"))
