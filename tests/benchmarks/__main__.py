"""How fast it is: ``make bench`` prints each figure beside what it is compared with.

Nothing here is asserted. Ratios are medians of pairs that were measured in turn, in one run: the
machine's speed drifts, and absolute figures mean nothing elsewhere.
"""

from __future__ import annotations

import asyncio
import importlib.util
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from looplab import record, sandbox
from looplab.course import Course
from looplab.explore import explore
from looplab.grade import judged
from looplab.request import Bounds, Request, Source
from tests.benchmarks import apart
from tests.benchmarks.programs import (
    HELLO,
    HTTP_RACE,
    PING_PONG,
    RACE,
    SLEEPERS,
    VISITORS,
)

ROOT = Path(__file__).resolve().parents[2]

PLAIN = "print(asyncio.run(main()))"
# Other ways to watch a program, for comparison; the packages are in the extra ``bench``.
WATCHERS = {
    "asyncio debug mode": "print(asyncio.run(main(), debug=True))",
    "viztracer": """
from viztracer import VizTracer
tracer = VizTracer(verbose=0)
tracer.start()
took = asyncio.run(main())
tracer.stop()
print(took)
""",
    "blockbuster": """
from blockbuster import blockbuster_ctx
with blockbuster_ctx():
    print(asyncio.run(main()))
""",
}


def untraced(text: str, how: str = PLAIN) -> float:
    """What the program says of itself, in a fresh process; nan where a package is missing."""
    done = subprocess.run(
        [sys.executable, "-c", f"{text}\n{how}\n"], capture_output=True, text=True
    )
    return float(done.stdout) if done.returncode == 0 else math.nan


def traced(text: str) -> float:
    """The same on the real clock, watched, in a fresh process."""
    program = (
        "import sys\nfrom looplab import record\nfrom looplab.request import Request, Source\n"
        "request = Request(Source('bench.py', sys.stdin.read()), inputs={}, clock='real')\n"
        "print(record.run(request).result)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=text, capture_output=True, text=True
    )
    return float(done.stdout)


def pairs(
    a: Callable[[], float], b: Callable[[], float], rounds: int = 5
) -> tuple[float, float, float]:
    """The medians of both, and the median of their ratios, pair by pair."""
    both = [(a(), b()) for _ in range(rounds)]
    ratio = statistics.median(x / y for x, y in both)
    return statistics.median(x for x, _ in both), statistics.median(y for _, y in both), ratio


def seconds(call: Callable[[], object]) -> Callable[[], float]:
    def timed() -> float:
        began = time.perf_counter()
        call()
        return time.perf_counter() - began

    return timed


def say(what: str, a: float, b: float, ratio: float, unit: str, than: str) -> None:
    print(f"{what:<44}{a:>10.2f} {unit:<3} = {ratio:>6.2f} x {than} ({b:.2f} {unit})", flush=True)


def main() -> None:
    python = [sys.executable, "-c", "pass"]
    lesson = ROOT / "lessons" / "01_sleep" / "blocking.py"
    request = Request(Source(lesson.name, lesson.read_text(encoding="utf-8")))
    for name, text in (
        ("call_soon ping-pong, watched", PING_PONG),
        ("Tornado hello, watched", HELLO),
    ):
        say(name, *pairs(lambda t=text: traced(t), lambda t=text: untraced(t)), "us", "unwatched")  # type: ignore[misc]
        for other, how in WATCHERS.items():
            say(
                f"    for comparison, {other}",
                *pairs(lambda t=text, h=how: untraced(t, h), lambda t=text: untraced(t), 3),  # type: ignore[misc]
                "us",
                "plain",
            )
    visitors = Request(Source("visitors.py", VISITORS))
    for _ in range(3):
        record.run(request)
        record.run(visitors)
    in_process = seconds(lambda: record.run(request))
    fresh = seconds(lambda: subprocess.run([sys.executable, str(lesson)], capture_output=True))
    a, b, ratio = pairs(in_process, fresh)
    say("the lesson sleep, in process", a * 1e3, b * 1e3, ratio, "ms", "python blocking.py")
    bare = seconds(lambda: subprocess.run([sys.executable, "-c", "import tornado.ioloop"]))
    a, b, ratio = pairs(seconds(lambda: record.run(visitors)), bare)
    say("20 s of HTTP visitors, in process", a * 1e3, b * 1e3, ratio, "ms", "import tornado")
    if importlib.util.find_spec("looptime"):
        a, b, ratio = pairs(seconds(lambda: record.run(SLEEPERS_HERE)), seconds(looptime))
        say("1000 sleepers, in process", a * 1e3, b * 1e3, ratio, "ms", "looptime")
    child = seconds(lambda: sandbox.run(lesson))
    a, b, ratio = pairs(child, bare)
    say("the lesson sleep, in the sandbox", a * 1e3, b * 1e3, ratio, "ms", "import tornado")
    command = [sys.executable, "-m", "looplab", "--help"]
    help_ = seconds(lambda: subprocess.run(command, capture_output=True))
    a, b, ratio = pairs(help_, seconds(lambda: subprocess.run(python)), 9)
    say("looplab --help", a * 1e3, b * 1e3, ratio, "ms", "python -c pass")
    for name, text, runs in (("coroutines", RACE, 1680), ("Tornado HTTP", HTTP_RACE, 300)):
        exploring(name, text, runs)
    grading()
    apart.compare()


SLEEPERS_HERE = Request(Source("sleepers.py", SLEEPERS), inputs={})


def looptime() -> None:
    """The sleepers on looptime's clock, which moves timers only."""
    patch_event_loop = importlib.import_module("looptime").patch_event_loop

    names: dict[str, Any] = {}
    exec(SLEEPERS, names)
    loop = patch_event_loop(asyncio.new_event_loop(), start=0)
    try:
        loop.run_until_complete(names["main"]())
    finally:
        loop.close()


def exploring(name: str, text: str, runs: int) -> None:
    """How many schedules of a program are run in a second."""
    request, rates = Request(Source("race.py", text)), []
    for _ in range(3):
        began = time.perf_counter()
        found = explore(request, Bounds(runs=runs, seconds=60.0, random=False))
        rates.append(found.runs / (time.perf_counter() - began))
    what = f"explore, {name}, {found.runs} runs"
    print(f"{what:<44}{statistics.median(rates):>10.0f} runs a second", flush=True)


def grading(count: int = 30) -> None:
    """How many submissions of the lab sleep are graded in a second."""
    lab = Course(ROOT).lab("sleep")
    with tempfile.TemporaryDirectory() as folder:
        for i in range(count):
            Path(folder, f"student_{i}.py").write_bytes(lab.solution.read_bytes())
        began = time.perf_counter()
        results = judged(lab, Path(folder))
        took = time.perf_counter() - began
    assert all(result.verdict == "passed" for result in results)
    runs = len(lab.checks) and len(results[0].checks)
    print(f"grading, {runs} runs a submission{'':<20}{count / took:>10.2f} submissions a second")


if __name__ == "__main__":
    asyncio.set_event_loop(None)
    main()
