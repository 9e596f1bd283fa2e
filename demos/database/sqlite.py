"""The handlers that ask SQLite: a library in this process, which waits for nobody and computes."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from tornado.web import RequestHandler

COUNT = """
with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ?)
select sum(n % 7) from numbers
"""


def ask(rows: int) -> int:
    connection = sqlite3.connect(":memory:")
    try:
        [(answer,)] = connection.execute(COUNT, [rows])
        return int(answer)
    finally:
        connection.close()


class Blocking(RequestHandler):
    """The query computes here and now, on the loop's thread."""

    async def get(self) -> None:
        ask(self.settings["rows"])


class InThread(RequestHandler):
    """The query computes just as long, but in another thread."""

    async def get(self) -> None:
        loop, thread = asyncio.get_running_loop(), self.settings["thread"]
        await loop.run_in_executor(thread, ask, self.settings["rows"])


HANDLERS: dict[str, type[RequestHandler]] = {"sqlite": Blocking, "sqlite_thread": InThread}


def rows_for(seconds: float) -> int:
    """How many rows a query must count to need about so long on this machine."""
    rows = 50_000
    times = []
    for _ in range(3):
        began = time.thread_time()
        ask(rows)
        times.append(time.thread_time() - began)
    return max(1, int(rows * seconds / min(times)))


@asynccontextmanager
async def opened(count: int, seconds: float) -> AsyncIterator[dict[str, Any]]:
    """What the handlers need; all the visitors share one thread."""
    with ThreadPoolExecutor(1) as thread:
        yield {
            "asks": f"SQLite {sqlite3.sqlite_version} in the process of the web server",
            "rows": rows_for(seconds),
            "thread": thread,
        }
