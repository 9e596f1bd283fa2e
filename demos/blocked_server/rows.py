"""What is measured: pairs of handlers that do the same job, on the loop and off it."""

import os
from typing import NamedTuple

CORES: int = getattr(os, "process_cpu_count", os.cpu_count)() or 1
DEFAULT_THREADS = min(32, CORES + 4)  # what asyncio gives to its default executor
HANDS = min(8, CORES)  # for jobs that compute; more than eight would show nothing new


class Row(NamedTuple):
    """One handler: its name, which is also its path, what it does, and how it differs."""

    name: str
    does: str
    how: str

    @property
    def pair(self) -> str:
        return self.name.partition("/")[0]


# The first row of a pair blocks; the last one is what to write instead.
ROWS = [
    Row("sleep/blocking", "time.sleep", "with time.sleep"),
    Row("sleep/default", "to_thread(time.sleep), {default} threads", "with {default} threads"),
    Row("sleep/threads", "time.sleep in {clients} threads", "with {clients} threads"),
    Row("sleep/coroutine", "asyncio.sleep", "with asyncio.sleep"),
    Row("fetch/blocking", "urlopen", "with urlopen"),
    Row("fetch/default", "AsyncHTTPClient, 10 at a time", "with 10 at a time"),
    Row("fetch/coroutine", "AsyncHTTPClient, {clients} at a time", "with AsyncHTTPClient"),
    Row("hash/blocking", "scrypt", "on the loop"),
    Row("hash/threads", "scrypt in {hands} threads", "in {hands} threads"),
    Row("count/blocking", "a Python loop", "on the loop"),
    Row("count/threads", "a Python loop in {clients} threads", "in {clients} threads"),
    Row("count/processes", "a Python loop in {hands} processes", "in {hands} processes"),
    Row("query/blocking", "sqlite3", "on the loop"),
    Row("query/threads", "sqlite3 in {hands} threads", "in {hands} threads"),
]
PAIRS = list(dict.fromkeys(row.pair for row in ROWS))


def rows_of(pairs: list[str], clients: int) -> list[Row]:
    """The rows of these pairs, with the numbers in them."""
    numbers = {"clients": clients, "hands": HANDS, "default": DEFAULT_THREADS}
    return [
        Row(row.name, row.does.format_map(numbers), row.how.format_map(numbers))
        for row in ROWS
        if row.pair in pairs
    ]
