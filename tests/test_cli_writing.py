"""``--svg``, ``--html`` and ``--perfetto``: what is written, and what is refused beforehand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = "import time\nprint('ran')\ntime.sleep(1)\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a script in it, and one with pictures to be."""
    (tmp_path / "mine.py").write_text(SCRIPT)
    (tmp_path / "out").mkdir()
    return tmp_path


def looplab(*arguments: str, where: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "looplab", *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", **environment},
        stdin=subprocess.DEVNULL,
    )


ALL = ("--svg", "out/a.svg", "--html", "out/a.html", "--perfetto", "out/a.json")


def test_run_writes_all_three_and_shows_the_picture_all_the_same(desk: Path) -> None:
    """Each file is what it is called, nothing else is left behind, and their names are told."""
    done = looplab("run", "mine.py", *ALL, where=desk)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "ran" and any(line.startswith("mine.py printed") for line in lines)
    assert lines[-3:] == ["written: out/a.svg", "written: out/a.html", "written: out/a.json"]
    assert sorted(path.name for path in (desk / "out").iterdir()) == ["a.html", "a.json", "a.svg"]
    assert (desk / "out" / "a.svg").read_text("utf-8").startswith("<svg ")
    assert (desk / "out" / "a.html").read_text("utf-8").startswith("<!doctype html>")
    assert json.loads((desk / "out" / "a.json").read_text("utf-8"))["traceEvents"]


def test_compare_draws_its_scripts_in_one_picture(desk: Path) -> None:
    """The pair of the lesson, as in the terminal."""
    done = looplab("compare", "sleep", "--svg", str(desk / "pair.svg"), where=ROOT)
    assert done.returncode == 0, done.stderr
    picture = (desk / "pair.svg").read_text("utf-8")
    assert ">blocking.py<" in picture and ">nonblocking.py<" in picture
    assert picture.count("<svg ") == 1
    assert picture == (ROOT / "tests" / "golden" / "sleep.svg").read_text("utf-8")


def test_with_json_nothing_else_is_on_stdout(desk: Path) -> None:
    """The same lines as without the files; with --plain the files have their picture still."""
    without = looplab("run", "mine.py", "--json", where=desk)
    done = looplab("run", "mine.py", "--json", *ALL, where=desk)
    assert done.returncode == 0 and done.stderr == ""
    kinds = [json.loads(line)["kind"] for line in done.stdout.splitlines()]
    assert kinds == [json.loads(line)["kind"] for line in without.stdout.splitlines()]
    before = (desk / "out" / "a.svg").read_bytes()
    (desk / "out" / "a.svg").write_text("old")
    done = looplab("run", "mine.py", "--plain", "--svg", "out/a.svg", where=desk)
    assert "█" not in done.stdout and done.stdout.endswith("written: out/a.svg\n")
    assert (desk / "out" / "a.svg").read_bytes() == before


def test_how_the_program_ended_is_the_exit_status(desk: Path) -> None:
    """The picture of a program that fails is the one that is wanted most."""
    (desk / "bad.py").write_text("print('ran')\n1 / 0\n")
    done = looplab("run", "bad.py", "--svg", "out/bad.svg", where=desk)
    assert done.returncode == 1
    assert "ZeroDivisionError" in (desk / "out" / "bad.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere/a.svg", "there is no folder"),
        ("out", "is a folder: name a file in it"),
        ("-", "takes the name of a file"),
        ("", "takes the name of a file"),
        ("mine.py", "would overwrite the script"),
        ("out/../mine.py", "would overwrite the script"),
        ("linked.py", "would overwrite the script"),
        ("/dev/null", "is not a file that can be replaced"),
        ("mine.py/a.svg", "there is no folder"),
        ("x" * 300, "cannot be a file"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_program_runs(
    name: str, sentence: str, desk: Path
) -> None:
    """In a sentence with the option in it; nothing is run, nothing is changed."""
    option = ("--svg", "--html", "--perfetto")[len(name) % 3]
    (desk / "linked.py").symlink_to("mine.py")
    before = sorted(desk.rglob("*"))
    done = looplab("run", "mine.py", option, name, where=desk)
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"looplab: {option} ") and sentence in line
    assert (desk / "mine.py").read_text() == SCRIPT
    assert sorted(desk.rglob("*")) == before


def test_two_pictures_in_one_file_are_refused(desk: Path) -> None:
    """The second would have replaced the first."""
    done = looplab("run", "mine.py", "--svg", "a", "--html", "out/../a", where=desk)
    assert done.returncode == 2 and "name the same file" in done.stderr
    assert not (desk / "a").exists()


def test_a_folder_that_goes_away_while_the_program_runs_costs_the_file_only(desk: Path) -> None:
    """The picture is shown; what could not be written is said at the end, and the exit is 2."""
    (desk / "mine.py").write_text("import os\nos.rmdir('out')\n" + SCRIPT)
    done = looplab("run", "mine.py", "--svg", "out/a.svg", where=desk)
    assert done.returncode == 2
    assert "mine.py printed" in done.stdout and "written" not in done.stdout
    assert done.stderr == "looplab: out/a.svg could not be written: No such file or directory\n"


def test_a_link_keeps_leading_where_it_led(desk: Path) -> None:
    """The file behind it is replaced."""
    (desk / "link.svg").symlink_to("out/real.svg")
    done = looplab("run", "mine.py", "--svg", "link.svg", where=desk)
    assert done.returncode == 0, done.stderr
    assert (desk / "link.svg").is_symlink()
    assert (desk / "out" / "real.svg").read_text("utf-8").startswith("<svg ")


def test_a_name_that_the_terminal_cannot_show_is_no_trouble(desk: Path) -> None:
    """It is spelled in letters that it has."""
    done = looplab("run", "mine.py", "--svg", "bild_ü.svg", where=desk, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert (desk / "bild_ü.svg").exists()
    assert done.stdout.splitlines()[-1] == r"written: bild_\xfc.svg"
