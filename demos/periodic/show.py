"""A PeriodicCallback and two loops of sleeps, beside a neighbour who waits and one who blocks.

python demos/periodic/show.py       stops by itself, or at Ctrl-C
"""

import argparse
import asyncio
import errno
import json
import logging
import math
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field

from tornado import gen
from tornado.ioloop import PeriodicCallback

PERIODS = 12
FREE = 2.4  # periods from one visit of the neighbour to the next
TOO_LONG = 1.5  # periods that a tick takes in the last part
COLUMNS = 4  # of a time line, for a period

Sleep = Callable[[float], Awaitable[None]]


async def block(seconds: float) -> None:
    time.sleep(seconds)


@dataclass
class Row:
    """When somebody ticked, in periods since the start, and in which period that was due."""

    name: str
    ticks: list[float] = field(default_factory=list)
    due: list[int] = field(default_factory=list)

    def note(self, tick: float, due: int) -> None:
        self.ticks.append(tick)
        self.due.append(due)

    def late(self) -> list[float]:
        return [tick - due for tick, due in zip(self.ticks, self.due, strict=True)]

    def skipped(self) -> int:
        return max(self.due, default=0) - len(self.due)


class Part:
    """Three tickers and a neighbour on one loop, for so many periods."""

    def __init__(self, period: float, body: float = 0) -> None:
        self.period, self.body = period, body
        self.rows = [Row("PeriodicCallback"), Row("asyncio.sleep"), Row("gen.sleep")]
        self.visits: list[tuple[float, float]] = []
        self.began = time.monotonic()

    def now(self) -> float:
        return (time.monotonic() - self.began) / self.period

    async def tick(self) -> None:
        """Of the PeriodicCallback; it leaves out the periods that are over by its end."""
        row, now = self.rows[0], self.now()
        before = row.ticks[-1] + self.body if row.ticks else 0
        row.note(now, max(math.floor(before), *row.due[-1:], 0) + 1)
        await asyncio.sleep(self.body * self.period)

    async def tick_by_sleeps(self, row: Row, sleep: Sleep) -> None:
        """The loop that everybody writes first. It leaves out none, and knows of no plan."""
        while True:
            await sleep(self.period)
            row.note(self.now(), len(row.due) + 1)
            await asyncio.sleep(self.body * self.period)

    async def visit(self, sleep: Sleep, busy: float) -> None:
        """The neighbour comes now and then, and is busy in his own way."""
        while True:
            await asyncio.sleep(FREE * self.period)
            came = self.now()
            await sleep(busy * self.period)
            self.visits.append((came, self.now()))

    async def run(self, sleep: Sleep | None = None, busy: float = 0) -> None:
        periodic = PeriodicCallback(self.tick, self.period * 1000)  # milliseconds
        periodic.start()
        tasks = [
            asyncio.create_task(self.tick_by_sleeps(self.rows[1], asyncio.sleep)),
            asyncio.create_task(self.tick_by_sleeps(self.rows[2], gen.sleep)),
        ]
        if sleep:
            tasks.append(asyncio.create_task(self.visit(sleep, busy)))
        await asyncio.sleep((PERIODS + 0.5) * self.period)
        periodic.stop()
        for task in tasks:
            task.cancel()


def time_line(times: list[float]) -> str:
    columns = {round(moment * COLUMNS) for moment in times}
    return "".join("|" if column in columns else " " for column in range(max(columns) + 1))


def spans(visits: list[tuple[float, float]], sign: str) -> str:
    def at(column: int) -> bool:
        return any(came * COLUMNS <= column < went * COLUMNS for came, went in visits)

    return "".join(sign if at(column) else " " for column in range(PERIODS * COLUMNS))


def print_part(part: Part, sign: str) -> None:
    print(f"\n  {'every period':18}{time_line(list(range(1, PERIODS + 1)))}")
    if part.visits:
        print(f"  {'the neighbour':18}{spans(part.visits, sign).rstrip()}")
    for row in part.rows:
        print(f"  {row.name:18}{time_line(row.ticks)}")
    print("\n                      ticks   skipped   late at most   late at the end")
    for row in part.rows:
        most, last = (1000 * part.period * late for late in (max(row.late()), row.late()[-1]))
        numbers = f"{len(row.ticks):7}{row.skipped():10}{most:12.0f} ms{last:15.0f} ms"
        print(f"  {row.name:18}{numbers}")
    print(flush=True)


async def show(period: float, busy: float, as_json: bool) -> None:
    parts: list[tuple[str, str, float, Sleep | None]] = [
        ("1. Beside a neighbour who waits", "~", 0, asyncio.sleep),
        ("2. Beside a neighbour who blocks", "#", 0, block),
        (f"3. Each tick waits for {TOO_LONG} periods; there is no neighbour", " ", TOO_LONG, None),
    ]
    found = []
    for title, sign, body, sleep in parts:
        part = Part(period, body)
        if not as_json:
            print(title, flush=True)
        await part.run(sleep, busy)
        rows = [asdict(row) | {"skipped": row.skipped()} for row in part.rows]
        found.append({"part": title, "rows": rows, "visits": part.visits})
        if not as_json:
            print_part(part, sign)
    if as_json:
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--period", type=float, default=0.2, help="seconds (%(default)s)")
    parser.add_argument("--busy", type=float, default=2.7, help="periods (%(default)s)")
    parser.add_argument("--json", action="store_true", help="the ticks, for a program")
    options = parser.parse_args()
    if not (0.01 <= options.period <= 10 and 0 <= options.busy <= 9):
        parser.error("--period must be between 0.01 and 10, --busy between 0 and 9")
    try:
        asyncio.run(show(options.period, options.busy, options.json))
    except OSError as error:
        no_files = error.errno == errno.EMFILE
        advice = "Allow more with ulimit -n" if no_files else "Run it once more"
        sys.exit(f"The demo could not go on: {error}. {advice}.")
    except KeyboardInterrupt:
        logging.disable()  # asyncio would log a second Ctrl-C as the error of some task
        print("\nStopped.")
        sys.exit(130)
