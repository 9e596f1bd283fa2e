"""The signals demo measures what its README says: who answers Ctrl-C, and when.

Time is real, so a delay is compared with the rest of the block in the same child, never with a
number of seconds.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.test_demos import ENVIRONMENT, PATIENCE, ROOT, masked, readme, run, run_with, started

pytestmark = pytest.mark.real_clock

SHOW = "demos/signals/show.py"
PROGRAMS = "demos/signals/programs.py"

Row = dict[str, Any]
Rows = dict[tuple[str, str, int], Row]

# Who answers after the block: by program, by what it is busy with, and by the presses.
BLOCKED = [
    ("plain", "scrypt", 1),
    ("asyncio_run", "sleep", 1),
    ("asyncio_run", "scrypt", 2),
    ("add_signal_handler", "sleep", 1),
    ("call_soon_threadsafe", "sleep", 1),
]
# Who answers before its end, and whether the block goes on to its end all the same.
AT_ONCE = {
    ("plain", "sleep", 1): False,
    ("run_until_complete", "sleep", 1): False,
    ("asyncio_run", "idle", 1): False,
    ("asyncio_run", "sleep", 2): False,
    ("add_signal_handler", "idle", 1): True,
}


def as_usual(rows: list[Row]) -> bool:
    """Whether every row has the verdict that it has on a machine with time for it."""
    return all(row["verdict"] == row["usual"] for row in rows)


@pytest.fixture(scope="module")
def rows() -> Rows:
    """What was measured, in the first of at most three runs in which nothing came in between."""
    for _ in range(3):
        result = run(SHOW, "--seconds", "0.2", "--json")
        assert (result.returncode, result.stderr) == (0, "")
        measured: list[Row] = json.loads(result.stdout)
        if as_usual(measured):
            break
    return {(row["program"], row["meanwhile"], row["presses"]): row for row in measured}


@pytest.mark.parametrize("key", BLOCKED, ids=lambda key: "-".join(map(str, key)))
def test_who_is_blocked_answers_after_the_end(rows: Rows, key: tuple[str, str, int]) -> None:
    """The block ends by itself, and the answer comes then: the child's own times say so."""
    assert rows[key]["ended"]
    assert rows[key]["answered"] >= rows[key]["rest"] > 0


@pytest.mark.parametrize("key", AT_ONCE, ids=lambda key: "-".join(map(str, key)))
def test_who_is_free_answers_before_the_end(rows: Rows, key: tuple[str, str, int]) -> None:
    """The answer comes in the first half of the rest; an exception cuts that rest off."""
    assert rows[key]["answered"] < rows[key]["rest"] / 2
    assert rows[key]["ended"] == AT_ONCE[key]


def test_a_handler_is_called_at_once_and_its_callback_waits(
    rows: Rows,
) -> None:
    """Inside time.sleep our own handler runs; what it gives to the loop comes after the sleep."""
    row = rows["call_soon_threadsafe", "sleep", 1]
    assert row["handled"] < row["rest"] / 2 < row["rest"] <= row["answered"]


def test_call_soon_does_not_wake_an_idle_loop(rows: Rows) -> None:
    """The callback of a handler that uses call_soon comes when the loop's timer does."""
    row = rows["call_soon", "idle", 1]
    assert row["handled"] < row["rest"] / 2
    assert row["answered"] > 0.9 * row["rest"]
    assert row["ended"]


def test_the_rows_are_those_that_are_looked_at(rows: Rows) -> None:
    """No row is measured that no test knows."""
    known = {*BLOCKED, *AT_ONCE, ("call_soon", "idle", 1)}
    assert set(rows) == known


def test_the_readme_shows_what_is_printed() -> None:
    """The README's output is the demo's own, up to the numbers."""
    [block] = re.findall(r"```text\n(.*?)```", readme("signals"), re.DOTALL)
    for _ in range(3):
        result = run(SHOW, "--seconds", "0.1")
        assert (result.returncode, result.stderr) == (0, "")
        if "Not as usual" not in result.stdout:
            break
    assert masked(result.stdout) == masked(block)


def test_it_is_measured_as_well_where_ctrl_c_is_ignored() -> None:
    """A shell starts what has an & with SIGINT ignored; the children take no notice."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = subprocess.Popen(
            [sys.executable, PROGRAMS, "plain", "sleep", "--seconds", "60"],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        try:
            assert process.stdout
            assert "began" in process.stdout.readline()
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert out.split()[1:] == ["answered"]


def children_of(pid: int) -> list[int]:
    """The processes that a process has started, and that are there yet."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()]


def is_gone(pid: int) -> bool:
    """Whether no process has this number, or only one that has ended and is not yet counted."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except FileNotFoundError:
        return True


def comes_true(condition: Callable[[], object]) -> bool:
    """Whether something comes to be so before the patience is at its end."""
    end = time.monotonic() + PATIENCE
    while not (so := condition()) and time.monotonic() < end:
        time.sleep(0.01)
    return bool(so)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds children through /proc")
@pytest.mark.parametrize(
    ("number", "status", "last"),
    [(signal.SIGINT, 130, "Stopped."), (signal.SIGTERM, -15, None), (signal.SIGKILL, -9, None)],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_nothing_is_left_of_a_stopped_demo(
    number: signal.Signals, status: int, last: str | None
) -> None:
    """However the demo is stopped, the child ends with it, in the middle of its sleep."""
    with started(SHOW, "--seconds", "60") as process:
        assert comes_true(lambda: children_of(process.pid))
        [child] = children_of(process.pid)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
    # Of a demo that is killed the children may still say that somebody is gone.
    if number == signal.SIGKILL and "Traceback" not in err:
        err = ""
    assert (process.returncode, err) == (status, "")
    assert last is None or out.splitlines()[-1] == last
    assert comes_true(lambda: is_gone(child))


@pytest.mark.parametrize("meanwhile", ["idle", "sleep", "scrypt"])
def test_a_child_ends_when_its_stdin_does(meanwhile: str) -> None:
    """A child whose parent is gone does not end its block first, whatever that is."""
    with subprocess.Popen(
        [sys.executable, PROGRAMS, "asyncio_run", meanwhile, "--seconds", "60", "--for-parent"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdin and process.stdout
            assert "began" in process.stdout.readline()
            process.stdin.close()
            assert process.stdout.read() == ""
            assert process.wait(timeout=PATIENCE) == 0
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((SHOW, "--seconds", "0"), "--seconds must be between"),
        ((PROGRAMS, "plain", "idle"), "a plain script has no loop"),
        ((PROGRAMS, "plain", "sleep", "--seconds", "61"), "--seconds must be between"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    """Options that make no sense are refused before anything starts."""
    result = run(*arguments)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_no_descriptors_left_is_told_in_a_sentence() -> None:
    """Where no pipe to a child can be opened, the demo says so, and ends."""
    result = run_with(resource.RLIMIT_NOFILE, 5, SHOW)
    assert result.returncode == 1
    assert result.stderr == (
        f"The demo could not go on: [Errno 24] {os.strerror(24)}. Allow more with ulimit -n.\n"
    )
