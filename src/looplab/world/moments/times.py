"""What a program sees of the time: ``time.time``, ``monotonic``, ``sleep`` and their like.

The replacements stay what they are from run to run: a library that keeps one of them
(``from time import monotonic``) finds the world that it is called in.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from looplab.world.clock import MONOTONIC_START, SECOND, WALL_START
from looplab.world.inside import World, here
from looplab.world.recording.blame import PACKAGE

_real = {
    name: getattr(time, name)
    for name in (
        "sleep", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns",
        "localtime", "gmtime", "ctime", "strftime", "asctime",
    )
}  # fmt: skip


def sleep(seconds: float, /) -> None:
    """``time.sleep``: seen, timed and blamed. Raises ValueError as it does."""
    world = here()
    if world is None:
        _real["sleep"](seconds)
    elif world.scheduler is None:
        with world.timed("time.sleep"):
            _real["sleep"](seconds)
    else:
        if not isinstance(seconds, int | float):
            seconds = float(seconds) if hasattr(seconds, "__float__") else seconds.__index__()
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        world.blocking("time.sleep", None, seconds)


def seen(world: World) -> int:
    """Nanoseconds on the virtual clock, where the program, or a library for it, looks at it.

    Only who looks itself can be waiting by that, directly or through a function that is called
    ``time`` (that of an IOLoop): a library that notes when each request began is not.
    """
    frame: FrameType | None = sys._getframe(2)
    owns = world.recorder.program.owns
    while frame is not None and not owns(frame.f_code):
        if frame.f_code.co_name != "time" and not frame.f_code.co_filename.startswith(PACKAGE):
            return world.clock.now()
        frame = frame.f_back
    return world.read()


def loop_time() -> float:
    """``loop.time()`` on the virtual clock."""
    world = here()
    if world is None or world.scheduler is None:
        return _real["monotonic"]()  # type: ignore[no-any-return]
    return (MONOTONIC_START + seen(world)) / SECOND


def _reader(name: str, value: Callable[[int], Any]) -> Callable[[], Any]:
    real = _real[name]

    def read() -> Any:
        world = here()
        if world is None or world.scheduler is None:
            return real()
        return value(seen(world))

    return read


def _with_default(name: str) -> Callable[..., Any]:
    real = _real[name]

    def shown(seconds: float | None = None, /) -> Any:
        world = here()
        if seconds is None and world is not None and world.scheduler is not None:
            seconds = (WALL_START + seen(world)) / SECOND
        return real(seconds)

    return shown


_localtime = _with_default("localtime")

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sleep": sleep,
    "time": _reader("time", lambda ns: (WALL_START + ns) / SECOND),
    "time_ns": _reader("time_ns", lambda ns: WALL_START + ns),
    "monotonic": _reader("monotonic", lambda ns: (MONOTONIC_START + ns) / SECOND),
    "monotonic_ns": _reader("monotonic_ns", lambda ns: MONOTONIC_START + ns),
    "perf_counter": _reader("perf_counter", lambda ns: (MONOTONIC_START + ns) / SECOND),
    "perf_counter_ns": _reader("perf_counter_ns", lambda ns: MONOTONIC_START + ns),
    "localtime": _localtime,
    "gmtime": _with_default("gmtime"),
    "ctime": _with_default("ctime"),
    "strftime": lambda form, moment=None: _real["strftime"](form, moment or _localtime()),
    "asctime": lambda moment=None: _real["asctime"](moment or _localtime()),
}


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [(time, name, function) for name, function in FUNCTIONS.items()]
