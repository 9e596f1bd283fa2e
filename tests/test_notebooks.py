"""Every notebook, present and future: what it shows is what its source prints today.

The notebooks are committed with their outputs, so that they can be read where nothing runs. That
is worth something only if nothing in them is made up, stale, or from one machine.
"""

from __future__ import annotations

import ast
import base64
import html
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
            text = output.get("text", output.get("data", {}).get("text/plain"))
            yield cell, output, json.dumps(output) if text is None else "".join(text)


def pages(name: str) -> Iterator[tuple[Cell, str]]:
    """The HTML of all that a notebook shows, and from which cell."""
    for cell, output, _ in outputs(name):
        if "text/html" in output.get("data", {}):
            yield cell, "".join(output["data"]["text/html"])


def pictures(page: str) -> Iterator[tuple[str, str]]:
    """The images of some HTML: the text that stands for each, and its SVG."""
    for alt, data in re.findall(
        r'<img alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)"', page
    ):
        yield html.unescape(alt), base64.b64decode(data, validate=True).decode()


def is_timeline(cell: Cell) -> bool:
    """Whether a cell is a program of its own."""
    return source(cell).startswith("%%timeline")


def scripts_run(cell: Cell) -> set[str]:
    """The scripts that a cell runs, as ``slug/script``."""
    code = re.sub(r"^%.*", "", source(cell), flags=re.MULTILINE)
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
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
    notebook = FOLDER.joinpath(f"{name}.ipynb").read_text(encoding="utf-8")
    # What a picture is encoded to looks like anything.
    drawn = [svg for _, page in pages(name) for _, svg in pictures(page)]
    for text in (re.sub(r"base64,[\w+/=]*", "", notebook), *drawn):
        alien = re.findall(
            r"/(?:tmp|home|root|Users|usr|var)\b|site-packages|ipykernel_|0x[\da-f]+", text
        )
        assert alien == []
        assert str(ROOT) not in text
    assert json.loads(notebook)["metadata"] == {
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
        if scripts_run(cell) or is_timeline(cell):
            assert max(map(len, text.splitlines())) <= 80, text


@every_notebook
def test_every_run_is_drawn(name: str) -> None:
    """A cell that runs something shows one picture, in letters and in shapes, with equal facts.

    It needs no script, nothing from elsewhere, and tells whoever cannot see it what it shows.
    """
    drawn = dict[str, str]()
    for cell, page in pages(name):
        assert scripts_run(cell) or is_timeline(cell)
        assert cell["id"] not in drawn, "two pictures"
        drawn[cell["id"]] = page
    for cell in cells(name, "code"):
        if "plain=True" in source(cell) or not (scripts_run(cell) or is_timeline(cell)):
            continue
        page = drawn.pop(cell["id"])
        (letters,) = [o["data"] for o in cell["outputs"] if "data" in o]
        assert set(letters) == {"text/html", "text/plain"}
        ((alt, svg),) = pictures(page)
        assert page.startswith("<img ")
        for text in (page.replace(alt, ""), svg):
            assert not re.search(r"<script|\son\w+=|javascript:|<iframe|<foreignObject", text, re.I)
        # All that it is made of is in it; only words may name an address.
        outside = r"""\b(?:src|href|srcset)="(?!data:image/svg|#)|url\((?!#looplab)|@import"""
        assert not re.search(outside, page + svg)
        # Sentences are wrapped in letters, and not in the text for an image.
        told = " ".join("".join(letters["text/plain"]).replace("  ! ", " ").split())
        bad = re.findall(r"[\w.]+:\d+ held the (?:loop|main thread) [\d.]+ s", told)
        assert [sentence for sentence in bad if sentence not in alt] == []
        assert alt
    assert not drawn


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
        if is_timeline(cell):
            new = {source(cell)}
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
        (notebook_of(("1", "a"), ("2", "c")), "cell 2 shows something else: was 'c', is now 'b'"),
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


def test_a_picture_that_differs_is_told_by_its_letters() -> None:
    """Nobody can read the bytes of an image: the line of text says what has changed."""
    difference = runpy.run_path(str(FOLDER / "build.py"))["difference"]

    def drawn(letters: str, page: str) -> str:
        data = {"text/html": [page], "text/plain": letters.splitlines(keepends=True)}
        output = {"output_type": "display_data", "data": data}
        return json.dumps({"cells": [{"source": ["1"], "outputs": [output]}]})

    was = drawn("tea  1.00 s\nLOOP ##", "<img>")
    assert difference(was, drawn("tea  2.00 s\nLOOP ##", "<img>")) == (
        "cell 1 shows something else: was 'tea  1.00 s', is now 'tea  2.00 s'"
    )
    assert difference(was, drawn("tea  1.00 s\nLOOP ##", "<img alt>")) == (
        "cell 1 shows something else: the same facts are drawn or kept in another way"
    )
    # With another Python a picture may have a tick more or less, and its letters may not.
    assert difference(was, drawn("tea  1.00 s\nLOOP ##", "<img alt>"), drawn=False) is None
    assert difference(was, drawn("tea  2.00 s\nLOOP ##", "<img>"), drawn=False) == (
        "cell 1 shows something else: was 'tea  1.00 s', is now 'tea  2.00 s'"
    )


@pytest.mark.thorough
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
    assert done.stderr.endswith("02_milk: cell 2 failed: ZeroDivisionError: division by zero\n")
    assert not second.with_suffix(".ipynb").exists()

    made = first.with_suffix(".ipynb")
    meant = json.loads(made.read_text())["cells"][2]["outputs"][0]
    assert meant["traceback"] == ["KeyError: 'sugar'"]
    made.write_text(made.read_text().replace("tea\\n", "coffee\\n"))
    edited = made.read_text()
    done = build("tea", "--check", folder=tmp_path)
    assert done.returncode == 1
    assert "cell 2 shows something else: was 'coffee', is now 'tea'" in done.stdout
    assert "python notebooks/build.py 01_tea" in done.stdout
    assert made.read_text() == edited
