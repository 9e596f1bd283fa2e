"""The gevent demo does for real what its README says.

Time is real, so a test looks at the order of lines and at wide margins, and asserts no exact time.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.real_clock,
    pytest.mark.skipif(find_spec("gevent") is None, reason="gevent is not installed"),
]

ROOT = Path(__file__).parents[1]
SHOW = "demos/gevent/show.py"
PATIENCE = 60.0
SECONDS = 0.3
COUNT = 200
ENVIRONMENT = os.environ | {
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "error::DeprecationWarning",
    "COLUMNS": "100",
}


def started(*arguments: str) -> subprocess.Popen[str]:
    """The demo, run from the repository's top."""
    # Ignored signals are inherited, handlers are not: the demo begins as in a terminal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [sys.executable, SHOW, *arguments],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What it printed by its end, which comes, if need be, by force."""
    with process:
        try:
            return process.communicate(timeout=PATIENCE)
        finally:
            process.kill()


def masked(text: str) -> list[str]:
    """The lines with words in them, with # for numbers with a point and single spaces."""
    lines = (" ".join(re.sub(r"\d+\.\d+", "#", line).split()) for line in text.splitlines())
    return [line for line in lines if line]


@pytest.fixture(scope="module")
def shown() -> str:
    """What one run prints."""
    process = started("--seconds", str(SECONDS), "--count", str(COUNT))
    out, err = ended(process)
    assert (process.returncode, err) == (0, "")
    return out


def test_the_readme_shows_what_is_printed(shown: str) -> None:
    """The README's output is the demo's own, up to the times and the options."""
    readme = (ROOT / "demos/gevent/README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    block = block.replace(
        "1000 of them, each waits 1 s", f"{COUNT} of them, each waits {SECONDS} s"
    )
    assert masked(block) == masked(shown)


def test_many_greenlets_wait_at_the_same_time_and_so_do_coroutines(shown: str) -> None:
    """Both take a small part of what they would take one by one."""
    for who in ("greenlets", "coroutines"):
        found = re.search(rf"{who} +(\d+\.\d+) s", shown)
        assert found, shown
        assert float(found[1]) < COUNT * SECONDS / 4


def test_ctrl_c_ends_it_without_a_traceback() -> None:
    """While two greenlets wait, Ctrl-C ends the demo, and a word says so."""
    process = started("--seconds", "1")
    assert process.stdout is not None
    line = ""
    while "greenlets" not in line:
        line = process.stdout.readline()
        assert line, "it ended too early"
    while "Thora" not in line:
        line = process.stdout.readline()
        assert line, "it ended too early"
    process.send_signal(signal.SIGINT)
    out, err = ended(process)
    assert (process.returncode, err) == (130, "")
    assert out.splitlines()[-1] == "Stopped."


def test_a_number_out_of_range_is_told_in_a_sentence() -> None:
    """A time or a count that cannot be is refused before anything starts."""
    for arguments in (("--seconds", "-1"), ("--seconds", "nan"), ("--count", "0")):
        process = started(*arguments)
        _, err = ended(process)
        assert process.returncode == 2
        assert "--seconds must be between" in err
        assert "Traceback" not in err
