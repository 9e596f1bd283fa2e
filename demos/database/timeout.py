"""A query with a time limit: when the time is up, who goes on, and is the database told?

python demos/database/timeout.py       needs LOOPLAB_PG_URL, and ends by itself
"""

import argparse
import asyncio
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

try:
    import psycopg
except ImportError:
    sys.exit('This needs psycopg and its pool: pip install "psycopg[binary,pool]"')

SLEEP = "select pg_sleep(%s)"
STATE = "select state from pg_stat_activity where pid = %s"

Facts = dict[str, Any]


async def state(url: str, connection: "psycopg.Connection | psycopg.AsyncConnection") -> str:
    """What the database says of a connection: active while a query runs, idle when none does."""
    pid = connection.info.backend_pid
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as watcher:
        [word] = await (await watcher.execute(STATE, [pid])).fetchone() or ["gone"]
        return str(word)


async def with_await(url: str, query: float, limit: float) -> Facts:
    """The driver hears of the limit at its await, and cancels the query in the database."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        began = time.monotonic()
        try:
            async with asyncio.timeout(limit):
                await connection.execute(SLEEP, [query])
        except TimeoutError:
            pass
        seconds = time.monotonic() - began
        word = await state(url, connection)
        [answer] = await (await connection.execute("select 6 * 7")).fetchone() or [None]
        return {"back after": seconds, "in the database": word, "next query": answer}


async def with_thread(url: str, query: float, limit: float) -> Facts:
    """The loop stops waiting for the thread; thread and database know nothing of it."""
    with psycopg.connect(url, autocommit=True) as connection, ThreadPoolExecutor(1) as thread:
        began = time.monotonic()
        asking = thread.submit(connection.execute, SLEEP, [query])
        try:
            async with asyncio.timeout(limit):
                await asyncio.wrap_future(asking)
        except TimeoutError:
            pass
        seconds = time.monotonic() - began
        word = await state(url, connection)
        facts = {"back after": seconds, "in the database": word, "thread": "still waits"}
        if asking.done():
            facts["thread"] = "is free"
        connection.cancel()  # without it we would wait for the thread as long as the query runs
        return facts


async def main(url: str, query: float, limit: float) -> dict[str, Facts]:
    return {
        "await": await with_await(url, query, limit),
        "thread": await with_thread(url, query, limit),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--query", type=float, default=5, help="its seconds (%(default)s)")
    parser.add_argument("--limit", type=float, default=0.2, help="in seconds (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print the facts as JSON")
    options = parser.parse_args()
    if not 0 < options.limit < options.query <= 3600:
        parser.error("--limit must be above 0 and below --query, which is 3600 at most")
    url = os.environ.get("LOOPLAB_PG_URL")
    if not url:
        start = "python demos/database/embedded.py postgres"
        sys.exit(f"Set LOOPLAB_PG_URL; {start} starts a server and says what to.")
    try:
        facts = asyncio.run(main(url, options.query, options.limit))
    except psycopg.Error as error:
        sys.exit(f"PostgreSQL gives no answer: {' '.join(str(error).split())}")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
    if options.json:
        print(json.dumps(facts))
        sys.exit()
    for way, said in facts.items():
        (_, seconds), (_, word), (what, it) = said.items()
        print(f"   {way:7} back after {seconds:.1f} s; {word} in the database; {what} {it}")
