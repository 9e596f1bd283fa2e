"""The rules of every lab, present and future: right is right, each known mistake is known.

Programs run in this process here, which is quick; that the sandbox tells the same of them is a
rule too.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from looplab import record, sandbox
from looplab.course import Course, Lab, advice_in
from looplab.diagnose import Fingerprint, diagnose, fingerprint, spoken
from looplab.plugin.mistakes import Known, failing, key_of, known_mistakes
from looplab.request import Request
from looplab.trace import Trace

ROOT = Path(__file__).resolve().parent.parent
LABS = Course(ROOT).labs
PROGRAMS = ROOT / "tests" / "labs"
RIGHT_SEEDS = 20

# On the first seeds (``--whole``) each mistake is told from the others by all that it does. On the
# rest it is caught, and its twin does the same, in the one check that catches it: that takes a
# fifth of the time. The check is chosen by so many seeds.
CHOSEN_BY = 12

Names = tuple[str, ...]


def of_one(lab: Lab) -> pytest.MarkDecorator:
    """What the known mistakes of a lab do is found once: its tests run in one process."""
    return pytest.mark.xdist_group(lab.slug)


every_lab = pytest.mark.parametrize(
    "lab", [pytest.param(lab, marks=of_one(lab), id=lab.slug) for lab in LABS]
)


def programs(kind: str) -> list[tuple[Lab, Path]]:
    """All programs of one kind: ``right``, ``twins``, ``outside`` or ``blind``."""
    return [
        (lab, path)
        for lab in LABS
        for path in sorted((PROGRAMS / lab.path.name / kind).glob("*.py"))
    ]


def named(pair: tuple[Lab, Path]) -> str:
    return f"{pair[0].slug}/{pair[1].stem}"


def every(pairs: list[tuple[Lab, Path]]) -> pytest.MarkDecorator:
    each = [pytest.param(*pair, marks=of_one(pair[0]), id=named(pair)) for pair in pairs]
    return pytest.mark.parametrize(("lab", "path"), each)


@cache
def checks(lab_path: Path) -> dict[str, Callable[..., Any]]:
    """The checks of a lab, by name."""
    found: dict[str, Callable[..., Any]] = {}
    for file in Lab(lab_path).checks:
        spec = importlib.util.spec_from_file_location(f"checks_of_{lab_path.name}", file)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        tests = {name: f for name, f in vars(module).items() if name.startswith("test_")}
        assert not set(found) & set(tests), "two checks of one lab have the same name"
        found |= tests
    return found


def here(requests: list[Request]) -> list[Trace]:
    """Run trusted programs in this process."""
    traces: list[Trace] = []
    for request in requests:
        traces += [record.run(request)] if request.explore is None else record.explored(request)
    return traces


@cache
def known(lab_path: Path, seed: int) -> Known:
    """What the known mistakes of a lab do, for one seed."""
    return known_mistakes(Lab(lab_path), seed, checks(lab_path), here)


class Program:
    """A trusted program in a lab, with one seed: equal runs are made once."""

    def __init__(self, lab: Lab, path: Path, seed: int) -> None:
        self.lab, self.seed = lab, seed
        self._driver = None if lab.driver is None else sandbox.source_of(lab.driver)
        self._source = sandbox.source_of(path)
        self.runs: dict[str, Trace] = {}
        self.shuffled: dict[str, list[Trace]] = {}

    def run(self, inputs: dict[str, Any]) -> Trace:
        key = key_of(inputs)
        if key not in self.runs:
            self.runs[key] = record.run(self._asked(inputs))
        return self.runs[key]

    def orders(self, inputs: dict[str, Any]) -> list[Trace]:
        key = key_of(inputs)
        if key not in self.shuffled:
            request = replace(self._asked(inputs), explore=sandbox.ORDERS)
            self.shuffled[key] = record.explored(request)
        return self.shuffled[key]

    def _asked(self, inputs: dict[str, Any]) -> Request:
        return sandbox.asked(self._driver, self._source, inputs, self.seed)

    def fails(self, some: Names | None = None) -> list[str]:
        """The checks that it fails, of all or of these."""
        asked = {
            name: check
            for name, check in checks(self.lab.path).items()
            if some is None or name in some
        }
        return failing(asked, self.run, self.orders, self.lab, self.seed)

    def traces(self) -> dict[str, Trace]:
        """All that it was run for so far."""
        shuffled = {
            f"{key} {n}": trace
            for key, traces in self.shuffled.items()
            for n, trace in enumerate(traces)
        }
        return self.runs | shuffled


def judged(lab: Lab, path: Path, seed: int) -> tuple[list[str], str | None]:
    """The checks that a program fails, and the mistake it is diagnosed with."""
    program = Program(lab, path, seed)
    failed = program.fails()
    if not failed:
        return [], None
    facts = known(lab.path, seed)
    traces = {key: program.run(inputs) for key, inputs in facts.inputs.items()}
    ordered = {key: program.orders(inputs) for key, inputs in facts.orders.items()}
    behaviour = fingerprint(failed, traces, facts.belongs, ordered)
    return failed, diagnose(behaviour, facts.fingerprints)


@cache
def catching(lab_path: Path) -> dict[str, Names]:
    """For each known mistake the check that always catches it, the quickest of them."""
    lab = Lab(lab_path)
    always = {
        path.stem: set.intersection(
            *(
                set(known(lab_path, seed).fingerprints[path.stem].failed)
                for seed in range(CHOSEN_BY)
            )
        )
        for path in lab.wrong
    }
    costs: dict[str, int] = {}
    for check in checks(lab_path):
        solution = Program(lab, lab.solution, 0)
        solution.fails((check,))
        costs[check] = sum(len(trace.events) for trace in solution.traces().values())
    everything = tuple(checks(lab_path))
    return {
        name: (min(sorted(each), key=costs.__getitem__),) if each else everything
        for name, each in always.items()
    }


@cache
def caught(lab_path: Path, seed: int, name: str) -> tuple[frozenset[str], Fingerprint]:
    """The lab's lines in the runs of the check that catches a mistake, and what it does there."""
    lab = Lab(lab_path)
    wrong = next(path for path in lab.wrong if path.stem == name)
    program, some = Program(lab, wrong, seed), catching(lab_path)[name]
    failed = program.fails(some)
    belongs = spoken([program.traces()]) | said_by_the_solution(lab_path, seed, some)
    return belongs, fingerprint(failed, program.traces(), belongs)


@cache
def said_by_the_solution(lab_path: Path, seed: int, some: Names) -> frozenset[str]:
    """The lines that are printed in the runs of these checks where all is right."""
    lab = Lab(lab_path)
    solution = Program(lab, lab.solution, seed)
    assert solution.fails(some) == []
    return spoken([solution.traces()])


def test_there_are_labs() -> None:
    """The rules below hold something."""
    assert {"sleep", "loop", "styles"} <= {lab.slug for lab in LABS}


@every_lab
def test_a_lab_is_whole(lab: Lab) -> None:
    """A README with a signature, a command and hints; a starter with one TODO; and so on."""
    assert re.search(r"^    \w+\(.*\)", lab.readme, re.MULTILINE), "no signature"
    assert f"looplab check {lab.slug}" in lab.readme
    assert len(lab.hints) >= 2
    assert lab.starter.read_text(encoding="utf-8").count("TODO") == 1
    assert lab.solution.exists()
    assert lab.driver is not None
    assert [path.name for path in lab.checks] == [f"test_{lab.slug}.py"]
    assert len(lab.wrong) >= 4
    known_names = {"README.md", "starter.py", "driver.py", "solution.py", "wrong", "__pycache__"}
    extra = {path.name for path in lab.path.iterdir()} - known_names - {lab.checks[0].name}
    assert not extra, "what are these for?"


@every_lab
def test_a_check_asks_traces_only(lab: Lab) -> None:
    """Each check has words for the student, and uses fixtures that give traces, and draw, alone."""
    fixtures = {"trace", "run", "every_order", "draw"}
    assert len(checks(lab.path)) >= 3
    for name, function in checks(lab.path).items():
        assert (function.__doc__ or "").strip(), name
        assert set(inspect.signature(function).parameters) <= fixtures, name


@every_lab
def test_a_lab_imports_nothing_of_ours(lab: Lab) -> None:
    """What a student reads and writes is plain Tornado; only the checks know looplab."""
    for path in (lab.starter, lab.solution, lab.driver, *lab.wrong):
        assert path is not None
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not any("looplab" in alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert "looplab" not in (node.module or "")


@every_lab
def test_the_starter_fails(lab: Lab, pytestconfig: pytest.Config) -> None:
    """Nobody passes by handing in what they were given."""
    for seed in range(min(RIGHT_SEEDS, pytestconfig.getoption("--seeds"))):
        failed, _ = judged(lab, lab.starter, seed)
        assert failed, seed


@every([(lab, lab.solution) for lab in LABS] + programs("right"))
def test_right_is_right(lab: Lab, path: Path, pytestconfig: pytest.Config) -> None:
    """The solution, and right programs in other styles, pass every check on 20 seeds."""
    for seed in range(min(RIGHT_SEEDS, pytestconfig.getoption("--seeds"))):
        assert judged(lab, path, seed) == ([], None), seed


@every_lab
def test_there_is_more_than_one_way(lab: Lab) -> None:
    """Two right programs in other styles, two wrong ones outside the list, ten blind ones."""
    folder = PROGRAMS / lab.path.name
    assert len(list((folder / "right").glob("*.py"))) >= 2
    assert len(list((folder / "outside").glob("*.py"))) >= 2
    assert len(list((folder / "blind").glob("*.py"))) >= 10
    twins = {path.name for path in (folder / "twins").glob("*.py")}
    assert twins == {path.name for path in lab.wrong}


@every_lab
def test_a_known_mistake_is_known(lab: Lab, pytestconfig: pytest.Config) -> None:
    """Each wrong program fails on every seed; on the first ones it behaves like no other one."""
    seeds = pytestconfig.getoption("--seeds")
    whole = min(seeds, pytestconfig.getoption("--whole"))
    for seed in range(whole):
        fingerprints = known(lab.path, seed).fingerprints
        assert set(fingerprints) == {path.stem for path in lab.wrong}
        for name, behaviour in fingerprints.items():
            assert behaviour.failed, f"{name} passes with seed {seed}"
            assert diagnose(behaviour, fingerprints) == name, f"{name}, seed {seed}"
    for seed in range(whole, seeds):
        for path in lab.wrong:
            assert caught(lab.path, seed, path.stem)[1].failed, f"{path.stem}, seed {seed}"


@pytest.mark.thorough
@every(programs("twins"))
def test_a_twin_is_known_too(lab: Lab, path: Path, pytestconfig: pytest.Config) -> None:
    """The same mistake in other words: diagnosed as it on the first seeds, and like it on all."""
    seeds = pytestconfig.getoption("--seeds")
    whole = min(seeds, pytestconfig.getoption("--whole"))
    for seed in range(whole):
        failed, diagnosis = judged(lab, path, seed)
        assert failed, seed
        assert diagnosis == path.stem, seed
    for seed in range(whole, seeds):
        belongs, behaviour = caught(lab.path, seed, path.stem)
        twin = Program(lab, path, seed)
        failed = twin.fails(catching(lab.path)[path.stem])
        assert fingerprint(failed, twin.traces(), belongs) == behaviour, seed


@every(programs("twins"))
def test_a_twin_is_written_anew(lab: Lab, path: Path) -> None:
    """A twin makes the same mistake in other words: fewer than half of its lines are the same."""
    mistake = lab.path / "wrong" / path.name
    lines = [
        {line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()}
        for file in (mistake, path)
    ]
    assert len(lines[0] & lines[1]) < len(lines[1]) / 2


@every(programs("outside"))
def test_there_is_no_guessing(lab: Lab, path: Path, pytestconfig: pytest.Config) -> None:
    """A wrong program that is none of the known mistakes fails, and gets no diagnosis."""
    for seed in range(min(RIGHT_SEEDS, pytestconfig.getoption("--seeds"))):
        failed, diagnosis = judged(lab, path, seed)
        assert failed, seed
        assert diagnosis is None, seed


@every(programs("blind"))
def test_a_blind_submission_gets_its_verdict(lab: Lab, path: Path) -> None:
    """Programs by people who saw the README and the starter alone: judged as a person judged."""
    verdicts = json.loads((path.parent / "verdicts.json").read_text(encoding="utf-8"))
    expected = verdicts[path.name]
    failed, diagnosis = judged(lab, path, 0)
    assert sorted(failed) == sorted(expected["fails"])
    assert diagnosis == expected["diagnosis"]


@every_lab
def test_the_advice_is_advice(lab: Lab) -> None:
    """The docstring of a mistake says in a first sentence what happens, then what to write."""
    for path in lab.wrong:
        first, _, rest = advice_in(path).partition("\n\n")
        assert first.endswith((".", "?")), path.name
        assert rest, path.name
        assert not re.search(r"\bD\d+\b", first + rest), "codes are for authors"


@every_lab
def test_the_sandbox_tells_the_same(lab: Lab) -> None:
    """A program's trace is the same in a process of its own as in this one."""
    driver = None if lab.driver is None else sandbox.source_of(lab.driver)
    for path in (lab.solution, lab.wrong[0]):
        request = sandbox.asked(driver, sandbox.source_of(path), {}, 7)
        apart = sandbox.judge(driver, sandbox.source_of(path), {}, 7)
        assert apart.comparable() == record.run(request).comparable()
