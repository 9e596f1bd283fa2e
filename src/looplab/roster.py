"""Whose programs there are to judge: one file, or a folder with a file or a folder per student."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

# A program that a person wrote for a lab is a few kilobytes.
LARGEST = 1 << 20

# What it leads to may be anybody's.
_LINK = "it is a link: the file itself is wanted"

# How names begin that no student gave: hidden files, what archives and Python leave behind.
_NOBODYS = (".", "__")


class NoSubmissions(Exception):
    """There is nothing to judge at this path: the message says why."""


@dataclass(frozen=True)
class Submission:
    """One student's program; ``path`` is None where the student has none, ``missing`` says why."""

    student: str
    path: Path | None
    missing: str = ""

    def read(self) -> bytes | None:
        """Its bytes, at most one more than LARGEST; None where it is not there."""
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


def submissions(path: Path, slug: str) -> list[Submission]:
    """All submissions at ``path``, by name. Raises NoSubmissions.

    A file is one student's, named by the file. In a folder each ``.py`` file and each folder is
    one student's; in a student's folder it is ``<slug>.py``, else ``submission.py``, else the only
    ``.py`` there is. What systems put there themselves (``.hidden``, ``__MACOSX``) is passed over.
    """
    if path.is_file():
        return [Submission(path.stem, path)]
    if not path.exists():
        raise NoSubmissions(f"there is nothing at {path}")
    try:
        entries = sorted(path.iterdir(), key=lambda entry: (entry.is_dir(), entry.name))
    except OSError as reason:
        raise NoSubmissions(f"{path} cannot be read: {reason.strerror}") from None
    found: dict[str, Submission] = {}
    for entry in entries:
        if entry.name.startswith(_NOBODYS):
            continue
        if entry.is_symlink():
            submission = Submission(entry.name.removesuffix(".py"), None, _LINK)
        elif entry.is_dir():
            submission = _in_folder(entry, slug)
        elif entry.suffix == ".py":
            submission = Submission(entry.stem, entry)
        else:
            continue
        if submission.student in found:
            submission = Submission(entry.name + "/", submission.path, submission.missing)
        found[submission.student] = submission
    if not found:
        raise NoSubmissions(
            f"{path} holds no submissions: it needs one .py file, or one folder, for each student"
        )
    return [found[student] for student in sorted(found)]


def _in_folder(folder: Path, slug: str) -> Submission:
    try:
        entries = sorted(folder.iterdir())
        files = [entry for entry in entries if entry.is_file() and not entry.is_symlink()]
    except OSError as reason:
        return Submission(folder.name, None, f"the folder cannot be read: {reason.strerror}")
    for name in (f"{slug}.py", "submission.py"):
        if folder / name in files:
            return Submission(folder.name, folder / name)
    scripts = [f for f in files if f.suffix == ".py" and not f.name.startswith(_NOBODYS)]
    if len(scripts) == 1:
        return Submission(folder.name, scripts[0])
    if not scripts and any(e.is_symlink() and e.suffix == ".py" for e in entries):
        return Submission(folder.name, None, _LINK)
    if not scripts:
        return Submission(folder.name, None, f"the folder holds no .py file (wanted: {slug}.py)")
    names = ", ".join(script.name for script in scripts)
    return Submission(folder.name, None, f"which one is it: {names}? Name the right one {slug}.py")
