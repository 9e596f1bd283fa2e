"""What all tests share does what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SHARED = Path(__file__).with_name("conftest.py")

TAKES_THE_FIXTURE = f"""
import importlib.util

spec = importlib.util.spec_from_file_location("shared", {str(SHARED)!r})
shared = importlib.util.module_from_spec(spec)
spec.loader.exec_module(shared)
shared.PATIENCE = 0.5
no_thread_is_left = shared.no_thread_is_left
"""
TESTS = """
import threading

import pytest


def begin(target, *arguments):
    threading.Thread(target=target, args=arguments, name="left behind", daemon=True).start()


def test_ends_in_time():
    begin(threading.Event().wait, 0.01)


def test_stays():
    begin(threading.Event().wait)


def test_next():
    pass


@pytest.mark.cluster
def test_may_stay():
    begin(threading.Event().wait)
"""


def test_a_thread_that_goes_on_is_an_error_of_its_own_test(tmp_path: Path) -> None:
    """Not of the next one; and what ends by itself, or has a process of its own, is none."""
    (tmp_path / "conftest.py").write_text(TAKES_THE_FIXTURE)
    (tmp_path / "test_threads.py").write_text(TESTS)
    options = ["-q", "-rE", "-p", "no:cacheprovider", "-c", os.devnull]
    command = [sys.executable, "-m", "pytest", *options, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    errors = [line for line in done.stdout.splitlines() if line.startswith("ERROR")]
    assert len(errors) == 1 and "test_stays" in errors[0], done.stdout
    assert "left behind" in done.stdout and "goes on" in done.stdout
    assert "4 passed" in done.stdout
