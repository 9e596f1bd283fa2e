"""Replacing functions of modules that the program may import later, or never.

Importing sqlite3 or bcrypt for a program that does not use them would cost each run more than the
program itself. What is there already is replaced at once; anything else right after its import.
"""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

Patch = tuple[Any, str, Any]


class _Finder:
    """Finds nothing itself: it lets the others find, and hears when the module is there."""

    def __init__(self, wanted: dict[str, Callable[[], Sequence[Patch]]], undo: _Undo) -> None:
        self._wanted = wanted
        self._undo = undo

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in self._wanted:
            return None
        patches = self._wanted.pop(name)
        try:
            spec = importlib.util.find_spec(name)
        finally:
            self._wanted[name] = patches
        loader: Any = None if spec is None else spec.loader
        if loader is None or isinstance(loader, type):
            return spec
        load = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            if module.__name__ == name:
                # The loader is as it was before anybody can look at it.
                del loader.exec_module
                if name in self._wanted:
                    self._undo.put(patches())
                    del self._wanted[name]

        loader.exec_module = exec_module
        return spec


class _Undo:
    """What was replaced, and what was there before."""

    def __init__(self) -> None:
        self._before: list[Patch] = []

    def put(self, patches: Sequence[Patch]) -> None:
        """Replace."""
        for owner, name, replacement in patches:
            self._before.append((owner, name, getattr(owner, name)))
            setattr(owner, name, replacement)

    def put_back(self) -> None:
        """Put everything back, the last one first."""
        while self._before:
            setattr(*self._before.pop())


@contextlib.contextmanager
def patches_of(modules: Mapping[str, Callable[[], Sequence[Patch]]]) -> Iterator[None]:
    """Inside this context, replace what each function names once its module is imported.

    A function is called when its module is in ``sys.modules``, on entering or right after its
    import, and returns what to replace: owner, name, replacement. What it raises fails the import
    that it was called for, so that a module can be refused; the module is then not imported.
    Everything is put back on leaving.
    """
    undo = _Undo()
    missing = {name: patches for name, patches in modules.items() if name not in sys.modules}
    finder = _Finder(missing, undo)
    try:
        for name, patches in modules.items():
            if name in sys.modules:
                undo.put(patches())
        sys.meta_path.insert(0, finder)
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
        missing.clear()
        undo.put_back()


__all__ = ["Patch", "patches_of"]
