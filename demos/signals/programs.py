"""Programs to press Ctrl-C against: each is busy for a while, and answers in its own way.

python demos/signals/programs.py asyncio_run sleep       press Ctrl-C, once or twice
"""

import argparse
import asyncio
import hashlib
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from functools import partial
from types import FrameType

origin = time.monotonic()  # of the times that are noted


def note(event: str) -> None:
    """Print in one step: a handler may come at any moment, and must not find half a line."""
    try:
        os.write(1, f"{time.monotonic() - origin:9.4f}  {event}\n".encode())
    except BrokenPipeError:  # nobody reads any more
        os._exit(1)


# What a program does meanwhile


async def idle(seconds: float) -> None:
    note("began")
    await asyncio.sleep(seconds)
    note("ended")


def sleep(seconds: float) -> None:
    note("began")
    time.sleep(seconds)
    note("ended")


def scrypt(seconds: float) -> None:
    """One call in C, which takes so long and a bit longer."""

    def hashed(passes: int) -> float:
        begins = time.monotonic()
        hashlib.scrypt(b"word", salt=b"salt", n=2**13, r=8, p=passes, maxmem=2**26)
        return time.monotonic() - begins

    passes = round(1.2 * seconds / min(hashed(1) for _ in range(4))) + 1
    note("began")
    try:
        hashed(passes)
    finally:  # Ctrl-C may be answered before the next line has its turn
        note("ended")


# The programs


Meanwhile = Callable[[float], Awaitable[None] | None]


def plain(meanwhile: Meanwhile, seconds: float) -> None:
    try:
        meanwhile(seconds)
    except KeyboardInterrupt:
        note("answered")


async def coroutine(meanwhile: Meanwhile, seconds: float) -> None:
    to_await = meanwhile(seconds)  # sleep and scrypt hold the loop here
    if to_await:
        await to_await


def run_until_complete(meanwhile: Meanwhile, seconds: float) -> None:
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(coroutine(meanwhile, seconds))
    except KeyboardInterrupt:
        note("answered")
    finally:
        loop.close()


def asyncio_run(meanwhile: Meanwhile, seconds: float) -> None:
    try:
        asyncio.run(coroutine(meanwhile, seconds))
    except KeyboardInterrupt:
        note("answered")


Answer = Callable[[], None]
Loop = asyncio.AbstractEventLoop


def add_signal_handler(loop: Loop, answer: Answer) -> None:
    loop.add_signal_handler(signal.SIGINT, answer)


def call_soon_threadsafe(loop: Loop, answer: Answer) -> None:
    def handler(number: int, frame: FrameType | None) -> None:
        note("handled")
        loop.call_soon_threadsafe(answer)

    signal.signal(signal.SIGINT, handler)


def call_soon(loop: Loop, answer: Answer) -> None:
    def handler(number: int, frame: FrameType | None) -> None:
        note("handled")
        loop.call_soon(answer)  # a mistake: nothing wakes the loop

    signal.signal(signal.SIGINT, handler)


def with_handler(
    install: Callable[[Loop, Answer], None], meanwhile: Meanwhile, seconds: float
) -> None:
    async def main() -> None:
        heard = asyncio.Event()

        def answer() -> None:
            note("answered")
            heard.set()

        install(asyncio.get_running_loop(), answer)
        await coroutine(meanwhile, seconds)
        await heard.wait()

    asyncio.run(main())


PROGRAMS: dict[str, Callable[[Meanwhile, float], None]] = {
    "plain": plain,
    "run_until_complete": run_until_complete,
    "asyncio_run": asyncio_run,
    "add_signal_handler": partial(with_handler, add_signal_handler),
    "call_soon_threadsafe": partial(with_handler, call_soon_threadsafe),
    "call_soon": partial(with_handler, call_soon),
}
MEANWHILE: dict[str, Meanwhile] = {"idle": idle, "sleep": sleep, "scrypt": scrypt}


def end_with_the_parent() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # that is for the main thread
    os.read(0, 1)
    os._exit(0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", choices=PROGRAMS)
    parser.add_argument("meanwhile", choices=MEANWHILE)
    parser.add_argument("--seconds", type=float, default=5, help="to be busy (%(default)s)")
    parser.add_argument(
        "--for-parent",
        action="store_true",
        help="end when stdin ends, and note times that another process can compare with its own",
    )
    options = parser.parse_args()
    if (options.program, options.meanwhile) == ("plain", "idle"):
        parser.error("a plain script has no loop that could be idle: take sleep or scrypt")
    if not 0.1 <= options.seconds <= 60:
        parser.error("--seconds must be between 0.1 and 60")
    if options.meanwhile == "scrypt" and not hasattr(hashlib, "scrypt"):
        sys.exit("This Python has no hashlib.scrypt. Take one that was built with OpenSSL.")
    # A shell starts what has an & with Ctrl-C ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if options.for_parent:
        origin = 0
        threading.Thread(target=end_with_the_parent, daemon=True).start()
    PROGRAMS[options.program](MEANWHILE[options.meanwhile], options.seconds)
