"""The student's own files: made once, never overwritten, and what was reached is remembered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from looplab.course import Course, Lab
from looplab.work import file_for, folder_for, progress, remember, reset, state_of

STARTER = '"""Put everybody to bed."""\n\n# TODO: café\n'


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course with two labs; somebody else's course is where the test runs from."""
    monkeypatch.delenv("LOOPLAB_COURSE", raising=False)
    for name in ("course/labs/01_sleep", "course/labs/02_party"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "starter.py").write_text(STARTER, encoding="utf-8")
    (tmp_path / "course" / "lessons").mkdir()
    (tmp_path / "elsewhere" / "lessons").mkdir(parents=True)
    (tmp_path / "elsewhere" / "labs").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return Course(tmp_path / "course")


def test_my_file_is_made_from_the_starter(course: Course) -> None:
    """In the work folder of the lab's own course, named by the lab's slug."""
    path = file_for(course.lab("sleep"))
    assert path == course.root / "work" / "sleep.py"
    assert path.read_text(encoding="utf-8") == STARTER


def test_my_file_is_never_overwritten(course: Course) -> None:
    """What I wrote stays, also where it is nothing; and the starter stays as it is."""
    lab = course.lab("sleep")
    for mine in ("print('mine')\n", ""):
        file_for(lab).write_text(mine)
        assert file_for(lab).read_text() == mine
    file_for(lab).unlink()
    assert file_for(lab).read_text(encoding="utf-8") == STARTER
    assert lab.starter.read_text(encoding="utf-8") == STARTER


def test_a_file_that_an_editor_makes_meanwhile_is_mine(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look whether there is one and the making of it."""
    mine = course.root / "work" / "sleep.py"
    exists = Path.exists

    def just_before(path: Path) -> bool:
        there = exists(path)
        if path == mine and not there:
            mine.parent.mkdir()
            mine.write_text("print('mine')\n")
        return there

    monkeypatch.setattr(Path, "exists", just_before)
    assert file_for(course.lab("sleep")) == mine
    assert mine.read_text() == "print('mine')\n"


def test_a_lab_that_was_copied_out_uses_the_course_i_am_in(course: Course, tmp_path: Path) -> None:
    """It has no course of its own around it, be it numbered or not."""
    for name in ("sleep", "01_sleep"):
        shutil.copytree(course.lab("sleep").path, tmp_path / "copies" / name)
        lab = Lab(tmp_path / "copies" / name)
        assert folder_for(lab) == tmp_path / "elsewhere" / "work"
        assert file_for(lab) == tmp_path / "elsewhere" / "work" / "sleep.py"


def test_a_file_that_cannot_be_made_is_an_error(course: Course) -> None:
    """Where something else is called work, or the lab has no starter."""
    (course.root / "work").touch()
    with pytest.raises(OSError):
        file_for(course.lab("sleep"))
    (course.root / "work").unlink()
    course.lab("party").starter.unlink()
    with pytest.raises(FileNotFoundError):
        file_for(course.lab("party"))


def test_how_far_each_lab_got_is_remembered(course: Course) -> None:
    """The last check counts, be it better or worse; the other labs keep theirs."""
    assert progress(course) == {}
    for slug in ("sleep", "party"):
        file_for(course.lab(slug))
    remember(course.lab("sleep"), 2 / 7)
    remember(course.lab("party"), 1.0)
    assert progress(course) == {"party": 1.0, "sleep": 2 / 7}
    remember(course.lab("party"), 0.0)
    assert progress(course) == {"party": 0.0, "sleep": 2 / 7}
    assert sorted(p.name for p in (course.root / "work").iterdir()) == [
        ".progress.json",
        "party.py",
        "sleep.py",
    ]


def test_how_far_i_am_is_a_word() -> None:
    """The same in the terminal, on the page and in the watch."""
    assert [state_of(share) for share in (None, 0.0, 2 / 7, 1.0)] == [
        "not begun",
        "0%",
        "29%",
        "done",
    ]


@pytest.mark.parametrize(
    "text", ["", "soup", "[]", "7", "null", '{"sleep": "far"}', '{"sleep": null}', '{"sleep": [1]}']
)
def test_a_progress_that_cannot_be_read_is_none(course: Course, text: str) -> None:
    """Nobody is kept from working by it; the next check begins it anew."""
    file_for(course.lab("sleep"))
    path = course.root / "work" / ".progress.json"
    path.write_text(text)
    assert progress(course) == {}
    remember(course.lab("sleep"), 0.5)
    assert json.loads(path.read_text()) == {"sleep": 0.5}


def test_a_progress_in_no_text_at_all_is_none(course: Course) -> None:
    """Bytes of another program."""
    (course.root / "work").mkdir()
    (course.root / "work" / ".progress.json").write_bytes(b"\xff\xfe\x00")
    assert progress(course) == {}


def test_what_cannot_be_remembered_is_let_go(course: Course) -> None:
    """No folder, a file in its place, a folder in the file's place: never an error, no litter."""
    lab, work = course.lab("sleep"), course.root / "work"
    remember(lab, 1.0)
    assert not work.exists()
    work.touch()
    remember(lab, 1.0)
    assert work.read_bytes() == b""
    work.unlink()
    (work / ".progress.json" / "kept").mkdir(parents=True)
    remember(lab, 1.0)
    assert [path.name for path in work.iterdir()] == [".progress.json"]
    assert progress(course) == {}


def test_a_reset_keeps_what_i_wrote(course: Course) -> None:
    """Beside the file, under a name that nothing has; a second one does not overwrite the first."""
    lab = course.lab("sleep")
    path = file_for(lab)
    for number, mine in enumerate(("first\n", "second\n", "third\n")):
        path.write_text(mine)
        kept = reset(lab)
        names = ("sleep.before.py", "sleep.before_2.py", "sleep.before_3.py")
        assert kept == path.with_name(names[number])
        assert kept.read_text() == mine
        assert path.read_text(encoding="utf-8") == STARTER
    assert path.with_name("sleep.before.py").read_text() == "first\n"
    assert len(list(path.parent.iterdir())) == 4


def test_a_reset_of_nothing_keeps_nothing(course: Course) -> None:
    """The starter itself, and a file that is not there, not even its folder."""
    lab = course.lab("sleep")
    assert reset(lab) is None
    assert file_for(lab).read_text(encoding="utf-8") == STARTER
    assert reset(lab) is None
    assert [path.name for path in (course.root / "work").iterdir()] == ["sleep.py"]


def test_a_reset_that_cannot_be_made_leaves_my_file(course: Course) -> None:
    """Without a starter there is nothing to begin with."""
    lab = course.lab("sleep")
    file_for(lab).write_text("mine\n")
    lab.starter.unlink()
    with pytest.raises(FileNotFoundError):
        reset(lab)
    assert [path.name for path in (course.root / "work").iterdir()] == ["sleep.py"]
    assert (course.root / "work" / "sleep.py").read_text() == "mine\n"
