"""pytest is the grader: a lab's checks run on one's own work, on a file, on a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from looplab.course import Lab
from looplab.judging import judged
from looplab.order import Mismatch
from looplab.plugin.running import EveryOrder

ROOT = Path(__file__).resolve().parent.parent
LAB = ROOT / "labs" / "01_sleep"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small course of its own: the lab sleep, copied."""
    (tmp_path / "lessons").mkdir()
    shutil.copytree(LAB, tmp_path / "labs" / "01_sleep")
    return tmp_path


def pytested(where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(command, cwd=where, capture_output=True, text=True, env=environment)


def test_ones_own_work_is_made_from_the_starter_and_fails(checkout: Path) -> None:
    """`pytest labs/01_sleep` begins with a copy of the starter, and says in words what is wrong."""
    done = pytested(checkout, "labs/01_sleep")
    assert done.returncode == 1
    assert (checkout / "work" / "sleep.py").read_text() == (LAB / "starter.py").read_text()
    assert "Expected: nobody holds the loop for longer than 0.1 s" in done.stdout
    assert "time.sleep at sleep.py:10" in done.stdout
    assert "sleep: failed, 0 of 7 points" in done.stdout
    assert "asyncio.gather" in done.stdout, "the advice of the known mistake"
    assert "Traceback" not in done.stdout


def test_the_solution_passes(checkout: Path) -> None:
    """Whatever the file is called, and wherever it is."""
    shutil.copy(LAB / "solution.py", checkout / "mine.py")
    done = pytested(checkout, "labs/01_sleep", "--submission", "mine.py")
    assert done.returncode == 0, done.stdout
    assert "mine: passed, 7 of 7 points" in done.stdout


@pytest.mark.thorough
def test_a_folder_of_programs_is_judged_one_after_the_other(checkout: Path) -> None:
    """Each has its own items and its own line at the end."""
    subs = checkout / "subs"
    subs.mkdir()
    shutil.copy(LAB / "solution.py", subs / "ann.py")
    shutil.copy(LAB / "wrong" / "in_turn.py", subs / "bob.py")
    (subs / "cid.py").write_text("import os\nos._exit(0)\n")
    done = pytested(checkout, "labs/01_sleep", "--submission", "subs", "-v")
    assert done.returncode == 1
    assert "ann: passed, 7 of 7 points" in done.stdout
    assert "bob: failed, 1 of 7 points" in done.stdout
    assert "cid: ended-early, 0 of 7 points" in done.stdout
    assert "to look at: leaves the process with os._exit (cid.py:2)" in done.stdout
    order = [line.split("[")[1].split("]")[0] for line in done.stdout.splitlines() if "::" in line]
    assert order[:12] == ["ann"] * 4 + ["bob"] * 4 + ["cid"] * 4


@pytest.mark.thorough
def test_another_seed_draws_other_names(checkout: Path) -> None:
    """The inputs come from --seed, and nowhere else."""
    told = [
        pytested(checkout, "labs/01_sleep", "--seed", seed, "-k", "own_time").stdout.split(" in ")[
            0
        ]
        for seed in ("1", "1", "2")
    ]
    assert told[0] == told[1] != told[2]


def test_an_empty_folder_is_said_in_words(checkout: Path) -> None:
    """A usage error, no traceback."""
    (checkout / "subs").mkdir()
    done = pytested(checkout, "labs/01_sleep", "--submission", "subs")
    assert done.returncode != 0
    assert "holds no submissions" in done.stdout + done.stderr
    assert "INTERNALERROR" not in done.stdout


def test_the_fixtures_stay_out_of_other_tests(tmp_path: Path) -> None:
    """A project that has looplab installed notices nothing; elsewhere a run has no meaning."""
    (tmp_path / "test_mine.py").write_text("def test_mine(): pass\n\ndef test_lost(trace): pass\n")
    done = pytested(tmp_path, ".")
    assert "1 passed, 1 error" in done.stdout
    assert "there is no starter.py here" in done.stdout


def test_points_and_hidden_checks(checkout: Path) -> None:
    """A check is worth its points; a broken check is the lab's fault, not a pass."""
    (checkout / "labs" / "01_sleep" / "test_sleep.py").write_text(
        "import pytest\n\n"
        "@pytest.mark.points(3)\ndef test_fine(trace):\n    '''Fine.'''\n\n"
        "@pytest.mark.hidden\ndef test_secret(trace):\n    '''Secret.'''\n    assert 0, 'hush'\n\n"
        "def test_broken(trace):\n    '''Broken.'''\n    1 / 0\n"
    )
    shutil.copy(LAB / "solution.py", checkout / "mine.py")
    done = pytested(checkout, "labs/01_sleep", "--submission", "mine.py")
    assert "mine: failed, 3 of 5 points" in done.stdout
    assert "the check itself broke down, which is the lab's fault: ZeroDivisionError" in done.stdout


def test_a_failed_check_tells_what_it_tried(checkout: Path) -> None:
    """The inputs of the run that it failed for; none of a hidden check, and none where none are."""
    lab = Lab(checkout / "labs" / "01_sleep")
    (lab.path / "test_sleep.py").write_text(
        "import pytest\n\n"
        "def test_two(run):\n"
        "    run(sleepers={'Mia': 1})\n    run(sleepers={'Leo': 0.1 + 0.2})\n    assert 0\n\n"
        "@pytest.mark.hidden\n"
        "def test_secret(run):\n    run(sleepers={'Secret': 3})\n    assert 0\n\n"
        "def test_usual(trace):\n    assert 0\n\n"
        "def test_never():\n    assert 0\n\n"
        "def test_fine(run):\n    run(sleepers={'Ann': 4})\n"
    )
    (result,) = judged(lab, LAB / "solution.py")
    tried = {check.name: check.tried for check in result.checks}
    assert tried.pop("test_two") == "sleepers={'Leo': 0.3}"
    assert set(tried.values()) == {""}
    assert "Secret" not in result.to_json()


def test_what_was_tried_is_what_had_to_be_stopped(checkout: Path) -> None:
    """After that nothing else is run: each check gets the trace of that run, and its inputs."""
    lab = Lab(checkout / "labs" / "01_sleep")
    (lab.path / "test_sleep.py").write_text(
        "def test_a(run):\n    run(sleepers={'Mia': 1})\n\n"
        "def test_b(run):\n    run(sleepers={'Leo': 2})\n"
    )
    (checkout / "mine.py").write_text(
        "import asyncio\nasync def everybody(sleepers):\n"
        "    while True:\n        await asyncio.sleep(1000)\n"
    )
    (result,) = judged(lab, checkout / "mine.py")
    assert [check.tried for check in result.checks] == ["sleepers={'Mia': 1}"] * 2


def test_a_students_text_is_not_obeyed_by_the_terminal(checkout: Path) -> None:
    """Escape codes in names, errors and printed lines are shown, not sent."""
    subs = checkout / "subs"
    subs.mkdir()
    evil = (
        "async def everybody(sleepers):\n    print('\\x1b[2J')\n    raise ValueError('\\x1b[31m')\n"
    )
    (subs / "\x1b]0;evil\x07.py").write_text(evil)
    done = pytested(checkout, "labs/01_sleep", "--submission", "subs")
    assert "\x1b" not in done.stdout
    assert r"ValueError: \x1b[31m" in done.stdout
    assert r"\x1b]0;evil\x07: error, 0 of 7 points" in done.stdout


RACY_CHECK = '''
from looplab.order import in_order


def test_no_update_is_lost(every_order):
    """Both deposits count, whatever the order."""
    for trace in every_order(deposits=2):
        in_order(trace, "balance 2")
'''

BANK = """
import asyncio
import json
import sys

import submission


async def main(deposits=2):
    account = submission.Account()
    await asyncio.gather(*(account.deposit() for _ in range(deposits)))
    print("balance", account.balance)


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1])))
"""

UNLOCKED = """
import asyncio
class Account:
    balance = 0
    async def deposit(self):
        before = self.balance
        await asyncio.sleep(0)
        self.balance = before + 1
"""

LOCKED = """
import asyncio
class Account:
    def __init__(self):
        self.balance, self.lock = 0, asyncio.Lock()
    async def deposit(self):
        async with self.lock:
            before = self.balance
            await asyncio.sleep(0)
            self.balance = before + 1
"""

# Right in the usual order, wrong in another: nothing but every order finds it.
LUCKY = """
import asyncio
class Account:
    balance = 0
    turns = 0
    async def deposit(self):
        self.turns += 1
        for _ in range(3 * (self.turns - 1)):
            await asyncio.sleep(0)
        before = self.balance
        await asyncio.sleep(0)
        self.balance = before + 1
"""


def test_a_race_is_found_in_every_order(tmp_path: Path) -> None:
    """The fixture every_order: a lock passes; without one it fails, also where it is only lucky."""
    lab = tmp_path / "labs" / "01_bank"
    (lab / "wrong").mkdir(parents=True)
    (tmp_path / "lessons").mkdir()
    (lab / "README.md").write_text("# Bank\n")
    (lab / "driver.py").write_text(BANK)
    (lab / "starter.py").write_text(UNLOCKED)
    (lab / "solution.py").write_text(LOCKED)
    (lab / "wrong" / "unlocked.py").write_text('"""Lock it."""\n' + UNLOCKED)
    (lab / "test_bank.py").write_text(RACY_CHECK)
    subs = tmp_path / "subs"
    subs.mkdir()
    for name, text in (("ann", LOCKED), ("bob", UNLOCKED), ("cid", LUCKY)):
        (subs / f"{name}.py").write_text(text)
    (subs / "dan.py").write_text("import time\nwhile True: time.sleep(1)\n")
    (subs / "eve.py").write_text(
        "class Account:\n    balance = 0\n    async def deposit(self): ..."
    )
    done = pytested(tmp_path, "labs/01_bank", "--submission", "subs")
    assert "ann: passed, 1 of 1 points" in done.stdout, done.stdout
    assert "bob: failed, 0 of 1 points" in done.stdout
    assert "cid: failed, 0 of 1 points" in done.stdout
    assert "dan: virtual-time-limit, 0 of 1 points" in done.stdout
    advised = done.stdout.partition("bob: failed")[2].partition("dan:")[0]
    assert advised.count("Lock it.") == 2, "a known mistake is known in every order"
    assert "Lock it." not in done.stdout.partition("dan:")[2], "and nothing else is"
    assert "eve: failed, 0 of 1 points" in done.stdout
    assert "(in one of the orders in which the steps can run)" in done.stdout


def test_a_check_of_no_order_at_all_does_not_pass() -> None:
    """Where nothing was run there is nothing to look at, and that is no success."""
    orders = EveryOrder(lambda inputs: [], lambda trace, inputs: None)
    with pytest.raises(Mismatch, match="could not be run in any order"):
        list(orders(deposits=2))


DRIVER = """
import submission

async def main(n):
    return submission.main(n)
"""
TWO_RUNS = '''
def test_both(run):
    """It runs twice."""
    first, second = run(n=1), run(n=2)
    assert first.status == "finished"
    assert second.status == "finished"
'''
# Stopped both times, the second time sooner, and for what counts as worse.
STOPPED_TWICE = """
def main(n):
    if n == 2:
        print("x" * 100, flush=True)
        bytearray(1 << 40)
        raise MemoryError
    for _ in range(2_000_000):
        pass
    while True:
        print("x" * 10_000)
"""


def test_a_verdict_does_not_depend_on_what_was_quicker(tmp_path: Path) -> None:
    """What is begun ahead of time counts only as far as the checks would have come."""
    folder, subs = tmp_path / "01_twice", tmp_path / "subs"
    folder.mkdir()
    subs.mkdir()
    (folder / "driver.py").write_text(DRIVER)
    (folder / "starter.py").write_text("")
    (folder / "test_twice.py").write_text(TWO_RUNS)
    for name in ("ann", "bob", "cid"):
        (subs / f"{name}.py").write_text(f"{STOPPED_TWICE}# {name}\n")
    (subs / "aaa.py").write_text("def main(n):\n    return n\n")
    for jobs in (1, 2, 3):
        told = {result.student: result.verdict for result in judged(Lab(folder), subs, jobs=jobs)}
        stopped = dict.fromkeys(("ann", "bob", "cid"), "output-limit")
        assert told == {"aaa": "passed"} | stopped
