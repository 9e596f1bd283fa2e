"""What waits in a loop: callbacks and timers that know a little more than asyncio's own."""

from __future__ import annotations

from asyncio import events, format_helpers
from typing import Any

from looplab.world.recording.actors import Actor
from looplab.world.recording.blame import Place


class Callback(events.Handle):
    """A handle that knows since when it could run, and who goes on in it."""

    __slots__ = ("_ready_at", "actor")

    actor: Actor | None
    _ready_at: int


class Timer(events.TimerHandle):
    """A timer that knows when it was set, where, and which of two equal ones was first."""

    __slots__ = ("_ready_at", "_set_at", "actor", "n", "place", "seq")

    actor: Actor | None
    n: int
    place: Place | None
    _ready_at: int
    seq: int
    _set_at: int

    def __lt__(self, other: Any) -> bool:
        return (self._when, self.seq) < (other._when, other.seq)  # type: ignore[attr-defined]


def report(loop: Any, handle: events.Handle, error: BaseException) -> None:
    """Tell the loop's exception handler of a callback that raised."""
    callback, args = handle._callback, handle._args  # type: ignore[attr-defined]
    what = format_helpers._format_callback_source(callback, args)
    context = {"message": f"Exception in callback {what}", "exception": error, "handle": handle}
    loop.call_exception_handler(context)
