"""The rules of every lesson, present and future: each script does what it promises."""

from __future__ import annotations

import ast
import difflib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from looplab import record
from looplab.course import Course, Lesson, Promise, promise_of
from looplab.request import Request, Source
from looplab.trace import Trace

ROOT = Path(__file__).resolve().parent.parent
LESSONS = Course(ROOT).lessons
SCRIPTS = [script for lesson in LESSONS for script in lesson.scripts]
NEVER_END = {"deadlock", "idle", "virtual-time-limit"}
SCREEN = 60


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@cache
def promise(script: Path) -> Promise:
    return promise_of(script.read_text(encoding="utf-8"))


@cache
def traced(script: Path, schedule: int | None = None) -> Trace:
    source = Source(script.name, script.read_text(encoding="utf-8"))
    folder = str(script.parent)
    return record.run(Request(source, folder=folder, schedule=schedule, ties_only=True))


def printed(trace: Trace) -> list[tuple[float, str]]:
    return [(round(line.t, 6), line.text or "") for line in trace.prints()]


def functions(script: Path) -> list[str]:
    tree = ast.parse(script.read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [node.name for node in tree.body if isinstance(node, kinds)]


every_script = pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)


def test_there_are_lessons() -> None:
    """The rules below hold something."""
    assert {"sleep", "loop", "styles"} <= {lesson.slug for lesson in LESSONS}


def test_the_map_leads_to_every_lesson() -> None:
    """lessons/README.md has a row for each folder, in the order of the course, and a question."""
    text = (ROOT / "lessons" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(\w+)\]\((\w+)/README\.md\) \| .+\? \|$", text, re.MULTILINE)
    assert rows == [(lesson.slug, lesson.path.name) for lesson in LESSONS]


@every_script
def test_a_script_prints_what_it_promises(script: Path) -> None:
    """It prints exactly the lines of its docstring, at those virtual times."""
    trace, promised = traced(script), promise(script)
    lines = printed(trace)
    if promised.forever:
        # The promise of a program that never ends is about its beginning.
        lines = lines[: len(promised.lines)]
        assert trace.status in NEVER_END
    else:
        assert trace.status == "finished", trace.end.error
    assert [text for _, text in lines] == [text for _, text in promised.lines]
    for (t, text), (wanted, _) in zip(lines, promised.lines, strict=True):
        assert wanted is None or abs(t - wanted) < 0.001, f"{text!r} came at {t} s"


@pytest.mark.thorough
@every_script
def test_no_promise_rests_on_a_tie(script: Path, pytestconfig: pytest.Config) -> None:
    """Timers that are due at the same instant may run in any order: the promise stays as it is."""
    for schedule in range(1, min(8, pytestconfig.getoption("--seeds")) + 1):
        assert printed(traced(script, schedule)) == printed(traced(script)), schedule


@every_script
def test_a_script_is_plain_tornado(script: Path) -> None:
    """It imports the standard library and tornado, fits one screen, and is run as a program."""
    text = script.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            top = name.split(".")[0]
            assert top == "tornado" or top in sys.stdlib_module_names, f"it imports {name}"
    assert len(text.splitlines()) <= SCREEN


@every_lesson
def test_the_pair_is_one_story(lesson: Lesson) -> None:
    """Both halves have the same functions in the same order, and differ in at most 16 lines."""
    assert lesson.pair is not None or len(lesson.same_on_purpose) >= 2
    if lesson.pair is None:
        return
    first, second = lesson.pair
    assert functions(first) == functions(second)
    one, other = (path.read_text(encoding="utf-8").splitlines() for path in (first, second))
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    changed = sum(
        max(a_end - a, b_end - b)
        for op, a, a_end, b, b_end in matcher.get_opcodes()
        if op != "equal"
    )
    assert 0 < changed <= 16


@every_lesson
def test_the_scripts_contrast(lesson: Lesson) -> None:
    """Some script promises something else; those that must not are named in the README."""
    scripts = lesson.scripts
    promises = {script.name: promise(script) for script in scripts}
    shown = {name: (p.lines, p.forever) for name, p in promises.items()}
    assert len({str(value) for value in shown.values()}) > 1
    assert len({p.says for p in promises.values()}) == len(promises), "two say the same"
    same = lesson.same_on_purpose
    assert set(same) <= set(shown), "the README names a script that is not there"
    assert len({str(shown[name]) for name in same}) <= 1
    others = [str(shown[name]) for name in shown if name not in same[1:]]
    assert len(others) == len(set(others)), "two scripts promise the same, and no README says why"


@every_lesson
def test_the_readme_has_its_parts(lesson: Lesson) -> None:
    """Predict, Run, Compare, Remember, Play, Not here, Sources: in 30 lines at most."""
    parts = [line[3:].strip() for line in lesson.readme.splitlines() if line.startswith("## ")]
    assert parts == ["Predict", "Run", "Compare", "Remember", "Play", "Not here", "Sources"]
    assert lesson.title != lesson.slug
    assert len(lesson.readme.splitlines()) <= 30
    for script in lesson.scripts:
        assert script.name in lesson.readme or script.stem in lesson.readme, script.name


@pytest.mark.real_clock
def test_life_agrees() -> None:
    """On the real clock, without looplab, every script prints its promise in the same order."""
    with ThreadPoolExecutor(max_workers=12) as pool:
        told = list(pool.map(in_life, SCRIPTS))
    for script, lines in zip(SCRIPTS, told, strict=True):
        assert lines == [text for _, text in promise(script).lines], name_of(script)


def in_life(script: Path) -> list[str]:
    """What a script prints, run by plain Python; one that never ends is stopped after its lines."""
    wanted = len(promise(script).lines)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        if not promise(script).forever:
            return process.stdout.read().splitlines()
        lines = [process.stdout.readline().rstrip("\n") for _ in range(wanted)]
        process.kill()
        return lines
