"""Runs as a value that a notebook shows: in pictures, words and numbers, for every front end."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Any

from looplab.timeline.data import MEDIA_TYPE, data
from looplab.timeline.html import html, tables
from looplab.timeline.model import Run
from looplab.timeline.shapes import inert
from looplab.timeline.svg import svg

MOST_ROWS = 200  # of each table: a notebook is kept in a repository


class Timeline:
    """Some runs, drawn under one another on one time scale wherever this is shown."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = tuple(runs)

    def svg(self) -> str:
        """The picture, as an SVG file."""
        return svg(self.runs)

    def html(self) -> str:
        """The picture and all its facts, as an HTML file of its own."""
        return html(self.runs)

    def text(self, width: int = 80) -> str:
        """The picture in letters, ``width`` columns wide, without colours."""
        from looplab.timeline.text import picture

        return "\n".join(line.plain for line in picture(self.runs, width=width))

    def sentences(self) -> list[str]:
        """What there is to say about each run, its title before each sentence."""
        return [f"{run.title}: {told}" for run in self.runs for told in run.sentences()]

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, Any]:
        """The same facts for each kind of front end; it takes the richest that it can show."""
        picture = svg(self.runs)
        # An SVG that stands in the page itself is broken or dropped by some front ends.
        source = b64encode(picture.encode()).decode()
        told = inert(" ".join(f"{sentence}." for sentence in self.sentences()))
        bundle = {
            "text/html": (
                f'<img alt="{told}" src="data:image/svg+xml;base64,{source}">\n'
                "<details><summary>The same facts as a table</summary>"
                f"{tables(self.runs, MOST_ROWS)}</details>"
            ),
            "image/svg+xml": picture,
            "text/plain": self.text(),
            MEDIA_TYPE: {"runs": [data(run) for run in self.runs]},
        }
        wanted = set(bundle if include is None else include) - set(exclude or ())
        return {kind: shown for kind, shown in bundle.items() if kind in wanted}
