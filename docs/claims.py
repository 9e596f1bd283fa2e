"""Measures what the README, the lessons and the demos claim in numbers: ``make claims``.

    python docs/claims.py              measure what takes seconds, beside what was measured before
    python docs/claims.py chat c10k    only these
    python docs/claims.py --write      and put it down in docs/claims.md

Ratios of two runs on one machine are compared, and sizes: an absolute time says more of the machine
than of the program.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "claims.md"
BEGIN, END = "<!-- measured -->", "<!-- end -->"
HEAD = ("what", "goal", "measured", "on", "with")

Facts = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """``of`` finds the number in what ``command`` printed; it has to be ``least`` or ``most``."""

    group: str
    what: str
    of: Callable[[Facts], float]
    least: float | None = None
    most: float | None = None
    unit: str = ""

    @property
    def goal(self) -> str:
        bound = self.least if self.least is not None else self.most
        return f"{'at least' if self.least is not None else 'at most'} {bound:g}{self.unit}"

    def holds(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (
            self.most is None or value <= self.most
        )


def demo(script: str, *arguments: str) -> Facts:
    """What a demo prints for programs."""
    command = [sys.executable, f"demos/{script}", *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command[1:])}: {(done.stderr or done.stdout).strip()}")
    facts: Facts = json.loads(done.stdout)
    return facts


def grading() -> Facts:
    """A hundred right submissions of the lab sleep, with all reports; and one run alone."""
    with tempfile.TemporaryDirectory() as top:
        subs = Path(top, "subs")
        subs.mkdir()
        for n in range(100):
            text = (ROOT / "labs/01_sleep/solution.py").read_text(encoding="utf-8")
            (subs / f"student_{n:03}.py").write_text(f"{text}# {n}\n", encoding="utf-8")
        looplab = [sys.executable, "-m", "looplab", "grade", "sleep", str(subs)]
        graded = seconds([*looplab, "--out", str(Path(top, "out"))])
        alone = seconds([sys.executable, "lessons/01_sleep/nonblocking.py"])
    return {"each": graded / 100, "alone": alone}


# Best of three each, by turns: neighbours make both slower, and none makes one quicker.
TWO_THREADS = """
import json, time
from concurrent.futures import ThreadPoolExecutor

def count():
    for _ in range(3_000_000):
        pass

def seconds(threads):
    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        for job in [pool.submit(count) for _ in range(threads)]:
            job.result()
        return time.perf_counter() - began

pairs = [(seconds(1), seconds(2)) for _ in range(3)]
print(json.dumps({"one": min(one for one, _ in pairs), "two": min(two for _, two in pairs)}))
"""


def two_threads() -> Facts:
    """Two jobs in plain Python, in two threads, and one in one."""
    done = subprocess.run([sys.executable, "-c", TWO_THREADS], capture_output=True, check=True)
    facts: Facts = json.loads(done.stdout)
    return facts


def seconds(command: list[str]) -> float:
    """How long a command takes, in real seconds."""
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.monotonic() - began


def row(facts: Facts, name: str) -> Facts:
    """The row of this name or kind in what a demo measured."""
    found: Facts = next(r for r in facts["rows"] if name in (r.get("name"), r.get("kind")))
    return found


def rate(blocking: str, other: str, facts: Facts) -> float:
    """How many times as many requests a second."""
    key = "requests_per_second"
    return float(row(facts, other)[key] / row(facts, blocking)[key])


def ping(blocking: str, other: str, facts: Facts) -> float:
    """How many times as long a ping waits."""
    return float(row(facts, blocking)["ping_p50"] / row(facts, other)["ping_p50"])


def kib(kind: str, facts: Facts) -> float:
    """Memory for each friend: the process's own and the kernel's stacks and page tables."""
    found = row(facts, kind)
    return float(found["own_kib"] + (found["kernel_kib"] or 0))


def asked(name: str, facts: Facts) -> Facts:
    """The row of one way to ask the database."""
    found: Facts = facts["rows"][name]
    return found


def kept(facts: Facts) -> Facts:
    """What became of a room with a bound for each reader."""
    found: Facts = facts["bounded"]
    return found


COMMANDS: dict[str, tuple[str, Callable[[], Facts]]] = {
    "blocked": (
        "python demos/blocked_server/show.py --only sleep fetch hash",
        partial(demo, "blocked_server/show.py", "--only", "sleep", "fetch", "hash"),
    ),
    "c10k": (
        "python demos/c10k/show.py --connections 10000 --only stream poll websocket",
        partial(
            demo,
            *("c10k/show.py", "--connections", "10000", "--only", "stream", "poll", "websocket"),
        ),
    ),
    "threads": (
        "python demos/c10k/show.py --only poll threads",
        partial(demo, "c10k/show.py", "--only", "poll", "threads"),
    ),
    "database": (
        "python demos/database/show.py --only blocking shared pool",
        partial(demo, "database/show.py", "--only", "blocking", "shared", "pool"),
    ),
    "chat": ("python demos/chat/load.py", partial(demo, "chat/load.py")),
    "gil": ("python docs/claims.py gil", two_threads),
    "grade": ("looplab grade sleep SUBMISSIONS", grading),
}

# Where each is claimed is said in docs/claims.md.
CLAIMS = [
    Claim(
        "blocked",
        "50 clients, a wait of 0.1 s: coroutines answer so many times as many requests",
        partial(rate, "sleep/blocking", "sleep/coroutine"),
        least=25,
    ),
    Claim(
        "blocked",
        "50 clients, a wait of 0.1 s: a ping waits so many times as long at a held loop",
        partial(ping, "sleep/blocking", "sleep/coroutine"),
        least=100,
    ),
    Claim(
        "blocked",
        "50 clients, a fetch of 0.2 s: AsyncHTTPClient answers so many times as many as urlopen",
        partial(rate, "fetch/blocking", "fetch/coroutine"),
        least=25,
    ),
    Claim(
        "blocked",
        "50 clients, a hash: a ping waits so many times as long as beside threads",
        partial(ping, "hash/blocking", "hash/threads"),
        least=100,
    ),
    Claim(
        "c10k",
        "10,000 WebSockets: connections that failed",
        lambda facts: row(facts, "websocket")["failed"],
        most=0,
    ),
    Claim(
        "c10k",
        "10,000 WebSockets: memory for each",
        partial(kib, "websocket"),
        most=16,
        unit=" KiB",
    ),
    Claim(
        "c10k", "10,000 plain streams: memory for each", partial(kib, "stream"), most=6, unit=" KiB"
    ),
    Claim("c10k", "10,000 long polls: memory for each", partial(kib, "poll"), most=16, unit=" KiB"),
    Claim(
        "threads",
        "1,000 friends: a thread each takes so many times the memory of a long poll",
        lambda facts: kib("threads", facts) / kib("poll", facts),
        least=2,
    ),
    Claim(
        "database",
        "10 queries of 0.2 s: blocking takes so many times as long as a pool",
        lambda facts: asked("blocking", facts)["all"] / asked("pool", facts)["all"],
        least=4,
    ),
    Claim(
        "database",
        "10 queries of 0.2 s: one shared connection takes so many times as long as blocking",
        lambda facts: asked("shared", facts)["all"] / asked("blocking", facts)["all"],
        least=0.8,
    ),
    Claim(
        "database",
        "one shared connection: a ping waits for so much of the time",
        lambda facts: asked("shared", facts)["longest ping"] / asked("shared", facts)["all"],
        most=0.1,
    ),
    Claim(
        "chat",
        "20,000 messages, one who never reads: messages that the others lost",
        lambda facts: kept(facts)["lost"],
        most=0,
    ),
    Claim(
        "chat",
        "20,000 messages, one who never reads: the server grows by",
        lambda facts: kept(facts)["grown_mib"],
        most=5,
        unit=" MiB",
    ),
    Claim(
        "threads",
        "1,000 friends: memory for each with a thread",
        partial(kib, "threads"),
        most=60,
        unit=" KiB",
    ),
    Claim(
        "gil",
        "two jobs in plain Python, in two threads, take so many times as long as one in one",
        lambda facts: facts["two"] / facts["one"],
        least=1.5,
    ),
    Claim(
        "grade",
        "a submission that sleeps for a second is graded in so much of the time of running it",
        lambda facts: facts["each"] / facts["alone"],
        most=0.25,
    ),
]


def recorded() -> dict[str, list[str]]:
    """The rows of the table in docs/claims.md, by what they say."""
    lines = TABLE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row for row in cells if len(row) == len(HEAD) and row[0] in WHATS}


WHATS = {claim.what for claim in CLAIMS}


def written(value: float, claim: Claim) -> str:
    """A number with its unit, short."""
    digits = f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.2g}"
    return f"{digits}{claim.unit}"


def machine() -> str:
    """What it was measured on, in a few words."""
    cores = getattr(os, "process_cpu_count", os.cpu_count)()
    return f"{platform.system()}, {cores} cores, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(COMMANDS)}")
    parser.add_argument("--write", action="store_true", help="put it down in docs/claims.md")
    options = parser.parse_args()
    if unknown := set(options.groups) - COMMANDS.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(COMMANDS)}")
    before, rows, broken = recorded(), recorded(), 0
    for group in options.groups or COMMANDS:
        command, measure = COMMANDS[group]
        print(f"\n{command}", flush=True)
        facts = measure()
        for claim in (claim for claim in CLAIMS if claim.group == group):
            value = claim.of(facts)
            broken += not claim.holds(value)
            mark = "  " if claim.holds(value) else "! "
            known = before[claim.what][2] if claim.what in before else "never"
            now = written(value, claim)
            print(f"  {mark}{claim.what}:\n      {now} (goal: {claim.goal}; recorded: {known})")
            when = f"{date.today()}, {machine()}"
            rows[claim.what] = [claim.what, claim.goal, now, when, f"`{command}`"]
    if options.write:
        write(rows)
    sys.exit(f"\n{broken} of these are not so on this machine, just now." if broken else 0)


def write(rows: dict[str, list[str]]) -> None:
    """Put the table into docs/claims.md, claims in their order."""
    lines = [HEAD, ["---"] * len(HEAD), *(rows[c.what] for c in CLAIMS if c.what in rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    text = TABLE.read_text(encoding="utf-8")
    pattern = re.compile(f"{BEGIN}.*{END}", re.DOTALL)
    TABLE.write_text(pattern.sub(lambda _: f"{BEGIN}\n{table}\n{END}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
