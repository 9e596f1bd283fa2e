"""A check that is just called ends as it does with all that pytest does around it."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from looplab import judging
from looplab.course import Course, Lab
from looplab.judging import judged
from looplab.plugin import plainly
from looplab.plugin.cases import CASE, Case
from looplab.plugin.checked import name_of
from looplab.result import Result

ROOT = Path(__file__).resolve().parent.parent
LAB = ROOT / "labs" / "01_sleep"

CHECKS = '''
import pytest

from looplab import order


@pytest.fixture
def sleepers():
    return {"Mia": 1}


@pytest.fixture
def unused():
    raise AssertionError("nobody asked for this")


def test_plain(trace):
    """Plain."""


@pytest.mark.points(3)
def test_run(run, draw):
    """Run."""
    print("a check that talks", flush=True)
    order.at(run(sleepers={"Leo": 2}), "Leo: awake!", 1)


@pytest.mark.hidden
def test_hidden(run):
    run(sleepers={"Ann": 1})
    assert False, "hush"


def test_orders(every_order):
    for trace in every_order(sleepers={"Ann": 1}):
        assert trace.status == "finished"


def test_fails(trace):
    pytest.fail("in words")


def test_broken(trace):
    1 / 0


def test_leaves(trace):
    raise SystemExit("gone")


def test_skips(trace):
    pytest.skip("another time")


@pytest.mark.skip
def test_skipped(trace):
    assert False


@pytest.mark.xfail
def test_expected(trace):
    assert False


async def test_coroutine(trace):
    assert False


def test_own_fixture(run, sleepers):
    run(sleepers=sleepers)
    assert False, "own"


def test_folder(trace, tmp_path):
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("unused")
def test_set_up(trace):
    """It fails before it begins."""


@pytest.mark.parametrize("seconds", [1, 2])
def test_many(run, seconds):
    run(sleepers={"Bob": seconds})
    assert seconds == 1


class TestInClass:
    def test_within(self, run):
        run(sleepers={"Eve": 1})
        assert False, "within"


class TestPrepared:
    def setup_method(self):
        self.ready = True

    def test_ready(self, trace):
        assert self.ready
'''


def lab_with(folder: Path, checks: str) -> Lab:
    """The lab sleep with other checks."""
    shutil.copytree(LAB, folder / "labs" / "01_sleep")
    lab = Lab(folder / "labs" / "01_sleep")
    (lab.path / "test_sleep.py").write_text(checks)
    return lab


def around(monkeypatch: pytest.MonkeyPatch, lab: Lab, submission: Path) -> Result:
    """The result where pytest does for each check what it does for a test."""
    with monkeypatch.context() as patched:
        patched.setattr(judging._Listener, "pytest_looplab_unread", lambda self: False)
        (result,) = judged(lab, submission)
    return result


def called(monkeypatch: pytest.MonkeyPatch, lab: Lab, submission: Path) -> tuple[Result, list[str]]:
    """The result where it need not, and the names of the checks that were just called."""
    names: list[str] = []
    call = plainly.called

    def note(item: pytest.Item, case: Case) -> BaseException | None:
        names.append(name_of(item))
        return call(item, case)

    with monkeypatch.context() as patched:
        patched.setattr(plainly, "called", note)
        (result,) = judged(lab, submission)
    return result, names


def told(result: Result) -> Result:
    """All of it but how long it took."""
    return replace(result, ms=0)


@pytest.mark.parametrize("program", ["solution.py", "wrong/in_turn.py", "starter.py"])
def test_a_called_check_ends_as_any_other(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    program: str,
) -> None:
    """Whatever it asks for, prints and raises; those that ask for more than ours are not called."""
    lab = lab_with(tmp_path, CHECKS)
    expected = around(monkeypatch, lab, LAB / program)
    result, names = called(monkeypatch, lab, LAB / program)
    assert told(result) == told(expected)
    assert names == [
        *("test_plain", "test_run", "test_hidden", "test_orders"),
        *("test_fails", "test_broken", "test_leaves", "test_skips", "test_within"),
    ]
    assert len(result.checks) == 16
    assert "a check that talks" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("name", ["trace", "run"])
def test_a_lab_may_have_fixtures_by_these_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Then they are its own."""
    lab = lab_with(
        tmp_path,
        f"import pytest\n\n@pytest.fixture\ndef {name}(case):\n    return 'mine'\n\n"
        f"def test_it({name}):\n    assert {name} == 'mine'\n",
    )
    result, names = called(monkeypatch, lab, lab.solution)
    assert result.verdict == "passed"
    assert not names


def test_a_lab_may_change_what_pytest_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a conftest.py; pytest does it then."""
    lab = lab_with(tmp_path, "def test_it(trace):\n    pass\n")
    (lab.path / "conftest.py").write_text(
        "def pytest_runtest_call(item):\n    raise AssertionError('not today')\n"
    )
    result, names = called(monkeypatch, lab, lab.solution)
    assert [check.message for check in result.checks] == ["not today"]
    assert not names


def test_every_check_of_every_lab_is_just_called(tmp_path: Path) -> None:
    """None of them needs more than a trace: that is what makes grading fast."""
    (tmp_path / "mine.py").touch()
    called = {}

    class Collected:
        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
            called.update({item.nodeid: plainly.is_plain(item, item.stash[CASE]) for item in items})

    files = [str(file) for lab in Course(ROOT).labs for file in lab.checks]
    quiet = ["--collect-only", "-pno:terminal", "-pno:cacheprovider", f"-c{os.devnull}"]
    options = [f"--submission={tmp_path / 'mine.py'}", "--import-mode=importlib"]
    assert pytest.main([*files, *quiet, *options], plugins=[Collected()]) == 0
    assert len(called) > 80 and all(called.values())


def test_ctrl_c_in_a_called_check_ends_the_grading(tmp_path: Path) -> None:
    """It is no failed check."""
    lab = lab_with(tmp_path, "def test_it(trace):\n    raise KeyboardInterrupt\n")
    with pytest.raises(judging.Interrupted):
        judged(lab, lab.solution)


def test_a_known_mistake_may_fail_a_check_by_pytest_fail(tmp_path: Path) -> None:
    """As any other check that fails: it is what the mistake is known by."""
    lab = lab_with(
        tmp_path,
        "import pytest\n\ndef test_it(trace):\n"
        "    if trace.end.longest_hold['seconds'] > 0.1:\n        pytest.fail('it blocks')\n",
    )
    (result,) = judged(lab, lab.path / "wrong" / "blocks.py")
    assert result.diagnosis is not None and result.diagnosis["wrong"] == "blocks"


def test_a_mistake_is_known_also_where_other_checks_need_pytest(tmp_path: Path) -> None:
    """Those are not asked of the known mistakes, so that they are nothing to know them by."""
    checks = (LAB / "test_sleep.py").read_text()
    lab = lab_with(
        tmp_path,
        f"{checks}\n\ndef test_more(trace, tmp_path):\n    assert False\n\n"
        "@pytest.mark.skip\ndef test_skipped(trace):\n    pass\n",
    )
    (result,) = judged(lab, lab.path / "wrong" / "blocks.py")
    assert "test_more" in [check.name for check in result.checks if not check.passed]
    assert result.diagnosis is not None and result.diagnosis["wrong"] == "blocks"


def test_a_check_that_is_skipped_counts_for_nobody(tmp_path: Path) -> None:
    """Whether it is marked, or skips itself."""
    lab = lab_with(
        tmp_path,
        "import pytest\n\n@pytest.mark.skip\ndef test_marked(trace):\n    pass\n\n"
        "def test_itself(trace):\n    pytest.skip('not today')\n\n"
        "def test_fine(trace):\n    pass\n",
    )
    (result,) = judged(lab, lab.solution)
    assert [check.name for check in result.checks] == ["test_fine"]
    assert (result.verdict, result.points, result.max_points) == ("passed", 1, 1)
