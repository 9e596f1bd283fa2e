"""The pages of docs/: what they say of the course is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from looplab.course import Course

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
COVERAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
TEACHING = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")

ITEMS = 83
BELIEFS = 42

# A row: its number, what it is about, a file, and words of that file between `` and ``.
_ROW = re.compile(r"^\| (M?\d+) \| (.+?) \| `([^`]+)` \| ``\s?(.+?)\s?`` \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str]]:
    """Number, file and words of each row."""
    return [(number, file, words) for number, _, file, words in _ROW.findall(COVERAGE)]


@pytest.mark.parametrize(("number", "file", "words"), rows())
def test_what_is_said_to_be_taught_is_there(number: str, file: str, words: str) -> None:
    """The file of each row says these words: in a text, a docstring or a promised line."""
    text = (ROOT / file).read_text(encoding="utf-8")
    assert words in text, f"row {number}"


def test_nothing_is_left_out() -> None:
    """Each item of the sources, and each belief, has a row, in order; a row reads as one."""
    numbers = [number for number, _, _ in rows()]
    assert numbers == [
        *(str(number) for number in range(1, ITEMS + 1)),
        *(f"M{number}" for number in range(1, BELIEFS + 1)),
    ]
    assert len(re.findall(r"^\| M?\d+ \|", COVERAGE, re.MULTILINE)) == ITEMS + BELIEFS


def test_every_lesson_and_every_file_counts() -> None:
    """Each lesson of the course teaches some of it; those beyond the sources are named so."""
    files = {file for _, file, _ in rows()}
    beyond = set(re.findall(r"`(\w+)`", COVERAGE.partition("## Beyond")[2]))
    for lesson in COURSE.lessons:
        taught = any(file.split("/")[1] == lesson.path.name for file in files)
        assert taught or lesson.slug in beyond, lesson.slug


def test_the_map_for_instructors_has_every_lesson() -> None:
    """In the order of the course, after what it needs, with minutes, a question and an answer."""
    row = re.compile(r"^\| `(\w+)` \| (.+?) \| (\d+) \| (\d+|-) \| (.+\?.*) \| (.+) \|$", re.M)
    found = row.findall(TEACHING)
    assert [slug for slug, *_ in found] == [lesson.slug for lesson in COURSE.lessons]
    labs = {lab.slug for lab in COURSE.labs}
    before: set[str] = set()
    for slug, needs, _, minutes, _, _ in found:
        assert set(re.findall(r"`(\w+)`", needs)) <= before, slug
        assert (minutes != "-") == (slug in labs), slug
        before.add(slug)


def test_a_term_has_every_lesson_once() -> None:
    """The weeks of the long course: every lesson, and labs that there are."""
    weeks = re.findall(r"^\| (\d+) \| (.+) \| (.+) \|$", TEACHING, re.MULTILINE)
    assert [int(week) for week, _, _ in weeks] == list(range(1, len(weeks) + 1))
    taught = [slug for _, lessons, _ in weeks for slug in re.findall(r"`(\w+)`", lessons)]
    assert sorted(taught) == sorted(lesson.slug for lesson in COURSE.lessons)
    graded = {slug for _, _, labs in weeks for slug in re.findall(r"`(\w+)`", labs)}
    assert graded <= {lab.slug for lab in COURSE.labs}


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each link to a file of the repository."""
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", text):
        assert (page.parent / target).exists(), target
