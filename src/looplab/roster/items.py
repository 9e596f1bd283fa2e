"""What lies at the top of a class's folder or archive: files, and folders of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from looplab.roster.submission import NoSubmissions

# What it leads to may be anybody's.
LINK = "it is a link: the file itself is wanted"

# How names begin that no student gave: hidden files, what archives and Python leave behind.
NOBODYS = (".", "__")


class Unusable(Exception):
    """A file in an archive cannot be read: the message says why, for its student."""


@dataclass(frozen=True)
class File:
    """A file, on disk (``path``) or in an archive (``packed`` reads it, or raises Unusable).

    ``problem`` says in words why it is not to be used.
    """

    name: str
    path: Path | None = None
    packed: Callable[[], bytes] | None = None
    problem: str = ""

    @property
    def is_python(self) -> bool:
        """Whether its name says that it is a program, and that somebody wrote it."""
        return self.name.endswith(".py") and not self.name.startswith(NOBODYS)


@dataclass(frozen=True)
class Folder:
    """A folder and the files that lie in it, not deeper."""

    name: str
    files: tuple[File, ...]
    problem: str = ""


Item = File | Folder


def listed(path: Path) -> list[Item]:
    """The items of a folder on disk, files first. Raises NoSubmissions."""
    try:
        entries = sorted(path.iterdir(), key=lambda entry: (entry.is_dir(), entry.name))
    except OSError as reason:
        raise NoSubmissions(f"{path} cannot be read: {reason.strerror}") from None
    items: list[Item] = []
    for entry in entries:
        if entry.name.startswith(NOBODYS):
            continue
        if entry.is_symlink():
            items.append(File(entry.name, problem=LINK))
        elif entry.is_dir():
            items.append(_folder(entry))
        else:
            items.append(File(entry.name, entry))
    return items


def _folder(path: Path) -> Folder:
    files = []
    try:
        for entry in sorted(path.iterdir()):
            if entry.is_symlink():
                files.append(File(entry.name, problem=LINK))
            elif entry.is_file():
                files.append(File(entry.name, entry))
    except OSError as reason:
        return Folder(path.name, (), f"the folder cannot be read: {reason.strerror}")
    return Folder(path.name, tuple(files))


# What students hand in instead of a program.
_INSTEAD = {
    (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".bz2"): "an archive",
    (".ipynb",): "a notebook",
    (".pdf", ".docx", ".doc", ".odt", ".rtf"): "a document",
}


def chosen(files: Sequence[File], slug: str, where: str) -> File | str:
    """The one of a student's files to judge, or what is wrong with them, and what to do about it.

    It is ``<slug>.py``, else ``submission.py``, else the only ``.py`` there is. ``where`` begins
    the sentence: who or what holds no such file.
    """
    usable = [file for file in files if not file.problem]
    for name in (f"{slug}.py", "submission.py"):
        same = [file for file in usable if file.name == name]
        if len(same) > 1:
            return f"two files are called {name}: which one is it?"
        if same:
            return same[0]
    scripts = [file for file in usable if file.is_python]
    if len(scripts) == 1:
        return scripts[0]
    if scripts:
        *others, last = (script.name for script in scripts)
        return f"{', '.join(others)} or {last}? Name the right one {slug}.py"
    for file in files:
        if file.problem and file.name.endswith(".py"):
            return file.problem
    for file in files:
        for suffixes, what in _INSTEAD.items():
            if file.name.lower().endswith(suffixes):
                return f"{file.name} is {what}: the .py file itself is wanted ({slug}.py)"
    return f"{where} no .py file: {slug}.py is wanted"
