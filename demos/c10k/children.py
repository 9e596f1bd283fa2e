"""Servers and friends are processes of their own, and end with the process that started them."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import memory

HERE = Path(__file__).parent


@contextlib.contextmanager
def running(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A script of this folder in a child process, for as long as the block lasts."""
    child = subprocess.Popen(
        [sys.executable, str(HERE / script), *arguments, "--until-eof"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for us; the child then ends by its stdin
    )
    try:
        yield child
    finally:
        end(child)


def end(child: subprocess.Popen[str]) -> None:
    """Close its stdin, which ends it, and wait for that. It may have ended before."""
    assert child.stdin and child.stdout
    child.stdin.close()
    try:
        child.wait(timeout=2)
    except subprocess.TimeoutExpired:  # thousands of its threads want to run before it can see that
        child.kill()
        child.wait()
    child.stdout.close()


def end_at_eof(other: int | None = None) -> None:
    """End this process when its stdin ends: however the parent dies, its end of it is closed.

    If another process is to go first, it has two seconds for that.
    """

    def read_to_the_end() -> None:
        while os.read(0, 1024):
            pass
        end = time.monotonic() + 2
        while other and memory.descriptors(other) and time.monotonic() < end:
            time.sleep(0.01)
        os._exit(0)

    threading.Thread(target=read_to_the_end, daemon=True).start()


def tell(text: str) -> None:
    """A line for the parent. If nobody reads it any more, the other thread will end us."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        time.sleep(3)
        os._exit(1)
