"""Many friends, and most of them say nothing: what does that cost, with a loop and with threads?

python demos/c10k/show.py       stops by itself, or at Ctrl-C, and leaves nothing behind
"""

import argparse
import json
import os
import platform
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict

import children
import limits
import table
import tornado
from friends import Row
from screen import Screen

LEAST = 100  # with fewer friends, what they cost is lost in what the server does besides


def visit(kind: str, friends: int, options: argparse.Namespace, screen: Screen) -> Row:
    """Start a server and its friends, and wait until these have seen enough."""
    collector = ["--no-gc"] if options.no_gc else []
    asked = ("--port", str(options.port), "--backlog", str(options.backlog))
    with children.running("server.py", kind, *asked, *collector) as server:
        assert server.stdout
        listening = re.search(r"port (\d+)", server.stdout.readline())
        if listening is None:  # it has said why
            sys.exit(server.wait())
        where = ("--port", listening[1], "--server", str(server.pid))
        count = ("--connections", str(friends), "--hold", str(options.hold))
        with children.running("friends.py", kind, *where, *count) as group, screen.busy() as show:
            try:
                return watch(group, table.NAMES[kind], screen, show)
            finally:
                children.end(server)  # first, or it has to see each of them go


def watch(
    group: subprocess.Popen[str], name: str, screen: Screen, show: Callable[[str], None]
) -> Row:
    """Pass on what the friends tell, until they have a row for the table."""
    assert group.stdout
    for line in group.stdout:
        news = json.loads(line)
        if "row" in news:
            return Row(**news["row"])
        if "held" in news:
            screen.say(f"  {name}: {news['held']}")
        show(f"{name}: {news['open']:,} friends are here")
    sys.exit(f"{name}: the friends ended early, so there is nothing to show.")


def allowed(options: argparse.Namespace, found: limits.Limits, screen: Screen) -> dict[str, int]:
    """How many friends come to each kind of server: as many as were asked for, if they may."""
    friends, told = {}, set()
    for kind in options.only:
        most, limit = found.first(with_threads=kind == "threads")
        if most < LEAST:
            sys.exit(
                f"Only {most:,} friends may come, and the demo needs {LEAST}. What stops it: "
                f"{limit.name}, {limit.says}. To go on, {limit.remedy}."
            )
        friends[kind] = min(options.connections, most)
        if most < options.connections and limit.name not in told:
            told.add(limit.name)
            screen.say("")
            screen.sentences(
                f"{options.connections:,} friends were asked for, and the {limit.name} allow "
                f"{most:,}. For more, {limit.remedy}."
            )
    return friends


def show(options: argparse.Namespace) -> None:
    screen = Screen(sys.stderr if options.json else sys.stdout)
    found = limits.find(options.backlog)
    screen.say(*found.lines())
    friends = allowed(options, found, screen)
    screen.say("", *table.heading(max(friends.values())))
    rows = []
    for kind, number in friends.items():
        row = visit(kind, number, options, screen)
        screen.say(table.line(row), style="red" if row.failed else "")
        rows.append(row)
    if marks := screen.bar_marks():
        screen.say("", "  KiB for a friend, in the process + in the kernel")
        screen.say(*table.bars(rows, *marks), style="cyan")
    screen.say("")
    screen.sentences(*table.sentences(rows, found.threads))
    if options.json:
        answer = {
            "python": platform.python_version(),
            "tornado": tornado.version,
            "asked": options.connections,
            "limits": asdict(found),
            "rows": [asdict(row) for row in rows],
        }
        print(json.dumps(answer, indent=2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--connections", type=int, default=1000, help="to each (%(default)s)")
    parser.add_argument(
        "--only", nargs="+", choices=table.NAMES, default=list(table.NAMES), help="some servers"
    )
    parser.add_argument("--port", type=int, default=0, help="0: any free one (%(default)s)")
    parser.add_argument(
        "--backlog", type=int, default=limits.BACKLOG, help="of the accept queue (%(default)s)"
    )
    parser.add_argument("--hold", type=float, default=0, help="seconds to look at it (%(default)s)")
    parser.add_argument("--no-gc", action="store_true", help="servers without garbage collector")
    parser.add_argument("--json", action="store_true", help="numbers; the words go to stderr")
    options = parser.parse_args()
    if options.connections < LEAST or not 0 <= options.hold <= 86_400:
        parser.error(f"--connections must be at least {LEAST}, --hold between 0 and 86400")
    if not (0 <= options.port <= 65535 and 1 <= options.backlog <= 65535):
        parser.error("--port must be between 0 and 65535, --backlog between 1 and 65535")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    show(options)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:  # whoever read this has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
