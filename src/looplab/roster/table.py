"""``roster.csv``: who should have handed something in.

The first line names the columns; who a student is says the column ``student``, ``name``, ``full
name`` or ``id`` (the first of them that is there), else the first column. The lists that Moodle
(participants, grading worksheet) and Canvas (gradebook) export can be used as they are. A table
without such a line is used where its first line is a student for sure: of a single column, with a
number or an address, or one of somebody who has handed in. Else its headings are in another
language, and students would be called by their family names alone: it is refused.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from looplab.roster.handed_in import told_apart
from looplab.roster.submission import NOTHING, NoSubmissions, Submission

MOST = 16 << 20

_LABELS = ("student", "name", "full name", "fullname", "student name", "id")
_FIRST, _LAST = ("first name", "firstname", "given name"), ("last name", "surname", "lastname")
_NAMES = {*_LABELS[:-1], "sortable name", "username", "login", "sis login id", "user"}
_IDS = {"id", "identifier", "user id", "userid", "student id", "anonymous id"}
_MAIL = {"email", "e-mail", "email address", "mail"}

# How Moodle begins what it calls a student where names are hidden.
_MOODLES = "participant"

# The second line of what Canvas exports.
_NO_STUDENT = {"Points Possible"}


@dataclass(frozen=True)
class Row:
    """A student who should have handed something in, and how else they are called."""

    student: str
    names: frozenset[str]
    ids: frozenset[str]


def on_roster(path: Path, found: Sequence[Submission] = ()) -> list[Row]:
    """The students of a table; ``found`` is what was handed in. Raises NoSubmissions."""
    lines = _cells(path)
    if not lines:
        raise NoSubmissions(f"{path} names no students: it is empty")
    heads = [_squeezed_head(cell) for cell in lines[0][1]]
    known = {*_NAMES, *_IDS, *_MAIL, *_FIRST, *_LAST}
    if known & set(heads):
        lines = lines[1:]
    elif _is_student(lines[0][1], found):
        heads = ["student", *[""] * (len(heads) - 1)]
    else:
        there = ", ".join(cell for cell in lines[0][1] if cell)
        shown = there if len(there) < 200 else there[:200] + "..."
        raise NoSubmissions(f"no column of {path} is called student, name or id; it has: {shown}")
    rows: list[Row] = []
    for number, cells in lines:
        row = _row(heads, cells)
        if row is None:
            raise NoSubmissions(f"line {number} of {path} names no student")
        if row.student not in _NO_STUDENT and row not in rows[-1:]:
            rows.append(row)
    if not rows:
        raise NoSubmissions(f"{path} names no students: it has a heading, and nothing below")
    return _apart(rows)


def joined(found: Sequence[Submission], rows: Sequence[Row]) -> list[Submission]:
    """The submissions under their students' names on the roster.

    Students without one are there without a file; who is not on the roster is ``unknown``. A name
    says whose it is where it is one student's only, and what the platform calls the student: where
    the two disagree, or where several claim one row equally well, nobody guesses, and all of them
    are unknown.
    """
    by_label = _index([squeezed(row.student)] for row in rows)
    by_name, by_id = _index(row.names for row in rows), _index(row.ids for row in rows)
    # For each row, who claims it: first those whose name and number both say so.
    claims: dict[int, tuple[list[Submission], list[Submission]]] = {}
    unknown: list[Submission] = []
    for submission in found:
        numbered = set[int]().union(*(by_id.get(squeezed(i), ()) for i in submission.ids))
        named = by_label.get(squeezed(submission.student), set())
        called = map(squeezed, _called(submission))
        named = named or set[int]().union(*(by_name.get(name, ()) for name in called))
        named = {n for n in named if n in numbered or not _is_another(submission, rows[n])}
        which = named & numbered if named and numbered else named | numbered
        if len(which) != 1:
            unknown.append(submission)
            continue
        both, one = claims.setdefault(next(iter(which)), ([], []))
        (both if named and numbered else one).append(submission)
    students = []
    for n, row in enumerate(rows):
        both, one = claims.get(n, ([], []))
        best = both or one
        if len(best) == 1:
            students.append(replace(best[0], student=row.student))
        else:
            students.append(Submission(row.student, None, NOTHING))
        unknown += [claim for claim in (*both, *one) if best != [claim]]
    return told_apart([*students, *(replace(claim, unknown=True) for claim in unknown)])


def _is_student(cells: Sequence[str], found: Sequence[Submission]) -> bool:
    """Whether a first line that has no heading we know is no heading, but a student."""
    if sum(map(bool, cells)) == 1 or any("@" in cell or cell.isdecimal() for cell in cells):
        return True
    row = _row(["student", *[""] * (len(cells) - 1)], cells)
    handed_in = {squeezed(name) for submission in found for name in _called(submission)}
    return row is not None and bool(row.names & handed_in)


def _called(submission: Submission) -> set[str]:
    """What a submission's student may be called on a roster."""
    return {submission.student, submission.student.partition(" (")[0].removesuffix("/")}


def _is_another(submission: Submission, row: Row) -> bool:
    """Whether the row names its student's number on the platform, and it is another one."""
    numbers = {number for number in row.ids if number.startswith(_MOODLES)}
    own = {squeezed(number) for number in submission.ids}
    return bool(numbers) and any(number.startswith(_MOODLES) for number in own - numbers)


def squeezed(text: str) -> str:
    """The letters and digits of a name: what is left of it when platforms have written it."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum()) or text.strip()


def _index(keys: Iterable[Iterable[str]]) -> dict[str, set[int]]:
    index: dict[str, set[int]] = {}
    for n, theirs in enumerate(keys):
        for key in theirs:
            index.setdefault(key, set()).add(n)
    return index


def _cells(path: Path) -> list[tuple[int, list[str]]]:
    """The lines of a table that hold anything, with their numbers, however they are separated."""
    try:
        if path.stat().st_size > MOST:
            raise NoSubmissions(f"{path} is too large for a list of students")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as reason:
        raise NoSubmissions(f"the roster {path} cannot be read: {reason.strerror}") from None
    except UnicodeDecodeError:
        raise NoSubmissions(
            f"{path} is not written in UTF-8: save it as CSV UTF-8 and try again"
        ) from None
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as reason:
        raise NoSubmissions(f"line {reader.line_num} of {path}: {reason}") from None
    return [(number, cells) for number, cells in lines if any(cells)]


def _squeezed_head(cell: str) -> str:
    return re.sub(r"[\s_]+", " ", cell).strip().casefold()


def _row(heads: Sequence[str], cells: Sequence[str]) -> Row | None:
    table = {head: cell for head, cell in reversed(list(zip(heads, cells, strict=False))) if cell}
    whole = " ".join(
        next((table[head] for head in part if head in table), "") for part in (_FIRST, _LAST)
    ).strip()
    labels = [table[head] for head in _LABELS if head in table]
    has_label = any(head in _LABELS for head in heads)
    student = labels[0] if labels else whole or ("" if has_label else cells[0])
    if not student:
        return None
    names = {squeezed(student)}
    for name in (*(table[head] for head in _NAMES if head in table), *([whole] if whole else [])):
        names |= set(_turned(name))
    for head, cell in zip(heads, cells, strict=False):
        if "@" in cell and (head in _MAIL or head not in _NAMES):
            names |= {squeezed(cell), squeezed(cell.partition("@")[0])}
    ids = {squeezed(table[head]) for head in _IDS if head in table}
    return Row(student, frozenset(names), frozenset(ids))


def _turned(name: str) -> Iterable[str]:
    """A name as it is, and with the last name first or last: ``Ann Lee``, ``Lee, Ann``."""
    yield squeezed(name)
    last, comma, first = name.partition(",")
    if comma:
        yield squeezed(first + last)
    elif len(words := name.split()) > 1:
        yield squeezed(words[-1] + "".join(words[:-1]))
        yield squeezed("".join(words[1:]) + words[0])


def _apart(rows: Sequence[Row]) -> list[Row]:
    """Two students of one name are told apart by what their rows call them, else by a number."""
    by_student: dict[str, list[Row]] = {}
    for row in rows:
        by_student.setdefault(row.student, []).append(row)
    apart = []
    for row in rows:
        same = by_student[row.student]
        if len(same) > 1:
            own = sorted(row.ids) or [str(same.index(row) + 1)]
            row = replace(row, student=f"{row.student} ({own[0]})")
        apart.append(row)
    return apart
