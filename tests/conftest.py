"""What all tests share."""

from __future__ import annotations

import compileall
import os
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from looplab import record
from looplab.course import Course
from looplab.request import Request, Source
from looplab.trace import Trace

ROOT = Path(__file__).resolve().parent.parent

# Real seconds in which the threads of a test may come to their end after it.
PATIENCE = 10.0


def pytest_sessionstart() -> None:
    """Compile looplab once: the children that run programs write no bytecode."""
    compileall.compile_dir(ROOT / "src", quiet=2)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run all the tests on all processors, where pytest-xdist is installed; some of them on one."""
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    # A worker is asked as well, and must not begin workers of its own, without end.
    worker = hasattr(config, "workerinput")
    if everything and not worker and getattr(config.option, "numprocesses", 0) is None:
        config.option.numprocesses = "logical"
        config.option.dist = "loadgroup"


def pytest_configure(config: pytest.Config) -> None:
    """Keep each of the workers on a processor of its own, and tests of one group together.

    In a world one thread runs at a time. That one hands on to the next twice as fast where both
    are on the same processor.
    """
    if not hasattr(config, "workerinput"):
        return
    # What `pytest_cmdline_main` sets is not handed on to the workers.
    config.option.loadgroup = True
    if hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        number = int(config.workerinput["workerid"].removeprefix("gw"))
        os.sched_setaffinity(0, {processors[number % len(processors)]})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--seeds",
        type=int,
        default=1,
        help="on how many seeds known mistakes must be caught (20 in make test)",
    )
    parser.addoption(
        "--whole",
        type=int,
        default=12,
        help="on how many of them all that a mistake does is compared",
    )


@pytest.fixture(autouse=True)
def no_thread_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A thread that outlives its test gets signals and warnings that are meant for the next one.

    Dask's stay, which is why its tests have a process of their own.
    """
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("cluster"):
        return
    end = time.monotonic() + PATIENCE
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, end - time.monotonic()))
        assert not thread.is_alive(), f"{thread} goes on"


@pytest.fixture(scope="session")
def course() -> Course:
    """The course of this checkout."""
    return Course(ROOT)


@pytest.fixture
def traced() -> Callable[..., Trace]:
    """Runs the text of a program in this process, on the virtual clock, and returns its trace."""

    def run(text: str, **options: Any) -> Trace:
        source = Source("program.py", textwrap.dedent(text))
        return record.run(Request(source, **options))

    return run
