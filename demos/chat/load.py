"""A room with one who never reads: what does that cost the server, and the others?

python demos/chat/load.py --naive       stops by itself, or at Ctrl-C, and leaves nothing behind
"""

import argparse
import asyncio
import contextlib
import json
import re
import secrets
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from processes import CHILD, child, handed_over, reserved
from rooms import Limits, Member
from server import ADDRESS, Settings
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

ROOM = "/room/load/socket"
NAIVE = "--naive"
WAYS = {"bounded": "a bounded queue", "unbounded": "write_message alone"}
WARM_UP = 500  # messages before the one who never reads comes, so that no first time is measured
WINDOW = 50  # messages that the sender is ahead of the readers, which do read, one core or two


class Unbounded(Member):
    """A member of a careless chat: Tornado gets every message at once, and buffers what it must."""

    def deliver(self, message: bytes) -> bool:
        with contextlib.suppress(WebSocketClosedError):
            self._socket.write_message(message)
        return True


@dataclass
class Outcome:
    """What one run has shown."""

    lost: int  # messages that those who read did not get, of all they should have
    let_go_after: int | None  # messages, where the one who never reads was let go
    grown_mib: float | None  # the server, at most
    seconds: float


@contextlib.asynccontextmanager
async def serving(naive: bool) -> AsyncIterator[tuple[int, int]]:
    """A server in a process of its own, which ends with this one: its port and its pid."""
    with reserved(0) as kept:
        port = kept.getsockname()[1]
        limits = Limits(rate=1e9)
        settings = Settings(port=port, secret=secrets.token_hex(), limits=limits)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, __file__, CHILD, *([NAIVE] if naive else [])),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for this process
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(handed_over(settings))
            if not await process.stdout.readline():
                raise OSError("the server did not start")
            yield port, process.pid
        finally:
            # No goodbye: a careless server would first report each of its unsent messages.
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            process.stdin.close()


async def cookie(port: int, name: str) -> str:
    """Log in as a browser does."""
    answer = await AsyncHTTPClient().fetch(
        f"http://{ADDRESS}:{port}/",
        method="POST",
        body=urlencode({"name": name, "room": "load"}),
        follow_redirects=False,
        raise_error=False,
    )
    return answer.headers["Set-Cookie"].partition(";")[0]


async def came(port: int, name: str) -> WebSocketClientConnection:
    headers = {"Cookie": await cookie(port, name)}
    return await websocket_connect(HTTPRequest(f"ws://{ADDRESS}:{port}{ROOM}", headers=headers))


async def came_and_never_reads(port: int, name: str) -> socket.socket:
    """A bare socket, so that no library reads for it; the kernel buffers little for it."""
    loop = asyncio.get_running_loop()
    line = socket.socket()
    line.setblocking(False)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(line, (ADDRESS, port))
    head = {
        "Host": f"{ADDRESS}:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Cookie": await cookie(port, name),
    }
    lines = [f"GET {ROOM} HTTP/1.1", *(f"{key}: {value}" for key, value in head.items()), "", ""]
    await loop.sock_sendall(line, "\r\n".join(lines).encode())
    await loop.sock_recv(line, 12)  # HTTP/1.1 101, and nothing more, ever
    return line


class Memory:
    """The resident memory of a process, and the most that it was since ``begin``. Linux only."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")

    def begin(self) -> None:
        with contextlib.suppress(OSError):
            (self._folder / "clear_refs").write_text("5")  # the peak is the present again
            self._began = self._kib("VmRSS")

    def grown_mib(self) -> float | None:
        try:
            return (self._kib("VmHWM") - self._began) / 1024
        except (OSError, AttributeError):
            return None

    def _kib(self, name: str) -> int:
        found = re.search(rf"{name}:\s+(\d+)", (self._folder / "status").read_text())
        return int(found[1]) if found else 0


class Party:
    """Those in the room who read, and the first of them also speaks."""

    def __init__(self, lines: list[WebSocketClientConnection], size: int) -> None:
        self._lines = lines
        self._size = size
        self.seen = [0 for _ in lines]
        self.let_go_after: int | None = None
        self._progress = asyncio.Event()

    async def talk(self, first: int, end: int) -> int:
        """Say the messages with these numbers; returns how many of them somebody did not get."""
        lost = [asyncio.create_task(self._read(who, first, end)) for who in range(len(self._lines))]
        for number in range(first, end):
            while number - min(self.seen) >= WINDOW:
                self._progress.clear()
                await self._progress.wait()
            text = f"{number:08}".ljust(self._size, "x")
            await self._lines[0].write_message(json.dumps({"text": text}))
        return sum(await asyncio.gather(*lost))

    async def _read(self, who: int, first: int, end: int) -> int:
        expected = first
        lost = 0
        while expected < end:
            frame = await self._lines[who].read_message()
            if frame is None:  # let go, who should not be
                lost += end - expected
                expected = end
            else:
                told = json.loads(frame)
                if told["kind"] == "text":
                    number = int(told["text"][:8])
                    lost += number - expected
                    expected = number + 1
                elif told["kind"] == "went":
                    self.let_go_after = expected - first
            self.seen[who] = expected
            self._progress.set()
        return lost


async def measured(readers: int, messages: int, size: int, naive: bool) -> Outcome:
    async with serving(naive) as (port, pid):
        lines = [await came(port, f"Reader {number}") for number in range(readers)]
        party = Party(lines, size)
        lost = await party.talk(0, WARM_UP)
        with await came_and_never_reads(port, "Never reads"):
            memory = Memory(pid)
            memory.begin()
            began = time.monotonic()
            lost += await party.talk(WARM_UP, WARM_UP + messages)
            seconds = time.monotonic() - began
            grown = memory.grown_mib()
        for line in lines:
            line.close()
        return Outcome(lost, party.let_go_after, grown, seconds)


def mib(grown: float | None) -> str:
    if grown is None:
        return "not known"
    return "less than 1 MiB" if grown < 1 else f"{grown:.0f} MiB"


def show(outcomes: dict[str, Outcome]) -> None:
    columns = list(outcomes.values())

    def row(title: str, *cells: str) -> None:
        print(f"  {title:28}" + "".join(f"{cell:>22}" for cell in cells))

    row("", *(WAYS[way] for way in outcomes))
    row("messages that readers lost", *(str(one.lost) for one in columns))
    went = ["never" if n is None else f"after {n}" for n in (one.let_go_after for one in columns)]
    row("who never reads is let go", *went)
    row("the server grew by", *(mib(one.grown_mib) for one in columns))
    row("seconds", *(f"{one.seconds:.1f}" for one in columns))


def ratio(outcomes: dict[str, Outcome]) -> float | None:
    """How many times as much the careless server grew, at least: 1 MiB may come from anything."""
    grown = [one.grown_mib for one in outcomes.values()]
    if len(grown) < 2 or grown[0] is None or grown[1] is None:
        return None
    return grown[1] / max(1.0, grown[0])


async def run(options: argparse.Namespace) -> None:
    me = asyncio.current_task()
    assert me is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
    if not options.json:
        print(
            f"A room with {options.readers} who read and one who never does: "
            f"{options.messages} messages of {options.size} characters\n"
        )
    outcomes = {
        way: await measured(options.readers, options.messages, options.size, way == "unbounded")
        for way in list(WAYS)[: 1 + options.naive]
    }
    times = ratio(outcomes)
    if options.json:
        told = {way: asdict(one) for way, one in outcomes.items()}
        print(json.dumps({**vars(options), **told, "grown_ratio": times}))
        return
    show(outcomes)
    if times is not None:
        print(f"\n  Without a bound the server grew at least {times:.0f} times as much.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--messages", type=int, default=20_000, help="%(default)s")
    add("--readers", type=int, default=3, help="who read; the first one also speaks (%(default)s)")
    add("--size", type=int, default=1000, help="characters of a message (%(default)s)")
    add(NAIVE, action="store_true", help="and the same with write_message alone, without a bound")
    add("--json", action="store_true", help="for a program to read")
    options = parser.parse_args()
    if not (1 <= options.messages and 1 <= options.readers <= 500 and 8 <= options.size <= 1000):
        parser.error("--messages must be at least 1, --readers 1 to 500, --size 8 to 1000")
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        asyncio.run(run(options))
    except OSError as error:
        sys.exit(f"The demo could not go on: {error}. Run it once more.")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
    except asyncio.CancelledError:
        sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    if sys.argv[1:2] == [CHILD]:
        child(Unbounded if NAIVE in sys.argv else Member)
    else:
        main()
