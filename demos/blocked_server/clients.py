"""Clients who ask again and again, and a ping beside them; each line tells what they have seen.

show.py starts it, and it ends when its standard input does.
"""

import argparse
import asyncio
import json
import math
import random
import re
import sys
import time
from urllib.parse import urlsplit

from processes import end_with_the_parent
from rows import HANDS

PING_EVERY = 0.03  # seconds, about
TELL_EVERY = 0.25


class Connection:
    """One connection to the server, kept for as many requests as you like."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def opened(cls, url: str) -> "Connection":
        where = urlsplit(url)
        return cls(*await asyncio.open_connection(where.hostname, where.port))

    async def ask(self, path: str) -> None:
        """Ask for a path, and wait for the whole answer."""
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        await self.reader.readexactly(int(length[1]) if length else 0)
        status = head.split(maxsplit=2)[1]
        if not status.startswith("2"):
            raise ConnectionError(f"GET {path} was answered with {status}")

    def close(self) -> None:
        self.writer.close()


class Seen:
    """What the clients and the pings of one row have seen."""

    def __init__(self, seconds: float) -> None:
        self.began = time.perf_counter()
        self.until = self.began + seconds
        self.arrivals: list[float] = []
        self.waits: list[float] = []
        self.pings: list[float] = []
        self.on_their_way: set[float] = set()

    def answered(self, sent: float) -> None:
        self.arrivals.append(time.perf_counter())
        self.waits.append(self.arrivals[-1] - sent)

    def figures(self) -> dict[str, float]:
        """As in the table, times in milliseconds; a ping without an answer has waited until now."""
        now = time.perf_counter()
        pings = self.pings + [now - sent for sent in self.on_their_way]
        return {
            "requests_per_second": self.rate(),
            "p50": percentile(self.waits, 0.5) * 1000,
            "p99": percentile(self.waits, 0.99) * 1000,
            "ping_p50": percentile(pings, 0.5) * 1000,
            "ping_max": max(pings, default=0.0) * 1000,
        }

    def rate(self) -> float:
        """Answers a second, while all clients were asking; afterwards only if none came before."""
        arrivals = [arrival for arrival in self.arrivals if arrival <= self.until] or self.arrivals
        return len(arrivals) / (arrivals[-1] - self.began) if arrivals else 0.0


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of all does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1] if values else 0.0


async def measure(connections: list[Connection], url: str, path: str, seconds: float) -> Seen:
    """All clients ask for a path for so many seconds; what was asked by then is waited for."""
    seen = Seen(seconds)

    async def client(connection: Connection) -> None:
        while (sent := time.perf_counter()) < seen.until:
            await connection.ask(path)
            seen.answered(sent)

    async def ping() -> None:
        sent = time.perf_counter()
        seen.on_their_way.add(sent)
        connection = await Connection.opened(url)
        try:
            await connection.ask("/ping")
        finally:
            connection.close()
        seen.on_their_way.remove(sent)
        seen.pings.append(time.perf_counter() - sent)

    async def tell() -> None:
        while True:
            await asyncio.sleep(TELL_EVERY)
            say(row=path.strip("/"), done=False, **seen.figures())

    telling = asyncio.create_task(tell())
    try:
        async with asyncio.TaskGroup() as group:
            for connection in connections:
                group.create_task(client(connection))
            # A ping goes off whether the one before it is back or not: who waited for it would
            # hardly ask while things are bad. And it keeps no step with the clients.
            while True:
                await asyncio.sleep(random.uniform(0, 2 * PING_EVERY))
                group.create_task(ping())
                if time.perf_counter() >= seen.until:
                    break
    finally:
        telling.cancel()
    return seen


async def visit(url: str, names: list[str], clients: int, seconds: float) -> None:
    """All clients come, and measure one row after the other."""
    connections = [await Connection.opened(url) for _ in range(clients)]
    for connection in connections:
        await connection.ask("/ping")
    for name in names:
        # The first of each kind has threads to start and modules to load.
        await asyncio.gather(*(connection.ask(f"/{name}") for connection in connections[:HANDS]))
        seen = await measure(connections, url, f"/{name}", seconds)
        say(row=name, done=True, **seen.figures())


def say(**what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="of the server")
    parser.add_argument("rows", nargs="+", help="what to ask for, such as sleep/blocking")
    parser.add_argument("--clients", type=int, default=50, help="(%(default)s)")
    parser.add_argument("--seconds", type=float, default=3, help="for each row (%(default)s)")
    options = parser.parse_args()
    end_with_the_parent()
    try:
        asyncio.run(visit(options.url, options.rows, options.clients, options.seconds))
    except* OSError as errors:
        say(failed=str(errors.exceptions[0]))
    except* asyncio.IncompleteReadError:
        say(failed="the server has hung up")
    except* KeyboardInterrupt:
        sys.exit(130)
