"""What is going on at the moment: the turn that a loop takes, the call that holds a thread."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from types import CodeType
from typing import Any

from looplab.world.recording.actors import Actor
from looplab.world.recording.blame import Place


class Turn:
    """The callback or task step that holds a loop."""

    __slots__ = (
        "actor", "busy", "call", "cpu", "held", "lines", "n", "noted", "place", "ready_since",
        "resumed_at", "serial", "t", "task",
    )  # fmt: skip

    def __init__(self) -> None:
        self.t = self.n = 0
        # Which one it is, for who looks on from another thread; whether it is being taken.
        self.serial = 0
        self.busy = False
        # In a turn of library code: since when that turn could run. Whom it wakes could, too.
        self.ready_since: int | None = None
        self.task: asyncio.Task[Any] | None = None
        self.actor: Actor | None = None
        self.call: Callable[..., Any] | None = None
        self.clear()

    def clear(self) -> None:
        """Forget what was noted: nothing has happened in this turn yet."""
        self.noted = False
        self.held = 0
        self.place: Place | None = None
        self.resumed_at: Place | None = None
        # Nanoseconds of work on a processor, if it was long, and at which lines it was seen.
        self.cpu = 0
        self.lines: Counter[Place] | None = None


class Block:
    """A call that held its thread, and may go on with the next call of the same line."""

    __slots__ = ("at", "fields", "n", "t", "turn", "until")

    def __init__(
        self,
        t: int,
        until: int,
        n: int,
        at: tuple[CodeType, int, str] | None,
        turn: Turn | None,
        fields: dict[str, Any],
    ) -> None:
        self.t = t
        self.until = until
        self.n = n
        self.at = at
        self.turn = turn
        self.fields = fields
