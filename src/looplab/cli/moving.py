"""The picture that moves in the terminal while programs run: ``--live``.

It is drawn here, and the programs run in processes of their own: it moves while their loops are
blocked.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from looplab.live import Watch, Watched
    from looplab.timeline import Run
    from looplab.trace import Trace

# Pictures a second. Whoever draws takes a third of a processor's time at the most.
RATE = 12

# From so many columns on two runs stand side by side; so many of the last printed lines are shown.
WIDE = 110
LINES = 3


def can_move(console: Console) -> bool:
    """Whether a picture can be drawn over itself there, and is wide enough to be one."""
    from looplab.timeline.text import NARROW

    return console.is_terminal and not console.is_dumb_terminal and console.width >= NARROW


def watched(scripts: Sequence[Path], console: Console, **how: Any) -> list[Trace]:
    """Run these scripts at the same time, on the real clock, and draw them as they go.

    Their traces, once all of them are over. Ctrl-C goes to the scripts; a second one ends them.
    Raises CannotRead.
    """
    from looplab.live import watch

    with watch(scripts, **how) as runs:
        try:
            _draw(runs, console)
        except KeyboardInterrupt:
            # A session of their own keeps it from them otherwise.
            runs.interrupt()
            _draw(runs, console)
        return [run.trace for run in runs.runs if run.trace is not None]


def _draw(runs: Watch, console: Console) -> None:
    """Draw until all is over. What is left then is not this picture, but the whole one."""
    from rich.console import Group
    from rich.live import Live

    frames = Frames(runs.runs, console)
    with Live(console=console, auto_refresh=False, transient=True) as screen:
        while not runs.over:
            began = time.monotonic()
            screen.update(Group(*frames.next()), refresh=True)
            took = time.monotonic() - began
            time.sleep(max(2 * took, 1 / RATE - took, 0.0))


class Frames:
    """One picture after the other of these runs."""

    def __init__(self, runs: Sequence[Watched], console: Console) -> None:
        self._runs = runs
        self._console = console
        self._over: dict[int, Run] = {}
        self._scale = 0.0

    def next(self) -> list[Text]:
        """The lines of the picture at this moment."""
        from looplab.live.picture import scale
        from looplab.timeline.text import beside

        told = [self._told(number, run) for number, run in enumerate(self._runs)]
        self._scale = max(self._scale, scale(max(run.duration for run, _ in told)))
        across = min(len(told), 2) if self._console.width >= WIDE else 1
        each = (self._console.width - 2 * (across - 1)) // across
        panels = [self._panel(run, words, each) for run, words in told]
        rows: list[Text] = []
        for i in range(0, len(panels), across):
            rows += beside(panels[i : i + across], each)
        return rows[:-1]

    def _told(self, number: int, run: Watched) -> tuple[Run, list[str]]:
        """The model of one run, and what there is to say of this moment."""
        from looplab.live.picture import so_far, words
        from looplab.live.sight import Sight
        from looplab.timeline import run_of

        if number not in self._over:
            sight = run.sight()
            if not run.over:
                model = so_far(run.title, run.events(), sight or Sight(0.0, ()))
                return model, ["It starts."] if sight is None else words(sight)
            assert run.trace is not None
            self._over[number] = run_of(run.trace)
        model = self._over[number]
        return model, [f"{model.ending}." if model.ending else "It is over."]

    def _panel(self, run: Run, words: list[str], width: int) -> list[Text]:
        from rich.text import Text

        from looplab.timeline.letters import ASCII, UNICODE, Page, drawing
        from looplab.timeline.text import names_of

        marks = UNICODE if self._console.encoding.lower().startswith("utf") else ASCII
        page = Page(width, names_of([run], width), self._scale, marks)
        style = "bold" if "has held" in words[0] else ""
        lines = drawing(page, run)
        # Room for both sentences, so that nothing jumps when there is only one.
        lines += [Text(page.fit(f"  {said}"), style) for said in (*words, "")[:2]]
        for line in run.prints[-LINES:]:
            lines.append(Text(page.fit(f"  {line.t:6.2f} s  {line.text}"), "dim"))
        lines += [Text()] * (LINES - len(run.prints[-LINES:]))
        return [*lines, Text()]
