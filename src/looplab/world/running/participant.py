"""A thread of the program, as the scheduler knows it: what it waits for, and what comes next."""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Callable
from typing import Any

Condition = Callable[[], object]


class Participant:
    """A thread of the program. While it waits, ``condition`` and ``deadline`` say for what."""

    __slots__ = (
        "anchor", "call", "condition", "daemon", "deadline", "done", "error", "gate", "ident",
        "inside", "interrupts", "later", "lines", "loop", "name", "open", "outcome", "read_at",
        "reads", "since",
    )  # fmt: skip

    def __init__(self, name: str) -> None:
        self.name = name
        self.ident = 0
        self.daemon = self.done = False
        self.gate = allocate_lock()
        self.gate.acquire()
        self.condition: Condition | None = None
        self.deadline: int | None = None
        self.outcome = False
        self.error: BaseException | None = None
        # Whether it is waiting, or handing on, at the moment: no place to be interrupted at.
        self.inside = False
        # What it is to do first when it goes on: signal handlers.
        self.interrupts: list[Callable[[], object]] = []
        # And what it does when it has waited to the end, which does not wake it.
        self.later: list[Callable[[], object]] = []
        # Which call holds it, and since when; the loop it waits in; whether somebody from outside
        # could wake it: a visitor of its server.
        self.call: str | None = None
        self.since = 0
        self.loop: Any = None
        self.open: Callable[[], bool] | None = None
        # For loops that do nothing but read the clock.
        self.read_at = self.reads = 0
        self.anchor: Any = None
        self.lines: set[int] = set()
