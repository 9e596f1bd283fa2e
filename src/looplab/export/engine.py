"""Looplab itself, as it travels with the student edition, and the words that it begins with.

The wheel carries the whole course, solutions and all. So the student edition brings the package
along without it, and is installed from its own folder.
"""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

from looplab.export.contents import CannotExport

_PACKAGE = Path(__file__).resolve().parent.parent
_HERE = Path(__file__).resolve().parent


def engine() -> dict[str, bytes]:
    """The files of the package, by their path in the student edition."""
    files = {}
    for path in sorted(_PACKAGE.rglob("*")):
        inside = path.relative_to(_PACKAGE)
        if "__pycache__" in inside.parts or inside.parts[0] == "_course" or path.is_symlink():
            continue
        if path.is_file():
            files[f"src/looplab/{inside.as_posix()}"] = path.read_bytes()
    return files


def begin(hidden: int) -> dict[str, bytes]:
    """The README, the licence and the ``pyproject.toml`` that pip reads.

    ``hidden`` is how many checks the students do not see. Raises CannotExport.
    """
    try:
        looplab = metadata.distribution("looplab")
    except metadata.PackageNotFoundError:
        raise CannotExport("looplab is not installed here: install it with pip first") from None
    needs = [need for need in looplab.requires or [] if "extra ==" not in need]
    jupyter = [
        need.partition(";")[0].strip()
        for need in looplab.requires or []
        if need.endswith(("extra == 'jupyter'", 'extra == "jupyter"'))
    ]
    project = _PROJECT.format(
        version=looplab.version,
        python=looplab.metadata["Requires-Python"],
        needs=json.dumps(needs),
        jupyter=json.dumps(jupyter),
    )
    readme = (_HERE / "students.md").read_text(encoding="utf-8")
    if hidden:
        readme = readme.replace(_ALL_CHECKS, _SOME_CHECKS)
    files = {"README.md": readme.encode(), "pyproject.toml": project.encode()}
    licence = looplab.read_text("licenses/LICENSE")
    return files if licence is None else files | {"LICENSE": licence.encode()}


_ALL_CHECKS = "These are all the checks that there are."
_SOME_CHECKS = "When your work is marked, there are more checks than these."

_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "looplab"
version = "{version}"
description = "Learn non-blocking I/O by seeing who holds the event loop: the students' edition."
readme = "README.md"
license = "MIT"
requires-python = "{python}"
dependencies = {needs}

[project.optional-dependencies]
jupyter = {jupyter}

[project.scripts]
looplab = "looplab.cli:main"

[project.entry-points.pytest11]
looplab = "looplab.plugin"

[tool.hatch.build]
dev-mode-dirs = ["src"]

[tool.hatch.build.targets.wheel]
packages = ["src/looplab"]

[tool.pytest.ini_options]
testpaths = ["labs"]
addopts = ["--import-mode=importlib"]
"""
