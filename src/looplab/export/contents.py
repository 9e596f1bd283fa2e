"""Which files of a course a student gets: named one kind at a time, so that nothing slips in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from looplab.course import Course, Lab
from looplab.export.visible import StillHidden, functions_of, without_hidden
from looplab.plugin.diagnoses import FILE, Diagnoses
from looplab.plugin.mistakes import Known, known_mistakes
from looplab.sandbox import CannotIsolate, CannotRead

# The seed of `looplab check`: for it there is advice without the programs that it is about.
SEED = 0

_LAB = ("README.md", "starter.py", "driver.py")
_NEVER = ("__pycache__", "work")

# What a README says from here on is for those who write the course.
_FOR_AUTHORS = "\n## How to write one\n"


class CannotExport(Exception):
    """Nothing was written: the message says why, and what to do."""


@dataclass
class Contents:
    """Files by their path in the student edition, and what was not taken of the course.

    ``hidden`` counts the hidden checks that were taken out.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    hidden: int = 0


def contents_of(course: Course, on_lab: Callable[[Lab], None] | None = None) -> Contents:
    """All that students get of a course, except what tells them how to begin.

    ``on_lab`` is told of each lab before its known mistakes are run. Raises CannotExport.
    """
    found = Contents()
    for part in ("lessons", "demos", "docs/museum"):
        _take(found, course, _below(found, course, course.root / part))
    for name in ("docs/museum.md", "labs/README.md", "LICENSE"):
        path = course.root / name
        if path.is_file() and not path.is_symlink():
            found.files[name] = path.read_bytes()
    for path in _below(found, course, course.root / "notebooks"):
        if path.name == "README.md":
            try:
                text = path.read_text(encoding="utf-8").partition(_FOR_AUTHORS)[0]
            except UnicodeDecodeError as reason:
                raise CannotExport(f"{_name(course, path)}: {reason}") from None
            found.files[_name(course, path)] = text.encode()
        elif path.suffix == ".ipynb":
            _take(found, course, [path])
    for lab in course.labs:
        if lab.path.is_symlink():
            found.left_out.append(_name(course, lab.path))
            continue
        if on_lab is not None:
            on_lab(lab)
        _take_lab(found, course, lab)
    return found


def _take_lab(found: Contents, course: Course, lab: Lab) -> None:
    functions: dict[str, Callable[..., Any]] = {}
    mine = set(lab.wrong) | {lab.solution, *lab.checks}
    for path in _below(found, course, lab.path):
        name = _name(course, path)
        if path in lab.checks:
            try:
                text, hidden = without_hidden(path.read_text(encoding="utf-8"))
                checks = functions_of(text, path.name)
            except (StillHidden, SyntaxError, UnicodeDecodeError) as reason:
                raise CannotExport(f"{name}: {reason}") from None
            except Exception as reason:  # whatever else the file does when it is imported
                kind = type(reason).__name__
                raise CannotExport(f"{name} cannot be run: {kind}: {reason}") from None
            functions |= checks
            found.hidden += len(hidden)
            if checks:
                found.files[name] = text.encode()
        elif path.parent == lab.path and path.name in (*_LAB, FILE):
            found.files[name] = path.read_bytes()
        elif path not in mine:
            found.left_out.append(name)
    if lab.wrong and lab.solution.exists():
        diagnoses = Diagnoses.of(lab, _known(lab, functions), SEED)
        found.files[f"{_name(course, lab.path)}/{FILE}"] = diagnoses.to_json().encode()


def _known(lab: Lab, functions: dict[str, Callable[..., Any]]) -> Known:
    try:
        known = known_mistakes(lab, SEED, functions)
    except (CannotIsolate, CannotRead) as reason:
        raise CannotExport(f"the known mistakes of {lab.slug} cannot be run: {reason}") from None
    if known.broken:
        broken = ", ".join(known.broken)
        raise CannotExport(f"the lab {lab.slug} is broken: its own solution fails {broken}")
    return known


def _take(found: Contents, course: Course, paths: Iterator[Path] | list[Path]) -> None:
    for path in paths:
        found.files[_name(course, path)] = path.read_bytes()


def _below(found: Contents, course: Course, folder: Path) -> Iterator[Path]:
    """All files below a folder; none that is hidden or made by Python, and no symbolic link."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _NEVER or path.suffix == ".pyc":
            continue
        if path.is_symlink():
            found.left_out.append(_name(course, path))
        elif path.is_dir():
            yield from _below(found, course, path)
        elif path.is_file():
            yield path


def _name(course: Course, path: Path) -> str:
    return path.relative_to(course.root).as_posix()
