"""Fifty clients at handlers that hold the loop and at some that do not, with a ping beside them.

python demos/blocked_server/show.py       stops by itself, or at Ctrl-C, and leaves nothing behind
"""

import argparse
import asyncio
import json
import re
import resource
import signal
import sys
from contextlib import AsyncExitStack

from processes import running
from rich.console import Console
from rows import CORES, PAIRS, Row, rows_of
from sentences import ratios, sentences
from table import Display, Figures, Lines, Living, Nothing

RANGES = [
    ("clients", 1, 1000),
    ("seconds", 0.01, 60),
    ("sleep", 0, 3600),
    ("fetch", 0, 3600),
    ("port", 0, 65535),
]


async def address(process: asyncio.subprocess.Process) -> str:
    """The address in the first line of a child that listens."""
    assert process.stdout
    listening = re.search(r"http://\S+", (await process.stdout.readline()).decode())
    if listening is None:  # it has said why
        sys.exit(await process.wait() or 1)
    return listening[0]


async def measure(rows: list[Row], options: argparse.Namespace) -> dict[str, Figures]:
    """Start everybody, show what the clients see while it comes in, and stop everybody."""
    loop, me = asyncio.get_running_loop(), asyncio.current_task()
    assert me
    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(me.cancel))

    clients, names = f"--clients={options.clients}", [row.name for row in rows]
    async with AsyncExitStack() as children:

        async def begin(*command: str) -> asyncio.subprocess.Process:
            return await children.enter_async_context(running(*command))

        backend = await address(await begin("backend.py", f"--seconds={options.fetch}"))
        where = (f"--port={options.port}", f"--backend={backend}")
        server = await address(
            await begin("server.py", *where, clients, f"--seconds={options.sleep}")
        )
        asking = await begin("clients.py", server, *names, clients, f"--seconds={options.seconds}")
        with display(rows, server, options) as shown:
            return await told(asking, len(rows), shown)


async def told(
    clients: asyncio.subprocess.Process, count: int, shown: Display
) -> dict[str, Figures]:
    """The figures of all rows, as the clients tell them."""
    figures: dict[str, Figures] = {}
    assert clients.stdout
    async for line in clients.stdout:
        news = json.loads(line)
        if "failed" in news:
            raise ConnectionError(news["failed"])
        name, done = news.pop("row"), news.pop("done")
        shown.show(name, done, news)
        if done:
            figures[name] = news
    if len(figures) < count:
        raise ConnectionError("the clients have gone")
    return figures


def display(rows: list[Row], url: str, options: argparse.Namespace) -> Display:
    """How the figures are shown: not at all, in a living table, or line by line."""
    if options.json:
        return Nothing()
    print(f"Server at {url}")
    print(f"{options.clients} clients, {options.seconds:g} s a row, times in milliseconds\n")
    console = Console()
    if console.is_terminal and not console.is_dumb_terminal:
        return Living(rows, console)
    return Lines(rows)


def results(rows: list[Row], figures: dict[str, Figures], options: argparse.Namespace) -> str:
    """All that was measured, for a program."""
    return json.dumps(
        {
            "clients": options.clients,
            "seconds": options.seconds,
            "sleep": options.sleep,
            "fetch": options.fetch,
            "processors": CORES,
            "rows": [{"name": name, **seen} for name, seen in figures.items()],
            "ratios": ratios(rows, figures),
        },
        indent=2,
    )


def make_room(options: argparse.Namespace) -> None:
    """Allow as many descriptors as we may need; where the system does not, say so."""
    # The server may have a fetch under way for each client, and pings pile up while it is held.
    needed = 2 * options.clients + int(40 * options.seconds) + 100
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        sys.exit(
            f"{options.clients} clients for {options.seconds:g} s may need {needed} descriptors, "
            f"and here are {hard}. Take fewer --clients or --seconds, or raise the limit: ulimit -n"
        )
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def parsed() -> argparse.Namespace:
    """The options, each of them possible."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=50, help="at the same time (%(default)s)")
    parser.add_argument("--seconds", type=float, default=3, help="for each row (%(default)s)")
    parser.add_argument("--sleep", type=float, default=0.1, help="seconds of one (%(default)s)")
    parser.add_argument("--fetch", type=float, default=0.2, help="seconds of one (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="0: any free one (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print the results for a program")
    only = "which pairs: " + ", ".join(PAIRS)
    parser.add_argument(
        "--only", nargs="+", choices=PAIRS, default=PAIRS, metavar="PAIR", help=only
    )
    options = parser.parse_args()
    for name, least, most in RANGES:
        if not least <= getattr(options, name) <= most:
            parser.error(f"--{name} must be between {least:g} and {most:g}")
    return options


def main() -> None:
    options = parsed()
    make_room(options)
    rows = rows_of(options.only, options.clients)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        figures = asyncio.run(measure(rows, options))
    except OSError as error:
        sys.exit(f"The demo could not go on: {error}. Run it once more.")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
    except asyncio.CancelledError:
        sys.exit(128 + signal.SIGTERM)
    if options.json:
        print(results(rows, figures, options))
    else:
        print("", *sentences(rows, figures), sep="\n")


if __name__ == "__main__":
    main()
