"""``open``: files that the program opens cost time, and say at which line.

What is returned is what Python's own ``open`` returns, buffers and text around a ``FileIO``; only
that innermost object asks the world.
"""

from __future__ import annotations

import builtins
import io
import os
import warnings
from collections.abc import Callable
from typing import Any

from looplab.world.files import charges, descriptors, pipes
from looplab.world.inside import World, here

_real_open: Any = builtins.open


class File(io.FileIO):
    """An open file that asks the world when it is read or written."""

    def __repr__(self) -> str:
        # 3.13 shows what a class is called, without its module.
        return super().__repr__().replace("<FileIO", "<_io.FileIO", 1)

    def readinto(self, buffer: Any, /) -> Any:
        """As ``FileIO.readinto``."""
        if not self.readable():
            return super().readinto(buffer)
        return descriptors.read("file.read", self.fileno(), super().readinto, buffer)

    def read(self, size: int | None = -1, /) -> Any:
        """As ``FileIO.read``."""
        if not self.readable():
            return super().read(size)
        if size is None or size < 0:
            return self.readall()
        return descriptors.read("file.read", self.fileno(), super().read, size)

    def readall(self) -> Any:
        """As ``FileIO.readall``."""
        everything: Callable[[], Any] = super().readall
        if not self.readable():
            return everything()
        world = here()
        if world is None or world.scheduler is None or not pipes.may_wait(world, self.fileno()):
            return descriptors.read("file.read", self.fileno(), lambda _: everything(), -1)
        parts: list[bytes] = []
        while part := self.read(1 << 16):
            parts.append(part)
        return b"".join(parts)

    def write(self, data: Any, /) -> Any:
        """As ``FileIO.write``."""
        if not self.writable():
            return super().write(data)
        return descriptors.write("file.write", self.fileno(), super().write, data)


# What a program may look at, and what stands in warnings.
File.__name__, File.__qualname__, File.__module__ = "FileIO", "FileIO", "_io"


def open(
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Any = None,
) -> Any:
    """As ``open``."""
    world = here()
    known = world is not None and (isinstance(file, int) or charges.charged(world, file))
    if world is None or not known or _is_wrong(mode, buffering, encoding, errors, newline):
        return _real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
    made: Any = _raw(world, file, mode.replace("b", "").replace("t", ""), closefd, opener)
    if buffering == 0:
        return made
    try:
        by_line = buffering == 1 or (buffering < 0 and made.isatty())
        if "b" in mode and buffering == 1:
            warnings.warn(
                "line buffering (buffering=1) isn't supported in binary mode, "
                "the default buffer size will be used",
                RuntimeWarning,
                stacklevel=2,
            )
        size = buffering if buffering > 1 else made._blksize
        if "+" in mode:
            made = io.BufferedRandom(made, size)
        else:
            made = io.BufferedReader(made, size) if "r" in mode else io.BufferedWriter(made, size)
        if "b" not in mode:
            made = io.TextIOWrapper(made, encoding, errors, newline, by_line)
            made.mode = mode
    except BaseException:
        made.close()
        raise
    return made


def _is_wrong(mode: Any, buffering: Any, encoding: Any, errors: Any, newline: Any) -> bool:
    """Whether the real one is to say what is wrong with these arguments."""
    if not isinstance(mode, str) or not isinstance(buffering, int):
        return True
    kinds = set(mode)
    return (
        bool(kinds - set("xrwabt+"))
        or len(kinds) < len(mode)
        or len(kinds & set("xrwa")) != 1
        or {"b", "t"} <= kinds
        or buffering < -1
        or (buffering == 0 and "b" not in kinds)
        or ("b" in kinds and (encoding, errors, newline) != (None, None, None))
    )


def _raw(world: World, file: Any, mode: str, closefd: bool, opener: Any) -> File:
    if isinstance(file, int) or opener is not None:
        # It is open already, or its opener will call os.open.
        return File(file, mode, closefd, opener)
    if world.scheduler is None:
        with world.timed("open"):
            return File(file, mode, closefd)
    if pipes.is_fifo(file, os.O_RDWR if "+" in mode else os.O_RDONLY if "r" in mode else 1):
        return File(
            file, mode, closefd, lambda path, flags: pipes.open_fifo(world, "open", path, flags)
        )
    world.blocking("open", None, world.latency.files)
    raw = File(file, mode, closefd)
    charges.opened(world, raw.fileno())
    return raw


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [(builtins, "open", open), (io, "open", open)]
