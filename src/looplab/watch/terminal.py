"""The terminal while the watch has it: single keys without Enter, and always put back as it was."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import termios
import tty
from collections.abc import Sequence
from types import FrameType, TracebackType

from rich.console import Console
from rich.text import Text

from looplab.watch.keys import alone, keys
from looplab.watch.screen import Paper

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_HEARD = (*ENDING, signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT)

# From the top, an empty screen, and nothing of the last one above it.
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"

# Real seconds within which the rest of a key has to come.
_REST = 0.05


class Terminal:
    """Standard input and output, to be used in a ``with`` block.

    Signals are heard as bytes on a socket: none of them breaks into what is being done.
    """

    def __init__(self) -> None:
        self._console = Console(highlight=False, force_jupyter=False)
        self._input = sys.stdin.fileno()
        self._shown: tuple[list[str], list[str]] = ([], [])
        self._begun = ""
        self.closed = False

    def __enter__(self) -> Terminal:
        self._before = termios.tcgetattr(self._input)
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._theirs.setblocking(False)
        self._handlers = {number: signal.signal(number, _heard) for number in _HEARD}
        self._wakeup = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._single_keys()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._as_before()
        with contextlib.suppress(OSError):
            os.write(sys.stdout.fileno(), b"\n")
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._ours.close()
        self._theirs.close()

    def wait(self, others: Sequence[int], patience: float) -> list[int]:
        """Until a key, a signal or one of these descriptors has come, or so many real seconds."""
        watched = [self._ours.fileno(), *others, *([] if self.closed else [self._input])]
        return select.select(watched, [], [], _REST if self._begun else patience)[0]

    def signals(self) -> list[int]:
        """The signals that have come."""
        try:
            heard = list(self._ours.recv(4096))
        except BlockingIOError:
            return []
        if signal.SIGTSTP in heard:
            # Stop as we would have, and leave the terminal to the shell meanwhile.
            self._as_before()
            os.kill(os.getpid(), signal.SIGSTOP)
            heard.append(signal.SIGCONT)
        if signal.SIGCONT in heard:
            self._single_keys()
        if {signal.SIGCONT, signal.SIGWINCH} & set(heard):
            self._shown = ([], [])
        return heard

    def typed(self, ready: list[int]) -> list[str]:
        """The keys that have come."""
        if self._input not in ready:
            begun, self._begun = self._begun, ""
            return alone(begun)
        try:
            data = os.read(self._input, 1024)
        except OSError:
            data = b""
        self.closed = not data
        found, self._begun = keys(self._begun + data.decode("utf-8", "ignore"))
        return found

    @property
    def paper(self) -> Paper:
        """How large it is now."""
        try:
            width, height = os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            width, height = 0, 0
        unicode = self._console.encoding.lower().startswith("utf")
        # A terminal of which nobody knows the size says that it is nothing at all.
        return Paper(width or 80, height or 24, unicode)

    def show(self, body: list[Text], foot: list[Text]) -> None:
        """Show these lines. Where only the last ones are new, only they are written."""
        told = [[self._coded(line) for line in lines] for lines in (body, foot)]
        before, self._shown = self._shown, (told[0], told[1])
        if before == self._shown:
            return
        if before[0] == told[0] and before[1]:
            up = len(before[1]) - 1
            begin = "\r" + (f"\x1b[{up}A" if up else "") + "\x1b[J"
            text = begin + "\n".join(told[1])
        else:
            text = _CLEAR + "\n".join([*told[0], *told[1]])
        with contextlib.suppress(OSError):
            sys.stdout.buffer.write(text.encode(self._console.encoding, "replace"))
            sys.stdout.buffer.flush()

    def _coded(self, line: Text) -> str:
        with self._console.capture() as capture:
            self._console.print(line, soft_wrap=True, end="")
        return capture.get()

    def _single_keys(self) -> None:
        with contextlib.suppress(termios.error):
            # What is typed meanwhile is kept: two of these may follow each other after a stop.
            tty.setcbreak(self._input, termios.TCSADRAIN)

    def _as_before(self) -> None:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._input, termios.TCSADRAIN, self._before)


def _heard(number: int, frame: FrameType | None) -> None:
    """Python writes the number to the socket; there is nothing more to do here."""
