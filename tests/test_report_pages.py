"""report.html and students' pages: all that is to be known, nothing that runs, no lost link."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from looplab.report.files import file_names
from looplab.report.overview import overview
from looplab.report.page import record_of, student_page
from looplab.report.sheet import prose
from looplab.report.writing import KINDS, Reports
from looplab.result import Result

from .test_report_formats import EVIL, FAILED, SECRET, check, evil_result, result

VOID = {"meta", "br", "img", "link", "input", "hr"}
TAGS = set(
    "html head meta title style body h1 h2 h3 p small table caption thead tbody tr th td svg rect "
    "a code pre ul li div span dl dt dd details summary br".split()
)


class Page(HTMLParser):
    """A page as a browser sees it: its elements, its text, its links; every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.style = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self._open.append(tag)
        self._apart(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self._apart(tag)

    def _apart(self, tag: str) -> None:
        """Words in two cells or paragraphs are two words."""
        self.text += "" if tag in ("code", "a") else " "

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.style += data
        else:
            self.text += data


def nothing_runs(text: str) -> Page:
    """Read a page: no scripts, nothing from elsewhere, nothing but what we write."""
    page = Page(text)
    assert set(page.tags) <= TAGS
    assert not [name for name in page.attributes if name.startswith("on")]
    assert all(link.startswith("students/") for link in page.links)
    assert "url(" not in page.style and "@import" not in page.style
    assert "default-src 'none'" in text
    assert all(c.isprintable() or c == "\n" for c in text)
    text.encode("utf-8")
    return page


def a_class() -> list[Result]:
    wrong = {"wrong": "blocks", "advice": "It holds the loop.\n\nWrite `await`.\n\n    await x"}
    suspicion = {"what": "imports gc", "file": "sleep.py", "line": 3}
    return [
        *(result(f"Right {n:02}", check("test_a"), check("test_b")) for n in range(3)),
        *(result(f"Wrong {n:02}", check("test_a"), FAILED, diagnosis=wrong) for n in range(20)),
        result("Eve", check("test_a", "Expected: x"), FAILED, suspicions=(suspicion,), late=True),
        result("Who", check("test_a"), FAILED, unknown=True),
        result("Not There", check("test_a", "nothing"), FAILED, verdict="missing"),
        result("Pdf", check("test_a", "no"), FAILED, verdict="missing", unusable="p.pdf: no"),
    ]


CONDITIONS = {
    "looplab": "0.1.0",
    "lab_version": "abc",
    "limits": {"wall": 15.0, "cpu": 4, "memory": 1 << 30, "turns": 7},
}


def test_the_overview_has_all_that_an_instructor_asks() -> None:
    """Points, verdicts, checks, mistakes with names, what to look at, who is missing, how."""
    found = a_class()
    text = overview(found, "sleep: Everybody", file_names(r.student for r in found), CONDITIONS)
    page = nothing_runs(text)
    words = " ".join(page.text.split())
    assert "27 students, 25 programs; 3 programs have all 4 points, the median is 2." in words
    assert "Students by points, of 4 4 3 3 0 2 21 1 0 0 1 nothing to judge 1 missing 1" in words
    assert "test_b says this." in words and "3 of 25" in words
    assert "blocks: 20 It holds the loop." in words
    assert "and 8 more" in words
    assert "Eve imports gc sleep.py:3" in words
    assert "Missing Nothing was handed in. Not There Not on" in words
    assert "Something was handed in, and no program. Pdf p.pdf: no Missing" in words
    assert words.count("Not There") == 2 and "Not on the roster" in words and "Late" in words
    assert "process (27 programs); the files and the network of the grading account" in words
    assert "wall 15 s, cpu 4 s, memory 1024 MiB, turns 7" in words
    assert page.tags["script"] == 0 and page.tags["rect"] > 8


@pytest.mark.parametrize(
    ("points", "without", "words"),
    [
        ([7], 3, "4 students, 1 program; 1 program has all 7 points, the median is 7."),
        (
            [0] * 7 + [7, 3],
            2,
            "11 students, 9 programs; 1 program has all 7 points, the median is 0.",
        ),
        ([7, 7], 0, "2 students, 2 programs; 2 programs have all 7 points, the median is 7."),
        ([2, 3], 0, "2 students, 2 programs; 0 programs have all 7 points, the median is 2.5."),
        ([], 1, "1 student, 0 programs."),
        ([], 0, "0 students, 0 programs."),
    ],
)
def test_a_class_in_one_sentence(points: list[float], without: int, words: str) -> None:
    """How many wrote a program, and how good those are; who wrote none is no part of that."""
    found = [result(f"s{n}", points=p, max_points=7) for n, p in enumerate(points)]
    found += [result(f"m{n}", verdict="missing", points=0, max_points=7) for n in range(without)]
    assert words in " ".join(Page(overview(found, "t", {}, {})).text.split())


def test_every_student_is_linked_to_their_page(tmp_path: Path) -> None:
    """The page is there, and is theirs, whatever they are called."""
    found = [evil_result(text) for text in EVIL] + [
        result(student, check("test_a"))
        for student in ("ann", "Ann", "../../x", "a/b", "a%2Fb", "a#b?c", "CON", "李雷", ".", "")
    ]
    reports = Reports(tmp_path, KINDS, "sleep")
    reports.expect(r.student for r in found)
    reports.finish(found, {})
    page = nothing_runs((tmp_path / "report.html").read_text(encoding="utf-8"))
    linked = {unquote(link) for link in page.links}
    assert len(linked) == len(found)
    there = {f"students/{path.name}" for path in (tmp_path / "students").iterdir()}
    assert linked == there
    for one in found:
        name = file_names(r.student for r in found)[one.student]
        text = (tmp_path / "students" / f"{name}.html").read_text(encoding="utf-8")
        assert record_of(one) in text
    assert {path.name for path in tmp_path.iterdir()} == {
        *("report.html", "students", "grades.csv", "junit.xml", "gradescope", "classroom")
    }
    assert len(list((tmp_path / "gradescope").iterdir())) == len(found)
    assert len(list((tmp_path / "classroom").iterdir())) == len(found)


@pytest.mark.parametrize("text", EVIL, ids=ascii)
def test_a_students_text_is_text(text: str) -> None:
    """Names, errors, file names and printed lines are shown and do nothing."""
    one = evil_result(text)
    nothing_runs(overview([one], text, {}, {text: text}))
    nothing_runs(student_page(one, text, advice=text))


def test_a_students_page() -> None:
    """The checks with their reasons, each reason once, the advice, the picture as it is."""
    again = check("test_c", FAILED.message)
    one = result("Ann <b>", check("test_a"), FAILED, again, SECRET)
    picture = '<svg viewBox="0 0 1 1"><title>a run</title></svg>'
    text = student_page(one, "sleep: Everybody", advice="Use `await`.", picture=picture)
    page = Page(text)
    words = " ".join(page.text.split())
    assert "Ann <b> sleep: Everybody 2 of 9 points Some of it is not right yet." in words
    assert words.count("what happened that") == 1 and "for the same reason" in words
    assert words.count("tried with a='b', c=0.3") == 1
    assert "a hidden check 0/3" in words and "Rosebud" not in words
    assert "What will help Use await." in words
    assert picture in text
    assert "imports gc" not in student_page(a_class()[-3], "x"), "that is for the instructor"


def test_the_page_of_who_is_right() -> None:
    """No advice and no picture."""
    text = student_page(result("Ann", check("test_a"), verdict="passed"), "sleep")
    assert "All is right." in text and "What will help" not in text and "did" not in Page(text).text


def test_prose() -> None:
    """Paragraphs, code between backticks, code that is indented; a lone backtick is one."""
    told = prose("One `a<b`\nline.\n\n    x = 1 < 2\n    y\n\nIt's ` alone")
    assert told.splitlines() == [
        "<p>One <code>a&lt;b</code> line.</p>",
        "<pre>x = 1 &lt; 2",
        "y</pre>",
        "<p>It&#x27;s ` alone</p>",
    ]


@pytest.mark.parametrize(
    ("points", "most", "rows"),
    [
        ([0, 1, 2], 2, "2 1 1 1 0 1"),
        ([0.5, 2], 2, "2 1 1 to less than 2 0 0 to less than 1 1"),
        ([50, 100, 99.5], 100, "100 1 90 to less than 100 1 80 to less than 90 0"),
        ([0], 0, "0 1"),
    ],
)
def test_points_fall_where_they_belong(points: list[float], most: float, rows: str) -> None:
    """Whole points where there are few, tenths where there are many; nobody is left out."""
    found = [result(f"s{n}", points=p, max_points=most) for n, p in enumerate(points)]
    words = " ".join(Page(overview(found, "t", {}, {})).text.split())
    assert f"Students by points, of {most:g} {rows}" in words


def test_a_class_of_two_thousand_stays_readable() -> None:
    """The overview is less than a megabyte."""
    found = [evil_result(f"Student {n}") for n in range(2000)]
    text = overview(found, "sleep", file_names(r.student for r in found), {})
    assert len(text) < 1 << 20


def test_a_page_with_its_picture_survives_the_next_grading(tmp_path: Path) -> None:
    """At the end only pages are made that are not there, or are of another result."""
    ann, bob = result("Ann", FAILED), result("Bob", FAILED)
    first = Reports(tmp_path, ("html",), "sleep")
    first.expect(["Ann", "Bob"])
    first.page(ann, picture="<svg></svg>")
    first.page(bob, picture="<svg></svg>")
    second = Reports(tmp_path, ("html",), "sleep")
    second.expect(["Ann", "Bob"])
    changed = result("Bob", check("test_b"))
    second.finish([ann, changed], {})
    pages = {path.stem: path.read_text() for path in (tmp_path / "students").iterdir()}
    assert "<svg>" in pages["Ann"] and "<svg>" not in pages["Bob"]
    assert record_of(changed) in pages["Bob"]


# ---- names of files


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("Ann Lee", "Ann Lee"),
        ("Zoë Çelik", "Zoë Çelik"),
        ("李雷", "李雷"),
        ("O'Neil, Finn (3)", "O'Neil, Finn (3)"),
        ("a@x.org", "a@x.org"),
    ],
)
def test_an_ordinary_name_is_the_files(student: str, name: str) -> None:
    """So that it is found by eye."""
    assert file_names([student]) == {student: name}


def test_names_of_files_are_safe_and_nobody_elses(tmp_path: Path) -> None:
    """Also on systems that do not tell a from A, or know devices by their names."""
    students = [*EVIL, "../x", "/etc/passwd", "a/b", "a\\b", "a:b", "CON", "nul.py", ".", "..", ""]
    students += ["ann", "Ann", "ANN", "Å", "A\u030a", "x. ", "-rf", "a" * 300, "💥", "a\nb", ".h"]
    names = file_names(students)
    assert list(names) == students
    assert len({name.casefold() for name in names.values()}) == len(students)
    for name in names.values():
        assert not set(name) & set('/\\:*?"<>|') and name.isprintable()
        assert not name.startswith(".") and not name.endswith((" ", "."))
        (tmp_path / f"{name}.html").write_text("")
    assert len(list(tmp_path.iterdir())) == len(students)
    assert names["CON"] != "CON" and not names["nul.py"].startswith("nul")
