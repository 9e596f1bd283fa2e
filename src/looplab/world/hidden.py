"""The engine out of sight: where strangers' programs run, no module of it can be found.

By its name a program would get at the clock that it is judged by.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

_kept: dict[str, ModuleType] = {}


def _is_ours(name: str) -> bool:
    return name == "looplab" or name.startswith("looplab.")


class _Nothing:
    """Finds nothing by these names, and lets nobody else look for them."""

    def __init__(self) -> None:
        self.here = True

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        if self.here and _is_ours(name):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


_nothing = _Nothing()


def hide() -> None:
    """Take all modules of looplab away from this process for good; they go on as they are."""
    _take_away()
    if _nothing not in sys.meta_path:
        sys.meta_path.insert(0, _nothing)


@contextlib.contextmanager
def in_sight() -> Iterator[None]:
    """Inside this context the engine can import what is its own, also where it is hidden."""
    if not _kept:
        yield
        return
    sys.modules.update(_kept)
    _nothing.here = False
    try:
        yield
    finally:
        _nothing.here = True
        _take_away()


def _take_away() -> None:
    for name in [name for name in sys.modules if _is_ours(name)]:
        _kept[name] = sys.modules.pop(name)
