"""An instructor's first five minutes: what Moodle gives goes in, marks and a report come out."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from looplab.cli.options import reports
from looplab.report.writing import KINDS, USUAL

from .test_report_pages import Page

pytestmark = pytest.mark.xdist_group("grade")

ROOT = Path(__file__).resolve().parent.parent
LAB = ROOT / "labs" / "01_sleep"
SOLUTION = (LAB / "solution.py").read_bytes()
WRONG = (LAB / "wrong" / "in_turn.py").read_bytes()


def looplab(*arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "looplab", *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """What lies there after two clicks in Moodle: the submissions, and the grading worksheet."""
    with zipfile.ZipFile(tmp_path / "CS101-Sleep-42.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for who, data in (
            ("Ann Lee_101", SOLUTION),
            ("Zoë Çelik_102", WRONG),
            ("O'Neil Finn_103", b"import gc\n\n\nasync def everybody(sleepers: dict)\n"),
            ("Eve Guest_109", SOLUTION),
        ):
            archive.writestr(f"{who}_assignsubmission_file/sleep.py", data)
        archive.writestr("Bob Ray_104_assignsubmission_onlinetext/onlinetext.html", "<p>import</p>")
    (tmp_path / "Grades.csv").write_text(
        "Identifier,Full name,Email address\n"
        "Participant 101,Ann Lee,ann@uni.example\n"
        "Participant 102,Zoë Çelik,zoe@uni.example\n"
        "Participant 103,O'Neil Finn,finn@uni.example\n"
        "Participant 104,Bob Ray,bob@uni.example\n"
        "Participant 105,Cid Late,cid@uni.example\n",
        encoding="utf-8",
    )
    return tmp_path


def test_from_moodle_to_marks(downloads: Path) -> None:
    """One command: a summary, a table for the grade book, a report, a page for each student."""
    done = looplab(
        *("grade", str(LAB), "CS101-Sleep-42.zip", "--roster", "Grades.csv", "--out", "marks"),
        where=downloads,
    )
    assert done.returncode == 0, done.stderr
    assert (
        "5 submissions: 2 passed, 1 failed, 1 syntax-error, 1 with nothing to judge" in done.stdout
    )
    assert "commonest mistakes: in_turn (1)" in done.stdout
    assert "nothing to judge (1): Bob Ray (it was typed or pasted into the page" in done.stdout
    assert "missing (1): Cid Late" in done.stdout
    assert "not on the roster (1): Eve Guest" in done.stdout
    marks = downloads / "marks"
    with (marks / "grades.csv").open(encoding="utf-8", newline="") as table:
        rows = {row["student"]: row for row in csv.DictReader(table)}
    assert list(rows) == sorted(rows) and len(rows) == 6
    assert (rows["Ann Lee"]["points"], rows["Zoë Çelik"]["mistake"]) == ("7", "in_turn")
    assert (rows["Cid Late"]["verdict"], rows["Cid Late"]["points"]) == ("missing", "0")
    assert rows["Cid Late"]["remarks"] == "nothing was handed in"
    assert rows["Bob Ray"]["remarks"].startswith("it was typed or pasted into the page")
    assert rows["Eve Guest"]["remarks"] == "not on the roster"
    report = Page((marks / "report.html").read_text(encoding="utf-8"))
    assert "6 students, 4 programs" in report.text
    assert len(set(report.links)) == 6
    page = Page((marks / "students" / "Zoë Çelik.html").read_text(encoding="utf-8"))
    assert "1 of 7 points" in page.text and "asyncio.gather" in page.text
    told = Page((marks / "students" / "Bob Ray.html").read_text(encoding="utf-8")).text
    assert "it was typed or pasted into the page" in told
    assert {path.name for path in downloads.iterdir()} == {
        *("CS101-Sleep-42.zip", "Grades.csv", "marks")
    }
    unpacked = downloads / "class"
    with zipfile.ZipFile(downloads / "CS101-Sleep-42.zip") as archive:
        archive.extractall(unpacked)
    again = looplab(
        *("grade", str(LAB), "class", "--roster", "Grades.csv", "--out", "marks", "--resume"),
        *("--report", "junit,gradescope,classroom"),
        where=downloads,
    )
    assert again.returncode == 0, again.stderr
    lines = (marks / "results.jsonl").read_text(encoding="ascii").splitlines()
    students = [json.loads(line).get("student") for line in lines]
    # Nothing had changed for whoever has a file.
    assert all(students.count(name) == 1 for name in rows), "the unpacked class is the same class"
    assert len(list((marks / "gradescope").iterdir())) == 6
    assert (marks / "junit.xml").exists()


def test_pytest_does_the_same(downloads: Path) -> None:
    """The same students, the same verdicts."""
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    command = [sys.executable, "-m", "pytest", str(LAB), "--rootdir", str(LAB)]
    command += ["-p", "no:cacheprovider", "--import-mode=importlib", "-c", os.devnull]
    done = subprocess.run(
        [*command, "--submission", "CS101-Sleep-42.zip", "--roster", "Grades.csv"],
        cwd=downloads,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    for line in (
        "Ann Lee: passed, 7 of 7 points",
        "Zoë Çelik: failed, 1 of 7 points",
        "Bob Ray: missing, 0 of 7 points",
        "Cid Late: missing, 0 of 7 points",
        "Eve Guest: passed, 7 of 7 points",
    ):
        assert line in done.stdout


def test_one_file_for_classroom(tmp_path: Path) -> None:
    """As a workflow does it: one payload, under the file's name."""
    (tmp_path / "sleep.py").write_bytes(SOLUTION)
    done = looplab(
        *("grade", str(LAB), "sleep.py", "--out", "marks", "--report", "classroom,gradescope"),
        where=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    files = {str(p.relative_to(tmp_path / "marks")) for p in (tmp_path / "marks").rglob("*.*")}
    assert files == {"results.jsonl", "classroom/sleep.txt", "gradescope/sleep.json"}


def test_the_help_names_the_reports_there_are() -> None:
    """It does not import them, so that it starts fast; the two lists are the same."""
    assert reports(",".join(KINDS)) == KINDS
    assert set(USUAL) < set(KINDS)
