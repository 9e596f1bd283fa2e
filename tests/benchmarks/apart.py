"""Runs of strangers' programs: the fork server beside what a machine can do at most, and others.

All ways are measured in turn, in rounds, on all cores; the ratios are medians over the rounds.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from looplab import sandbox
from looplab.request import Source

CORES = os.cpu_count() or 1
SECONDS = 1.5

# Sleeps that take no time also on the real clock.
SCRIPT = """
import asyncio
import tornado.ioloop
async def sleep(name):
    print(f"{name}: sleeping")
    await asyncio.sleep(0)
    print(f"{name}: awake!")
async def main():
    await asyncio.gather(*(sleep(name) for name in ("Ann", "Bob", "Cid")))
asyncio.run(main())
"""
# The least that any way can cost that has Tornado imported before it forks.
FORKS = f"""
import asyncio, gc, os, time, tornado.httpclient, tornado.web, tornado.websocket
gc.freeze()
until, count = time.monotonic() + {SECONDS}, 0
while time.monotonic() < until:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    count += 1
print(count)
"""


def forks() -> float:
    """Forks a second of a process that has Tornado imported."""
    command = [sys.executable, "-c", FORKS]
    every = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(CORES)]
    return sum(int(each.communicate()[0]) for each in every) / SECONDS


def repeated(once: Callable[[], object], took: list[float] | None = None) -> float:
    """How many a second, on all cores; ``took`` gets the seconds of each."""
    until = time.monotonic() + SECONDS

    def loop(_: int) -> int:
        count = 0
        while (began := time.monotonic()) < until:
            once()
            count += 1
            if took is not None:
                took.append(time.monotonic() - began)
        return count

    began = time.monotonic()
    with ThreadPoolExecutor(CORES) as threads:
        done = sum(threads.map(loop, range(CORES)))
    return done / (time.monotonic() - began)


def script_run() -> None:
    """What multiprocessing's fork server is asked to do."""
    exec(SCRIPT, {"print": lambda *words: None})


HANDED_IN = 24  # submissions that one pytest-xdist gets at once
# As graders do it that let pytest run what was handed in, in its own process.
TESTS = """
import runpy

def test_it_runs(capsys):
    runpy.run_path("script.py")
    assert capsys.readouterr().out.count("awake!") == 3
"""


def tested(folder: Path, *more: str) -> None:
    """Run pytest in a fresh process."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
    done = subprocess.run([*command, *more], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def xdist(folder: Path) -> float:
    """Submissions a second of one pytest-xdist with a worker a core."""
    began = time.monotonic()
    tested(folder, "-n", str(CORES), "several")
    return HANDED_IN / (time.monotonic() - began)


def compare(rounds: int = 7) -> None:
    """Measure all ways, and print them."""
    source, took = Source("bench.py", SCRIPT), list[float]()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tornado.web", "tornado.httpclient", __name__])

    def started() -> None:
        process = context.Process(target=script_run)
        process.start()
        process.join()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "script.py")
        path.write_text(SCRIPT, encoding="utf-8")
        Path(folder, "test_script.py").write_text(TESTS, encoding="utf-8")
        Path(folder, "several").mkdir()
        for n in range(HANDED_IN):
            Path(folder, "several", f"test_{n}.py").write_text(TESTS, encoding="utf-8")
        ways: dict[str, Callable[[], float]] = {
            "fork + exit + wait, Tornado imported": forks,
            "sandbox, auto": lambda: repeated(lambda: sandbox.judge(None, source), took),
            "sandbox, basic": lambda: repeated(
                lambda: sandbox.judge(None, source, isolation="basic")
            ),
            "multiprocessing forkserver": lambda: repeated(started),
            "pytest, a process each": lambda: repeated(
                lambda: tested(Path(folder), "test_script.py")
            ),
            f"pytest-xdist -n {CORES}, {HANDED_IN} submissions": lambda: xdist(Path(folder)),
            "python script.py": lambda: repeated(
                lambda: subprocess.run([sys.executable, path], capture_output=True)
            ),
        }
        for isolation in ("auto", "basic"):
            # Servers for all cores are started, and warm.
            repeated(lambda i=isolation: sandbox.judge(None, source, isolation=i))  # type: ignore[misc]
        took.clear()
        rates = [{name: way() for name, way in ways.items()} for _ in range(rounds)]
    least, fresh = next(iter(ways)), list(ways)[-1]
    for name in ways:
        rate = statistics.median(each[name] for each in rates)
        of_forks = statistics.median(each[name] / each[least] for each in rates)
        of_fresh = statistics.median(each[name] / each[fresh] for each in rates)
        print(
            f"{name:<44}{rate:>10.1f} a second = {of_forks:>5.2f} x forks = "
            f"{of_fresh:>6.2f} x python script.py",
            flush=True,
        )
    took.sort()
    half, worst = (took[int(len(took) * share)] * 1e3 for share in (0.5, 0.99))
    print(f"    a run in the sandbox, auto: half within {half:.1f} ms, 99 of 100 in {worst:.1f} ms")


if __name__ == "__main__":
    compare()
