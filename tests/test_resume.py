"""A grading can be stopped at any moment and goes on: none missing, none twice."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from looplab.course import Course, Lab
from looplab.grade import CannotGrade, grade
from looplab.results import opened
from looplab.trace import Trace

pytestmark = pytest.mark.xdist_group("grade")

ROOT = Path(__file__).resolve().parent.parent
SLEEP = Course(ROOT).lab("sleep")

CHECKS = '''
from looplab.order import in_order


def test_it_greets(trace):
    """It says hello."""
    in_order(trace, "hello")
'''


@pytest.fixture
def small(tmp_path: Path) -> Lab:
    """A lab with one check, and programs that are run as they are."""
    folder = tmp_path / "01_small"
    folder.mkdir()
    (folder / "starter.py").write_text("")
    (folder / "test_small.py").write_text(CHECKS)
    return Lab(folder)


def handed_in(folder: Path, count: int) -> Path:
    """So many programs, each of its own kind, every third of them wrong."""
    folder.mkdir()
    for n in range(count):
        word = "bye" if n % 3 == 0 else "hello"
        (folder / f"student_{n:04}.py").write_text(f"print({word!r})  # {n}\n")
    return folder


def recorded_lines(out: Path) -> list[dict[str, Any]]:
    """The results in the file, each whole; the headers apart."""
    lines = (out / "results.jsonl").read_text(encoding="ascii").splitlines()
    assert all(opened(line) is not None for line in lines)
    return [line for line in map(json.loads, lines) if "kind" not in line]


def begun(lab: Lab, subs: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "looplab", "grade", str(lab.path), str(subs)]
    command += ["--out", str(out), "--report", "csv", "--isolation", "basic", *more]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def killed_and_resumed(lab: Lab, subs: Path, out: Path, kills: int) -> None:
    """Kill a grading with -9 so many times, at moments spread over it; then let it end."""
    chance = random.Random(6)
    students = sorted(path.stem for path in subs.iterdir())
    moments = sorted(chance.sample(range(len(students) - 2), kills - 1))
    resume: list[str] = []
    # The first kill comes before anything is written, perhaps before there is a file.
    for moment in [None, *moments]:
        process = begun(lab, subs, out, *resume)
        path = out / "results.jsonl"
        while moment is not None and process.poll() is None:
            if path.exists() and path.read_bytes().count(b'\n{"student"') > moment:
                break
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        resume = ["--resume"] if path.exists() and path.stat().st_size else []
    last = begun(lab, subs, out, *resume)
    _, told = last.communicate()
    assert last.returncode == 0, told.decode()
    found = recorded_lines(out)
    assert Counter(line["student"] for line in found) == Counter(students)
    wrong = {line["student"] for line in found if line["verdict"] == "failed"}
    assert wrong == {student for n, student in enumerate(students) if n % 3 == 0}
    assert {line["verdict"] for line in found} == {"failed", "passed"}
    rows = list(csv.DictReader((out / "grades.csv").read_text().splitlines()))
    assert [row["student"] for row in rows] == students


@pytest.mark.thorough
def test_killed_at_five_moments(small: Lab, tmp_path: Path) -> None:
    """Every submission has one result, and the right one."""
    killed_and_resumed(small, handed_in(tmp_path / "subs", 40), tmp_path / "out", 5)


@pytest.mark.thorough
def test_killed_in_a_class_of_two_thousand(small: Lab, tmp_path: Path) -> None:
    """The same with 2,000 and six kills."""
    killed_and_resumed(small, handed_in(tmp_path / "subs", 2000), tmp_path / "out", 6)


def test_resume_grades_only_what_is_new_or_changed(tmp_path: Path) -> None:
    """What was graded stays; a changed file is graded again; a torn last line is cut off."""
    subs, out = tmp_path / "subs", tmp_path / "out"
    subs.mkdir()
    for name in ("ann", "bob", "cid"):
        shutil.copy(SLEEP.solution, subs / f"{name}.py")
    grade(SLEEP, subs, out)
    lines = (out / "results.jsonl").read_text().splitlines(keepends=True)
    assert len(lines) == 4
    (out / "results.jsonl").write_text("".join(lines[:3]) + lines[3][:40])
    shutil.copy(SLEEP.starter, subs / "bob.py")
    seen: list[str] = []
    results = grade(SLEEP, subs, out, resume=True, on_result=lambda r, _: seen.append(r.student))
    assert sorted(seen) == ["bob", "cid"]
    assert results.torn == 40
    assert {r.student: r.verdict for r in results} == {
        "ann": "passed",
        "bob": "failed",
        "cid": "passed",
    }
    rows = list(csv.DictReader((out / "grades.csv").read_text().splitlines()))
    assert [row["student"] for row in rows] == ["ann", "bob", "cid"]


def test_resume_tells_of_another_file_that_is_no_program(small: Lab, tmp_path: Path) -> None:
    """Neither a document nor two programs have a hash: what is wrong with them tells them apart."""
    subs, out = tmp_path / "subs", tmp_path / "out"
    (subs / "ann").mkdir(parents=True)
    (subs / "ann" / "report.pdf").write_bytes(b"")
    (ann,) = grade(small, subs, out)
    assert ann.unusable.startswith("report.pdf is a document")
    (subs / "ann" / "a.py").write_bytes(b"")
    (subs / "ann" / "b.py").write_bytes(b"")
    (ann,) = grade(small, subs, out, resume=True)
    assert ann.unusable.startswith("a.py or b.py?")
    assert "a.py or b.py?" in (out / "grades.csv").read_text()


@pytest.mark.parametrize(
    "change",
    [
        "checks",
        "nothing",
        *(
            pytest.param(change, marks=pytest.mark.thorough)
            for change in ("driver", "wrong", "seed", "readme", "roster")
        ),
    ],
)
def test_a_changed_lab_is_graded_again(small: Lab, tmp_path: Path, change: str) -> None:
    """Whatever a result depends on counts; what it does not depend on does not."""
    subs, out = handed_in(tmp_path / "subs", 2), tmp_path / "out"
    grade(small, subs, out, isolation="basic")
    more: dict[str, Any] = {}
    again = 2
    if change == "checks":
        (small.path / "test_small.py").write_text(CHECKS.replace('"hello")', '"bye")'))
    elif change == "driver":
        (small.path / "driver.py").write_text("import submission\nasync def main(): ...\n")
    elif change == "wrong":
        (small.path / "wrong").mkdir()
        (small.path / "wrong" / "bye.py").write_text('"""Say hello."""\nprint("bye")\n')
    elif change == "seed":
        more["seed"] = 1
    elif change == "roster":
        # One of the two is now said to be unknown.
        (tmp_path / "roster.csv").write_text("student\nstudent_0000\n")
        more["roster"] = tmp_path / "roster.csv"
        again = 1
    else:
        again = 0
        if change == "readme":
            (small.path / "README.md").write_text("# Small\n")
    seen: list[str] = []
    grade(
        small,
        subs,
        out,
        isolation="basic",
        resume=True,
        on_result=lambda result, _: seen.append(result.student),
        **more,
    )
    assert len(seen) == again


def test_who_has_left_is_in_no_report(small: Lab, tmp_path: Path) -> None:
    """Their result stays in the file; the table is of those who are there."""
    subs, out = handed_in(tmp_path / "subs", 3), tmp_path / "out"
    grade(small, subs, out, isolation="basic")
    (subs / "student_0001.py").unlink()
    results = grade(small, subs, out, isolation="basic", resume=True)
    assert [result.student for result in results] == ["student_0000", "student_0002"]
    assert len(recorded_lines(out)) == 3
    assert "student_0001" not in (out / "grades.csv").read_text()


def test_a_lab_without_checks_grades_nobody(small: Lab, tmp_path: Path) -> None:
    """It is said: a class without results is no success."""
    (small.path / "test_small.py").write_text("")
    with pytest.raises(CannotGrade, match="the lab has no checks"):
        grade(small, handed_in(tmp_path / "subs", 2), tmp_path / "out", isolation="basic")


def test_a_result_that_never_came_is_missed(small: Lab, tmp_path: Path) -> None:
    """At the end those who should have one are counted in the file itself."""
    subs, out = handed_in(tmp_path / "subs", 3), tmp_path / "out"

    def lose(result: Any, traces: Any) -> None:
        if result.student == "student_0002":
            path = out / "results.jsonl"
            lines = path.read_bytes().splitlines(keepends=True)
            path.write_bytes(b"".join(line for line in lines if b"student_0001" not in line))

    with pytest.raises(CannotGrade, match=r"1 of 3 have no result in .*student_0001.*--resume"):
        grade(small, subs, out, isolation="basic", on_result=lose)
    assert len(grade(small, subs, out, isolation="basic", resume=True)) == 3


@pytest.mark.thorough
def test_a_second_grading_in_the_same_folder_is_told(small: Lab, tmp_path: Path) -> None:
    """In a sentence, with status 2, and the first one goes on to its end."""
    subs, out = handed_in(tmp_path / "subs", 30), tmp_path / "out"
    first = begun(small, subs, out)
    path = out / "results.jsonl"
    # The header is written below the lock.
    while first.poll() is None and not (path.exists() and path.stat().st_size):
        time.sleep(0.01)
    os.kill(first.pid, signal.SIGSTOP)  # so that it is not over too soon
    try:
        second = begun(small, subs, out, "--resume")
        _, told = second.communicate()
    finally:
        os.kill(first.pid, signal.SIGCONT)
    assert (second.returncode, b"another grading is writing to" in told) == (2, True), told
    first.communicate()
    assert first.returncode == 0
    assert len(recorded_lines(out)) == 30


def test_a_picture_is_on_the_page_of_who_needs_it(small: Lab, tmp_path: Path) -> None:
    """That of the check that failed; one that cannot be drawn stops nobody's grading."""
    subs, out = handed_in(tmp_path / "subs", 5), tmp_path / "out"

    def picture(trace: Trace, limit: float | None) -> str:
        (line,) = trace.prints()
        assert line.text == "bye"
        if trace.start.script == "student_0003.py":
            raise ValueError("no picture")
        return "<svg><title>its run</title></svg>"

    results = grade(small, subs, out, isolation="basic", picture=picture)
    assert len(results) == 5
    drawn = [p.stem for p in (out / "students").iterdir() if "its run" in p.read_text()]
    assert drawn == ["student_0000"]
    grade(small, subs, out, isolation="basic", resume=True)
    assert "its run" in (out / "students" / "student_0000.html").read_text()


FULL = """
import resource, sys
from looplab.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, resource.RLIM_INFINITY))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.thorough
def test_a_full_disk_is_loud_and_skips_nobody(small: Lab, tmp_path: Path) -> None:
    """The grading stops with a sentence; with room again --resume grades the rest."""
    subs, out = handed_in(tmp_path / "subs", 20), tmp_path / "out"
    arguments = ["grade", str(small.path), str(subs), "--out", str(out), "--isolation", "basic"]
    arguments += ["--report", "csv"]
    done = subprocess.run(
        [sys.executable, "-c", FULL, *arguments], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 2
    assert "results.jsonl could not be written: " in done.stderr
    assert "Traceback" not in done.stderr and "INTERNALERROR" not in done.stdout
    assert (out / "results.jsonl").stat().st_size == 6000
    last = begun(small, subs, out, "--resume")
    _, told = last.communicate()
    assert last.returncode == 0, told.decode()
    assert b"were no whole results" in told
    found = recorded_lines(out)
    assert Counter(line["student"] for line in found) == Counter(p.stem for p in subs.iterdir())


def test_a_canvas_archive_is_graded(small: Lab, tmp_path: Path) -> None:
    """Late or not, the newest file counts; a file that is too large is said to be."""
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("leeann_LATE_101_900_small.py", "print('bye')")
        archive.writestr("leeann_LATE_101_901_small-1.py", "print('hello')")
        archive.writestr("raybob_102_902_small.py", "#" * (2 << 20))
        archive.writestr("x_103_903_small.py", "print('bye')")
    results = grade(small, tmp_path / "submissions.zip", tmp_path / "out", isolation="basic")
    assert [(r.student, r.verdict, r.late) for r in results] == [
        ("leeann", "passed", True),
        ("raybob", "too-large", False),
        ("x", "failed", False),
    ]
    assert "It was handed in late." in (tmp_path / "out" / "students" / "leeann.html").read_text()
