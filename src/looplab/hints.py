"""The hints in the README of a lab: what is folded away there, one below the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FOLDED = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)


@dataclass(frozen=True)
class Hint:
    """One hint, as Markdown: ``when`` to read it, and what it says."""

    when: str
    text: str


def hints_in(readme: str) -> list[Hint]:
    """The hints, in order."""
    return [
        Hint(" ".join(when.split()), text.strip("\n")) for when, text in _FOLDED.findall(readme)
    ]


def without_hints(readme: str) -> str:
    """All that is not folded away."""
    return _FOLDED.sub("", readme)
