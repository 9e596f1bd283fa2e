"""The sample demo in one command: the fetcher at its server, then two visitors at each server.

python demos/sample/show.py       stops by itself, or at Ctrl-C, and leaves nothing behind
"""

import argparse
import asyncio
import contextlib
import os
import re
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent
SERVERS = ("sample_server_blocking.py", "sample_server.py")


def run_for_a_parent(script, *arguments):
    """Run a script, and end it when the parent's end of our stdin closes, however that came."""

    def end_with_the_parent():
        os.read(0, 1)
        os._exit(0)

    threading.Thread(target=end_with_the_parent, daemon=True).start()
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")


@contextlib.asynccontextmanager
async def running(script, *arguments):
    """A script of this folder in a child process; its lines are passed on under its name."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", __file__, "child", str(HERE / script), *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for this process; the child then ends by its stdin
    )
    first_line = asyncio.get_running_loop().create_future()

    async def pass_on():
        name = "fetcher" if "fetcher" in script else "server"
        async for line in process.stdout:
            if not first_line.done():
                first_line.set_result(line.decode())
            print(f"  {name:7} | {line.decode()}".rstrip())
        if not first_line.done():
            first_line.set_result("")

    passing_on = asyncio.create_task(pass_on())
    try:
        yield process, first_line
    finally:
        process.stdin.close()
        await passing_on
        await process.wait()


@contextlib.asynccontextmanager
async def serving(script, options):
    """A server of this folder, ready for visitors: its address and its port."""
    where = ("--address", options.address, "--port", str(options.port))
    async with running(script, *where, "--seconds", str(options.seconds)) as (process, first_line):
        listening = re.search(r"http://(.+):(\d+)", await first_line)
        if listening is None:  # it has said why
            sys.exit(await process.wait())
        yield listening.groups()


async def two_visitors(address, port):
    """How many seconds each of two visitors waited who came at the same time."""
    came = time.monotonic()

    async def visitor():
        reader, writer = await asyncio.open_connection(address, port)
        try:
            writer.write(b"GET / HTTP/1.0\r\n\r\n")
            if not await reader.read():
                raise ConnectionError("the server hung up without an answer")
        finally:
            writer.close()
        return time.monotonic() - came

    return sorted(await asyncio.gather(visitor(), visitor()))


async def show(options):
    loop, me = asyncio.get_running_loop(), asyncio.current_task()
    signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(me.cancel))

    print(f"1. One visitor at sample_server.py, which needs {options.seconds:g} s for an answer\n")
    async with serving("sample_server.py", options) as (address, port):
        where = ("--address", address, "--port", port)
        async with running("sample_fetcher.py", *where) as (process, _):
            if await process.wait():
                sys.exit(1)

    print("\n2. Two visitors at once")
    waited = {}
    for script in SERVERS:
        print(f"\n  {script}")
        async with serving(script, options) as (address, port):
            waited[script] = await two_visitors(address, port)

    print(f"\n  {'':25}  first answer  second answer")
    for script, (first, second) in waited.items():
        print(f"  {script:25}  {first:10.1f} s  {second:11.1f} s")
    blocking, mended = (waited[script][1] for script in SERVERS)
    print(f"\n  For both visitors the blocking server took {blocking / mended:.1f} times as long.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        run_for_a_parent(*sys.argv[2:])
        sys.exit()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="127.0.0.1", help="for the servers (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="0: any free one (%(default)s)")
    parser.add_argument("--seconds", type=float, default=1, help="for an answer (%(default)s)")
    options = parser.parse_args()
    if not (0 <= options.port <= 65535 and 0 <= options.seconds <= 3600):
        parser.error("--port must be between 0 and 65535, --seconds between 0 and 3600")
    sys.stdout.reconfigure(line_buffering=True)
    try:
        asyncio.run(show(options))
    except OSError as error:
        sys.exit(f"The demo could not go on: {error}. Run it once more.")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
    except asyncio.CancelledError:
        sys.exit(128 + signal.SIGTERM)
