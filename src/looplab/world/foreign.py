"""Event loops of other kinds, which a virtual clock cannot move: refused where one is made.

uvloop waits in its own C code, gevent switches stacks in the middle of whatever waits. Importing
them does no harm, so that a library may look whether they are there.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from looplab.world.inside import NotInThisWorld, here
from looplab.world.late import Patch

_real: dict[str, Callable[..., Any]] = {}


def _or_refuse(name: str, words: str, args: Any, options: Any) -> Any:
    world = here()
    if world is None or world.scheduler is None:
        return _real[name](*args, **options)
    raise NotInThisWorld(words)


def make_uvloop(*args: Any, **options: Any) -> Any:
    """``uvloop.Loop.__init__``, through which every one of its loops is made."""
    words = (
        "uvloop waits where the virtual clock cannot see it: "
        "leave it out here (asyncio's own loop does the same), or looplab run --real"
    )
    return _or_refuse("uvloop", words, args, options)


_GEVENT = (
    "gevent switches between its greenlets where the virtual clock cannot see it: "
    "use threads or coroutines here, or looplab run --real"
)


def make_hub(*args: Any, **options: Any) -> Any:
    """``gevent.hub.Hub.__init__``: every thread that uses gevent makes one."""
    return _or_refuse("gevent", _GEVENT, args, options)


def monkey_patch(name: str, *args: Any, **options: Any) -> Any:
    """``gevent.monkey.patch_all`` and its like; ``name`` says which."""
    return _or_refuse(name, _GEVENT, args, options)


def of_uvloop() -> list[Patch]:
    """What to replace in uvloop, once it is imported: owner, name, replacement."""
    return [_made(sys.modules["uvloop"].Loop, "uvloop", make_uvloop)]


def of_hub() -> list[Patch]:
    """The same in ``gevent.hub``."""
    return [_made(sys.modules["gevent.hub"].Hub, "gevent", make_hub)]


def of_monkey() -> list[Patch]:
    """The same in ``gevent.monkey``."""
    monkey = sys.modules["gevent.monkey"]
    found: list[Patch] = []
    for name in dir(monkey):
        if name.startswith("patch_"):
            real = getattr(monkey, name)
            _real.setdefault(name, real)
            found.append((monkey, name, functools.partial(monkey_patch, name)))
    return found


def _made(owner: Any, name: str, replacement: Callable[..., Any]) -> Patch:
    _real.setdefault(name, owner.__init__)
    return owner, "__init__", replacement
