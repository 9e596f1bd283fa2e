"""The pytest side of the labs: submissions, the ``trace``, ``run`` and ``draw`` fixtures, points.

A lab's checks are ordinary tests. ``pytest labs/01_sleep`` judges one's own work;
``--submission PATH`` judges a file, or each program in a folder. A check never meets the student's
code: it gets traces.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from looplab.course import Lab
from looplab.draw import Draw
from looplab.plugin import plainly
from looplab.plugin.bench import Bench
from looplab.plugin.cases import BENCH, CASE, Case, done, noted
from looplab.plugin.checked import name_of
from looplab.plugin.running import EveryOrder, Run
from looplab.result import Result
from looplab.roster import NoSubmissions, Submission, submissions
from looplab.sandbox import CannotIsolate
from looplab.timeline import visible
from looplab.trace import Trace


class Specs:
    """The hooks of a program that grades with pytest."""

    @staticmethod
    @pytest.hookspec
    def pytest_looplab_result(result: Result, traces: dict[str, Trace]) -> None:
        """All checks of one submission are done; ``traces`` has the last one of each check."""

    @staticmethod
    @pytest.hookspec(firstresult=True)
    def pytest_looplab_wanted(lab: Lab, found: list[Submission]) -> list[Submission] | None:
        """Which of the submissions that were found are to be judged; all, unless someone says."""

    @staticmethod
    @pytest.hookspec(firstresult=True)
    def pytest_looplab_known() -> dict[str, Any] | None:
        """Where to keep what is found out about a lab's mistakes; with these checks, if no one."""

    @staticmethod
    @pytest.hookspec(firstresult=True)
    def pytest_looplab_unread() -> bool | None:
        """Whether nobody reads pytest's own reports: then many a check needs none."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("looplab", "judging programs of students")
    group.addoption(
        "--submission",
        metavar="PATH",
        help="a program, a folder of them, a zip of Moodle or Canvas",
    )
    group.addoption("--roster", metavar="CSV", help="a table of the students there should be")
    group.addoption("--names", metavar="REGEX", help="how this site names what is handed in")
    group.addoption("--seed", type=int, default=0, help="draws the inputs (default 0)")
    group.addoption("--jobs", type=int, default=None, help="programs run at once (default: cores)")
    group.addoption(
        "--isolation",
        choices=("auto", "strict", "basic"),
        default="auto",
        help="how far programs are kept apart from this account (default auto: as far as it goes)",
    )


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(Specs)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "points(n): what a check of a lab is worth (default 1)")
    config.addinivalue_line("markers", "hidden: a check whose text no student sees")
    seed, jobs = config.getoption("--seed"), config.getoption("--jobs")
    known = config.hook.pytest_looplab_known()
    bench = config.stash[BENCH] = Bench(seed, jobs, config.getoption("--isolation"), known)
    bench.unread = bool(config.hook.pytest_looplab_unread())


def pytest_unconfigure(config: pytest.Config) -> None:
    if BENCH in config.stash:
        config.stash[BENCH].close()


def lab_of(path: Path) -> Lab | None:
    """The lab whose folder holds this test file."""
    return Lab(path.parent) if (path.parent / "starter.py").exists() else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" not in metafunc.fixturenames:
        return
    lab = lab_of(metafunc.definition.path)
    if lab is None:
        return
    bench = metafunc.config.stash[BENCH]
    named = metafunc.config.getoption("--submission")
    key = str(lab.path)
    if key not in bench.cases:
        path = Path(named) if named else own_work(lab)
        try:
            roster = metafunc.config.getoption("--roster")
            found = submissions(
                path,
                lab.slug,
                roster=Path(roster) if named and roster else None,
                names=metafunc.config.getoption("--names"),
            )
        except NoSubmissions as reason:
            raise pytest.UsageError(str(reason)) from None
        try:
            bench.layers()
        except CannotIsolate as reason:
            pytest.exit(str(reason), pytest.ExitCode.USAGE_ERROR)
        wanted = metafunc.config.hook.pytest_looplab_wanted(lab=lab, found=found)
        found = found if wanted is None else wanted
        bench.cases[key] = [Case(lab, s, i) for i, s in enumerate(found)]
    cases: list[Case] = bench.cases[key]
    ids = [case.submission.student for case in cases]
    metafunc.parametrize("case", cases, ids=ids, indirect=True)


def own_work(lab: Lab) -> Path:
    """My own file for a lab, made from the starter the first time."""
    from looplab.work import file_for

    return file_for(lab)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All checks of one submission come together, so that its result is known early."""
    first: dict[str, int] = {}
    for item in items:
        case = _case_of(item)
        if case is not None:
            case.left += 1
            if plainly.asks_for_ours(item):
                case.functions[name_of(item)] = item.obj  # type: ignore[attr-defined]
            item.stash[CASE] = case
            # Our own words come instead; pytest's, with all the source, take longer than the check.
            item.repr_failure = _in_other_words  # type: ignore[method-assign]
            first.setdefault(str(case.lab.path), len(first))

    def place(item: pytest.Item) -> tuple[int, int]:
        case = item.stash.get(CASE, None)
        return (-1, 0) if case is None else (first[str(case.lab.path)], case.index)

    items.sort(key=place)


def _case_of(item: pytest.Item) -> Case | None:
    callspec = getattr(item, "callspec", None)
    case = None if callspec is None else callspec.params.get("case")
    return case if isinstance(case, Case) else None


def _in_other_words(excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
    return excinfo.exconly()


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    """The submission that is judged."""
    if not hasattr(request, "param"):
        pytest.fail("trace, run and draw are for the checks of a lab: there is no starter.py here")
    found: Case = request.param
    return found


@pytest.fixture
def run(case: Case, request: pytest.FixtureRequest) -> Run:
    """``run(**inputs)`` runs the submission with other inputs and returns its trace."""
    return plainly.run_of(case, request.config.stash[BENCH])


@pytest.fixture
def every_order(case: Case, request: pytest.FixtureRequest) -> EveryOrder:
    """``for trace in every_order(**inputs)``: the submission in many orders of execution."""
    return plainly.every_order_of(case, request.config.stash[BENCH])


@pytest.fixture
def trace(run: Run) -> Trace:
    """The submission, run with the driver's own inputs."""
    return run()


@pytest.fixture
def draw(case: Case, request: pytest.FixtureRequest) -> Draw:
    """Draws inputs: the same for all submissions of one grading, others in each check."""
    return plainly.draw_of(case, request.config.stash[BENCH], name_of(request.node))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Where nobody reads the reports, a check that asks for nothing of pytest's is just called."""
    case = item.stash.get(CASE, None)
    if case is None or not item.config.stash[BENCH].unread or not plainly.is_plain(item, case):
        return None
    error = plainly.called(item, case)
    noted(item, case, error is None, error)
    done(item, case)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    case = item.stash.get(CASE, None)
    if case is None:
        return report
    if report.when == "call" or report.failed:
        error = call.excinfo.value if call.excinfo is not None else None
        message = noted(item, case, report.passed, error)
        if error is not None:
            report.longrepr = message
    if report.when == "teardown":
        done(item, case)
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    results: list[Result] = config.stash[BENCH].results
    if not results:
        return
    terminalreporter.section("labs")
    for result in results:
        points = f"{result.points:g} of {result.max_points:g}"
        student = visible(result.student)
        terminalreporter.write_line(f"{student}: {result.verdict}, {points} points")
        for suspicion in result.suspicions:
            where = visible(f"{suspicion['file']}:{suspicion['line']}")
            terminalreporter.write_line(f"    to look at: {suspicion['what']} ({where})")
        if result.diagnosis is not None:
            for line in result.diagnosis["advice"].splitlines():
                terminalreporter.write_line(f"    {line}".rstrip())
