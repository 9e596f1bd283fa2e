"""Copies of the running process: ``os.fork``, ``multiprocessing``, Tornado's ``fork_processes``.

A copy has a clock of its own, and nobody could tell how the two go together; the one kind that can
be followed is a pool of processes. On the real clock everything is as in life.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from looplab.world.inside import NotInThisWorld, here

_COPY = (
    "a copy of this process has no part in its clock: "
    "use concurrent.futures.ProcessPoolExecutor here, or looplab run --real"
)
_REPLACE = (
    "another program would take the place of this one: "
    "use subprocess.run here, or looplab run --real"
)
_START = "use subprocess.run to start a program here, or looplab run --real"
_WORDS = {
    "fork": _COPY,
    "forkpty": _COPY,
    "execv": _REPLACE,
    "execve": _REPLACE,
    "posix_spawn": _START,
    "posix_spawnp": _START,
}


def _refusing(name: str, real: Any, words: str) -> Callable[..., Any]:
    def refuse(*args: Any, **options: Any) -> Any:
        world = here()
        if world is None or world.scheduler is None:
            return real(*args, **options)
        raise NotInThisWorld(f"{name}: {words}")

    return refuse


_REFUSING = {
    name: _refusing(f"os.{name}", getattr(os, name), words)
    for name, words in _WORDS.items()
    if hasattr(os, name)
}


def multiprocessing_patches() -> list[tuple[Any, str, Any]]:
    """What to replace in ``multiprocessing``, which is imported by now."""
    from multiprocessing.process import BaseProcess

    return [
        (BaseProcess, "start", _refusing("multiprocessing.Process", BaseProcess.start, _COPY)),
    ]


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [(os, name, refusing) for name, refusing in _REFUSING.items()]
