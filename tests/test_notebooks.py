"""Every notebook, present and future: what it shows is what its source prints today.

The notebooks are committed with their outputs, so that they can be read where nothing runs. That
is worth something only if nothing in them is made up, stale, or from one machine.
"""

from __future__ import annotations

import ast
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from looplab.course import Course

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("[0-9]*_*.ipynb"))
LONGEST = 30  # a line of code that is longer than this can only be a copy

needs_jupyter = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("jupytext", "nbclient", "ipykernel")),
    reason="building a notebook needs the extra `dev`",
)
every_notebook = pytest.mark.parametrize("name", NAMES)

Cell = dict[str, Any]


def cells(name: str, kind: str | None = None) -> list[Cell]:
    """The cells of a committed notebook, of one kind or all."""
    text = FOLDER.joinpath(f"{name}.ipynb").read_text(encoding="utf-8")
    found: list[Cell] = json.loads(text)["cells"]
    return [cell for cell in found if kind in (None, cell["cell_type"])]


def source(cell: Cell) -> str:
    """The text of a cell."""
    return "".join(cell["source"])


def outputs(name: str) -> Iterator[tuple[Cell, Cell, str]]:
    """All that a notebook shows, piece by piece: from which cell, what it is, and its text."""
    for cell in cells(name, "code"):
        for output in cell["outputs"]:
            yield cell, output, "".join(output["text"]) if "text" in output else json.dumps(output)


def scripts_run(cell: Cell) -> set[str]:
    """The scripts that a cell runs, as ``slug/script``."""
    calls = [node for node in ast.walk(ast.parse(source(cell))) if isinstance(node, ast.Call)]
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "run"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def build(*arguments: str, folder: Path = FOLDER) -> subprocess.CompletedProcess[str]:
    """What the builder does with these arguments, in a process of its own."""
    return subprocess.run(
        [sys.executable, folder / "build.py", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )


# ---- what a notebook is


def test_every_lesson_has_a_notebook(course: Course) -> None:
    """A lesson's folder, a source and a notebook come together, under one name."""
    lessons = [lesson.path.name for lesson in course.lessons]
    assert [path.stem for path in sorted(FOLDER.glob("[0-9]*_*.py"))] == lessons
    assert lessons == NAMES


@needs_jupyter
@pytest.mark.thorough
def test_a_rebuild_gives_the_same_bytes() -> None:
    """What is committed is what the sources give now: `make notebooks` brings them up to date."""
    done = build("--check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("as its source gives it") == len(NAMES)


@every_notebook
def test_nothing_tells_where_it_was_built(name: str) -> None:
    """No path of a machine, no version, no address in memory, no time."""
    text = FOLDER.joinpath(f"{name}.ipynb").read_text(encoding="utf-8")
    alien = re.findall(
        r"/(?:tmp|home|root|Users|usr|var)\b|site-packages|ipykernel_|0x[\da-f]+", text
    )
    assert alien == []
    assert str(ROOT) not in text
    assert json.loads(text)["metadata"] == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    for cell in cells(name):
        assert set(cell["metadata"]) <= {"jupyter", "tags"}


@every_notebook
def test_outputs_are_plain_text_without_errors(name: str) -> None:
    """A reader sees no colour codes, no warnings, no traceback; a picture has 80 columns at most.

    An error that a cell is about is caught and printed by the cell, or the cell has the tag
    `raises-exception`.
    """
    # In a file of JSON an escape code is spelt out, wherever it is.
    assert "\\u001b" not in FOLDER.joinpath(f"{name}.ipynb").read_text(encoding="utf-8")
    for cell, output, text in outputs(name):
        assert output.get("name") != "stderr", text
        if "raises-exception" not in cell["metadata"].get("tags", ()):
            assert output["output_type"] != "error", text
        assert "Traceback" not in text
        if scripts_run(cell):
            assert max(map(len, text.splitlines())) <= 80, text


@every_notebook
def test_no_code_of_a_lesson_is_copied(name: str, course: Course) -> None:
    """A copy would go stale: the notebook shows the file, so that there is one."""
    lines = {
        line.strip()
        for lesson in course.lessons
        for script in lesson.scripts
        for line in script.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > LONGEST and not re.match(r"\s*(import|from) ", line)
    }
    for cell in cells(name):
        assert [line for line in lines if line in source(cell)] == []


@every_notebook
def test_it_runs_the_scripts_of_its_lesson(name: str, course: Course) -> None:
    """Both scripts of the pair are run; of a lesson that has no pair, all."""
    lesson = course.lesson(name)
    run = set().union(*(scripts_run(cell) for cell in cells(name, "code")))
    expected = {f"{lesson.slug}/{script.stem}" for script in lesson.pair or lesson.scripts}
    assert expected - run == set()


@every_notebook
def test_it_asks_before_it_answers(name: str) -> None:
    """Where a script runs for the first time, the cell before says Predict.

    What answers is folded; JupyterLab unfolds it when the reader runs the cell.
    """
    asked, seen = False, set[str]()
    for cell in cells(name):
        if cell["cell_type"] == "markdown":
            asked = "Predict" in source(cell)
            continue
        new = scripts_run(cell) - seen
        seen |= new
        assert asked or not new, f"nobody is asked what {new} prints"
        assert (cell["metadata"].get("jupyter") == {"outputs_hidden": True}) == asked
    assert seen


@every_notebook
def test_what_a_notebook_points_to_is_there(name: str) -> None:
    """Links lead to files beside it, and the folder of its lesson is named."""
    text = "\n".join(map(source, cells(name, "markdown")))
    assert f"lessons/{name}" in text
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert FOLDER.joinpath(target).exists(), target


# ---- the builder


TEA = """\
# %% [markdown]
# Predict.

# %%
print("tea")

# %% tags=["raises-exception"]
{}["sugar"]
"""


def notebook_of(*cells: tuple[str, str]) -> str:
    """The text of a notebook of code cells, each a source and what it prints."""
    made = [
        {"source": [code], "outputs": [{"output_type": "stream", "text": [text]}]}
        for code, text in cells
    ]
    return json.dumps({"cells": made})


@pytest.mark.parametrize(
    ("committed", "said"),
    [
        (notebook_of(("1", "a"), ("2", "b")), None),
        (notebook_of(("1", "a"), ("2", "c")), "cell 2 prints something else: was 'c', is now 'b'"),
        (notebook_of(("0", "a"), ("2", "b")), "cell 1 reads something else: was '0', is now '1'"),
        (notebook_of(("1", "a")), "it has 1 cells, its source 2"),
        (
            notebook_of(("1", "a"), ("2", "b")) + "\n",
            "only what is not seen differs, such as metadata",
        ),
        ("<<<<<<< HEAD", "it is no notebook"),
        ("[]", "it is no notebook"),
    ],
)
def test_a_difference_is_named(committed: str, said: str | None) -> None:
    """Whoever has to mend a notebook is told the first cell that differs, and how."""
    difference = runpy.run_path(str(FOLDER / "build.py"))["difference"]
    assert difference(committed, notebook_of(("1", "a"), ("2", "b"))) == said


def test_an_unknown_notebook_is_answered_with_those_there_are() -> None:
    """Bad usage ends with status 2 and a sentence, before anything is run."""
    done = build("coffee")
    assert done.returncode == 2
    assert f"there is no notebook coffee; there are {NAMES[0]}" in done.stderr


@needs_jupyter
def test_what_is_wrong_is_said_and_the_rest_is_built(tmp_path: Path) -> None:
    """A failing cell stops its own notebook only, and a check finds what was edited by hand."""
    shutil.copy(FOLDER / "build.py", tmp_path)
    first, second = tmp_path / "01_tea.py", tmp_path / "02_milk.py"
    first.write_text(TEA)
    second.write_text("# %%\n1\n\n# %%\n1 / 0\n")
    done = build(folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout == "01_tea.ipynb: built\n"
    assert done.stderr == "02_milk: cell 2 failed: ZeroDivisionError: division by zero\n"
    assert not second.with_suffix(".ipynb").exists()

    made = first.with_suffix(".ipynb")
    meant = json.loads(made.read_text())["cells"][2]["outputs"][0]
    assert meant["traceback"] == ["KeyError: 'sugar'"]
    made.write_text(made.read_text().replace("tea\\n", "coffee\\n"))
    edited = made.read_text()
    done = build("tea", "--check", folder=tmp_path)
    assert done.returncode == 1
    assert "cell 2 prints something else: was 'coffee', is now 'tea'" in done.stdout
    assert "python notebooks/build.py 01_tea" in done.stdout
    assert made.read_text() == edited
