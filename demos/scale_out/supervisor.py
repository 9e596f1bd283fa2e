"""Start a server in several processes, start another for one that died, and leave none behind.

python demos/scale_out/supervisor.py --processes 2       Ctrl-C stops it
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

SERVER = Path(__file__).with_name("server.py")


class NotStarted(Exception):
    """A server ended before it could serve; another one would do the same."""


def say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # whoever started us is gone; our servers end as we do
        os._exit(0)


def reserved(port: int) -> socket.socket:
    """A socket that keeps a port for the servers. It does not listen: no visitor lands here.

    At a port with SO_REUSEPORT another supervisor could join, and nobody would be told. So ask for
    the port without it first.
    """
    with socket.create_server(("127.0.0.1", port)) as alone:
        port = alone.getsockname()[1]
    shared = socket.socket()
    shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    shared.bind(("127.0.0.1", port))
    return shared


async def started(command: list[str]) -> Process:
    """A server that serves."""
    # Its stdin is a pipe from us. If we are killed, the pipe ends, and the server ends by itself.
    # In a session of its own it does not hear your Ctrl-C: when it ends is for us to say.
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, start_new_session=True
    )
    assert process.stdout
    async for line in process.stdout:
        if b"serves" in line:
            say(line.decode().rstrip())
            return process
    raise NotStarted("it ended before it could serve")


async def end(process: Process, patience: float) -> None:
    """SIGTERM, so that it can finish; SIGKILL, if it does not."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), patience)
    except TimeoutError:
        process.kill()
        await process.wait()
        say(f"{process.pid} did not end in {patience:g} s: killed.")
    else:
        say(f"{process.pid} has ended.")


async def look_after(command: list[str], stopped: asyncio.Event, patience: float) -> None:
    """Keep one place filled: with a server, and with another one when it dies."""
    while not stopped.is_set():
        process = await started(command)
        died, stop = (asyncio.create_task(wait) for wait in (process.wait(), stopped.wait()))
        try:
            await asyncio.wait({died, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.cancel()
            if not died.done():
                await end(process, patience)
        if not stopped.is_set():
            say(f"{process.pid} died: {reason(died.result())}. Another takes its place.")


def reason(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"


async def supervise(processes: int, port: int, patience: float, until_eof: bool) -> None:
    command = [sys.executable, str(SERVER), "--reuse-port", "--port", str(port), "--until-eof"]
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    if until_eof:
        loop.add_reader(0, stopped.set)
    async with asyncio.TaskGroup() as places:
        for _ in range(processes):
            places.create_task(look_after(command, stopped, patience))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8888, help="0: any free one (%(default)s)")
    parser.add_argument("--processes", type=int, default=2, help="at this port (%(default)s)")
    parser.add_argument("--patience", type=float, default=5, help="s until SIGKILL (%(default)s)")
    parser.add_argument("--until-eof", action="store_true", help="end when stdin ends")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 1 <= options.processes <= 64 and options.patience >= 0):
        parser.error("--port must be at most 65535, --processes 1 to 64, --patience not negative")
    try:
        place = reserved(options.port)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        sys.exit(f"Cannot listen at port {options.port}: {why}. Try another --port.")
    port = place.getsockname()[1]
    say(f"Listening at http://127.0.0.1:{port}")
    try:
        asyncio.run(supervise(options.processes, port, options.patience, options.until_eof))
    except (OSError, ExceptionGroup) as error:
        first = error.exceptions[0] if isinstance(error, ExceptionGroup) else error
        sys.exit(f"A server could not be started: {first}")
