"""One student's program, wherever it was handed in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

# A program that a person wrote for a lab is a few kilobytes.
LARGEST = 1 << 20

# Why somebody on a roster has no program, where nothing at all was handed in.
NOTHING = "there is no submission of this student"


class NoSubmissions(Exception):
    """There is nothing to judge at this path: the message says why."""


@dataclass(frozen=True)
class Submission:
    """One student's program.

    It lies at ``path``, or was read out of an archive: then ``data`` are its bytes and ``file`` is
    its name. Where the student has none, both are None and ``missing`` says why. ``late`` and
    ``unknown`` (not on the roster) are for the instructor to judge. ``ids`` are what a course
    platform calls the student.
    """

    student: str
    path: Path | None
    missing: str = ""
    data: bytes | None = field(default=None, repr=False)
    file: str = ""
    late: bool = False
    unknown: bool = False
    ids: tuple[str, ...] = ()

    @property
    def unusable(self) -> str:
        """What is wrong with what was handed in; empty where nothing was, or where it is a file."""
        return "" if self.missing == NOTHING else self.missing

    @property
    def name(self) -> str:
        """What its file is called; empty where there is none."""
        return self.file or (self.path.name if self.path else "")

    def read(self) -> bytes | None:
        """Its bytes, at most one more than LARGEST; None where it is not there."""
        if self.data is not None:
            return self.data
        try:
            # Anything but a plain file may keep its reader waiting for ever: a pipe, a terminal.
            if self.path is None or not self.path.is_file():
                return None
            with self.path.open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError:
            return None

    @property
    def sha256(self) -> str | None:
        """The hash of its bytes."""
        data = self.read()
        return None if data is None else hashlib.sha256(data).hexdigest()
