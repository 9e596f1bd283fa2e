"""The files with pictures that ``run`` and ``compare`` write, beside what they show."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from looplab.cli.words import Complaint

if TYPE_CHECKING:
    from looplab.timeline import Run

OPTIONS = {
    "svg": "write the picture to FILE, as SVG",
    "html": "write the picture, the sentences and a table to FILE, a page of its own",
    "perfetto": "write the spans to FILE, for ui.perfetto.dev",
}


class Files:
    """What to write where, as the options say; ``sources`` are never overwritten.

    Made before anything runs: raises Complaint for what could not be written afterwards.
    """

    def __init__(self, options: argparse.Namespace, sources: Sequence[Path]) -> None:
        self.names: dict[str, str] = {}
        self.paths: dict[str, Path] = {}
        for kind in OPTIONS:
            name = getattr(options, kind)
            if name is not None:
                self.names[kind] = name
                self.paths[kind] = _writable(f"--{kind}", name, sources)
        if len(set(self.paths.values())) < len(self.paths):
            raise Complaint("two of --svg, --html and --perfetto name the same file")

    def write(self, runs: Sequence[Run]) -> tuple[Complaint | None, list[str]]:
        """Write them; what went wrong, if anything, and the names of those that are there."""
        written: list[str] = []
        for kind, path in self.paths.items():
            text = _drawn(kind)(runs)
            # Whoever reads the file while it is replaced gets the old one or the new one, whole.
            begun = path.with_name(f".looplab-{os.getpid()}")
            try:
                begun.write_text(text, encoding="utf-8", newline="\n")
                begun.replace(path)
            except OSError as reason:
                with suppress(OSError):
                    begun.unlink()
                why = reason.strerror or reason
                return Complaint(f"{self.names[kind]} could not be written: {why}"), written
            written.append(self.names[kind])
        return None, written


def _drawn(kind: str) -> Callable[[Sequence[Run]], str]:
    if kind == "svg":
        from looplab.timeline.svg import svg

        return svg
    if kind == "html":
        from looplab.timeline.html import html

        return html
    from looplab.timeline.perfetto import perfetto

    return perfetto


def _writable(option: str, name: str, sources: Sequence[Path]) -> Path:
    """The file that is meant. Raises Complaint where none can be written there."""
    if name in ("", "-"):
        raise Complaint(f"{option} takes the name of a file, not {name!r}")
    try:
        path = Path(name).resolve()
        folder = path.parent
        if not folder.is_dir():
            raise Complaint(f"{option} {name}: there is no folder {folder}")
        if path.is_dir():
            raise Complaint(f"{option} {name} is a folder: name a file in it")
        if path.exists() and not path.is_file():
            raise Complaint(f"{option} {name} is not a file that can be replaced")
        if any(source.exists() and path.exists() and path.samefile(source) for source in sources):
            raise Complaint(f"{option} {name} would overwrite the script")
        if not os.access(folder, os.W_OK):
            raise Complaint(f"{option} {name}: nothing may be written to the folder {folder}")
    except (OSError, ValueError, RuntimeError) as reason:
        why = getattr(reason, "strerror", None) or reason
        raise Complaint(f"{option} {name!r} cannot be a file: {why}") from None
    return path
