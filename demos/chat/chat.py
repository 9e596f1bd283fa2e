"""A chat: rooms over WebSockets, in one process or, with PostgreSQL between them, in several.

python demos/chat/chat.py       Ctrl-C stops it, in good order
"""

import argparse
import asyncio
import errno
import os
import secrets
import sys
from typing import NoReturn
from urllib.parse import urlsplit

from bus import BusError
from processes import CHILD, Supervisor, child, reserved
from rooms import Limits
from server import (
    ADDRESS,
    Settings,
    allow_more_files,
    listening_sockets,
    most_files,
    serve,
    stop_at_signals,
)

MEMORY = "memory"
SHORTEST_SECRET = 32
FEWEST_FILES = 64
OF_LIMITS = [  # the option, the least and the most, and what it is
    ("rate", 0.1, 1e9, "messages a second of one browser"),
    ("queue", 1, 1e6, "messages that wait for one reader; at one more, the reader is let go"),
    ("history", 0, 1e6, "messages that a newcomer is shown"),
    ("rooms", 1, 1e6, "at once"),
    ("people", 1, 1e6, "at once, in one process"),
    ("windows", 1, 1e6, "at once, of one browser"),
    ("keep", 0.1, 1e6, "seconds until an empty room is forgotten"),
]
OF_SETTINGS = [
    ("ping", 0.1, 3600, "seconds from one to the next, and as long for its answer"),
    ("deadline", 0.1, 60, "seconds to say goodbye to everybody"),
]


def parser_of_options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="A chat: rooms over WebSockets.",
        epilog="LOOPLAB_PG_URL is what --bus is without the option. LOOPLAB_CHAT_SECRET signs the "
        "cookies; without it every start makes a secret of its own, and all have to log in again.",
    )
    add = parser.add_argument
    add("--port", type=int, default=8888, help="0: any free one (%(default)s)")
    add("--processes", type=int, default=1, help="behind the one port (%(default)s)")
    memory = f"postgresql://..., or {MEMORY}: one process, no database"
    add("--bus", default=os.environ.get("LOOPLAB_PG_URL") or MEMORY, metavar="URL", help=memory)
    trust = "of another site whose pages may come in, as https://chat.example.org"
    add("--trust", action="append", default=[], metavar="ORIGIN", help=trust)
    for defaults, options in ((Limits, OF_LIMITS), (Settings, OF_SETTINGS)):
        for name, _, _, words in options:
            default = getattr(defaults, name)
            shown = f"{words} ({default:g})"
            add(f"--{name}", type=type(default), default=default, metavar="N", help=shown)
    return parser


def checked(parser: argparse.ArgumentParser) -> tuple[int, Settings]:
    """How many processes, and what each has to know."""
    options = parser.parse_args()
    for name, least, most, _ in [
        ("port", 0, 65535, ""),
        ("processes", 1, 64, ""),
        *OF_LIMITS,
        *OF_SETTINGS,
    ]:
        if not least <= getattr(options, name) <= most:
            parser.error(f"--{name} must be between {least:g} and {most:g}")
    bus = None if options.bus == MEMORY else options.bus
    if bus is None and options.processes > 1:
        parser.error("several processes need a bus: --bus postgresql://user@host/name")
    for origin in options.trust:
        parts = urlsplit(origin)
        if not parts.hostname or origin != f"{parts.scheme}://{parts.netloc}":
            parser.error(f"--trust {origin}: an origin looks like https://chat.example.org")
    secret = os.environ.get("LOOPLAB_CHAT_SECRET") or secrets.token_hex(SHORTEST_SECRET)
    if len(secret) < SHORTEST_SECRET:
        parser.error(f"LOOPLAB_CHAT_SECRET must have at least {SHORTEST_SECRET} characters")
    settings = Settings(
        port=options.port,
        secret=secret,
        bus=bus,
        trust=options.trust,
        limits=Limits(**{name: getattr(options, name) for name, *_ in OF_LIMITS}),
        **{name: getattr(options, name) for name, *_ in OF_SETTINGS},
    )
    return options.processes, settings


def at(port: int) -> str:
    return f"The chat is at http://{ADDRESS}:{port}/"


async def run_alone(settings: Settings) -> int:
    sockets = listening_sockets(settings.port, shared=False)
    settings = Settings(**{**vars(settings), "port": sockets[0].getsockname()[1]})
    stop = asyncio.Event()
    noted = stop_at_signals(stop)
    await serve(settings, sockets, stop, at(settings.port))
    return 128 + noted[0]


async def run_several(settings: Settings, count: int) -> int:
    with reserved(settings.port) as port:
        settings = Settings(**{**vars(settings), "port": port.getsockname()[1]})
        return await Supervisor(settings, count).run(at(settings.port))


def explain(error: OSError, settings: Settings) -> NoReturn:
    if error.errno in (errno.EMFILE, errno.ENFILE):
        sys.exit("No more files can be opened. Allow some more: ulimit -n 1024")
    where = f"{ADDRESS}, port {settings.port}"
    sys.exit(f"Cannot listen at {where}: {os.strerror(error.errno or 0)}. Try another --port.")


def main() -> None:
    count, settings = checked(parser_of_options())
    allow_more_files()
    if most_files() < FEWEST_FILES:
        sys.exit(f"Only {most_files()} files may be open. Allow some more: ulimit -n 1024")
    running = run_alone(settings) if count == 1 else run_several(settings, count)
    try:
        sys.exit(asyncio.run(running))
    except BusError as error:
        sys.exit(str(error))
    except OSError as error:
        explain(error, settings)


if __name__ == "__main__":
    if sys.argv[1:] == [CHILD]:
        try:
            child()
        except (BusError, OSError) as error:
            sys.exit(str(error))
    else:
        main()
