"""Whether a file was saved: told from its contents, looked at a few times a second.

Not from its times and size alone: two saves within a tick of the clock look the same there. The
file of a student is small, and an editor may write it, replace it, or remove and rename.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

# Real seconds between two looks.
EVERY = 0.15

# So many looks in a row have to find the same new contents: a half-written file is none of them.
STEADY = 2

# For so many looks a file may be missing: some editors remove it before they write the new one.
PATIENT = 8

# No program of a student is longer than this; of one that is, the beginning tells enough.
_MOST = 2 << 20


def look(path: Path) -> str | None:
    """What is in a file, as a digest; None where it is not there or cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read(_MOST)).hexdigest()
    except OSError:
        return None


class Saves:
    """Tells from one look after the other when a file was saved, and when it is gone."""

    def __init__(self, known: str | None) -> None:
        self._known = self._last = known
        self._times = 0

    def see(self, found: str | None) -> Literal["saved", "gone"] | None:
        """What is new with this look: other contents that are steady, or no file any more."""
        self._times = self._times + 1 if found == self._last else 1
        self._last = found
        if found == self._known or self._times < (PATIENT if found is None else STEADY):
            return None
        self._known = found
        return "gone" if found is None else "saved"
