"""The course, found by its folders: lessons, labs, and what a script promises to print.

There is no list of lessons anywhere. The number of a folder is its place, its slug is its
identity, the first heading of its README is its title.
"""

from __future__ import annotations

import ast
import difflib
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from looplab.hints import Hint, hints_in

F = TypeVar("F", bound="Folder")

_FOLDER = re.compile(r"(\d+)_(\w+)")
_PROMISE = re.compile(r" {4}(?:(\d+(?:\.\d+)?)|(-)) {2}(.*)")
_SAME = re.compile(r"^Same on purpose:(.*?)$", re.MULTILINE)

# The scripts of a pair, in the order in which they are compared.
_FIRST = ("blocking.py", "before.py")
_SECOND = ("nonblocking.py", "after.py")


class NotInCourse(Exception):
    """There is no such course, lesson, lab or script: the message says so, and what there is."""


@dataclass(frozen=True)
class Promise:
    """What a script's docstring says it prints.

    ``lines`` are pairs of seconds (None: only the order is promised) and text. ``forever`` is true
    where the program never ends by itself.
    """

    says: str
    lines: tuple[tuple[float | None, str], ...]
    forever: bool


def promise_of(text: str) -> Promise:
    """Read the promise in a script's source. Raises ValueError where there is none."""
    doc = ast.get_docstring(ast.parse(text), clean=False)
    if not doc:
        raise ValueError("it has no docstring")
    says, *rest = doc.strip("\n").split("\n")
    lines: list[tuple[float | None, str]] = []
    forever = False
    for line in rest:
        if forever and line.strip():
            raise ValueError(f"its docstring promises something after 'forever': {line!r}")
        if line == "    forever":
            forever = True
        elif match := _PROMISE.fullmatch(line):
            lines.append((None if match[2] else float(match[1]), match[3]))
        elif line.strip():
            raise ValueError(f"this line of its docstring promises nothing: {line!r}")
    if not lines and not forever:
        raise ValueError("its docstring promises no lines")
    return Promise(says.strip(), tuple(lines), forever)


def without_promise(text: str) -> list[str]:
    """The lines of a script, those of its docstring empty: that would be the answer.

    Raises SyntaxError where it is no Python.
    """
    tree = ast.parse(text)
    end = (tree.body[0].end_lineno or 0) if ast.get_docstring(tree) is not None else 0
    return [""] * end + text.splitlines()[end:]


def listing(text: str) -> str:
    """A script without its promise, as it is shown to whoever predicts: with line numbers."""
    code = without_promise(text)
    empty = next((n for n, line in enumerate(code) if line), 0)
    return "\n".join(f"{n:>3}  {line}".rstrip() for n, line in enumerate(code[empty:], empty + 1))


@dataclass(frozen=True)
class Folder:
    """A numbered folder of the course."""

    path: Path

    @property
    def slug(self) -> str:
        """Its identity: the name without the number."""
        match = _FOLDER.fullmatch(self.path.name)
        return match[2] if match else self.path.name

    @property
    def number(self) -> int | None:
        """Its place in the course; None for a lab that was copied out of it."""
        match = _FOLDER.fullmatch(self.path.name)
        return int(match[1]) if match else None

    @cached_property
    def readme(self) -> str:
        """The text of its README; empty where it has none."""
        try:
            return (self.path / "README.md").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    @property
    def scripts(self) -> list[Path]:
        """Its scripts: first the pair of a lesson, then the others by name."""
        order = {name: i for i, name in enumerate(_FIRST + _SECOND)}
        found = self.path.glob("*.py")
        return sorted(found, key=lambda path: (order.get(path.name, len(order)), path.name))

    @property
    def title(self) -> str:
        """The first heading of its README."""
        found = re.search(r"^# +(.+)$", self.readme, re.MULTILINE)
        return found[1].strip() if found else self.slug


class Lesson(Folder):
    """Scripts that do the same thing in ways that differ in one point."""

    @property
    def pair(self) -> tuple[Path, Path] | None:
        """The two scripts whose difference is the lesson."""
        for first, second in zip(_FIRST, _SECOND, strict=True):
            if (self.path / first).exists() and (self.path / second).exists():
                return self.path / first, self.path / second
        return None

    @property
    def same_on_purpose(self) -> tuple[str, ...]:
        """The scripts that must promise the same, as its README names them."""
        found = _SAME.search(self.readme)
        return tuple(re.findall(r"`([^`]+\.py)`", found[1])) if found else ()


class Lab(Folder):
    """A task, the program that a student starts from, and the checks."""

    @property
    def starter(self) -> Path:
        """What a student begins with."""
        return self.path / "starter.py"

    @property
    def solution(self) -> Path:
        """One right answer; not there in the students' edition."""
        return self.path / "solution.py"

    @property
    def driver(self) -> Path | None:
        """The program that uses what the student wrote; None where the submission is a program."""
        path = self.path / "driver.py"
        return path if path.exists() else None

    @property
    def checks(self) -> list[Path]:
        """The pytest files that hold its checks."""
        return sorted(self.path.glob("test_*.py"))

    @property
    def wrong(self) -> list[Path]:
        """Known mistakes: whole programs, whose docstring is the advice."""
        return sorted((self.path / "wrong").glob("*.py"))

    @property
    def hints(self) -> list[Hint]:
        """The hints of its README, one after the other."""
        return hints_in(self.readme)


def advice_in(path: Path) -> str:
    """The docstring of a known mistake: what to say to whoever makes it."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip()


@dataclass(frozen=True)
class Course:
    """All lessons and labs below one folder."""

    root: Path

    @cached_property
    def lessons(self) -> list[Lesson]:
        """The lessons, in order."""
        return [Lesson(path) for path in _numbered(self.root / "lessons")]

    @cached_property
    def labs(self) -> list[Lab]:
        """The labs, in order."""
        return [Lab(path) for path in _numbered(self.root / "labs")]

    def lesson(self, slug: str) -> Lesson:
        """The lesson of this slug. Raises NotInCourse, with the nearest one there is."""
        return _named(self.lessons, slug, "lesson")

    def lab(self, slug: str) -> Lab:
        """The lab of this slug, or in the folder of this path. Raises NotInCourse."""
        path = Path(slug)
        if path.is_dir() and list(path.glob("test_*.py")):
            return Lab(path.resolve())
        return _named(self.labs, slug, "lab")

    def script(self, name: str) -> Path:
        """A script: a path, or ``slug/script`` or ``museum/exhibit`` without its ending.

        Raises NotInCourse where the slug is one, and the script is not.
        """
        path = Path(name)
        if path.exists() or path.suffix == ".py":
            return path
        slug, _, stem = name.strip("/").partition("/")
        museum = Folder(self.root / "docs" / "museum")
        folders = [f for f in (*self.lessons, *self.labs, museum) if slug in (f.slug, f.path.name)]
        for folder in folders:
            if stem and (folder.path / f"{stem}.py").exists():
                return folder.path / f"{stem}.py"
        there = ", ".join(
            f"{folder.slug}/{p.stem}" for folder in folders[:1] for p in folder.scripts
        )
        if not there:
            return path
        missing = f"there is no script {name}" if stem else f"{name} has several scripts"
        raise NotInCourse(f"{missing}; there are {there}")

    @property
    def work(self) -> Path:
        """Where the student's own files are."""
        if _is_inside_package(self.root):
            return Path.cwd() / "work"
        return self.root / "work"


def find(start: Path | None = None) -> Course:
    """The course: in the nearest folder above, else LOOPLAB_COURSE, else the installed copy.

    Raises NotInCourse where there is none at all.
    """
    start = (start or Path.cwd()).resolve()
    named = os.environ.get("LOOPLAB_COURSE")
    package = Path(__file__).resolve().parent
    # The copy that travels in the wheel, or the checkout that this package runs from.
    installed = [package / "_course", package.parent.parent]
    for folder in [start, *start.parents, *([Path(named)] if named else installed)]:
        if (folder / "lessons").is_dir() and (folder / "labs").is_dir():
            return Course(folder.resolve())
    if named:
        raise NotInCourse(
            f"LOOPLAB_COURSE names {named}, and there is no course: no lessons/ and labs/ in it"
        )
    raise NotInCourse(
        "there is no course here: go to the folder that holds lessons/ and labs/, "
        "or name it in the environment variable LOOPLAB_COURSE"
    )


def _is_inside_package(root: Path) -> bool:
    return root.name == "_course" and root.parent == Path(__file__).resolve().parent


def _numbered(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = [p for p in folder.iterdir() if p.is_dir() and _FOLDER.fullmatch(p.name)]
    return sorted(found, key=lambda path: (int(path.name.partition("_")[0]), path.name))


def _named(folders: list[F], slug: str, kind: str) -> F:
    for folder in folders:
        if slug in (folder.slug, folder.path.name):
            return folder
    slugs = [folder.slug for folder in folders]
    # What stands before a slash, or between two, may be the folder of what was meant.
    parts = slug.strip("/").split("/")
    meant = [f for part in parts for f in folders if part in (f.slug, f.path.name)][:1]
    stem = parts[-1].removesuffix(".py")
    for folder in meant:
        if (folder.path / f"{stem}.py").exists():
            own, command = f"{kind} {folder.slug!r}", f"looplab run {folder.slug}/{stem}"
            raise NotInCourse(f"{slug} is a script of the {own}; {command} runs it")
    near = [folder.slug for folder in meant]
    near = near or difflib.get_close_matches(parts[0], slugs, n=1, cutoff=0.4)
    if near:
        raise NotInCourse(f"there is no {kind} {slug!r}; did you mean {near[0]!r}?")
    there = ", ".join(slugs) or "none yet"
    raise NotInCourse(f"there is no {kind} {slug!r}; there are: {there}")
