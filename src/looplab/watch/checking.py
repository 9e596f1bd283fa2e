"""A check in a process of its own: it can be stopped at any moment, with all that it started."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import FrameType

from looplab import sandbox
from looplab.watch.state import Outcome

# Real seconds that a check has to end what it has started, when it is told to stop.
LAST_WORDS = 5.0

_SIGNALS = (
    signal.SIGINT,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGWINCH,
    signal.SIGTSTP,
    signal.SIGCONT,
)

_LOST = "The process of this check was lost: press c to check again."


class Checking:
    """One check that runs. ``judge`` finds out the outcome, or says in words why there is none."""

    def __init__(self, judge: Callable[[], Outcome | str]) -> None:
        # A fork has all that a check needs imported already, which takes longer than most checks.
        context = get_context("fork")
        self._heard, told = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(judge, told))
        # What this process does about signals must not be done in the other one, not for a moment.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        told.close()

    def fileno(self) -> int:
        """Readable when the check is over."""
        return self._heard.fileno()

    def outcome(self) -> Outcome | str:
        """What was found out; to be asked for when it is over."""
        found: Outcome | str = _LOST
        with contextlib.suppress(EOFError, OSError):
            found = self._heard.recv()
        self._process.join(LAST_WORDS)
        self.stop()
        return found

    def stop(self) -> None:
        """End it, if it still runs."""
        self._heard.close()
        for end in (self._process.terminate, self._process.kill):
            if self._process.is_alive():
                end()
                self._process.join(LAST_WORDS)
        self._process.join()


def _work(judge: Callable[[], Outcome | str], told: Connection) -> None:
    signal.set_wakeup_fd(-1)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, _end)
    # Ctrl-C is for the watch, which then says when it is time to end.
    os.setsid()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    try:
        found = judge()
    except KeyboardInterrupt:
        return
    with contextlib.suppress(OSError):
        told.send(found)


def _end(number: int, frame: FrameType | None) -> None:
    sandbox.end_all()
    raise KeyboardInterrupt
