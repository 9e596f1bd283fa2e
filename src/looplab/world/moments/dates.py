"""The calendar: ``datetime.now()`` and its like show the virtual clock's day and hour.

``datetime.datetime`` is replaced by a class that makes real ones and passes for the real class:
``isinstance``, ``==``, dictionaries by type, subclasses, pickling and C extensions go on as ever.
What it cannot be is the same object: ``type(moment) is datetime`` is false in a program, where
``type(moment) == datetime`` is true. ``date.today()`` asks ``time.time`` and needs no replacement.

The virtual world is in UTC, on every machine: the whole process is (the variable TZ, and so its
children), for as long as the run lasts, because C code reads the zone too. A program may set
another one, as in life. On the real clock the zone stays what it is.
"""

from __future__ import annotations

import contextlib
import copyreg
import datetime as calendar
import os
import sys
import time
import warnings
from collections.abc import Iterator
from datetime import datetime as real_datetime
from datetime import tzinfo
from typing import Any

from looplab.world.clock import SECOND, WALL_START
from looplab.world.inside import World, here
from looplab.world.moments.times import seen

_DEPRECATED = (
    "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. "
    "Use timezone-aware objects to represent datetimes in UTC: "
    "datetime.datetime.now(datetime.UTC)."
)


class _Same(type):
    """The type of a class that passes for the real ``datetime``."""

    def __instancecheck__(cls, instance: object) -> bool:
        if cls is datetime:
            return isinstance(instance, real_datetime)
        return super().__instancecheck__(instance)

    def __subclasscheck__(cls, subclass: type) -> bool:
        if cls is datetime:
            return issubclass(subclass, real_datetime)
        return super().__subclasscheck__(subclass)

    def __eq__(cls, other: object) -> bool:
        return cls is other or (cls is datetime and other is real_datetime)

    def __hash__(cls) -> int:
        return hash(real_datetime) if cls is datetime else super().__hash__()


class datetime(real_datetime, metaclass=_Same):
    """``datetime.datetime``, which asks the world what time it is."""

    __module__ = "datetime"
    __doc__ = real_datetime.__doc__

    def __new__(cls, *args: Any, **options: Any) -> Any:
        """A real datetime; an instance of a program's own subclass where that is asked for."""
        if cls is datetime:
            return real_datetime(*args, **options)
        return super().__new__(cls, *args, **options)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        """As ``datetime.now``."""
        ns = _wall()
        if ns is None:
            return super().now(tz)
        return cls.fromtimestamp(ns // SECOND, tz).replace(microsecond=ns % SECOND // 1000)

    @classmethod
    def utcnow(cls) -> Any:
        """As ``datetime.utcnow``, with its warning where Python has one."""
        if sys.version_info >= (3, 12):
            warnings.warn(_DEPRECATED, DeprecationWarning, stacklevel=2)
        return cls.now(calendar.UTC).replace(tzinfo=None)


def _wall() -> int | None:
    """Nanoseconds since 1970 on the virtual wall clock; None where the real one counts."""
    world = here()
    if world is None or world.scheduler is None:
        return None
    return WALL_START + seen(world)


def _reduced(moment: real_datetime) -> tuple[Any, ...]:
    """How a real datetime is pickled while its class cannot be found under its own name."""
    return (datetime, *moment.__reduce_ex__(4)[1:])


@contextlib.contextmanager
def in_utc(world: World) -> Iterator[None]:
    """Let the process be in UTC, and pickle datetimes, inside this context; all put back after."""
    if world.scheduler is None:
        yield
        return
    zone, pickled = os.environ.get("TZ"), copyreg.dispatch_table.get(real_datetime)
    os.environ["TZ"] = "UTC"
    time.tzset()
    copyreg.dispatch_table[real_datetime] = _reduced
    try:
        yield
    finally:
        if pickled is None:
            copyreg.dispatch_table.pop(real_datetime, None)
        else:
            copyreg.dispatch_table[real_datetime] = pickled
        if zone is None:
            os.environ.pop("TZ", None)
        else:
            os.environ["TZ"] = zone
        time.tzset()


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [(calendar, "datetime", datetime)]
