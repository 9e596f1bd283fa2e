"""Whose programs there are: one for each student, nobody twice, nobody forgotten."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from looplab.roster import LARGEST, NoSubmissions, Submission, submissions

PROGRAM = "async def everybody(sleepers): ...\n"


def handed_in(folder: Path, *names: str) -> Path:
    """A class's folder with these files; a name that ends with / is an empty folder."""
    for name in names:
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PROGRAM)
    return folder


def found(folder: Path, slug: str = "sleep") -> dict[str, str | None]:
    """By student, the file that is theirs, relative to the class's folder."""
    return {
        one.student: None if one.path is None else str(one.path.relative_to(folder))
        for one in submissions(folder, slug)
    }


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Permissions mean nothing to root, so that the tests of them are run as somebody else."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def class_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A class in the working folder, named by a relative path: what is above it is not asked."""
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    return handed_in(Path("class"), "ann/sleep.py", "bob/sleep.py", "cid.py")


# ---- where the submissions are


def test_a_file_is_one_student(tmp_path: Path) -> None:
    """Named by the file, whatever its ending."""
    handed_in(tmp_path, "ann.py", "bob", "cid.v2.txt")
    for name, student in (("ann.py", "ann"), ("bob", "bob"), ("cid.v2.txt", "cid.v2")):
        path = tmp_path / name
        assert submissions(path, "sleep") == [Submission(student, path)]


def test_a_class_is_a_folder_of_files_and_folders(tmp_path: Path) -> None:
    """Students in order, however they handed in; what is no program is nobody's."""
    handed_in(tmp_path, "zoe.py", "ann/sleep.py", "Mia Lee_123.py", "list.csv", "notes.txt")
    assert found(tmp_path) == {
        "Mia Lee_123": "Mia Lee_123.py",
        "ann": "ann/sleep.py",
        "zoe": "zoe.py",
    }
    assert [one.student for one in submissions(tmp_path, "sleep")] == ["Mia Lee_123", "ann", "zoe"]


@pytest.mark.parametrize(
    ("files", "theirs"),
    [
        (["sleep.py", "submission.py", "other.py"], "sleep.py"),
        (["submission.py", "other.py", "party.py"], "submission.py"),
        (["other.py"], "other.py"),
        (["other.py", "README.md", "data.json"], "other.py"),
        (["other.py", ".other.py", "._other.py", "__init__.py"], "other.py"),
        (["other.py", "sleep.py/", "submission.py/", "more.py/"], "other.py"),
        (["sleep.py", "deeper/sleep.py"], "sleep.py"),
    ],
)
def test_in_a_students_folder_the_submission_is_found(
    tmp_path: Path, files: list[str], theirs: str
) -> None:
    """The lab's name, else submission.py, else the only one: hidden files and folders apart."""
    handed_in(tmp_path / "ann", *files)
    assert found(tmp_path) == {"ann": f"ann/{theirs}"}


def test_the_labs_name_decides(tmp_path: Path) -> None:
    """One folder may hold the programs of several labs."""
    handed_in(tmp_path, "ann/sleep.py", "ann/party.py")
    assert found(tmp_path, "sleep") == {"ann": "ann/sleep.py"}
    assert found(tmp_path, "party") == {"ann": "ann/party.py"}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "the folder holds no .py file: sleep.py is wanted"),
        (["sleep.txt", ".sleep.py"], "the folder holds no .py file: sleep.py is wanted"),
        (["deeper/sleep.py"], "the folder holds no .py file: sleep.py is wanted"),
        (
            [f"{letter}.py" for letter in "hbdfacge"],
            "a.py, b.py, c.py, d.py, e.py, f.py, g.py or h.py? Name the right one sleep.py",
        ),
    ],
)
def test_a_folder_without_an_answer_is_missing_with_words(
    tmp_path: Path, files: list[str], words: str
) -> None:
    """The student stays on the list, and is told what to do."""
    handed_in(tmp_path, "bob.py", "ann/")
    handed_in(tmp_path / "ann", *files)
    ann, bob = submissions(tmp_path, "sleep")
    assert (ann.student, ann.path, ann.missing) == ("ann", None, words)
    assert (ann.read(), ann.sha256) == (None, None)
    assert bob.missing == "" and bob.read() is not None


def test_nobody_is_lost_to_somebody_of_the_same_name(tmp_path: Path) -> None:
    """A file and a folder of one name are two submissions, told apart by the folder's slash."""
    handed_in(tmp_path, "ann.py", "ann/sleep.py", "bob/", "bob.py")
    assert found(tmp_path) == {
        "ann": "ann.py",
        "ann/": "ann/sleep.py",
        "bob": "bob.py",
        "bob/": None,
    }
    assert submissions(tmp_path, "sleep")[3].missing.startswith("the folder holds no .py file")


def test_the_file_comes_first_whatever_order_a_folder_is_read_in(tmp_path: Path) -> None:
    """A folder is listed in any order; the same class has the same names everywhere."""
    students = [f"student_{number:02}" for number in range(20)]
    for student in students:
        handed_in(tmp_path, f"{student}/sleep.py", f"{student}.py")
    assert found(tmp_path) == {
        **{student: f"{student}.py" for student in students},
        **{f"{student}/": f"{student}/sleep.py" for student in students},
    }


def test_what_systems_leave_behind_is_nobodys(tmp_path: Path) -> None:
    """Hidden files and folders, the caches of Python, the extras of an archive made on a Mac."""
    handed_in(
        tmp_path, "ann.py", "._ann.py", ".git/config.py", "__MACOSX/ann.py", "__pycache__/ann.py"
    )
    assert found(tmp_path) == {"ann": "ann.py"}


@pytest.mark.parametrize("names", [[], ["list.csv"], [".ann.py", "__pycache__/ann.py"]])
def test_a_folder_without_students_is_no_class(tmp_path: Path, names: list[str]) -> None:
    """The message says what was looked for."""
    with pytest.raises(NoSubmissions) as caught:
        submissions(handed_in(tmp_path, *names), "sleep")
    assert str(caught.value) == (
        f"{tmp_path} holds no submissions: it needs one .py file, or one folder, for each student"
    )


def test_a_path_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    """Also where it is a link that leads nowhere."""
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("class", "link"):
        with pytest.raises(NoSubmissions, match=f"^there is nothing at .*/{name}$"):
            submissions(tmp_path / name, "sleep")


# ---- links, pipes, and what cannot be read


def test_a_link_is_no_submission(tmp_path: Path) -> None:
    """What it leads to may be a neighbour's work, or the solution: the file itself is wanted."""
    handed_in(tmp_path, "real/sleep.py", "eve/", "fay/")
    (tmp_path / "ann").symlink_to("real")
    (tmp_path / "bob.py").symlink_to("real/sleep.py")
    (tmp_path / "loop.py").symlink_to("loop.py")
    (tmp_path / "gone.py").symlink_to("nowhere.py")
    (tmp_path / "eve" / "sleep.py").symlink_to("../real/sleep.py")
    (tmp_path / "fay" / "back").symlink_to(tmp_path)
    found_here = submissions(tmp_path, "sleep")
    assert {one.student: one.path is not None for one in found_here} == {
        "ann": False,
        "bob": False,
        "eve": False,
        "fay": False,
        "gone": False,
        "loop": False,
        "real": True,
    }
    told = {one.student: one.missing for one in found_here}
    assert told["bob"] == told["eve"] == "it is a link: the file itself is wanted"


def test_a_pipe_does_not_keep_the_class_waiting(tmp_path: Path) -> None:
    """Opening one would wait until somebody writes to it."""
    handed_in(tmp_path, "bob/")
    os.mkfifo(tmp_path / "ann.py")
    os.mkfifo(tmp_path / "bob" / "sleep.py")
    ann, bob = submissions(tmp_path, "sleep")
    assert ann.read() is None and ann.sha256 is None
    assert bob.path is None


def test_a_file_that_is_gone_or_a_folder_by_now_is_not_there(tmp_path: Path) -> None:
    """What happens after the list was made is no reason to stop the class."""
    handed_in(tmp_path, "ann.py", "bob.py")
    ann, bob = submissions(tmp_path, "sleep")
    (tmp_path / "ann.py").unlink()
    (tmp_path / "bob.py").unlink()
    (tmp_path / "bob.py").mkdir()
    assert (ann.read(), bob.read()) == (None, None)


def test_a_file_that_may_not_be_read_stays_on_the_list(class_without_rights: Path) -> None:
    """Its student gets no mark, and the others get theirs."""
    (class_without_rights / "cid.py").chmod(0)
    with as_nobody():
        read = {one.student: one.read() for one in submissions(class_without_rights, "sleep")}
    assert read == {"ann": PROGRAM.encode(), "bob": PROGRAM.encode(), "cid": None}


@pytest.mark.parametrize("rights", [0o000, 0o444, 0o111])
def test_a_folder_that_may_not_be_read_is_its_students_matter(
    class_without_rights: Path, rights: int
) -> None:
    """Closed, readable but not to be entered, to be entered but not readable."""
    (class_without_rights / "ann").chmod(rights)
    with as_nobody():
        ann, bob, cid = submissions(class_without_rights, "sleep")
    (class_without_rights / "ann").chmod(0o755)
    assert (ann.path, ann.missing) == (None, "the folder cannot be read: Permission denied")
    assert bob.path is not None and cid.path is not None


def test_a_class_that_may_not_be_read_is_said_to_be_closed(class_without_rights: Path) -> None:
    """No traceback for the teacher."""
    class_without_rights.chmod(0)
    with as_nobody(), pytest.raises(NoSubmissions) as caught:
        submissions(class_without_rights, "sleep")
    class_without_rights.chmod(0o755)
    assert str(caught.value) == "class cannot be read: Permission denied"


# ---- what is read


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    """So that a submission that has not changed is known again."""
    (tmp_path / "ann.py").write_bytes(b"print(1)\r\n\xff")
    (ann,) = submissions(tmp_path, "sleep")
    assert ann.read() == b"print(1)\r\n\xff"
    assert ann.sha256 == hashlib.sha256(b"print(1)\r\n\xff").hexdigest()
    (tmp_path / "ann.py").write_bytes(b"")
    assert ann.read() == b"" and ann.sha256 == hashlib.sha256(b"").hexdigest()


def test_no_more_is_read_than_is_needed_to_see_that_it_is_too_much(tmp_path: Path) -> None:
    """A file of gigabytes costs a megabyte and a byte."""
    for size, read in ((LARGEST, LARGEST), (LARGEST + 1, LARGEST + 1), (LARGEST + 9, LARGEST + 1)):
        with (tmp_path / "ann.py").open("wb") as file:
            file.truncate(size)
        (ann,) = submissions(tmp_path, "sleep")
        data = ann.read()
        assert data is not None and len(data) == read
