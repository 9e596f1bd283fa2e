"""A recorder that notes no more than what tells one outcome of a program from another."""

from __future__ import annotations

from typing import Any

from looplab.request import Limits
from looplab.world.clock import Clock
from looplab.world.recording.actors import Actor
from looplab.world.recording.blame import Program
from looplab.world.recording.recorder import Recorder


class Mute(Recorder):
    """Notes the printed lines and the end."""

    def __init__(self, clock: Clock, program: Program, limits: Limits) -> None:
        super().__init__(clock, program, limits, lambda event: None)
        self._said: list[str] = []
        self._end: tuple[str, Any, str] = ("", None, "")

    def rewind(self) -> None:
        """Begin anew."""
        self.over = False
        self._said.clear()
        self.turns.clear()
        self._lines = self._printed = 0

    def outcome(self) -> str:
        """How it went: the same text for the same lines, end and result."""
        return repr((self._said, *self._end))

    def line(self, text: str, stream: str, what: str | None = None) -> None:
        """As ``Recorder.line``."""
        if self.over:
            return
        self._enough(text)
        if stream == "stdout":
            self._said.append(text)

    def finish(self, status: str, result: Any = None, error: dict[str, Any] | None = None) -> None:
        """As ``Recorder.finish``."""
        if not self.over:
            about = "" if error is None else f"{error.get('type')}: {error.get('message')}"
            self._end = (status, result, about if status == "error" else "")
            self.over = True

    # What is not noted.

    def number(self) -> int:
        """As ``Recorder.number``."""
        return 0

    def emit(self, *args: Any, **fields: Any) -> None:
        """As ``Recorder.emit``."""

    def block(self, *args: Any, **options: Any) -> None:
        """As ``Recorder.block``."""

    def block_elsewhere(self, *args: Any) -> None:
        """As ``Recorder.block_elsewhere``."""

    def log(self, *args: Any) -> None:
        """As ``Recorder.log``."""

    def resumed(self, actor: Actor, *args: Any) -> None:
        """As ``Recorder.resumed``."""

    def suspended(self, actor: Actor, *args: Any) -> None:
        """As ``Recorder.suspended``."""
