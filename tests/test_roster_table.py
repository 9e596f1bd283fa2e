"""Who should be there: a table of students, joined with what was handed in, nobody lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from looplab.roster import NoSubmissions, Submission, submissions

PROGRAM = "async def everybody(sleepers): ...\n"


def joined(tmp_path: Path, table: str, *files: str) -> list[Submission]:
    folder = tmp_path / "class"
    folder.mkdir(exist_ok=True)
    for file in files:
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(file)
    roster = tmp_path / "roster.csv"
    roster.write_bytes(table.encode())
    return submissions(folder, "sleep", roster)


def told(found: list[Submission]) -> dict[str, str]:
    """By student: the file, with a ? where nobody knows them; else ``missing``."""
    return {
        one.student: "missing"
        if (data := one.read()) is None
        else data.decode() + ("?" if one.unknown else "")
        for one in found
    }


def test_who_is_missing_and_who_is_unknown(tmp_path: Path) -> None:
    """All on the roster are there, and all who handed in."""
    found = joined(tmp_path, "student,email\nann,a@x.org\nbob,b@x.org\n", "ann.py", "eve.py")
    assert told(found) == {"ann": "ann.py", "bob": "missing", "eve": "eve.py?"}
    assert [one.missing for one in found] == ["", "there is no submission of this student", ""]


def test_without_a_roster_nobody_is_unknown(tmp_path: Path) -> None:
    """There is nothing to be unknown to."""
    (tmp_path / "ann.py").write_text(PROGRAM)
    (ann,) = submissions(tmp_path, "sleep")
    assert not ann.unknown


def test_a_class_that_has_handed_in_nothing_yet(tmp_path: Path) -> None:
    """With a roster an empty folder is a class: all are missing."""
    assert told(joined(tmp_path, "name\nAnn\nBob\n")) == {"Ann": "missing", "Bob": "missing"}


MOODLE = "Ann Lee_71_assignsubmission_file/sleep.py"


@pytest.mark.parametrize(
    ("table", "file"),
    [
        ("student\nAnn Lee\n", "Ann Lee.py"),
        ("name\nAnn Lee\n", "ann_lee/sleep.py"),
        ("name\nAnn Lee\n", "lee-ann.py"),
        ('Name\n"Lee, Ann"\n', "Ann Lee.py"),
        ("ID,Name\n17,Ann Lee\n", "Ann Lee.py"),
        ("student,email\nAnn Lee,a.lee@uni.example\n", "a.lee.py"),
        ("student,login\nAnn Lee,alee3\n", "alee3.py"),
        ("\ufeffstudent;E-Mail\r\nAnn Lee;a@x.org\r\n", "Ann Lee.py"),
        ("First name\tLast name\tEmail address\nAnn\tLee\ta@x.org\n", "Ann Lee.py"),
        # What Moodle and Canvas export.
        ("Identifier,Full name,Email address\nParticipant 71,Ann Lee,a@x.org\n", MOODLE),
        (
            "Identifier,Full name\nParticipant 71,Ann Lee\n",
            "Participant_71_assignsubmission_file_/sleep.py",
        ),
        (
            'Student,ID,SIS Login ID,Section\n    Points Possible,,,\n"Lee, Ann",101,alee,A\n',
            "leeann_LATE_101_900_sleep.py",
        ),
        ('Student,ID\n"Lee-Smith, Ann",101\n', "xxxx_101_900_sleep.py"),
        # Without a heading the first line is a student too.
        ("Ann Lee\n", "Ann Lee.py"),
        ("Ann Lee,a@x.org\n", "a.py"),
        ("Ann Lee,group 3\n", "Lee Ann.py"),
        ("Ann Lee;\n", "ann_lee.py"),
        ("Zoë,z@x.org\n", "Zoe\u0308.py"),
    ],
)
def test_a_student_is_recognized(tmp_path: Path, table: str, file: str) -> None:
    """By name however it is written, by what comes before the @, by the platform's number."""
    (one,) = joined(tmp_path, table, file)
    assert told([one]) == {one.student: file}
    assert all(part in table for part in one.student.split())


@pytest.mark.parametrize("first", ["Bob Ray,b@x.org", "Bob Ray,4071"])
def test_a_first_line_that_can_be_no_heading(tmp_path: Path, first: str) -> None:
    """No column is called by an address or a number: that is a student who handed nothing in."""
    found = joined(tmp_path, f"{first}\nAnn Lee,x\n", "Ann Lee.py")
    assert told(found) == {"Ann Lee": "Ann Lee.py", "Bob Ray": "missing"}


def test_a_platforms_number_is_no_other_number(tmp_path: Path) -> None:
    """Moodle's 71 is a participant; the university's 71 is another person."""
    table = "ID number,ID,Full name\n71,71,Bob Ray\n72,72,Ann Lee\n"
    assert told(joined(tmp_path, table, MOODLE)) == {"Bob Ray": "missing", "Ann Lee": MOODLE}


def test_names_that_are_turned_around(tmp_path: Path) -> None:
    """Ann Lee and Lee Ann are two people, and each gets her own."""
    found = joined(tmp_path, "name\nAnn Lee\nLee Ann\n", "Ann Lee.py", "Lee Ann.py")
    assert told(found) == {"Ann Lee": "Ann Lee.py", "Lee Ann": "Lee Ann.py"}


def test_two_students_of_one_name(tmp_path: Path) -> None:
    """The platform's number decides; where there is none, nobody guesses."""
    table = "name,identifier\nAnn Lee,Participant 71\nAnn Lee,Participant 72\n"
    found = told(joined(tmp_path, table, MOODLE))
    assert found == {"Ann Lee (participant71)": MOODLE, "Ann Lee (participant72)": "missing"}
    guess = tmp_path / "guess"
    guess.mkdir()
    found = told(joined(guess, table, "Ann Lee.py"))
    assert found["Ann Lee"] == "Ann Lee.py?"
    assert len(found) == 3


def test_two_submissions_of_one_student(tmp_path: Path) -> None:
    """Nobody guesses: both are judged, and both are said to be nobody's."""
    found = told(joined(tmp_path, "name\nAnn\n", "ann.py", "ann/sleep.py"))
    assert found == {"Ann": "missing", "ann": "ann.py?", "ann/": "ann/sleep.py?"}


@pytest.mark.parametrize("bobs", [True, False])
def test_nobody_takes_the_place_of_another(tmp_path: Path, bobs: bool) -> None:
    """Who calls himself Bob Ray on Moodle is not Bob Ray where the number says so."""
    table = "identifier,name\nParticipant 4,Bob Ray\nParticipant 9,Eve Doe\n"
    real, eve = (f"Bob Ray_{n}_assignsubmission_file/sleep.py" for n in (4, 9))
    outside = "Bob Ray_77_assignsubmission_file/sleep.py"
    files = [eve, outside, *([real] if bobs else [])]
    found = told(joined(tmp_path, table, *files))
    assert found == {
        "Bob Ray": real if bobs else "missing",
        "Eve Doe": eve,
        "Bob Ray (77)": f"{outside}?",
    }


def test_a_row_that_is_there_twice_is_one(tmp_path: Path) -> None:
    """Lists are pasted together."""
    assert told(joined(tmp_path, "name\nAnn\nAnn\n")) == {"Ann": "missing"}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "it is empty"),
        ("student,email\n", "it has a heading, and nothing below"),
        ("student,email\nAnn,a@x\n,b@x\n", "line 3 of .* names no student"),
        ("student\n" + "x" * 200_000 + "\n", "field larger than field limit"),
        (
            "Nom,Prénom\nLovelace,Ada\nBond,Ben\n",
            "no column of .*roster.csv is called student, name or id; it has: Nom, Prénom$",
        ),
        ("Nachname;Vorname;\nLee;Ann;\n", "it has: Nachname, Vorname$"),
        ("x" * 300 + ",y\nann,b\n", "it has: x{200}[.]{3}$"),
    ],
)
def test_a_table_that_cannot_be_used_is_said_so(tmp_path: Path, table: str, words: str) -> None:
    """Before anything is graded."""
    with pytest.raises(NoSubmissions, match=words):
        joined(tmp_path, table, "ann.py")


def test_a_table_that_is_no_text(tmp_path: Path) -> None:
    """Excel's own encodings and files, and what is not there at all."""
    (tmp_path / "ann.py").write_text(PROGRAM)
    (tmp_path / "r.csv").write_bytes("name\nZoë\n".encode("cp1252"))
    with pytest.raises(NoSubmissions, match="save it as CSV UTF-8"):
        submissions(tmp_path, "sleep", tmp_path / "r.csv")
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(NoSubmissions, match=r"the roster .* cannot be read"):
            submissions(tmp_path, "sleep", path)
