"""The course is its folders: nothing is written down twice, and what is not there is said."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from looplab import course as course_module
from looplab.course import (
    Course,
    Folder,
    Lab,
    Lesson,
    NotInCourse,
    Promise,
    advice_in,
    find,
    promise_of,
)
from looplab.hints import Hint

ROOT = Path(__file__).resolve().parent.parent

README = """\
Words before the heading.

# Everybody sleeps

Same on purpose: `task.py`, `future.py` and `README.md` are the same.
"""


def made(root: Path, *files: str) -> Course:
    """A course with these files, all of them empty."""
    for folder in ("lessons", "labs"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return Course(root)


def refused(question: object, *arguments: object) -> str:
    assert callable(question)
    with pytest.raises(NotInCourse) as caught:
        question(*arguments)
    return str(caught.value)


# ---- what a script promises


def script(*lines: str) -> str:
    docstring = "\n".join(lines)
    return f'"""{docstring}\n"""\n\nprint("not read")\n'


def test_a_promise_is_a_sentence_and_lines_with_their_times() -> None:
    """Seconds, two spaces, the line as it is printed: spaces in it and at its ends stay."""
    text = script(
        "Two sleepers.", "", "    0.0  sleeping", "    12.25  awake:  2 of 2", "    3    x ", ""
    )
    assert promise_of(text) == Promise(
        "Two sleepers.",
        ((0.0, "sleeping"), (12.25, "awake:  2 of 2"), (3.0, "  x ")),
        forever=False,
    )


def test_a_docstring_may_begin_on_the_next_line() -> None:
    """A long sentence does not fit beside the quotes."""
    lines = ["Two sleepers.", "", "    0.0  sleeping"]
    assert promise_of(script("", *lines)) == promise_of(script(*lines))
    assert promise_of(script(*lines)).says == "Two sleepers."


def test_a_minus_promises_the_order_alone() -> None:
    """Where no time can be promised: process ids, memory, sizes."""
    text = script("Two processes.", "", "    -  first", "    1.0  second", "    -  - third")
    assert promise_of(text).lines == ((None, "first"), (1.0, "second"), (None, "- third"))


def test_a_program_may_promise_never_to_end() -> None:
    """With or without lines before that."""
    text = script("A server.", "", "    0.0  listening", "    forever")
    assert promise_of(text) == Promise("A server.", ((0.0, "listening"),), forever=True)
    assert promise_of(script("A server.", "", "    forever", "    ")).lines == ()
    assert promise_of(script("One word.", "", "    0.0  forever")) == Promise(
        "One word.", ((0.0, "forever"),), forever=False
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("print('soup')", "it has no docstring"),
        ('""""""', "it has no docstring"),
        (script("Two sleepers."), "its docstring promises no lines"),
        (script("Two sleepers.", "", "    0.0 sleeping"), "promises nothing: '    0.0 sleeping'"),
        (script("Two sleepers.", "", "  0.0  sleeping"), "promises nothing: '  0.0  sleeping'"),
        (script("Two sleepers.", "", "    -1.0  sleeping"), "promises nothing"),
        (script("Two sleepers.", "", "    1e3  sleeping"), "promises nothing"),
        (script("Two sleepers.", "", "    .5  sleeping"), "promises nothing"),
        (script("Two sleepers.", "", "    0.0  sleeping", "Play!"), "promises nothing: 'Play!'"),
        (script("Two sleepers.", "and more", "    0.0  a"), "promises nothing: 'and more'"),
        (script("A server.", "", "    forever", "    1.0  a"), "something after 'forever'"),
        (script("A server.", "", "  forever"), "promises nothing"),
    ],
)
def test_what_is_no_promise_is_refused(text: str, words: str) -> None:
    """The line that cannot be kept is quoted."""
    with pytest.raises(ValueError, match=words):
        promise_of(text)


# ---- folders


def test_a_folder_is_known_by_its_name_and_its_readme(tmp_path: Path) -> None:
    """The number is the place, the rest the slug, the first heading the title."""
    folder = Folder(tmp_path / "07_big_party")
    folder.path.mkdir()
    (folder.path / "README.md").write_text(README, encoding="utf-8")
    assert (folder.slug, folder.number, folder.title) == ("big_party", 7, "Everybody sleeps")


def test_a_folder_without_number_or_readme_has_a_name_all_the_same(tmp_path: Path) -> None:
    """As a lab that was copied out of the course, or one that is only begun."""
    assert (Folder(tmp_path / "copy").slug, Folder(tmp_path / "copy").number) == ("copy", None)
    assert Folder(tmp_path / "01_sleep").title == "sleep"
    (tmp_path / "01_sleep").mkdir()
    (tmp_path / "01_sleep" / "README.md").write_bytes(b"# caf\xe9")
    assert Folder(tmp_path / "01_sleep").readme == ""


def test_a_lesson_begins_with_its_pair(tmp_path: Path) -> None:
    """First the two that are compared, then the others by name."""
    names = ["nonblocking.py", "async.py", "blocking.py", "zebra.py", "README.md"]
    lesson = made(tmp_path, *(f"lessons/01_sleep/{name}" for name in names)).lesson("sleep")
    assert [path.stem for path in lesson.scripts] == ["blocking", "nonblocking", "async", "zebra"]
    assert lesson.pair == (lesson.path / "blocking.py", lesson.path / "nonblocking.py")


def test_a_pair_may_be_called_before_and_after(tmp_path: Path) -> None:
    """Half a pair is none."""
    course = made(
        tmp_path, "lessons/01_a/after.py", "lessons/01_a/before.py", "lessons/02_b/blocking.py"
    )
    first, second = course.lessons
    assert [path.name for path in first.scripts] == ["before.py", "after.py"]
    assert first.pair == (first.path / "before.py", first.path / "after.py")
    assert second.pair is None


def test_a_readme_names_the_scripts_that_promise_the_same(tmp_path: Path) -> None:
    """Only on the line that says so, and only scripts."""
    lesson = Lesson(tmp_path / "01_sleep")
    lesson.path.mkdir()
    (lesson.path / "README.md").write_text(README + "\nSee `other.py`.\n", encoding="utf-8")
    assert lesson.same_on_purpose == ("task.py", "future.py")
    assert Lesson(tmp_path / "02_loop").same_on_purpose == ()


def test_a_lab_is_made_of_its_files(tmp_path: Path) -> None:
    """Starter, solution, driver, checks and known mistakes, by their names."""
    lab = made(
        tmp_path,
        "labs/01_sleep/test_sleep.py",
        "labs/01_sleep/test_more.py",
        "labs/01_sleep/driver.py",
        *(f"labs/01_sleep/wrong/{letter}.py" for letter in "hbdfacge"),
        "labs/01_sleep/wrong/notes.txt",
        "labs/02_server/starter.py",
    ).lab("sleep")
    assert lab.driver == lab.path / "driver.py"
    assert [path.name for path in lab.checks] == ["test_more.py", "test_sleep.py"]
    assert [path.stem for path in lab.wrong] == list("abcdefgh")
    assert (lab.starter, lab.solution) == (lab.path / "starter.py", lab.path / "solution.py")
    server = Course(tmp_path).lab("server")
    assert (server.driver, server.checks, server.wrong, server.hints) == (None, [], [], [])


def test_hints_are_what_is_folded_away_in_the_readme(tmp_path: Path) -> None:
    """With what announces each; what stands between them is none, nor what is not announced."""
    lab = Lab(tmp_path)
    (tmp_path / "README.md").write_text(
        "# A lab\n\n<details><summary>One</summary>\n\nFirst\n`code`\n\n</details>\nbetween\n"
        "<details>\n<summary>Two\nlines</summary>    Second\n</details>\n"
        "<details>more, which nothing announces <summary>Three</summary>Third</details>\n",
        encoding="utf-8",
    )
    assert lab.hints == [Hint("One", "First\n`code`"), Hint("Two lines", "    Second")]


def test_the_advice_is_the_docstring_of_the_mistake(tmp_path: Path) -> None:
    """Without the empty lines around it, its paragraphs as they are."""
    path = tmp_path / "blocks.py"
    path.write_text('"""\nOne sleeps.\n\nWrite `café`:\n\n    await it\n"""\n', encoding="utf-8")
    assert advice_in(path) == "One sleeps.\n\nWrite `café`:\n\n    await it"
    path.write_text("print('soup')\n", encoding="utf-8")
    assert advice_in(path) == ""


# ---- the course


def test_lessons_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """The second before the tenth; what has no number, or is no folder, is no lesson."""
    course = made(
        tmp_path,
        "lessons/10_http/a.py",
        "lessons/2_loop/a.py",
        "lessons/01_sleep/a.py",
        "lessons/sketch/a.py",
        "lessons/03_file",
        "lessons/README.md",
        "labs/02_b/test_b.py",
        "labs/01_a/test_a.py",
    )
    assert [lesson.slug for lesson in course.lessons] == ["sleep", "loop", "http"]
    assert [lab.slug for lab in course.labs] == ["a", "b"]
    assert Course(tmp_path / "nowhere").lessons == []


def test_a_lesson_or_lab_is_found_by_its_slug(tmp_path: Path) -> None:
    """Or by its whole name; number and slug are never confused."""
    course = made(tmp_path, "lessons/01_sleep/a.py", "labs/01_sleep/test_sleep.py")
    assert course.lesson("sleep") == course.lesson("01_sleep") == course.lessons[0]
    assert course.lab("sleep") == course.lab("01_sleep") == course.labs[0]
    assert refused(course.lesson, "01") == "there is no lesson '01'; there are: sleep"


def test_a_name_that_is_not_there_is_met_with_the_nearest_one(tmp_path: Path) -> None:
    """Or with all that there are."""
    course = made(tmp_path, "lessons/01_sleep/a.py", "lessons/02_party/a.py")
    assert refused(course.lesson, "sleeep") == (
        "there is no lesson 'sleeep'; did you mean 'sleep'?"
    )
    assert refused(course.lesson, "xyz") == "there is no lesson 'xyz'; there are: sleep, party"
    assert refused(course.lab, "sleep") == "there is no lab 'sleep'; there are: none yet"


def test_a_script_where_a_lesson_is_wanted(tmp_path: Path) -> None:
    """What stands before the slash is the lesson; a slug that looks like all of it is not."""
    files = ("01_sleep/blocking.py", "02_party/a.py", "15_replacing/a.py", "16_blocking/a.py")
    course = made(tmp_path, *(f"lessons/{file}" for file in files))
    for name in ("sleep/blocking", "01_sleep/blocking.py", "lessons/01_sleep/blocking.py"):
        assert refused(course.lesson, name) == (
            f"{name} is a script of the lesson 'sleep'; looplab run sleep/blocking runs it"
        )
    for name in ("sleep/replacing", "sleep/", "lessons/01_sleep", "slep/replacin"):
        assert refused(course.lesson, name) == (
            f"there is no lesson {name!r}; did you mean 'sleep'?"
        )


def test_a_lab_works_wherever_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path to a folder with checks stands for the lab in it."""
    course = made(tmp_path / "course", "labs/01_sleep/test_sleep.py")
    shutil.copytree(course.labs[0].path, tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "./mine/", str(tmp_path / "mine")):
        assert course.lab(name).path == (tmp_path / "mine").resolve()
    assert course.lab("mine").slug == "mine"
    (tmp_path / "empty").mkdir()
    assert refused(course.lab, "empty").startswith("there is no lab 'empty'")


def test_a_script_is_named_by_slug_and_stem_or_by_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that is there comes first; what is neither is taken for a path."""
    course = made(tmp_path, "lessons/01_sleep/blocking.py", "labs/02_party/starter.py")
    made(tmp_path, "labs/01_sleep/starter.py")
    blocking = course.lessons[0].path / "blocking.py"
    assert course.script("sleep/blocking") == blocking
    assert course.script("party/starter") == course.labs[1].path / "starter.py"
    assert course.script("sleep/starter") == course.labs[0].path / "starter.py"
    assert course.script(str(blocking)) == blocking
    assert course.script("mine.py") == Path("mine.py")
    assert course.script("no/such") == Path("no/such")
    assert refused(course.script, "sleep/blockng") == (
        "there is no script sleep/blockng; there are sleep/blocking"
    )
    monkeypatch.chdir(tmp_path)
    made(tmp_path, "sleep/blocking")
    assert course.script("sleep/blocking") == Path("sleep/blocking")


# ---- where the course is


@pytest.fixture(autouse=True)
def no_course_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOOPLAB_COURSE", raising=False)


@pytest.fixture
def in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is installed from a wheel: in a package with a copy of the course."""
    package = tmp_path / "site-packages" / "looplab"
    made(package / "_course")
    shutil.copy(str(course_module.__file__), package / "course.py")
    spec = importlib.util.spec_from_file_location("course_in_a_wheel", package / "course.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "course_in_a_wheel", module)
    spec.loader.exec_module(module)
    return module


def test_the_nearest_parent_that_holds_a_course_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a named one, and before any that is further up."""
    outer, inner = tmp_path, tmp_path / "a" / "inner"
    made(outer)
    made(inner)
    (inner / "x" / "y").mkdir(parents=True)
    monkeypatch.setenv("LOOPLAB_COURSE", str(made(tmp_path / "named").root))
    assert find(inner / "x" / "y").root == find(inner).root == inner.resolve()
    assert find(tmp_path / "a").root == outer.resolve()
    monkeypatch.chdir(inner / "x")
    assert find().root == inner.resolve()


def test_lessons_alone_make_no_course(tmp_path: Path) -> None:
    """Both folders have to be there; somebody's folder called labs is not the course."""
    made(tmp_path / "course")
    (tmp_path / "course" / "mine" / "labs").mkdir(parents=True)
    (tmp_path / "course" / "other" / "lessons").mkdir(parents=True)
    (tmp_path / "course" / "other" / "labs").touch()
    for name in ("mine", "other"):
        assert find(tmp_path / "course" / name).root == (tmp_path / "course").resolve()


def test_the_named_course_comes_before_the_packaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_a_wheel: ModuleType
) -> None:
    """LOOPLAB_COURSE is asked where no parent holds a course."""
    named = made(tmp_path / "named").root
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("LOOPLAB_COURSE", str(named))
    assert find(empty).root == in_a_wheel.find(empty).root == named.resolve()


def test_a_named_course_that_is_none_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in LOOPLAB_COURSE does not end in another course."""
    monkeypatch.setenv("LOOPLAB_COURSE", str(tmp_path / "nowhere"))
    with pytest.raises(NotInCourse, match=r"names .*nowhere, and there is no course"):
        find(tmp_path)


def test_the_packaged_course_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_a_wheel: ModuleType
) -> None:
    """`pip install looplab` is enough; the student's own files are then where they work."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    packaged = in_a_wheel.find()
    assert packaged.root == (tmp_path / "site-packages" / "looplab" / "_course").resolve()
    assert packaged.work == empty / "work"
    for root in (tmp_path, tmp_path / "_course", tmp_path / "site-packages" / "looplab"):
        assert in_a_wheel.Course(root).work == root / "work"
    # This package runs from a checkout, which is a course itself.
    assert find(empty).root == ROOT


def test_where_there_is_no_course_at_all_it_is_said(tmp_path: Path, in_a_wheel: ModuleType) -> None:
    """With both ways out."""
    shutil.rmtree(Path(str(in_a_wheel.__file__)).parent / "_course")
    with pytest.raises(in_a_wheel.NotInCourse) as caught:
        in_a_wheel.find(tmp_path)
    assert str(caught.value) == (
        "there is no course here: go to the folder that holds lessons/ and labs/, "
        "or name it in the environment variable LOOPLAB_COURSE"
    )
