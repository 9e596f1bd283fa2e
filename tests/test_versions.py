"""The same prints at the same times on every supported Python that this machine has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tornado

import looplab
from looplab import record
from looplab.course import Course
from looplab.request import Request, Source

ROOT = Path(__file__).resolve().parent.parent
SUPPORTED = ("3.11", "3.12", "3.13")

# Run by another interpreter, which has nothing installed: it borrows the two packages it needs.
PROGRAM = """
import json, sys
from looplab import record
from looplab.request import Request, Source
told = {}
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        trace = record.run(Request(Source(path.rpartition("/")[2], file.read())))
    told[path] = [trace.status, [[e.t, e.who, e.text] for e in trace.prints()]]
print(json.dumps(told))
"""


def interpreter(version: str) -> str | None:
    """A Python of this version that starts, if there is one; pyenv keeps several side by side."""
    found = shutil.which(f"python{version}")
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    for command in [found, *map(str, sorted(kept.glob(f"{version}.*/bin/python")))]:
        if command is None:
            continue
        ask = [command, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(ask, capture_output=True, text=True)
        if done.stdout.strip() == version:
            return command
    return None


def told_by(version: str, folder: Path, program: str, *arguments: str, stdin: str = "") -> Any:
    """The JSON that a program prints in another interpreter; skips, and says so, without one."""
    command = interpreter(version)
    if command is None:
        pytest.skip(f"there is no Python {version} on this machine")
    for package in (tornado, looplab):
        found = Path(package.__file__ or "").parent
        (folder / found.name).symlink_to(found)
    done = subprocess.run(
        [command, "-c", program, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.thorough
@pytest.mark.parametrize("version", SUPPORTED)
def test_every_python_tells_the_same(version: str, tmp_path: Path) -> None:
    """All lesson scripts print the same lines, by the same actors, at the same virtual times."""
    scripts = [str(path) for lesson in Course(ROOT).lessons for path in lesson.scripts]
    told = told_by(version, tmp_path, PROGRAM, *scripts)
    for path in scripts:
        trace = record.run(Request(Source(Path(path).name, Path(path).read_text("utf-8"))))
        here = [trace.status, [[e.t, e.who, e.text] for e in trace.prints()]]
        assert told[path] == here, f"{path}: {version} and {sys.version.split()[0]} differ"
