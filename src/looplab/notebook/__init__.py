"""For notebooks: show a script of the course, compare two, run some and draw who held the loop.

A script is named as in the commands, ``sleep/blocking``, or by its path; NotInCourse or CannotRead
is raised where there is none. ``source`` and ``diff`` print plain text. ``run`` shows a picture
where IPython runs, and prints it in letters elsewhere. ``%load_ext looplab`` brings ``%%timeline``,
which does the same with a cell.
"""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Mapping
from pathlib import Path

from looplab import course, sandbox
from looplab.notebook.shown import show, traces_as_pictures
from looplab.timeline import run_of
from looplab.trace import Trace

__all__ = ["diff", "run", "source"]


def source(script: str) -> None:
    """Print a script with its line numbers, without its docstring: that would be the answer."""
    path = _path(script)
    print(f"{path.name}\n\n{course.listing(sandbox.source_of(path).text)}")


def diff(first: str, second: str) -> None:
    """Print where the second script differs from the first, again without their docstrings.

    ``-`` marks lines of the first, ``+`` lines of the second, ``...`` what is left out between.
    """
    old, new = _path(first), _path(second)
    texts = (sandbox.source_of(path).text for path in (old, new))
    a, b = ("\n".join(course.without_promise(text)).strip().split("\n") for text in texts)
    lines = list(difflib.unified_diff(a, b, old.name, new.name, n=2, lineterm=""))
    # Where a hunk begins has no number: without their docstrings the files are not as long.
    told = ["..." if line.startswith("@@") else line.rstrip() for line in lines]
    told[2:3] = [""]
    print("\n".join(told).rstrip() or f"{old.name}, {new.name}: only their docstrings can differ")


def run(*scripts: str, change: Mapping[str, str] | None = None, plain: bool = False) -> None:
    """Run scripts on the virtual clock, and draw them under one another on one time scale.

    ``change`` replaces text in the scripts, for this run only: ``{"SECONDS = 1": "SECONDS = 3"}``
    (ValueError where a script lacks it). ``plain`` tells the same in sentences and a table.
    """
    show([run_of(_trace(_path(script), change or {})) for script in scripts], plain=plain)


def _path(script: str) -> Path:
    return course.find().script(script)


def _trace(path: Path, change: Mapping[str, str]) -> Trace:
    if not change:
        return sandbox.run(path)
    text = sandbox.source_of(path).text
    for old, new in change.items():
        if old not in text:
            raise ValueError(f"{path.name} has no text {old!r} that could be changed to {new!r}")
        text = text.replace(old, new)
    with tempfile.TemporaryDirectory(prefix="looplab-") as folder:
        Path(folder, path.name).write_text(text, encoding="utf-8")
        return sandbox.run(Path(folder, path.name))


traces_as_pictures()
