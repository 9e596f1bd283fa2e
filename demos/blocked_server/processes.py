"""Child processes that end with their parent, however that ended."""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path

HERE = Path(__file__).parent


@asynccontextmanager
async def running(script: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A script of this folder in a child process, until the end of the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", str(HERE / script), *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the parent; the child then ends by its stdin
    )
    assert process.stdin and process.stdout
    try:
        yield process
    finally:
        process.stdin.close()
        await process.stdout.read()  # its own children hold this pipe, too
        await process.wait()


def end_with_the_parent() -> None:
    """In a child: end when the parent's end of our stdin closes."""

    def end() -> None:
        os.read(0, 1)
        os._exit(0)

    threading.Thread(target=end, daemon=True).start()


def end_with_the_pool() -> None:
    """In a worker of a pool: end when the process does that the pool belongs to."""
    owner = parent_process()
    assert owner

    def end() -> None:
        wait([owner.sentinel])
        os._exit(0)

    threading.Thread(target=end, daemon=True).start()
