"""What a program says: printed lines, logged errors, warnings."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import sys
import warnings
from collections.abc import Iterator
from typing import Any, Literal

from looplab.world.recording.blame import LIBRARIES
from looplab.world.recording.recorder import Recorder

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")
_LIBRARY = re.compile("|".join(re.escape(folder) for folder in sorted(LIBRARIES, key=len)[::-1]))

# What Python itself starts with; a test runner may have set others in this process.
_FILTERS: tuple[tuple[Literal["ignore", "default"], type[Warning], str], ...] = (
    ("ignore", ResourceWarning, ""),
    ("ignore", ImportWarning, ""),
    ("ignore", PendingDeprecationWarning, ""),
    ("ignore", DeprecationWarning, ""),
    ("default", DeprecationWarning, "__main__"),
)


def portable(text: str) -> str:
    """The text without what differs between two processes or machines: addresses, library paths."""
    if "0x" in text:
        text = _ADDRESS.sub("at 0x...", text)
    return _LIBRARY.sub("", text)


class _Buffer(io.RawIOBase):
    """``sys.stdout.buffer``: bytes go the same way as text."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._lines.write(bytes(data).decode("utf-8", "replace"))
        return len(data)


class Lines(io.TextIOBase):
    """A standard stream that tells the recorder of each completed line."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, recorder: Recorder, stream: str) -> None:
        self._recorder = recorder
        self._stream = stream
        self._begun = ""
        self.buffer = _Buffer(self)

    @property
    def name(self) -> str:
        return f"<{self._stream}>"

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if "\n" not in text:
            self._begun += text
            return len(text)
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._recorder.line(portable(line), self._stream)
        return len(text)

    def prompt(self) -> None:
        """Show what was begun: a person is going to answer it."""
        if self._begun:
            begun, self._begun = self._begun, ""
            self._recorder.line(portable(begun), self._stream, what="prompt")

    def finish(self) -> None:
        """The run is over: what was begun counts as a line."""
        if self._begun:
            begun, self._begun = self._begun, ""
            self._recorder.line(portable(begun), self._stream)


def log_patches(recorder: Recorder) -> list[tuple[Any, str, Any]]:
    """What to replace to hear what is logged; the program's own handlers still get it."""
    real: Any = logging.Logger.callHandlers

    def call_handlers(logger: logging.Logger, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            text = record.getMessage()
            if record.exc_info and record.exc_info[1] is not None:
                error = record.exc_info[1]
                text += f"\n{type(error).__name__}: {error}"
            recorder.log(record.levelname, record.name, portable(text))
        real(logger, record)

    # A fresh process has no handlers; those of a test runner would also keep what was logged.
    return [
        (logging.Logger, "callHandlers", call_handlers),
        (logging.getLogger(), "handlers", []),
    ]


@contextlib.contextmanager
def warnings_heard(recorder: Recorder) -> Iterator[None]:
    """Warnings are shown as a fresh Python shows them, and told to the recorder."""
    with warnings.catch_warnings():
        warnings.resetwarnings()
        for action, category, module in _FILTERS:
            warnings.filterwarnings(action, category=category, module=module)

        def show(
            message: Any,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: Any = None,
            line: str | None = None,
        ) -> None:
            recorder.log("WARNING", "py.warnings", f"{category.__name__}: {message}")
            text = warnings.formatwarning(message, category, filename, lineno, line)
            (file or sys.stderr).write(text)

        warnings.showwarning = show
        yield
