"""The table for the grade book: right in every cell, and nobody's formula is calculated."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from looplab.report import grades
from looplab.report.files import write
from looplab.result import Result


def result(student: str, **more: Any) -> Result:
    fields: dict[str, Any] = {
        "lab": "sleep",
        "source_sha256": "ab" * 32,
        "verdict": "failed",
        "points": 2.5,
        "max_points": 7.0,
        "checks": (),
        "diagnosis": None,
        "suspicions": (),
        "isolation": ("process",),
        "seed": 3,
        "ms": 12,
    }
    return Result(student=student, **fields | more)


def rows(*results: Result) -> list[dict[str, str]]:
    """The table as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(grades.grades_csv(results), newline="")))


def test_a_student_is_a_row() -> None:
    """Every column of it, as text: exactly this."""
    text = grades.grades_csv(
        [
            result(
                "zoe",
                diagnosis={"wrong": "blocks", "advice": "Write await."},
                suspicions=(
                    {"what": "imports gc", "file": "zoe.py", "line": 3},
                    {"what": "opens a file", "file": "zoe.py", "line": 7},
                ),
            ),
            result("Ann Lee", verdict="passed", points=7.0),
            result(
                "bob",
                verdict="missing",
                points=0.0,
                max_points=7.25,
                seed=0,
                late=True,
                unknown=True,
            ),
        ]
    )
    assert text == (
        '"student","lab","verdict","points","max_points","mistake","to_look_at","seed","remarks"\n'
        '"Ann Lee","sleep","passed","7","7","","","3",""\n'
        '"bob","sleep","missing","0","7.25","","","0",'
        '"late; not on the roster; nothing was handed in"\n'
        '"zoe","sleep","failed","2.5","7","blocks","imports gc (line 3); opens a file (line 7)",'
        '"3",""\n'
    )


def test_what_was_handed_in_and_is_no_program_is_remarked() -> None:
    """With what is wanted; a file's name is a stranger's word here too."""
    why = "=1+1;=1.pdf is a document: the .py file itself is wanted (sleep.py)"
    (row,) = rows(result("ann", verdict="missing", unusable=why))
    assert row["remarks"] == "'" + why.replace(";=", ";'=")


@pytest.mark.parametrize(
    ("unusable", "short"),
    [
        ("a.py or b.py? Name the right one sleep.py", "a.py or b.py?"),
        ("a.pdf is a document: the .py file itself is wanted (sleep.py)", "a.pdf is a document"),
        ("it is damaged in the archive", "it is damaged in the archive"),
        ("\x1b.pdf is a document: x", r"\x1b.pdf is a document"),
        ("x" * 500, "x" * 69 + "..."),
    ],
)
def test_in_short(unusable: str, short: str) -> None:
    """What is wrong, on one line with the student's name."""
    assert grades.in_short(unusable) == short


def test_a_class_without_results_has_a_heading() -> None:
    """Columns and nothing else."""
    assert grades.grades_csv([]) == ",".join(f'"{name}"' for name in grades.COLUMNS) + "\n"


@pytest.mark.parametrize(
    "student",
    ["Lee, Ann", 'Ann "the loop" Lee', "Zoë Çelik", "李雷", "O'Neil", "a;b", "1.5", " x "],
)
def test_an_ordinary_name_stays_as_it_is(student: str) -> None:
    """Commas and quotes are quoted for the reader, who sees the name again."""
    (row,) = rows(result(student))
    assert row["student"] == student
    assert row["verdict"] == "failed" and None not in row


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_formula_is_text(sign: str) -> None:
    """A student, a mistake or a suspicion that begins like one is not calculated."""
    formula = f'{sign}HYPERLINK("http://x","y")'
    (row,) = rows(
        result(
            formula,
            lab=formula,
            diagnosis={"wrong": formula, "advice": ""},
            suspicions=({"what": formula, "file": "a.py", "line": 1},),
        )
    )
    assert row["student"] == row["lab"] == row["mistake"] == "'" + formula
    assert row["to_look_at"] == f"'{formula} (line 1)"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["x;=cmd|calc!A0;", 'x;"=1+1', 'x";=1+1;"', "x; @SUM(1)", "x;;+1"])
def test_a_formula_is_text_however_cells_are_separated(name: str, separator: str) -> None:
    """Where commas are decimal points a spreadsheet separates by ``;``."""
    found = result(
        name,
        diagnosis={"wrong": name, "advice": ""},
        suspicions=({"what": name, "file": "a.py", "line": 1},),
    )
    text = grades.grades_csv([found])
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        assert not [cell for cell in cells if cell.strip(' "').startswith(("=", "+", "-", "@"))]
    assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann\nBob", r"Ann\nBob"),
        ("Ann\r\nBob", r"Ann\r\nBob"),
        ("\tAnn", r"'\tAnn"),
        ("\r=1+1", r"'\r=1+1"),
        ("\x1b[31mAnn\x07", r"\x1b[31mAnn\x07"),
        ("Ann\0", r"Ann\x00"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u2028b", r"a\u2028b"),
        ("Ren\udce9", r"Ren\udce9"),
        ("a\\nb", r"a\nb"),
    ],
)
def test_a_control_character_is_shown_and_does_nothing(name: str, shown: str) -> None:
    """No second row, no colour, no text from right to left; and it can be written as UTF-8."""
    text = grades.grades_csv([result(name)])
    assert len(text.splitlines()) == 2
    assert all(c.isprintable() or c == "\n" for c in text)
    text.encode("utf-8")
    assert rows(result(name))[0]["student"] == shown


def test_a_file_is_written_as_it_is(tmp_path: Path) -> None:
    """In UTF-8, without line ends of the machine's own, over what was there."""
    path = tmp_path / "grades.csv"
    for text in ("a,Zoë\nb\r\n", ""):
        write(path, text)
        assert path.read_bytes() == text.encode("utf-8")
    assert [entry.name for entry in tmp_path.iterdir()] == ["grades.csv"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """Whole or not at all: what stood there stays, and nothing half-written beside it."""
    path = tmp_path / "grades.csv"
    write(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write(path, "new" * 100_000 + "\udcff")
    assert path.read_text() == "old"
    (tmp_path / "folder.csv" / "kept").mkdir(parents=True)
    with pytest.raises(OSError):
        write(tmp_path / "folder.csv", "new")
    with pytest.raises(OSError):
        write(tmp_path / "nowhere" / "grades.csv", "new")
    with pytest.raises(OSError):
        write(path / "grades.csv", "new")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["folder.csv", "grades.csv"]
