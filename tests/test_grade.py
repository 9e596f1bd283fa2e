"""A class is graded: every submission gets its right verdict, and none disturbs another."""

from __future__ import annotations

import csv
import errno
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from looplab import sandbox
from looplab.course import Course, Lab
from looplab.grade import CannotGrade, grade, judged
from looplab.request import Source
from looplab.result import Result
from looplab.trace import Trace

pytestmark = pytest.mark.xdist_group("grade")

ROOT = Path(__file__).resolve().parent.parent
SLEEP = Course(ROOT).lab("sleep")
HONEST = ROOT / "tests" / "labs" / "01_sleep"
HOSTILE = ROOT / "tests" / "hostile" / "sleep"

# Every program of tests/hostile/sleep: how it must be judged.
VERDICTS = {
    "syntax_error": "syntax-error",
    "endless_loop": "cpu-limit",
    "exits_after_the_right_lines": "ended-early",
    "prints_200_megabytes": "output-limit",
    "prints_without_waiting": "failed",
    "prints_around_one_sleep": "failed",
    "sleeps_the_differences_without_a_loop": "failed",
    "plays_all_parts": "failed",
    "sleeps_before_the_loop": "failed",
    "moves_the_clock": "failed",
    "forges_the_trace": "ended-early",
    "forges_events_without_os": "failed",
    "speaks_through_stderr": "failed",
    "counts_with_its_own_numbers": "failed",
    "leaves_at_once": "ended-early",
    "raises": "error",
    "never_done": "deadlock",
    "goes_on_for_ever": "virtual-time-limit",
    "eats_memory": "memory",
    "crashes": "crashed",
    "replaces_print": "failed",
    "not_text": "unreadable",
}
FLAGGED = {
    "exits_after_the_right_lines",
    "moves_the_clock",
    "forges_the_trace",
    "forges_events_without_os",
    "speaks_through_stderr",
    "crashes",
    "replaces_print",
}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty and more submissions: right ones, every mistake, hostile ones, a folder, a gap."""
    folder = tmp_path_factory.mktemp("class")
    for path in (HONEST / "right").glob("*.py"):
        shutil.copy(path, folder / f"right_{path.name}")
    for path in SLEEP.wrong:
        shutil.copy(path, folder / f"wrong_{path.name}")
    for path in HOSTILE.glob("*.py"):
        shutil.copy(path, folder / path.name)
    (folder / "not_text.py").write_bytes(b"print('caf\xe9')\n")
    shutil.copy(SLEEP.solution, folder / "solution.py")
    (folder / "in_a_folder").mkdir()
    shutil.copy(SLEEP.solution, folder / "in_a_folder" / "sleep.py")
    (folder / "nothing_there").mkdir()
    return folder


@pytest.fixture(scope="module")
def graded(classroom: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """The whole class, graded once, by name."""
    out = tmp_path_factory.mktemp("marks")
    results = grade(SLEEP, classroom, out)
    written = (out / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(written) == 1 + len(results)  # a header, and one for each
    return {result.student: result for result in results}


def test_nobody_is_missing_and_nobody_is_there_twice(
    classroom: Path, graded: dict[str, Result]
) -> None:
    """As many results as submissions, more than thirty."""
    names = {path.name.removesuffix(".py") for path in classroom.iterdir()}
    assert set(graded) == names
    assert len(names) >= 30


def test_right_programs_in_every_style_pass(graded: dict[str, Result]) -> None:
    """All points, no diagnosis, nothing to look at."""
    right = [r for name, r in graded.items() if name.startswith("right_")]
    right += [graded["solution"], graded["in_a_folder"]]
    assert len(right) >= 5
    for result in right:
        assert (result.verdict, result.points) == ("passed", result.max_points), result.student
        assert result.diagnosis is None
        assert result.suspicions == ()


def test_every_known_mistake_gets_its_advice(graded: dict[str, Result]) -> None:
    """Diagnosed as itself, with the words of its docstring."""
    for path in SLEEP.wrong:
        result = graded[f"wrong_{path.stem}"]
        assert result.verdict == "failed"
        assert result.diagnosis is not None
        assert result.diagnosis["wrong"] == path.stem
        assert result.diagnosis["advice"] in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_hostile_programs_get_their_verdict(name: str, graded: dict[str, Result]) -> None:
    """None passes, none hangs, and each is called what it is."""
    result = graded[name]
    assert result.verdict == VERDICTS[name]
    assert result.points < result.max_points
    assert bool(result.suspicions) == (name in FLAGGED)


def test_all_hostile_programs_are_expected_here() -> None:
    """A program added to the folder gets a verdict in this file too."""
    assert {path.stem for path in HOSTILE.glob("*.py")} | {"not_text"} == set(VERDICTS)


def test_a_student_without_a_file_is_missing(graded: dict[str, Result]) -> None:
    """With no points, and a reason."""
    result = graded["nothing_there"]
    assert (result.verdict, result.points, result.source_sha256) == ("missing", 0, None)
    assert "holds no .py file" in result.checks[0].message
    assert result.unusable == "the folder holds no .py file: sleep.py is wanted"


def test_a_result_says_how_it_came_about(graded: dict[str, Result]) -> None:
    """Checks with words and points, the seed, the isolation, the time it took."""
    result = graded["wrong_in_turn"]
    assert [check.name for check in result.checks][:2] == [
        "test_each_wakes_when_its_own_time_is_over",
        "test_nobody_holds_the_loop",
    ]
    first = result.checks[0]
    assert (first.passed, first.points, first.max_points, first.hidden) == (False, 0, 2, False)
    assert first.message.startswith("Expected: ")
    assert "wrong_in_turn.py" in first.message
    assert result.isolation and result.ms > 0 and result.seed == 0


def test_the_table_has_a_row_for_each(graded: dict[str, Result], tmp_path: Path) -> None:
    """grades.csv is derived from the results, and no formula is left in it."""
    evil = tmp_path / "class"
    evil.mkdir()
    shutil.copy(SLEEP.solution, evil / "=HYPERLINK(1).py")
    grade(SLEEP, evil, tmp_path / "out")
    (row,) = csv.DictReader((tmp_path / "out" / "grades.csv").read_text().splitlines())
    assert row["student"] == "'=HYPERLINK(1)"
    assert (row["verdict"], row["points"]) == ("passed", row["max_points"])


def test_marks_do_not_depend_on_how_many_run_at_once(classroom: Path, tmp_path: Path) -> None:
    """One job or three: the same results, but for the time they took."""
    few = tmp_path / "few"
    few.mkdir()
    for name in ("wrong_blocks.py", "solution.py", "raises.py", "wrong_in_turn.py"):
        shutil.copy(classroom / name, few / name)
    told = []
    for jobs in (1, 3):
        results = judged(SLEEP, few, jobs=jobs)
        told.append([{**json.loads(r.to_json()), "ms": 0} for r in results])
    assert told[0] == told[1]


def test_a_submission_is_run_twice_at_most(
    classroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checks that look at the same evening look at one run: runs are what a grading costs."""
    for name in ("solution.py", "wrong_in_turn.py"):
        shutil.copy(classroom / name, tmp_path / name)
    judge, ran = sandbox.judge, []

    def counted(driver: Source, submission: Source, *rest: Any, **options: Any) -> Trace:
        ran.append(submission.name)
        return judge(driver, submission, *rest, **options)

    monkeypatch.setattr(sandbox, "judge", counted)
    assert [len(result.checks) for result in judged(SLEEP, tmp_path)] == [4, 4]
    assert {name: ran.count(name) for name in ran} == {"solution.py": 2, "wrong_in_turn.py": 2}


def test_a_lab_that_is_broken_is_nobodys_mark(tmp_path: Path) -> None:
    """Checks that cannot be loaded end the grading with a reason, and no results."""
    lab = tmp_path / "01_broken"
    shutil.copytree(SLEEP.path, lab)
    (lab / "test_sleep.py").write_text("import nonsense_that_is_not_there\n")
    with pytest.raises(CannotGrade, match="nonsense_that_is_not_there"):
        judged(Lab(lab), SLEEP.solution)


def test_a_lab_without_checks_is_told_in_a_sentence(tmp_path: Path) -> None:
    """There are no results then, and nothing else is guessed."""
    lab = tmp_path / "01_empty"
    shutil.copytree(SLEEP.path, lab)
    (lab / "test_sleep.py").write_text("")
    with pytest.raises(CannotGrade, match="the lab empty has no checks"):
        judged(Lab(lab), SLEEP.solution)


def test_a_machine_that_cannot_go_on_ends_the_grading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody fails a check for it; what was graded until then is kept, and the reason is told."""
    subs, out = tmp_path / "subs", tmp_path / "out"
    subs.mkdir()
    for name in ("ann", "bob", "cid"):
        shutil.copy(SLEEP.solution, subs / f"{name}.py")

    def full(*names: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    def heard(result: Result, traces: dict[str, Trace]) -> None:
        monkeypatch.setattr("os.memfd_create", full)

    with pytest.raises(CannotGrade, match=r"no process can be started.*Too many open files"):
        grade(SLEEP, subs, out, jobs=1, on_result=heard)
    monkeypatch.undo()
    results = grade(SLEEP, subs, out, resume=True)
    assert {result.student: result.verdict for result in results} == dict.fromkeys(
        ("ann", "bob", "cid"), "passed"
    )


def test_what_lies_above_a_lab_has_no_part_in_it(tmp_path: Path) -> None:
    """A conftest.py in the folder above is not run: a stranger may have put it there."""
    shutil.copytree(SLEEP.path, tmp_path / "01_sleep")
    (tmp_path / "conftest.py").write_text("raise RuntimeError('a stranger was here')\n")
    (result,) = judged(Lab(tmp_path / "01_sleep"), SLEEP.solution)
    assert result.verdict == "passed"
