"""How course platforms name what a class handed in: Moodle, Canvas, or a pattern of one's own.

Names of students hold anything, and names of files whatever a student likes, also a piece that
looks like another student's. What the platform itself puts between the two is looked for, and its
first occurrence counts: neither platform lets a student's name hold it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from looplab.roster.items import File, Item
from looplab.roster.submission import NoSubmissions

# No platform writes a longer one.
_LONGEST = 1024

_MOODLE = (
    r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_"
    r"(?:(?P<typed>onlinetext)(?:_.*)?|file(?:_(?P<file>.*))?)",
)
_CANVAS = (
    r"(?:(?P<late>LATE)_)?(?P<name>anon)_(?P<id>[^_]+)_(?P<number>\d+)_(?P<file>.+)",
    r"(?P<name>.+?)(?:_(?P<late>LATE))?_(?P<id>\d+)_(?P<number>\d+)_(?P<file>.+)",
    r"(?:(?P<late>LATE)_)?(?P<name>anon)_(?P<id>[^_]+)_(?P<typed>text|link)\.html",
    r"(?P<name>.+?)(?:_(?P<late>LATE))?_(?P<id>\d+)_(?P<typed>text|link)\.html",
)
_AGAIN = re.compile(r"(.*?)(?:-(\d{1,6}))?(\.[^.]*)?", re.DOTALL)

# What the platforms write where names are not to be known.
_NAMELESS = ("Participant", "anon")


@dataclass(frozen=True)
class Claim:
    """Whose an item is, as its name says.

    ``typed``: it is what was typed into the page, not a file. ``file`` is its name without the
    student's; ``number`` grows with every file that is handed in.
    """

    name: str
    id: str
    late: bool
    typed: bool
    file: str
    number: int


@dataclass(frozen=True)
class Platform:
    """A way to name what was handed in. With ``again``, ``-1``, ``-2`` mark what came later."""

    name: str
    patterns: tuple[re.Pattern[str], ...]
    again: bool = False

    def claim(self, name: str) -> Claim | None:
        """Whose the item of this name is; None where the name does not say."""
        if len(name) > _LONGEST:
            return None
        for pattern in self.patterns:
            if match := pattern.fullmatch(name):
                found = {key: value or "" for key, value in match.groupdict().items()}
                student = found["name"]
                if student in _NAMELESS:
                    student = f"{student} {found['id']}"
                return Claim(
                    student,
                    found.get("id", ""),
                    bool(found.get("late")),
                    bool(found.get("typed")),
                    found.get("file", ""),
                    int(found.get("number") or 0),
                )
        return None

    def ids(self, claim: Claim) -> tuple[str, ...]:
        """What the platform's own lists call this student."""
        if not claim.id:
            return ()
        return (f"Participant {claim.id}",) if self.name == "Moodle" else (claim.id,)


def _platform(name: str, patterns: Sequence[str], again: bool = False) -> Platform:
    return Platform(name, tuple(re.compile(p, re.DOTALL) for p in patterns), again)


MOODLE = _platform("Moodle", _MOODLE)
CANVAS = _platform("Canvas", _CANVAS, again=True)


def own_platform(pattern: str) -> Platform:
    """The one of a site that names things in its own way. Raises NoSubmissions."""
    try:
        found = _platform("own", [pattern])
    except re.error as reason:
        raise NoSubmissions(f"the pattern {pattern!r} cannot be read: {reason}") from None
    if "name" not in found.patterns[0].groupindex:
        raise NoSubmissions(f"the pattern {pattern!r} has no (?P<name>...): whose would it be?")
    unknown = set(found.patterns[0].groupindex) - {"name", "id", "late", "typed", "file"}
    if unknown:
        raise NoSubmissions(
            f"the pattern {pattern!r} has a group {sorted(unknown)[0]!r}; "
            "there are name, id, late, typed and file"
        )
    return found


def platform_of(items: Sequence[Item], own: Platform | None = None) -> Platform | None:
    """The platform that named most of these items; None where they are a folder made by hand."""
    for platform in [own] if own else [MOODLE, CANVAS]:
        named = sum(platform.claim(item.name) is not None for item in items)
        if named * 2 > len(items) or (own and named):
            return platform
    return None


def newest(files: Sequence[tuple[int, File]]) -> list[File]:
    """Of files handed in again (``sleep.py``, ``sleep-1.py``) the last; each with its number."""
    last: dict[str, tuple[int, int, File]] = {}
    for number, file in files:
        match = _AGAIN.fullmatch(file.name)
        assert match is not None  # it matches anything
        same = match[1] + (match[3] or "")
        rank = (int(match[2] or 0), number, file)
        if same not in last or rank[:2] > last[same][:2]:
            last[same] = rank
    return [replace(file, name=same) for same, (_, _, file) in last.items()]
