"""The student's own files: one a lab, made from the starter."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from looplab.course import Course, Lab, NotInCourse, find

_PROGRESS = ".progress.json"


def folder_for(lab: Lab) -> Path:
    """Where my file for this lab belongs: in the course's ``work``, else beside where I am."""
    if lab.number is not None and lab.path.parent.name == "labs":
        return Course(lab.path.parent.parent).work
    try:
        return find().work
    except NotInCourse:
        return Path.cwd() / "work"


def file_for(lab: Lab) -> Path:
    """My file for a lab, made from the starter if it is not there yet. Raises OSError."""
    path = folder_for(lab) / f"{lab.slug}.py"
    if not path.exists():
        starter = lab.starter.read_bytes()
        path.parent.mkdir(parents=True, exist_ok=True)
        # An editor may have made it since the look: then that one is my file.
        with contextlib.suppress(FileExistsError), open(path, "xb") as file:
            file.write(starter)
    return path


def reset(lab: Lab) -> Path | None:
    """Make my file for a lab the starter again; where the old one is kept, None if nowhere.

    What is kept never overwrites what was kept before. A file that is the starter, or not there,
    is not kept. Raises OSError.
    """
    path = folder_for(lab) / f"{lab.slug}.py"
    starter = lab.starter.read_bytes()
    try:
        mine = path.read_bytes()
    except FileNotFoundError:
        mine = starter
    kept = None
    if mine != starter:
        kept = _free(path)
        with open(kept, "xb") as file:
            file.write(mine)
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = path.with_name(f".{path.name}.{os.getpid()}")
    begun.write_bytes(starter)
    begun.replace(path)
    return kept


def _free(path: Path) -> Path:
    """A name beside this file that nothing has yet: ``sleep.before.py``."""
    found, number = path.with_name(f"{path.stem}.before.py"), 2
    while found.exists():
        found = path.with_name(f"{path.stem}.before_{number}.py")
        number += 1
    return found


def progress(course: Course) -> dict[str, float]:
    """By slug, which part of its points the last check of each lab gave: from 0 to 1."""
    try:
        data = json.loads((course.work / _PROGRESS).read_text(encoding="utf-8"))
        return {str(slug): float(share) for slug, share in data.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def state_of(share: float | None) -> str:
    """How far I am with a lab, in a word: from the part of its points that ``progress`` tells."""
    if share is None:
        return "not begun"
    return "done" if share == 1 else f"{share:.0%}"


def remember(lab: Lab, share: float) -> None:
    """Write down how far the last check of a lab got. A folder that is read-only is no error."""
    folder = folder_for(lab)
    course = Course(folder.parent)
    known = progress(course) | {lab.slug: share}
    path = folder / _PROGRESS
    begun = path.with_name(f"{_PROGRESS}.{os.getpid()}")
    try:
        begun.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        begun.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            begun.unlink()
