"""Whose programs there are to judge: one file, a folder, or an archive, and who is missing.

A folder holds a file or a folder for each student, or what Moodle or Canvas packs, unpacked; an
archive the same, as it was downloaded. A roster says who should be there.
"""

from __future__ import annotations

from pathlib import Path

from looplab.roster.archive import unpacked
from looplab.roster.handed_in import handed_in
from looplab.roster.items import listed
from looplab.roster.platforms import own_platform
from looplab.roster.submission import LARGEST, NoSubmissions, Submission
from looplab.roster.table import joined, on_roster

__all__ = ["LARGEST", "NoSubmissions", "Submission", "submissions"]


def submissions(
    path: Path, slug: str, roster: Path | None = None, names: str | None = None
) -> list[Submission]:
    """All submissions at ``path``, by name. Raises NoSubmissions.

    A file is one student's, named by the file. In a folder or a zip archive each ``.py`` file and
    each folder is one student's, or what Moodle and Canvas have named; in a student's folder it is
    ``<slug>.py``, else ``submission.py``, else the only ``.py`` there is. What systems put there
    themselves (``.hidden``, ``__MACOSX``) is passed over. With ``roster``, a table, students
    without a file are there too, as missing, and who is not in it is marked as unknown. ``names``
    is a regular expression for sites that name things in another way; it is matched with the whole
    name of what lies at the top, and has groups ``name`` and, if need be, ``id``, ``late``,
    ``typed`` and ``file``.
    """
    own = own_platform(names) if names else None
    if path.is_file():
        if path.suffix.lower() == ".zip":
            with unpacked(path, slug, own) as items:
                found = handed_in(items, slug, own)
        else:
            found = [Submission(path.stem, path)]
    elif not path.exists():
        raise NoSubmissions(f"there is nothing at {path}")
    else:
        found = handed_in(listed(path), slug, own)
    if roster is not None:
        return joined(found, on_roster(roster, found))
    if not found:
        raise NoSubmissions(
            f"{path} holds no submissions: it needs one .py file, or one folder, for each student"
        )
    return found
