"""Visitors who come to a server all at once, and one in a hurry who asks it only for a ping.

python demos/database/visitors.py shared pool       with a server in another terminal
"""

import argparse
import asyncio
import sys
import time


async def asks(host: str, port: int, what: str) -> float:
    """How many seconds the server let somebody wait."""
    asked = time.monotonic()
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET /{what} HTTP/1.0\r\n\r\n".encode())
        status = (await reader.read()).partition(b"\r\n")[0].decode()
    finally:
        writer.close()
    if " 200 " not in status:
        raise ConnectionError(f"/{what} was answered with {status or 'nothing'}")
    return time.monotonic() - asked


async def come(host: str, port: int, row: str, count: int, begin: float) -> tuple[float, float]:
    """How long it took to serve so many visitors, and the longest of the pings meanwhile."""
    pings: list[float] = []
    async with asyncio.TaskGroup() as group:
        visitors = [group.create_task(asks(host, port, row)) for _ in range(count)]
        await asyncio.sleep(begin)  # first the visitors, then somebody in a hurry
        while not pings or not all(visitor.done() for visitor in visitors):
            pings.append(await asks(host, port, "ping"))
            await asyncio.wait(visitors, timeout=0.01)
    return max(visitor.result() for visitor in visitors), max(pings)


async def main(options: argparse.Namespace) -> None:
    host, _, port = options.server.rpartition(":")
    for row in options.rows:
        begin = options.seconds / 10
        served, ping = await come(host, int(port), row, options.count, begin)
        print(f"{row}: all served in {served:.3f} s, longest ping {ping:.3f} s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="+", metavar="ROW", help="what to ask for, one by one")
    parser.add_argument("--server", default="127.0.0.1:8888", help="HOST:PORT (%(default)s)")
    parser.add_argument("--count", type=int, default=10, help="of visitors (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.2, help="of a query (%(default)s)")
    options = parser.parse_args()
    if not (1 <= options.count <= 1000 and 0 <= options.seconds <= 60):
        parser.error("--count must be between 1 and 1000, --seconds between 0 and 60")
    if not options.server.rpartition(":")[2].isdecimal():
        parser.error("--server must be HOST:PORT")
    try:
        asyncio.run(main(options))
    except ExceptionGroup as errors:
        why, start = errors.exceptions[0], "python demos/database/server.py sqlite"
        sys.exit(f"{options.server} did not serve all: {why}. {start} starts a server.")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
