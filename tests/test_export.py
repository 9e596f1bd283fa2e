"""The students' edition: all that a student needs, none of the answers, the same advice."""

from __future__ import annotations

import argparse
import ast
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from looplab.cli import exporting
from looplab.cli.words import Complaint
from looplab.course import Course, Lab
from looplab.export import CannotExport, export
from looplab.export.contents import Contents, contents_of
from looplab.export.visible import StillHidden, functions_of, without_hidden
from looplab.plugin.diagnoses import FILE, Diagnoses, kept

ROOT = Path(__file__).resolve().parent.parent
LABS = ("01_sleep", "16_shared_state")

# The edition is made once, for all of these tests.
pytestmark = pytest.mark.xdist_group("export")

HIDDEN = '''

# The secret of the hidden check.
SECRET = 7


def secretly(trace):
    return SECRET


@pytest.mark.points(3)
@pytest.mark.hidden
def test_secret(run, draw):
    """A secret."""
    assert secretly(run(sleepers=draw.delays(5))) == in_order_of_waking({})
'''


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two labs, one of them with a hidden check."""
    root = tmp_path_factory.mktemp("full")
    for name in LABS:
        shutil.copytree(ROOT / "labs" / name, root / "labs" / name)
    checks = root / "labs" / "01_sleep" / "test_sleep.py"
    text = checks.read_text(encoding="utf-8")
    last = text.rindex("\n\ndef test_")
    checks.write_text(text[:last] + HIDDEN + text[last:], encoding="utf-8")
    for name in ("lessons/01_sleep", "lessons/03_party", "docs/museum", "demos/sample"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "notebooks").mkdir()
    for name in ("README.md", "build.py", "01_sleep.py", "01_sleep.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, root / "notebooks")
    for name in ("docs/museum.md", "docs/teaching.md", "docs/coverage.md", "lessons/README.md"):
        shutil.copy(ROOT / name, root / name)
    shutil.copy(ROOT / "demos" / "README.md", root / "demos")
    (root / "work").mkdir()
    (root / "work" / "sleep.py").write_text("mine\n")
    (root / "labs" / "01_sleep" / "notes.md").write_text("for the instructor\n")
    (root / "labs" / "01_sleep" / "README_link.md").symlink_to("solution.py")
    (root / "lessons" / "01_sleep" / "leak.py").symlink_to("../../labs/01_sleep/solution.py")
    return root


@pytest.fixture(scope="module")
def student(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its students' edition, as the command makes it."""
    folder = tmp_path_factory.mktemp("student") / "looplab-for-students"
    done = looplab("export", str(folder), where=full)
    assert (done.returncode, done.stderr) == (0, "")
    assert "left out: hidden checks (1)" in done.stdout
    assert "left out: labs/01_sleep/notes.md" in done.stdout
    assert "left out: lessons/01_sleep/leak.py" in done.stdout
    return folder


@pytest.mark.parametrize("works", [True, False])
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_on_a_terminal_one_line_says_how_far_it_is(
    full: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    term: str,
    works: bool,
) -> None:
    """It is written over with each lab, and gone before anything else is said."""

    def tries(course: Course, folder: Path, on_lab: Callable[[Lab], None]) -> Contents:
        for lab in course.labs:
            on_lab(lab)
        if not works:
            raise CannotExport("no room")
        return Contents()

    monkeypatch.chdir(full)
    monkeypatch.setenv("TERM", term)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("looplab.export.export", tries)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with contextlib.nullcontext() if works else pytest.raises(Complaint, match="no room"):
        exporting.export(argparse.Namespace(folder="out"))
    first, second = (
        f"trying the known mistakes of {lab}" for lab in ("sleep (1 of 2)", "shared_state (2 of 2)")
    )
    told = f"\r\x1b[K{first}\r\x1b[K{second}\r\x1b[K"
    assert capsys.readouterr().err == (told if term == "xterm" else "")


def looplab(
    *arguments: str, where: Path, module: str = "looplab"
) -> subprocess.CompletedProcess[str]:
    """Run it as the student does: with the package of the folder itself, if it has one."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", "NO_COLOR": "1"}
    if (where / "src").exists():
        environment["PYTHONPATH"] = str(where / "src")
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env=environment,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


# ---- what is in it


def test_a_lab_has_what_its_student_needs(student: Path) -> None:
    """And nothing else: neither the solution, nor the wrong programs, nor unknown files."""
    for name in LABS:
        there = {path.name for path in (student / "labs" / name).iterdir()} - {"__pycache__"}
        slug = name.partition("_")[2]
        assert there == {"README.md", "starter.py", "driver.py", f"test_{slug}.py", FILE}


def test_all_else_is_the_courses_own(full: Path, student: Path) -> None:
    """Lessons, notebooks, demos and the museum, byte by byte; not what is for instructors."""
    ours, theirs = files(full), files(student)
    names = {name for name in theirs if name.startswith(("lessons/", "demos/", "docs/"))}
    assert {"lessons/README.md", "docs/museum.md", "docs/museum/hello.py"} <= names
    assert all(theirs[name] == ours[name] for name in names)
    assert theirs["notebooks/01_sleep.ipynb"] == ours["notebooks/01_sleep.ipynb"]
    assert b"How to write one" not in theirs["notebooks/README.md"]
    assert b"How to read one" in theirs["notebooks/README.md"]
    assert {name.split("/")[0] for name in theirs} == {
        *("README.md", "LICENSE", "pyproject.toml", "src"),
        *("lessons", "labs", "notebooks", "demos", "docs"),
    }
    for gone in ("docs/teaching.md", "docs/coverage.md", "notebooks/build.py", "work/sleep.py"):
        assert gone not in theirs


def test_the_package_is_whole_and_has_no_course(student: Path) -> None:
    """All that is imported; no solutions by the back door."""
    ours = files(ROOT / "src" / "looplab")
    theirs = files(student / "src" / "looplab")
    assert theirs == ours and "_course" not in {p.name for p in (student / "src").rglob("*")}


@pytest.mark.thorough
def test_two_exports_are_equal(full: Path, student: Path, tmp_path: Path) -> None:
    """The same course gives the same bytes."""
    export(Course(full), tmp_path / "again")
    assert files(tmp_path / "again") == files(student)


def test_its_project_installs_what_ours_does(student: Path) -> None:
    """The same version, needs and entry points; and it does not build a wheel with a course."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text())
    theirs = tomllib.loads((student / "pyproject.toml").read_text())
    for key in ("name", "version", "requires-python", "scripts", "entry-points", "license"):
        assert theirs["project"][key] == ours["project"][key], key

    def needs(project: dict[str, list[str]]) -> list[str]:
        return [re.match(r"[\w-]+", need)[0] for need in project]  # type: ignore[index]

    assert sorted(needs(theirs["project"]["dependencies"])) == sorted(
        needs(ours["project"]["dependencies"])
    )
    optional = theirs["project"]["optional-dependencies"]
    assert sorted(needs(optional["jupyter"])) == sorted(
        needs(ours["project"]["optional-dependencies"]["jupyter"])
    )
    assert theirs["tool"]["hatch"]["build"]["targets"]["wheel"] == {"packages": ["src/looplab"]}


def test_its_readme_leads_somewhere(student: Path) -> None:
    """Each link is there, each command exists, and it says that there are further checks."""
    for path in student.rglob("*.md"):
        if "src" in path.parts:
            continue
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
            if path.parent.name == "lessons" and link[0].isdigit():
                continue  # this small course has two of the lessons only
            if path.parent.name == "demos" and not link.startswith("sample"):
                continue  # and one of the demos
            assert (path.parent / link).exists(), (path, link)
    readme = (student / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (?:looplab) ?([a-z]*)", readme, re.MULTILINE)
    assert {"", "show", "run", "compare", "explore", "watch", "check"} <= set(commands)
    for command in set(commands) - {""}:
        assert looplab(command, "--help", where=student).returncode == 0
    assert "there are more checks than these" in readme
    assert "These are all the checks" not in readme


# ---- no answers


def bodies(path: Path) -> list[str]:
    """The bodies of a program's functions without docstrings, blanks left out.

    No short ones: a single call is what a check says to write instead, or a hint, on purpose.
    """
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            found.append("".join("".join(map(ast.unparse, body)).split()))
    return [body for body in found if len(body) >= 60]


def readable(name: str, data: bytes) -> str:
    """All of a file that could be an answer, normalised as bodies are."""
    text = data.decode("utf-8", "replace")
    if name.endswith(".ipynb"):
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    if name.endswith(".py"):
        text += ast.unparse(ast.parse(text))
    return "".join(text.split())


def leaks(course: Course, exported: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Where the body of a function of a solution, or of a wrong program, is to be read."""
    texts = {name: readable(name, data) for name, data in exported.items()}
    for lab in course.labs:
        given = [path for path in (lab.starter, lab.driver) if path is not None]
        known = "".join(readable(path.name, path.read_bytes()) for path in given)
        for path in (lab.solution, *lab.wrong):
            for body in bodies(path):
                for name, text in texts.items():
                    # What the starter has is no secret, nor is a mistake that is shown elsewhere.
                    ours = path == lab.solution or f"/{lab.path.name}/" in name
                    if body in text and body not in known and ours:
                        yield f"{lab.slug}/{path.name}: {body[:60]}", name


def test_no_file_holds_a_part_of_an_answer(full: Path, student: Path) -> None:
    """Neither of a solution nor of a wrong program; and the search does find one."""
    exported = {k: v for k, v in files(student).items() if not k.startswith("src/")}
    assert list(leaks(Course(full), exported)) == []
    planted = exported | {"lessons/leak.py": (full / "labs/01_sleep/solution.py").read_bytes()}
    assert [name for _, name in leaks(Course(full), planted)] == ["lessons/leak.py"] * 2
    assert not any(b"for the instructor" in data for data in exported.values())


@pytest.mark.thorough
def test_no_file_of_the_whole_course_holds_a_part_of_an_answer() -> None:
    """The same of all labs."""
    course = Course(ROOT)
    assert list(leaks(course, contents_of(course).files)) == []


def test_the_hidden_check_cannot_be_read(full: Path, student: Path) -> None:
    """Neither in the checks nor in the diagnoses; the visible ones are as they were."""
    secret = (b"secret", b"SECRET", b"Secret")
    assert any(word in (full / "labs/01_sleep/test_sleep.py").read_bytes() for word in secret)
    for name, data in files(student).items():
        if not name.startswith("src/"):
            assert not any(word in data for word in secret[:2]), name
    theirs = (student / "labs" / "01_sleep" / "test_sleep.py").read_text(encoding="utf-8")
    assert theirs == (ROOT / "labs" / "01_sleep" / "test_sleep.py").read_text(encoding="utf-8")
    untouched = "labs/16_shared_state/test_shared_state.py"
    assert (student / untouched).read_bytes() == (full / untouched).read_bytes()


def test_what_the_programs_print_cannot_be_read(full: Path, student: Path) -> None:
    """The diagnoses hold digests of it: the lines of a lab may be its answers."""
    for name in LABS:
        text = (student / "labs" / name / FILE).read_text()
        data = json.loads(text)
        lab = Lab(full / "labs" / name)
        assert [each["wrong"] for each in data["mistakes"]] == [path.stem for path in lab.wrong]
        assert all(re.fullmatch("[0-9a-f]{16}", line) for line in data["lines"]) and data["lines"]
        assert "sleeping" not in json.dumps({**data, "mistakes": []})


# ---- it works


@pytest.mark.thorough
@pytest.mark.parametrize(
    "mistake",
    [
        "01_sleep/wrong/blocks.py",
        "01_sleep/wrong/never_awaited.py",
        "01_sleep/starter.py",
        "16_shared_state/wrong/*",
    ],
)
def test_the_advice_is_the_same(full: Path, student: Path, mistake: str, tmp_path: Path) -> None:
    """Word for word what the full edition says, hidden checks apart."""
    slug = mistake.partition("/")[0].partition("_")[2]
    path = next(iter(sorted((full / "labs").glob(mistake))))
    (tmp_path / "mine.py").write_bytes(path.read_bytes())
    told = [
        looplab("check", slug, str(tmp_path / "mine.py"), where=where) for where in (full, student)
    ]
    assert [done.returncode for done in told] == [1, 1], told[1].stderr
    advice = [done.stdout.partition("What will help\n")[2] for done in told]
    without_points = [re.split(r"\n\d+ of \d+ points", text)[0] for text in advice]
    assert without_points[0] == without_points[1] != ""
    if slug == "shared_state":
        assert told[0].stdout == told[1].stdout


@pytest.mark.thorough
def test_a_mistake_that_is_not_known_gets_no_advice(student: Path, tmp_path: Path) -> None:
    """Nor do other inputs than those of the default seed: never a guess."""
    (tmp_path / "mine.py").write_text(
        "import asyncio\nasync def everybody(sleepers):\n    await asyncio.sleep(0.5)\n"
    )
    done = looplab("check", "sleep", str(tmp_path / "mine.py"), where=student)
    assert done.returncode == 1 and "What will help" not in done.stdout
    shutil.copy(ROOT / "labs" / "01_sleep" / "wrong" / "blocks.py", tmp_path / "mine.py")
    done = looplab("check", "sleep", str(tmp_path / "mine.py"), "--seed", "5", where=student)
    assert done.returncode == 1 and "What will help" not in done.stdout


def test_the_commands_work_there(student: Path, tmp_path: Path) -> None:
    """The course, a lesson, pytest, and a right program; watch asks for a terminal."""
    listed = looplab(where=student)
    assert listed.returncode == 0 and "Next: predict" in listed.stdout
    assert "held the loop" in looplab("compare", "sleep", where=student).stdout
    assert "museum/hello" in looplab("museum", where=student).stdout
    assert "needs a terminal" in looplab("watch", where=student).stderr
    copy = tmp_path / "copy"
    shutil.copytree(student, copy)
    done = looplab("labs/01_sleep", module="pytest", where=copy)
    assert done.returncode == 1 and "sleep: failed, 0 of 7 points" in done.stdout, done.stdout
    assert "asyncio.gather" in done.stdout, "the advice, by way of pytest"
    shutil.copy(ROOT / "labs" / "01_sleep" / "solution.py", copy / "work" / "sleep.py")
    done = looplab("labs/01_sleep", module="pytest", where=copy)
    assert done.returncode == 0 and "sleep: passed, 7 of 7 points" in done.stdout
    assert looplab("check", "sleep", where=copy).returncode == 0


def test_a_students_edition_can_be_exported_again(student: Path, tmp_path: Path) -> None:
    """It has nothing to find out; what it knows goes along."""
    found = export(Course(student), tmp_path / "again")
    assert found.hidden == 0
    for name in LABS:
        assert (tmp_path / "again/labs" / name / FILE).read_bytes() == (
            student / "labs" / name / FILE
        ).read_bytes()


# ---- what is refused


@pytest.mark.thorough
def test_nothing_is_overwritten(full: Path, tmp_path: Path) -> None:
    """A folder with something in it, a file, a part of the course; an empty folder will do."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for folder, words in (
        (tmp_path / "there", "is not empty: name a new folder"),
        (tmp_path / "file", "is a file: name a new folder"),
        (tmp_path / "file" / "below", "cannot write to"),
        (full, "is not empty"),
        (full / "labs" / "new", "is a part of the course itself"),
    ):
        done = looplab("export", str(folder), where=full if folder != full else tmp_path)
        if folder == full:
            done = looplab("export", str(folder), where=full)
        assert done.returncode == 2, folder
        assert words in done.stderr and "Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "there"]
    assert [p.name for p in (tmp_path / "there").iterdir()] == ["mine.txt"]
    assert not (full / "labs" / "new").exists()


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    """It is replaced by the whole edition at once."""
    course = tmp_path / "course"
    shutil.copytree(ROOT / "lessons" / "01_sleep", course / "lessons" / "01_sleep")
    (course / "labs").mkdir()
    (tmp_path / "out").mkdir()
    export(Course(course), tmp_path / "out")
    assert (tmp_path / "out" / "lessons" / "01_sleep" / "blocking.py").exists()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_linked_lab_is_left_out(tmp_path: Path) -> None:
    """A symbolic link may lead anywhere."""
    (tmp_path / "course" / "lessons").mkdir(parents=True)
    (tmp_path / "course" / "labs").mkdir()
    (tmp_path / "course" / "labs" / "01_sleep").symlink_to(ROOT / "labs" / "01_sleep")
    found = export(Course(tmp_path / "course"), tmp_path / "out")
    assert found.left_out == ["labs/01_sleep"]
    assert not (tmp_path / "out" / "labs").exists()


# ---- hidden checks


VISIBLE = '''"""Checks."""

import pytest

LONG = 2


def helped(trace):
    return LONG


# Why this one is here.
def test_seen(run):
    """Seen."""
    assert helped(run()) == LONG
'''


def test_without_hidden_checks_nothing_changes() -> None:
    """Not a letter, though somebody else might write it in another way."""
    text = VISIBLE.replace("LONG = 2", "LONG   =  2 ;x = 'hidden'")
    assert without_hidden(text) == (text, [])


@pytest.mark.parametrize(
    "hidden",
    [
        "@pytest.mark.hidden\ndef test_it(run): ...\n",
        "# Tells all.\n@pytest.mark.points(2)\n@pytest.mark.hidden()\ndef test_it(run):\n    ...\n",
        "X = 1\n\n\ndef only(): return other()\ndef other(): return X\n\n\n"
        "@pytest.mark.hidden\ndef test_it(run):\n    only()\n    helped(1)\n",
        "class Box: ...\n\n\n@pytest.mark.hidden\nasync def test_it(run): Box()\n",
    ],
)
def test_a_hidden_check_goes_with_all_that_only_it_uses(hidden: str) -> None:
    """What visible ones use stays; at the beginning, between them, and at the end."""
    head, tail = VISIBLE.split("\n\n# Why")
    for text in (f"{VISIBLE}\n\n{hidden}", f"{head}\n\n{hidden}\n\n# Why{tail}"):
        visible, names = without_hidden(text)
        assert names == ["test_it"]
        assert visible == VISIBLE
        assert list(functions_of(visible, "test_it.py")) == ["test_seen"]


@pytest.mark.parametrize(
    "text",
    [
        "secret = pytest.mark.hidden\n@secret\ndef test_it(run): ...\n",
        "class TestIt:\n    @pytest.mark.hidden\n    def test_it(self): ...\n",
        "pytestmark = pytest.mark.hidden\ndef test_it(run): ...\n",
        "X = 1; Y = 2\n@pytest.mark.hidden\ndef test_it(run): return X\n",
        "mark = getattr(pytest.mark, 'hid' + 'den')\n@mark\ndef test_it(run): ...\n",
    ],
)
def test_a_check_that_is_hidden_in_another_way_stops_the_export(tmp_path: Path, text: str) -> None:
    """Better no students' edition than one with a secret in it."""
    lab = tmp_path / "course" / "labs" / "01_it"
    lab.mkdir(parents=True)
    (tmp_path / "course" / "lessons").mkdir()
    (lab / "starter.py").touch()
    (lab / "test_it.py").write_text(VISIBLE + "\n\n" + text)
    with pytest.raises(CannotExport, match=r"^labs/01_it/test_it\.py: "):
        export(Course(tmp_path / "course"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(StillHidden):
        functions_of(without_hidden(VISIBLE + "\n\n" + text)[0], "test_it.py")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("labs/01_sleep/test_sleep.py", b"import nothing\n", "cannot be run: ModuleNotFoundError"),
        ("labs/01_sleep/test_sleep.py", b"1 / 0\n", "cannot be run: ZeroDivisionError"),
        ("labs/01_sleep/solution.py", b"caf\xe9\n", "solution.py"),
        ("labs/01_sleep/solution.py", b"1 / 0\n", "its own solution fails test_"),
        ("notebooks/README.md", b"caf\xe9\n", "notebooks/README.md: "),
    ],
)
def test_a_course_that_is_broken_is_told_in_words(
    tmp_path: Path, name: str, text: bytes, said: str
) -> None:
    """No traceback, and no students' edition."""
    course = tmp_path / "course"
    shutil.copytree(ROOT / "labs" / "01_sleep", course / "labs" / "01_sleep")
    for folder in ("lessons", "notebooks"):
        (course / folder).mkdir()
    (course / name).write_bytes(text)
    with pytest.raises(CannotExport, match=said):
        export(Course(course), tmp_path / "out")
    assert not (tmp_path / "out").exists()


# ---- diagnoses.json


@pytest.mark.parametrize("text", ["", "soup", "[]", "{}", '{"seed": 0}', "7", "null"])
def test_diagnoses_that_cannot_be_read_are_none(tmp_path: Path, text: str) -> None:
    """There is no advice then, and all else works."""
    assert kept(Lab(tmp_path), 0) is None
    (tmp_path / FILE).write_text(text)
    assert kept(Lab(tmp_path), 0) is None
    with pytest.raises(ValueError, match="no diagnoses"):
        Diagnoses.from_json(text)


def test_diagnoses_are_for_one_seed(student: Path) -> None:
    """Its inputs are drawn by that seed; what is read and written again is the same."""
    lab = Lab(student / "labs" / "01_sleep")
    found = kept(lab, 0)
    assert found is not None and kept(lab, 1) is None
    assert found.to_json() == (lab.path / FILE).read_text()
    assert Diagnoses.from_json(found.to_json()) == found


def test_a_mistake_that_only_a_hidden_check_finds_is_not_there(tmp_path: Path) -> None:
    """Its advice would tell what is hidden."""
    lab = tmp_path / "course" / "labs" / "01_it"
    (lab / "wrong").mkdir(parents=True)
    (tmp_path / "course" / "lessons").mkdir()
    program = "async def it():\n    print({!r})\n"
    (lab / "starter.py").write_text(program.format("nothing"))
    (lab / "solution.py").write_text(program.format("right"))
    (lab / "wrong" / "seen.py").write_text('"""Seen."""\n' + program.format("left"))
    (lab / "wrong" / "unseen.py").write_text('"""Unseen."""\n' + program.format("right "))
    (lab / "driver.py").write_text(
        "import asyncio, submission\nasync def main():\n    await submission.it()\n"
    )
    (lab / "test_it.py").write_text(
        textwrap.dedent(
            """
            import pytest

            def test_seen(trace):
                assert "right" in trace.prints()[0].text

            @pytest.mark.hidden
            def test_unseen(trace):
                assert trace.prints()[0].text == "right"
            """
        )
    )
    found = export(Course(tmp_path / "course"), tmp_path / "out")
    assert found.hidden == 1
    mistakes = json.loads((tmp_path / "out/labs/01_it" / FILE).read_text())["mistakes"]
    assert [each["wrong"] for each in mistakes] == ["seen"]
