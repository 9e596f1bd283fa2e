"""Several processes behind one port, and the supervisor that starts them and outlives none."""

import asyncio
import contextlib
import json
import os
import socket
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

from rooms import Limits, Member
from server import (
    ADDRESS,
    Settings,
    allow_more_files,
    listening_sockets,
    say,
    serve,
    stop_at_signals,
)

CHAT, CHILD = Path(__file__).with_name("chat.py"), "--child"
READY = "listens"
GRACE = 4.0  # seconds after the deadline, for what has a limit of its own
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 8.0  # seconds until a process is started again


def reserved(port: int) -> socket.socket:
    """The port, kept from others while processes of ours come and go."""
    # With SO_REUSEPORT alone a second chat of the same user could join in, and take every other
    # visitor. So it is first asked for without.
    with socket.create_server((ADDRESS, port)) as alone:
        port = alone.getsockname()[1]
    ours = socket.socket()
    for option in (socket.SO_REUSEPORT, socket.SO_REUSEADDR):  # the latter: soon after a stop
        ours.setsockopt(socket.SOL_SOCKET, option, 1)
    ours.bind((ADDRESS, port))  # and never listens, so nobody is sent to it
    return ours


class Supervisor:
    """Keeps so many processes running, until it is told to stop."""

    def __init__(self, settings: Settings, count: int) -> None:
        self._settings = settings
        self._count = count
        self._stopping = asyncio.Event()
        self._failed = False

    async def run(self, ready: str) -> int:
        """Returns the exit status: of the signal that ended it, or 1."""
        noted = stop_at_signals(self._stopping)
        waiting = asyncio.create_task(self._stopping.wait())
        async with asyncio.TaskGroup() as group:
            for number in range(1, self._count + 1):
                listens = asyncio.Event()
                group.create_task(self._keep(number, listens))
                # One after the other: where the first one cannot start, one sentence is enough.
                listened = asyncio.create_task(listens.wait())
                await asyncio.wait({listened, waiting}, return_when=asyncio.FIRST_COMPLETED)
                listened.cancel()
            if not self._stopping.is_set():
                say(ready)
        return 1 if self._failed else 128 + noted[0]

    async def _keep(self, number: int, listens: asyncio.Event) -> None:
        """One process, and the next one in its place if it ends by itself."""
        starts: list[float] = []
        while not self._stopping.is_set():
            starts.append(time.monotonic())
            status = await self._run_one(number, listens)
            if self._stopping.is_set():
                return
            if not listens.is_set():
                if status != 1:  # with 1 it has said why
                    say(f"Process {number} has ended (status {status}).")
                self._failed = True
                self._stopping.set()
                return
            say(f"Process {number} has ended (status {status}). Another one is started.")
            recent = [start for start in starts if start > time.monotonic() - 60]
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** len(recent))):
                    await self._stopping.wait()

    async def _run_one(self, number: int, listens: asyncio.Event) -> int:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(CHAT), CHILD),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the supervisor; the child ends by its stdin
        )
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(handed_over(self._settings))
        closing = asyncio.create_task(self._close_when_stopping(process))
        try:
            async for line in process.stdout:
                words = line.decode().rstrip()
                if words == READY:
                    listens.set()
                say(f"  process {number} | {words}")
            return await process.wait()
        finally:
            closing.cancel()
            process.stdin.close()

    async def _close_when_stopping(self, process: asyncio.subprocess.Process) -> None:
        await self._stopping.wait()
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.sleep(self._settings.deadline + GRACE)
        process.kill()


def handed_over(settings: Settings) -> bytes:
    """The settings for the stdin of a child: the secret is in them, and all see a command line."""
    return json.dumps(asdict(settings)).encode() + b"\n"


def child(member: type[Member] = Member) -> None:
    """A process of somebody else, who hands it its settings; it lives as long as its stdin."""
    line = sys.stdin.readline()
    if not line:
        return
    told = json.loads(line)
    settings = Settings(**{**told, "limits": Limits(**told["limits"])})
    allow_more_files()
    sockets = listening_sockets(settings.port, shared=True)

    async def run() -> None:
        stop = asyncio.Event()
        stop_at_signals(stop)
        end_with(asyncio.get_running_loop(), stop, settings.deadline)
        await serve(settings, sockets, stop, READY, member)

    asyncio.run(run())


def end_with(loop: asyncio.AbstractEventLoop, stop: asyncio.Event, deadline: float) -> None:
    """Stop when the parent's end of our stdin closes, however that came."""

    def watch() -> None:
        os.read(0, 1)
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(stop.set)
        time.sleep(deadline + GRACE)
        os._exit(1)  # a loop that is held, or a close that hangs: nothing may be left

    threading.Thread(target=watch, daemon=True).start()
