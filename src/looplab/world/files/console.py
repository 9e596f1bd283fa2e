"""``input()`` and ``sys.stdin``: who asks a person waits for a person.

A line costs ``Latency.input`` seconds of the virtual clock (see ``keyboard``). At the end of the
input there is nobody to wait for. What the program has begun to print on its line is shown before
the person is asked, as an event of its own: a print with ``what="prompt"``.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import select
import sys
from collections.abc import Iterator
from typing import Any

from looplab.world.files import keyboard, pipes
from looplab.world.inside import World, here
from looplab.world.recording.output import Lines

_builtin_input: Any = builtins.input
# A notebook has a function of its own that asks the person.
_before: dict[str, Any] = {"input": _builtin_input}


class _Bytes(io.RawIOBase):
    """``sys.stdin.buffer``: the same lines, as bytes."""

    def __init__(self, lines: Stdin) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._lines.fileno()

    def isatty(self) -> bool:
        return self._lines.isatty()

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = self._lines.readline().encode("utf-8", "surrogateescape")
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class Stdin(io.TextIOBase):
    """``sys.stdin``, at which a person types line by line."""

    encoding = "utf-8"
    errors = "surrogateescape"
    name = "<stdin>"
    mode = "r"

    def __init__(self, world: World, real: Any) -> None:
        self._world = world
        self._real = real
        self._rest = ""
        self._typist: keyboard.Typist | None = None
        self.buffer = io.BufferedReader(_Bytes(self))

    def readable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return bool(self._real.isatty())

    def fileno(self) -> int:
        """The descriptor at which the lines can be awaited. Raises UnsupportedOperation."""
        fd: int = self._real.fileno()
        world = here()
        if world is not self._world or world.scheduler is None or not keyboard.can_be_awaited(fd):
            return fd
        if self._typist is None:
            self._typist = keyboard.Typist(world, self._real.readline)
        return self._typist.fd

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """As ``sys.stdin.readline``."""
        self._check()
        line = self.taken("sys.stdin.readline")
        size = len(line) if size is None or size < 0 else size
        self._rest = line[size:]
        return line[:size]

    def read(self, size: int | None = -1, /) -> str:
        """As ``sys.stdin.read``."""
        self._check()
        most = sys.maxsize if size is None or size < 0 else size
        text, self._rest = self._rest, ""
        while len(text) < most and (line := self.taken("sys.stdin.read")):
            text += line
        self._rest = text[most:]
        return text[:most]

    def _check(self) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def taken(self, call: str) -> str:
        """The next line that the person types; empty at the end of the input."""
        world = here()
        if self._rest:
            line, self._rest = self._rest, ""
            return line
        if world is None:
            return str(self._real.readline())
        if isinstance(sys.stdout, Lines):
            sys.stdout.prompt()
        if world.scheduler is None:
            with world.timed(call):
                return str(self._real.readline())
        typist = self._typist
        if typist is not None:
            return typist.read_line(lambda: pipes.wait(world, call, typist.fd, select.POLLIN))
        line = str(self._real.readline())
        if line:
            keyboard.typed(world, call, 1)
        return line

    def put_away(self) -> None:
        """The world is left."""
        if self._typist is not None:
            self._typist.close()
            self._typist = None


def asked(prompt: object = "", /) -> str:
    """As ``input``. Raises EOFError."""
    world, stdin, before = here(), sys.stdin, _before["input"]
    if world is None or not isinstance(stdin, Stdin):
        return str(before(prompt))
    if before is not _builtin_input:
        if world.scheduler is None:
            with world.timed("input"):
                return str(before(prompt))
        answer = str(before(prompt))
        keyboard.typed(world, "input", 1)
        return answer
    sys.stdout.write(str(prompt))
    sys.stdout.flush()
    line = stdin.taken("input")
    if not line:
        raise EOFError("EOF when reading a line")
    return line.removesuffix("\n")


@contextlib.contextmanager
def attended(world: World) -> Iterator[None]:
    """Inside this context the program's ``input`` and ``sys.stdin`` are a person's."""
    stdin, _before["input"] = sys.stdin, builtins.input
    person = None if stdin is None else Stdin(world, stdin)
    sys.stdin, builtins.input = person, asked
    try:
        yield
    finally:
        sys.stdin, builtins.input = stdin, _before["input"]
        _before["input"] = _builtin_input
        if person is not None:
            person.put_away()
