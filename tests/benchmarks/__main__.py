"""How fast it is: ``make bench`` prints each figure beside what it is compared with.

Nothing here is asserted. Ratios are medians of pairs that were measured in turn, in one run: the
machine's speed drifts, and absolute figures mean nothing elsewhere.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from looplab import record, sandbox
from looplab.course import Course
from looplab.grade import judged
from looplab.request import Request, Source

ROOT = Path(__file__).resolve().parents[2]

PING_PONG = """
import asyncio, time
async def once(pairs=200, rounds=50):
    loop = asyncio.get_running_loop()
    done, left = loop.create_future(), pairs
    def ping(i):
        nonlocal left
        if i < rounds:
            loop.call_soon(pong, i)
        else:
            left -= 1
            if not left:
                done.set_result(None)
    def pong(i):
        loop.call_soon(ping, i + 1)
    began = time.process_time()
    for _ in range(pairs):
        loop.call_soon(ping, 0)
    await done
    return (time.process_time() - began) / (2 * pairs * rounds) * 1e6
async def main():
    return sorted([await once() for _ in range(20)])[5]
"""

HELLO = """
import asyncio, time
from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler
class Hello(RequestHandler):
    def get(self):
        self.write("hello")
async def main(requests=400):
    server = Application([("/", Hello)], log_function=lambda handler: None).listen(0, "127.0.0.1")
    port = next(iter(server._sockets.values())).getsockname()[1]
    client = AsyncHTTPClient(force_instance=True)
    began = time.process_time()
    for _ in range(requests):
        await client.fetch(f"http://127.0.0.1:{port}/")
    took = (time.process_time() - began) / requests * 1e6
    server.stop()
    client.close()
    return took
"""


def untraced(text: str, debug: bool = False) -> float:
    """What the program says of itself, run by plain Python in a fresh process."""
    program = text + f"\nprint(asyncio.run(main(), debug={debug}))\n"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return float(done.stdout)


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
        say(
            "    for comparison, asyncio debug mode",
            *pairs(lambda t=text: untraced(t, True), lambda t=text: untraced(t), 3),  # type: ignore[misc]
            "us",
            "plain",
        )
    for _ in range(3):
        record.run(request)
    in_process = seconds(lambda: record.run(request))
    fresh = seconds(lambda: subprocess.run([sys.executable, str(lesson)], capture_output=True))
    a, b, ratio = pairs(in_process, fresh)
    say("the lesson sleep, in process", a * 1e3, b * 1e3, ratio, "ms", "python blocking.py")
    child = seconds(lambda: sandbox.run(lesson))
    bare = seconds(lambda: subprocess.run([sys.executable, "-c", "import tornado.ioloop"]))
    a, b, ratio = pairs(child, bare)
    say("the lesson sleep, in the sandbox", a * 1e3, b * 1e3, ratio, "ms", "import tornado")
    command = [sys.executable, "-m", "looplab", "--help"]
    help_ = seconds(lambda: subprocess.run(command, capture_output=True))
    a, b, ratio = pairs(help_, seconds(lambda: subprocess.run(python)), 9)
    say("looplab --help", a * 1e3, b * 1e3, ratio, "ms", "python -c pass")
    grading()


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
