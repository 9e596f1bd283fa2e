"""The students' edition of a course: all there is to learn from, without the solutions.

Equal courses give equal bytes. It is written to a folder beside the wanted one first, so that there
is a whole one or none.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from looplab.course import Course, Lab
from looplab.export.contents import CannotExport, Contents, contents_of
from looplab.export.engine import begin, engine

__all__ = ["CannotExport", "Contents", "export"]

_PARTS = ("lessons", "labs", "notebooks", "demos", "docs", "src")


def export(course: Course, folder: Path, on_lab: Callable[[Lab], None] | None = None) -> Contents:
    """Write the students' edition of a course to a new or empty folder; what is in it.

    ``on_lab`` is told of each lab before its known mistakes are run. Raises CannotExport.
    """
    target = _wanted(course, folder)
    try:
        found = contents_of(course, on_lab)
        found.files = {**found.files, **engine(), **begin(found.hidden)}
    except OSError as reason:
        raise CannotExport(f"cannot read {reason.filename}: {reason.strerror}") from None
    try:
        _write(found.files, target)
    except OSError as reason:
        raise CannotExport(f"cannot write to {folder}: {reason.strerror}") from None
    return found


def _wanted(course: Course, folder: Path) -> Path:
    """Where to write. Raises CannotExport where that would harm what is there."""
    target = folder.resolve()
    if any(target.is_relative_to(course.root / part) for part in _PARTS):
        raise CannotExport(f"{folder} is a part of the course itself: name a folder outside it")
    try:
        if target.is_dir() and not any(target.iterdir()):
            return target
    except OSError as reason:
        raise CannotExport(f"cannot read {folder}: {reason.strerror}") from None
    if target.is_dir():
        raise CannotExport(f"{folder} is not empty: name a new folder, and nothing is overwritten")
    if target.exists():
        raise CannotExport(f"{folder} is a file: name a new folder")
    return target


def _write(files: Mapping[str, bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    begun = target.with_name(f".{target.name}.{os.getpid()}")
    begun.mkdir()
    try:
        for name in sorted(files):
            path = begun / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
        # An empty folder that is there already makes room.
        begun.rename(target)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise
