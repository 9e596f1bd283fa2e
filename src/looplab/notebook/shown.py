"""How runs are shown: as a picture where IPython runs, as text anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from html import escape
from importlib import import_module
from typing import Any

from looplab.timeline import Run, run_of
from looplab.timeline.shown import Timeline
from looplab.timeline.text import plain_text
from looplab.trace import Trace

_HTML, _TEXT = "text/html", "text/plain"

# A notebook keeps what it shows. These two are what front ends choose; the same picture as an SVG
# and as numbers would make it twice as large, and nobody would see them.
KEPT = (_HTML, _TEXT)


def shell() -> Any | None:
    """The running IPython, in a notebook or in a terminal; None in plain Python."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def show(runs: Sequence[Run], *, plain: bool = False, fold: bool = False) -> None:
    """Show these runs under one another, on one time scale.

    ``plain`` tells it in sentences and a table, without a picture. With ``fold`` the notebook has
    the answer closed, and the reader opens it.
    """
    clocks = dict.fromkeys(run.clock for run in runs)
    # JupyterLab shows the first line of a folded output, so that must not be the answer.
    print(f"On the {' and the '.join(clocks) or 'virtual'} clock:", end="\n\n" if plain else "\n")
    timeline = Timeline(runs)
    told = plain_text(runs).rstrip() if plain else None
    if shell() is None:
        print(f"\n{timeline.text()}" if told is None else told)
    elif fold:
        _display(Folded(timeline, told))
    elif told is None:
        _display(timeline)
    else:
        print(told)


class Folded:
    """A picture, or the text given instead of it, that is closed until the reader opens it."""

    def __init__(self, timeline: Timeline, told: str | None = None) -> None:
        self._timeline = timeline
        self._told = told

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, Any]:
        bundle = self._timeline._repr_mimebundle_(include=KEPT)
        if self._told is not None:
            bundle = {_HTML: f"<pre>{escape(self._told)}</pre>", _TEXT: self._told}
        bundle[_HTML] = (
            "<details><summary>Predict first. Then open this.</summary>\n"
            f"{bundle[_HTML]}\n</details>"
        )
        return bundle


def traces_as_pictures() -> None:
    """Where IPython runs, have it show a Trace as its picture."""
    running = shell()
    if running is not None:
        running.display_formatter.mimebundle_formatter.for_type(Trace, _drawn)


def _drawn(trace: Trace) -> dict[str, Any]:
    return Timeline([run_of(trace)])._repr_mimebundle_()


def _display(value: object) -> None:
    # Only where IPython runs already: looplab does not need it.
    import_module("IPython.display").display(value, include=KEPT)
