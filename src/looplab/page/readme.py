"""A README of the course as HTML, in parts: what asks is apart from what answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt

from looplab.hints import Hint, without_hints

_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A part of a README: its heading, and what stands below it as HTML."""

    heading: str
    html: str


def html_of(text: str, *, breaks: bool = False) -> str:
    """Markdown as HTML. Tags in the text stay text. With ``breaks`` each line stays a line."""
    options = {"html": False, "breaks": breaks}
    return str(MarkdownIt("commonmark", options).enable("table").render(text))


def sections(readme: str, *, breaks: bool = False) -> list[Section]:
    """The parts of a README below its title, without its hints. What has no heading comes first."""
    body = without_hints(re.sub(r"\A\s*# .*$", "", readme, flags=re.MULTILINE))
    first, *rest = _HEADING.split(body)
    found = [Section("", html_of(first, breaks=breaks))] if first.strip() else []
    return found + [
        Section(name.strip(), html_of(text, breaks=breaks))
        for name, text in zip(rest[::2], rest[1::2], strict=True)
        if text.strip()
    ]


def hints(found: Sequence[Hint]) -> list[Section]:
    """The hints of a lab, each below when to read it."""
    return [Section(hint.when, html_of(hint.text)) for hint in found]
