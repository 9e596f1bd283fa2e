"""The person at the keyboard, who takes a while for each line.

On the virtual clock a line takes ``Latency.input`` from the moment somebody wants it. If the person
is real, the world stands still until they are done, so that nothing happens in between that would
not happen in the next run. Where the standard input is a file or a pipe, its lines are typed just
the same.

Whoever waits for the descriptor of the standard input, an event loop for example, gets that of a
pipe in which each line appears when it has been typed.
"""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import stat
import weakref
from collections.abc import Callable
from typing import Any

from looplab.world.clock import SECOND
from looplab.world.inside import World, here
from looplab.world.network import selecting

_base: Any = selectors._BaseSelectorImpl
_real_register = _base.register
_real_read, _real_write = os.read, os.write


def typed(world: World, call: str, lines: int) -> None:
    """So many lines have been read: wait as long as it takes to type them; at least one."""
    world.blocking(call, None, max(1, lines) * world.latency.input)


def can_be_awaited(fd: int) -> bool:
    """Whether a selector accepts this standard input: no file, and not ``/dev/null``."""
    found = os.fstat(fd)
    return os.isatty(fd) or stat.S_ISFIFO(found.st_mode) or stat.S_ISSOCK(found.st_mode)


class Typist:
    """Types what ``next_line`` returns into a pipe, one line after the other.

    ``fd`` is where it can be read. It begins when somebody waits for the first line, and goes on
    as long as a selector watches the descriptor.
    """

    def __init__(self, world: World, next_line: Callable[[], str]) -> None:
        self._world = world
        self._next_line = next_line
        self._left = b""
        self._typing = False
        self._watchers: weakref.WeakSet[Any] = weakref.WeakSet()
        self.fd, self._keys = os.pipe()
        os.set_blocking(self._keys, False)
        world.kept["typist"] = self

    def watched_by(self, selector: Any) -> None:
        """This selector waits for lines from now on."""
        self._watchers.add(selector)
        self.begin()

    def begin(self) -> None:
        """Somebody wants a line: it is there in ``Latency.input`` seconds."""
        world, scheduler = self._world, self._world.scheduler
        if not self._typing and self._keys >= 0 and scheduler is not None:
            self._typing = True
            scheduler.at(world.clock.now() + round(world.latency.input * SECOND), self._type)

    def _type(self) -> None:
        self._typing = False
        data = self._left or self._next_line().encode("utf-8", "surrogateescape")
        if not data:
            os.close(self._keys)
            self._keys = -1
            return
        sent = 0
        # Where nobody reads for a while, the rest comes later.
        with contextlib.suppress(BlockingIOError):
            sent = _real_write(self._keys, data)
        self._left = data[sent:]
        if any(self.fd in (selector.get_map() or ()) for selector in self._watchers):
            self.begin()

    def read_line(self, wait: Callable[[], object]) -> str:
        """The next line that is in the pipe; ``wait`` is called where it is not there yet."""
        line = b""
        while not line.endswith(b"\n"):
            if not select_now(self.fd):
                self.begin()
                wait()
            key = _real_read(self.fd, 1)
            if not key:
                break
            line += key
        return line.decode("utf-8", "surrogateescape")

    def close(self) -> None:
        """Nobody reads any more."""
        os.close(self.fd)
        if self._keys >= 0:
            os.close(self._keys)
            self._keys = -1


def select_now(fd: int) -> bool:
    """Whether there is something to read, or the end."""
    return bool(selecting.real_select([fd], [], [], 0)[0])


def wanted(world: World, fd: int) -> None:
    """Somebody is going to wait for this descriptor: if it is the keyboard's, typing begins."""
    typist = world.kept.get("typist")
    if typist is not None and typist.fd == fd:
        typist.begin()


def register(selector: Any, fileobj: Any, events: int, data: Any = None) -> Any:
    """As ``register`` of selectors."""
    key = _real_register(selector, fileobj, events, data)
    world = here()
    typist = None if world is None else world.kept.get("typist")
    if typist is not None and key.fd == typist.fd:
        typist.watched_by(selector)
    return key


def select_select(r: Any, w: Any, x: Any, timeout: float | None = None, /) -> Any:
    """As ``select.select``."""
    world, r = here(), list(r)
    if world is not None and "typist" in world.kept:
        for one in r:
            wanted(world, one if isinstance(one, int) else one.fileno())
    return selecting.select_select(r, w, x, timeout)


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace, after what ``selecting`` replaces: owner, name, replacement."""
    return [(_base, "register", register), (select, "select", select_select)]
