"""One process, a shared socket, a socket for each: who takes the visitors, and who is left behind.

python demos/scale_out/show.py       stops by itself, or at Ctrl-C, and leaves nothing behind
"""

import argparse
import asyncio
import json
import os
import re
import resource
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

HERE = Path(__file__).parent
ASK = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Silent(Exception):
    """A server says less than it should."""


@asynccontextmanager
async def running(script: str, *arguments: str) -> AsyncIterator[Process]:
    """A script of this folder, which ends with all its children when we let go of its stdin."""
    stdin, leash = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(HERE / script), "--port", "0", *arguments, "--until-eof"),
            stdin=stdin,
            stdout=PIPE,
            start_new_session=True,  # Ctrl-C is for us
        )
    except BaseException:
        os.close(leash)
        raise
    finally:
        os.close(stdin)
    try:
        yield process
    finally:
        os.close(leash)
        assert process.stdout
        await process.stdout.read()  # at its end when nobody is left who could write
        await process.wait()


async def said(process: Process, pattern: str) -> str:
    """What is in the parentheses of the pattern, from the next line with it."""
    assert process.stdout
    async for line in process.stdout:
        if found := re.search(pattern, line.decode()):
            return found[1]
    raise Silent("a server ended too early")


async def ready(process: Process, processes: int) -> tuple[int, list[int]]:
    """The port of a server, and its processes."""
    port = await said(process, r"http://127\.0\.0\.1:(\d+)")
    return int(port), [int(await said(process, r"(\d+) serves")) for _ in range(processes)]


class Visitor:
    """One connection, kept open from answer to answer, so that one process gives them all."""

    answers = 0

    async def connect(self, port: int) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        self.process = await self.ask()

    async def ask(self) -> int:
        self.writer.write(ASK)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        if length is None:
            raise Silent("an answer has no length")
        return int(await self.reader.readexactly(int(length[1])))

    async def ask_until(self, end: float) -> None:
        while await self.ask() and time.monotonic() < end:
            self.answers += 1


async def visit(port: int, connections: int, seconds: float) -> list[Visitor]:
    """So many visitors at once, after they have asked for so long."""
    visitors = [Visitor() for _ in range(connections)]
    await asyncio.gather(*(visitor.connect(port) for visitor in visitors))
    end = time.monotonic() + seconds
    await asyncio.gather(*(visitor.ask_until(end) for visitor in visitors))
    for visitor in visitors:
        visitor.writer.close()
    return visitors


async def falls_silent(port: int) -> bool:
    """Whether nobody listens any more: the last may take a moment to close its socket."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            return True
        writer.close()
        await asyncio.sleep(0.02)
    return False


async def compare_ways(options: argparse.Namespace) -> list[dict[str, object]]:
    """The same visitors at one process, at a shared socket and at a socket for each process."""
    many = str(options.processes)
    ways = [
        ("one process", 1, ("server.py",)),
        ("fork_processes", options.processes, ("server.py", "--fork", many)),
        ("reuse_port", options.processes, ("supervisor.py", "--processes", many)),
    ]
    rows: list[dict[str, object]] = []
    for name, processes, command in ways:
        async with running(*command) as process:
            port, pids = await ready(process, processes)
            visitors = await visit(port, options.connections, options.seconds)
        split = sorted(([v.answers for v in visitors if v.process == pid] for pid in pids), key=len)
        split.reverse()
        connections = [len(answers) for answers in split]
        # Each asks when it has its answer: so these are the times from one to the next.
        waits = [1000 * options.seconds * len(a) / max(1, sum(a)) for a in split if a]
        rate = sum(map(sum, split)) / options.seconds
        say(
            f"  {name:16} {rate:16.0f}   {' + '.join(map(str, connections)):11}"
            f"   {' and '.join(f'{wait:.0f} ms' for wait in waits)}"
        )
        rows.append({"way": name, "connections": connections, "ms": waits, "rate": rate})
    return rows


async def supervise(processes: int) -> dict[str, object]:
    """What becomes of the servers when one of them dies, and when their supervisor does."""
    command = ("supervisor.py", "--processes", str(processes))
    async with running(*command) as supervisor:
        port, pids = await ready(supervisor, processes)
        say(f"  {listed(pids)} serve at port {port}.")
        os.kill(pids[0], signal.SIGKILL)
        another = int(await said(supervisor, r"(\d+) serves"))
        say(f"  SIGKILL to {pids[0]}: {another} serves in its place.")
        supervisor.terminate()
        await supervisor.wait()
        ended = await falls_silent(port)
        say(f"  SIGTERM to the supervisor: {listeners(ended)}.")
    async with running(*command) as supervisor:
        port, pids = await ready(supervisor, processes)
        say(f"  Another supervisor: {listed(pids)} serve at port {port}.")
        supervisor.kill()
        await supervisor.wait()
        killed = await falls_silent(port)
        say(f"  SIGKILL to the supervisor: {listeners(killed)}.")
    return {
        "replaced": another not in pids,
        "silent_after_sigterm": ended,
        "silent_after_sigkill": killed,
    }


async def orphans(processes: int) -> list[int]:
    """The children of fork_processes that are left when their parent is told to end."""
    async with running("server.py", "--fork", str(processes)) as parent:
        port, pids = await ready(parent, processes)
        say(f"  {parent.pid} is the parent, {listed(pids)} serve at port {port}.")
        parent.terminate()
        while parent.returncode is None:  # wait() would wait for the children, who share its stdout
            await asyncio.sleep(0.01)
        [visitor] = await visit(port, 1, 0)
        left = [pid for pid in pids if is_there(pid)]
        say(f"  SIGTERM to the parent: it has ended. {listed(left)} are left.")
        say(f"  A visitor comes: {visitor.process} answers.")
    silent = listeners(await falls_silent(port))
    say(f"  We close their stdin, which these servers watch: {silent}.")
    return left


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def listed(pids: list[int]) -> str:
    return " and ".join(map(str, pids))


def listeners(none: bool) -> str:
    return "nobody listens any more" if none else "somebody still listens"


def say(text: str) -> None:
    if not options.json:
        print(text, flush=True)


def make_room(connections: int) -> None:
    """Let us and our servers have so many open files; a server without them does little else."""
    needed = connections + 64
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        sys.exit(f"Only {hard} files may be open here (ulimit -n): try fewer --connections.")
    if soft != resource.RLIM_INFINITY and soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


async def show() -> None:
    say(
        f"1. {options.connections} connections, each asks again and again for {options.seconds:g} s"
    )
    say("\n                   answers a second   connections   an answer takes\n")
    ways = await compare_ways(options)
    say(f"\n  Visitors and servers share {os.cpu_count()} processors with all else that runs.")
    say("\n2. A supervisor\n")
    supervised = await supervise(options.processes)
    say("\n3. The trap: fork_processes without one\n")
    left = await orphans(options.processes)
    if options.json:
        print(json.dumps({"ways": ways, "supervisor": supervised, "orphans": left}, indent=2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=2, help="beside one (%(default)s)")
    parser.add_argument("--connections", type=int, default=50, help="at once (%(default)s)")
    parser.add_argument("--seconds", type=float, default=1, help="to ask (%(default)s)")
    parser.add_argument("--json", action="store_true", help="what was found, for a program")
    options = parser.parse_args()
    if not (2 <= options.processes <= 16 and 1 <= options.connections <= 1000):
        parser.error("--processes must be between 2 and 16, --connections between 1 and 1000")
    if not 0.1 <= options.seconds <= 60:
        parser.error("--seconds must be between 0.1 and 60")
    make_room(options.connections)
    try:
        asyncio.run(show())
    except (OSError, EOFError, Silent) as error:
        sys.exit(f"The demo could not go on: {error}. Run it once more.")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
