"""The handlers that ask PostgreSQL: the same slow query, asked in five ways."""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from tornado.web import RequestHandler

try:
    import psycopg
    from psycopg_pool import AsyncConnectionPool, ConnectionPool
except ImportError:
    sys.exit('This needs psycopg and its pool: pip install "psycopg[binary,pool]"')

ASK = "select pg_sleep(%s)"


class Blocking(RequestHandler):
    """An async def, but the driver waits inside its call, and the loop with it."""

    async def get(self) -> None:
        self.settings["connection"].execute(ASK, [self.settings["seconds"]])


class Shared(RequestHandler):
    """The loop is free, but a connection takes one query at a time."""

    async def get(self) -> None:
        await self.settings["shared"].execute(ASK, [self.settings["seconds"]])


class Pooled(RequestHandler):
    """A connection for each query, and the loop is free."""

    async def get(self) -> None:
        async with self.settings["pool"].connection() as connection:
            await connection.execute(ASK, [self.settings["seconds"]])


def ask(connections: "ConnectionPool[psycopg.Connection]", seconds: float) -> None:
    with connections.connection() as connection:
        connection.execute(ASK, [seconds])


class InThreads(RequestHandler):
    """The blocking driver, and a thread for each query."""

    async def get(self) -> None:
        loop, threads = asyncio.get_running_loop(), self.settings["threads"]
        connections, seconds = self.settings["connections"], self.settings["seconds"]
        await loop.run_in_executor(threads, ask, connections, seconds)


class InDefaultThreads(RequestHandler):
    """The blocking driver in the threads that the loop brings: on few cores they are few."""

    async def get(self) -> None:
        loop = asyncio.get_running_loop()
        connections, seconds = self.settings["connections"], self.settings["seconds"]
        await loop.run_in_executor(None, ask, connections, seconds)


HANDLERS: dict[str, type[RequestHandler]] = {
    "blocking": Blocking,
    "shared": Shared,
    "pool": Pooled,
    "threads": InThreads,
    "default_threads": InDefaultThreads,
}


@asynccontextmanager
async def opened(count: int, seconds: float) -> AsyncIterator[dict[str, Any]]:
    """What the handlers ask through, with all connections made, so that no visitor waits for one.

    A query is a transaction of its own: those who share a connection would share that as well.
    """
    url = os.environ.get("LOOPLAB_PG_URL")
    if not url:
        start = "python demos/database/embedded.py postgres"
        sys.exit(f"Set LOOPLAB_PG_URL; {start} starts a server and says what to.")
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # what it warns of is raised below
    way: dict[str, Any] = {"autocommit": True, "connect_timeout": 10}
    size: dict[str, Any] = {"min_size": count, "max_size": count, "open": False, "kwargs": way}
    async with AsyncExitStack() as stack:
        try:
            connection = stack.enter_context(psycopg.connect(url, **way))
            shared = await stack.enter_async_context(
                await psycopg.AsyncConnection.connect(url, **way)
            )
            pool = await stack.enter_async_context(AsyncConnectionPool(url, **size))
            await pool.wait(timeout=10)
            connections = stack.enter_context(ConnectionPool(url, **size))
            connections.wait(timeout=10)
        except psycopg.Error as error:
            why = " ".join(str(error).split())
            sys.exit(f"LOOPLAB_PG_URL did not lead us to {2 + 2 * count} connections: {why}")
        info = connection.info
        yield {
            "asks": f"PostgreSQL {info.parameter_status('server_version')} at {info.host}",
            "seconds": seconds,
            "connection": connection,
            "shared": shared,
            "pool": pool,
            "connections": connections,
            "threads": stack.enter_context(ThreadPoolExecutor(count)),
        }
