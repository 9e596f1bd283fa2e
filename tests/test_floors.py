"""The house: which module may import which, and how large one may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "looplab"

# The rule. A module may import what stands on a lower floor; the parts of one package (a folder)
# may import each other.
FLOORS = {
    "__main__": 9,
    "cli": 8,
    "page": 7,
    "grade": 6,
    "cluster": 6,
    "export": 6,
    "notebook": 6,
    "live": 5,
    "watch": 6,
    "plugin": 5,
    "report": 5,
    "feedback": 5,
    "forkserver": 6,
    "sandbox": 4,
    "diagnose": 4,
    "suspicion": 4,
    "record": 5,
    "explore": 4,
    "judging": 3,
    "work": 3,
    "staging": 3,
    "museum": 3,
    "results": 2,
    "course": 2,
    "world": 2,
    "timeline": 1,
    "order": 1,
    "draw": 1,
    "result": 1,
    "roster": 1,
    "request": 1,
    "outlet": 1,
    "isolation": 1,
    "latency": 0,
    "hints": 0,
    "usage": 0,
    "instead": 0,
    "cures": 0,
    "trace": 0,
    "board": 0,
    "leash": 0,
    "saves": 0,
}

# The sandbox starts these by name, in processes of their own, and must never import them.
APART = {"sandbox": {"record", "world", "forkserver"}}

LONGEST = 300
SECRETIVE = {"utils", "helpers", "core", "manager", "common", "base", "misc"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The top-level module or package that a file belongs to; empty for the package's own."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def imports(path: Path) -> Iterator[str]:
    """The rooms of looplab that a file imports, also where it does so inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("looplab."):
                    yield alias.name.split(".")[1]
        elif isinstance(node, ast.ImportFrom) and node.module == "looplab":
            yield from (alias.name for alias in node.names if alias.name in FLOORS)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("looplab."):
            yield (node.module or "").split(".")[1]


def test_every_module_has_a_floor() -> None:
    """A new module says where it stands, and a floor without a module is taken off the list."""
    rooms = {room(path) for path in modules()} - {""}
    assert rooms == set(FLOORS)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    """No module imports one of its own floor or above, except parts of its own package."""
    here = room(path)
    for there in imports(path):
        if here and there != here:
            assert FLOORS[there] < FLOORS[here], f"{here} imports {there}"
        assert there not in APART.get(here, set()), f"{here} imports {there}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_holds_one_idea(path: Path) -> None:
    """A module has a docstring, at most 300 lines, and a name that says what is in it."""
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= LONGEST
    assert path.stem not in SECRETIVE
    assert not path.stem[-1].isdigit()


def test_the_command_starts_without_anything_heavy() -> None:
    """rich, tornado and pytest are imported when a command needs them, not to show the help."""
    program = "import sys, looplab.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "looplab.cli.arguments" in done.stdout
    assert not {"rich", "tornado", "pytest", "asyncio"} & set(done.stdout.split())
