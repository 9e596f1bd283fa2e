"""Where the words go: into a pipe, or into a terminal, which has bars too."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console


def terminal(file: TextIO) -> Console | None:
    """A terminal to draw in; without rich it gets what a pipe gets."""
    if not file.isatty():
        return None
    try:
        from rich.console import Console
    except ImportError:
        return None
    return Console(file=file, highlight=False)


class Screen:
    """One for the whole run."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.console = terminal(file)

    def say(self, *lines: str, style: str = "") -> None:
        for line in lines:
            if self.console:
                self.console.print(line, style=style, markup=False, soft_wrap=True)
            else:
                print(line, file=self.file, flush=True)

    def sentences(self, *said: str) -> None:
        """Each begins on a line of its own, and goes on where it fits."""
        for sentence in said:
            self.say(*textwrap.wrap(sentence, 76, initial_indent="  ", subsequent_indent="  "))

    def bar_marks(self) -> str:
        """What a full and a light bar are drawn with; nothing where there should be none."""
        if self.console is None:
            return ""
        return "#-" if self.console.options.ascii_only else "█░"

    @contextlib.contextmanager
    def busy(self) -> Iterator[Callable[[str], None]]:
        """A way to show what goes on, in a terminal, until something is said for good."""
        if self.console is None:
            yield lambda words: None
        else:
            with self.console.status("", spinner="line") as status:
                yield status.update
