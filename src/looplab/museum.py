"""The museum: programs as they were written once, each of which promises what it prints today.

A promise is that of a lesson's script, with one thing more: a program that ends with an error
promises the error as its last line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from looplab.course import Promise, promise_of


@dataclass(frozen=True)
class Exhibit:
    """One program of the museum."""

    path: Path

    @property
    def name(self) -> str:
        """What it is called: the name of the file without its ending."""
        return self.path.stem

    @property
    def promise(self) -> Promise:
        """What it says that it prints. Raises ValueError where it says nothing."""
        return promise_of(self.path.read_text(encoding="utf-8"))


def exhibits(root: Path) -> list[Exhibit]:
    """The exhibits of the course below ``root``, by name."""
    return [Exhibit(path) for path in sorted((root / "docs" / "museum").glob("*.py"))]
