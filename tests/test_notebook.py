"""What a notebook prints: a script without its answer, a difference, and who held the loop."""

from __future__ import annotations

from pathlib import Path

import pytest
import rich.console

from looplab import notebook
from looplab.course import NotInCourse
from looplab.sandbox import CannotRead

BLOCKING = '''"""
The kettle holds the loop.

    0.0  water
    2.0  tea
"""

import asyncio
import time

MINUTES = 2


async def main():
    print("water")
    time.sleep(MINUTES)
    print("tea")


asyncio.run(main())
'''
NONBLOCKING = (
    BLOCKING.replace("holds the loop", "lets the loop go")
    .replace("import time\n", "")
    .replace("time.sleep", "await asyncio.sleep")
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The notebooks' folder of a course with one lesson, and we are in it."""
    for name in ("notebooks", "labs", "lessons/01_tea"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lessons/01_tea/blocking.py").write_text(BLOCKING)
    (tmp_path / "lessons/01_tea/nonblocking.py").write_text(NONBLOCKING)
    (tmp_path / "notebooks/mine.py").write_text("print('mine')\n")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path / "notebooks"


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_source_comes_without_its_promise(capsys: pytest.CaptureFixture[str]) -> None:
    """The docstring is the answer, so it is left out; the lines keep their numbers in the file."""
    notebook.source("tea/blocking")
    title, empty, *lines = printed(capsys).splitlines()
    assert (title, empty) == ("blocking.py", "")
    assert lines[0] == "  8  import asyncio"
    assert "kettle" not in "".join(lines)
    in_file = BLOCKING.splitlines()
    for line in lines:
        assert line[5:] == in_file[int(line[:3]) - 1]
    assert len(lines) == len(in_file) - 7


def test_a_script_of_ones_own_is_shown_by_its_path(capsys: pytest.CaptureFixture[str]) -> None:
    """A path works as well as a name, and a script without a docstring is shown whole."""
    notebook.source("mine.py")
    assert printed(capsys) == "mine.py\n\n  1  print('mine')\n"


def test_the_difference_is_that_of_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    """Marked lines are the ones that differ, but for the docstrings."""
    notebook.diff("tea/blocking", "tea/nonblocking")
    lines = printed(capsys).splitlines()
    assert lines[:3] == ["--- blocking.py", "+++ nonblocking.py", ""]
    assert [line for line in lines[3:] if line.startswith(("-", "+"))] == [
        "-import time",
        "-    time.sleep(MINUTES)",
        "+    await asyncio.sleep(MINUTES)",
    ]
    assert "..." in lines
    assert not any("@@" in line or line != line.rstrip() for line in lines)
    assert lines[-1] != ""


def test_no_difference_is_said_in_words(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Scripts that differ in their docstrings alone are not answered with silence."""
    folder.joinpath("other.py").write_text(BLOCKING.replace("kettle", "pot"))
    notebook.diff("tea/blocking", "other.py")
    assert printed(capsys) == "blocking.py, other.py: only their docstrings can differ\n"


def test_a_run_draws_who_held_the_loop(capsys: pytest.CaptureFixture[str]) -> None:
    """The picture of one run names the line that held the loop, in virtual time."""
    notebook.run("tea/blocking")
    out = printed(capsys)
    assert "blocking.py:16 held the loop 2.00 s" in out
    assert "16 | time.sleep(MINUTES)" in out
    assert max(map(len, out.splitlines())) <= 80


def test_runs_share_one_time_scale(capsys: pytest.CaptureFixture[str]) -> None:
    """Several scripts come in one picture, in the order in which they are named."""
    notebook.run("tea/nonblocking", "tea/blocking")
    out = printed(capsys)
    assert 0 <= out.index("nonblocking.py") < out.index("blocking.py:16")
    assert out.count("Key:") == 1


def test_the_picture_is_plain_text_in_a_kernel_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kernel asks for colours, has a width of its own, and rich would display, not print."""
    notebook.run("tea/blocking")
    expected = printed(capsys)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(rich.console, "_is_jupyter", lambda: True)
    notebook.run("tea/blocking")
    assert printed(capsys) == expected
    assert "\x1b" not in expected


def test_a_change_is_for_one_run(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Changed text is what runs, under the script's own name, and the file stays as it is."""
    notebook.run("tea/blocking", change={"MINUTES = 2": "MINUTES = 5"})
    assert "blocking.py:16 held the loop 5.00 s" in printed(capsys)
    assert folder.joinpath("../lessons/01_tea/blocking.py").read_text() == BLOCKING


def test_a_change_that_changes_nothing_is_an_error() -> None:
    """The message names the script and the text that is not in it."""
    with pytest.raises(ValueError, match=r"blocking\.py has no text 'HOURS' that could be changed"):
        notebook.run("tea/blocking", change={"HOURS": "MINUTES"})


def test_plain_is_the_same_without_a_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    """For whoever has the notebook read aloud: sentences, and a table of who did what."""
    notebook.run("tea/blocking", plain=True)
    out = printed(capsys)
    assert "blocking.py:16 held the loop 2.00 s" in out
    assert "main  holds the loop" in out
    assert "█" not in out


def test_a_wrong_name_is_answered_with_the_right_ones() -> None:
    """A script that the lesson does not have, and a path that leads nowhere."""
    with pytest.raises(NotInCourse, match="there are tea/blocking, tea/nonblocking"):
        notebook.source("tea/blokcing")
    with pytest.raises(CannotRead, match=r"there is no file nowhere\.py"):
        notebook.run("nowhere.py")
