"""What a world promises, program by program, on every Python that this machine has."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from looplab.trace import Trace
from tests.test_explore import LOCKED, LOST_UPDATE
from tests.test_versions import SUPPORTED, told_by

Traced = Callable[..., Trace]


@dataclass(frozen=True)
class Promise:
    """A program, the lines that it prints (with their times), and what held its loop's thread.

    A block is its beginning, its end and its line in the program; line 1 is the first of the text.
    """

    program: str
    lines: list[list[Any]]
    blocks: list[list[Any]] = field(default_factory=list)
    status: str = "finished"
    error: str | None = None


SERVER = """
    import asyncio, time
    from tornado.httpclient import AsyncHTTPClient
    from tornado.web import Application, RequestHandler
    class Handler(RequestHandler):
        async def get(self):
            {wait}
            self.write("soup")
    async def visit():
        answer = await AsyncHTTPClient().fetch("http://localhost:8888/")
        print(answer.body.decode())
    async def main():
        Application([("/", Handler)]).listen(8888)
        await asyncio.gather(visit(), visit(), visit())
    asyncio.run(main())
"""

PROMISES = {
    "two callbacks that sleep": Promise(
        """
        import time
        from tornado.ioloop import IOLoop
        def sleeper():
            print("sleeping")
            time.sleep(5)
            print("awake!")
        io = IOLoop(make_current=False)
        io.add_callback(sleeper)
        io.add_callback(sleeper)
        io.add_callback(io.stop)
        io.start()
        """,
        [[0, "sleeping"], [5, "awake!"], [5, "sleeping"], [10, "awake!"]],
        [[0, 5, 6], [5, 10, 6]],
    ),
    "timers behind a sleep": Promise(
        """
        import asyncio, time
        from tornado.ioloop import IOLoop
        def sleeps():
            print("sleeps")
            time.sleep(3)
        async def main():
            io = IOLoop.current()
            io.call_later(1, print, "A")
            io.call_later(0.5, sleeps)
            io.call_later(2, print, "B")
            await asyncio.sleep(4)
        asyncio.run(main())
        """,
        [[0.5, "sleeps"], [3.5, "A"], [3.5, "B"]],
        [[0.5, 3.5, 6]],
    ),
    "equal timers of both loops": Promise(
        """
        import asyncio
        from tornado.ioloop import IOLoop
        async def main():
            io, loop = IOLoop.current(), asyncio.get_running_loop()
            for i in range(6):
                io.call_later(1, print, "io", i)
            for i in range(6):
                loop.call_later(1, print, "loop", i)
            await asyncio.sleep(2)
        asyncio.run(main())
        """,
        [[1, f"io {i}"] for i in range(6)] + [[1, f"loop {i}"] for i in range(6)],
    ),
    "an executor beside a sleep": Promise(
        """
        import asyncio, time
        async def main():
            await asyncio.sleep(2)
            future = asyncio.get_running_loop().run_in_executor(None, time.sleep, 5)
            time.sleep(2)
            print("slept")
            await future
            print("both")
        asyncio.run(main())
        """,
        [[4, "slept"], [7, "both"]],
        [[2, 4, 6]],
    ),
    "a lock on the loop": Promise(
        """
        import asyncio, threading
        async def main():
            lock = threading.Lock()
            lock.acquire()
            threading.Timer(1, lock.release).start()
            with lock:
                print("mine")
        asyncio.run(main())
        """,
        [[1, "mine"]],
        [[0, 1, 7]],
    ),
    "a queue with a timeout": Promise(
        """
        import queue, threading, time
        def worker():
            time.sleep(6)
            try:
                queue.Queue().get(timeout=2)
            except queue.Empty:
                print("Empty")
        threading.Thread(target=worker).start()
        """,
        [[8, "Empty"]],
    ),
    "three visitors of a handler that waits": Promise(
        SERVER.format(wait="await asyncio.sleep(5)"), [[5, "soup"]] * 3
    ),
    "three visitors of a handler that sleeps": Promise(
        SERVER.format(wait="time.sleep(5)"),
        [[15, "soup"]] * 3,
        [[0, 5, 7], [5, 10, 7], [10, 15, 7]],
    ),
    "urlopen on the loop, to a server in a thread": Promise(
        """
        import asyncio, http.server, threading, time, urllib.request
        class Slow(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                time.sleep(2)
                self.send_response(204)
                self.end_headers()
            def log_message(self, *args): pass
        server = http.server.HTTPServer(("127.0.0.1", 8888), Slow)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        async def heartbeat():
            for _ in range(3):
                await asyncio.sleep(0.4)
                print("beat")
        async def main():
            beats = asyncio.create_task(heartbeat())
            await asyncio.sleep(0.5)
            print(urllib.request.urlopen("http://127.0.0.1:8888/").status)
            await beats
        asyncio.run(main())
        """,
        [[0.4, "beat"], [2.5, "204"], [2.5, "beat"], [2.9, "beat"]],
        [[0.5, 2.5, 18]],
    ),
    "urlopen on the loop, to a server on the same one": Promise(
        """
        import asyncio, urllib.request
        from tornado.web import Application, RequestHandler
        class Handler(RequestHandler):
            def get(self):
                self.write("soup")
        async def main():
            Application([("/", Handler)]).listen(8888)
            urllib.request.urlopen("http://127.0.0.1:8888/")
        asyncio.run(main())
        """,
        [],
        status="deadlock",
        error="main holds the loop, and waits in urllib.request.urlopen at program.py:9",
    ),
    "a loop that reads the clock": Promise(
        """
        import asyncio, time
        async def ticker():
            for _ in range(4):
                await asyncio.sleep(0.1)
                print("tick")
        async def main():
            ticks = asyncio.create_task(ticker())
            await asyncio.sleep(0.25)
            until = time.monotonic() + 1
            while time.monotonic() < until:
                pass
            await ticks
        asyncio.run(main())
        """,
        [[0.1, "tick"], [0.2, "tick"], [1.25, "tick"], [1.35, "tick"]],
        [[0.25, 1.25, 11]],
    ),
    "a result of this loop, awaited by a thread's way": Promise(
        """
        import asyncio
        async def soup():
            return "soup"
        async def main():
            future = asyncio.run_coroutine_threadsafe(soup(), asyncio.get_running_loop())
            print(future.result())
        asyncio.run(main())
        """,
        [],
        status="deadlock",
        error="main holds the loop, and waits in Future.result at program.py:7",
    ),
}

# Run by another interpreter, which has nothing installed: it borrows the two packages it needs.
ELSEWHERE = """
import json, sys
from dataclasses import replace
from looplab import record
from looplab.request import Request, Source
def told(text):
    trace = record.run(Request(Source("program.py", text)))
    lines = [[round(e.t, 6), e.text] for e in trace.prints()]
    blocks = [[round(e.t, 6), round(e.until, 6), e.line] for e in trace.kind("block") if e.on_loop]
    return [lines, blocks, trace.status, (trace.end.error or {}).get("message")]
from looplab.explore import explore
from looplab.request import Bounds
def explored(text):
    request = Request(Source("program.py", text))
    found = explore(request, Bounds(runs=20000, seconds=300.0, random=False))
    ends = [record.run(replace(request, schedule=o.schedule)) for o in found.outcomes]
    return [found.complete, sorted(trace.prints()[0].text for trace in ends)]
told_of, races = json.load(sys.stdin)
promises = {name: told(text) for name, text in told_of.items()}
print(json.dumps([promises, list(map(explored, races))]))
"""


def text_of(promise: Promise) -> str:
    return textwrap.dedent(promise.program)


def kept(promise: Promise, told: list[Any]) -> None:
    """Fails where a program did something else than promised."""
    lines, blocks, status, error = told
    assert status == promise.status, error
    assert lines == promise.lines
    assert blocks == promise.blocks
    if promise.error is not None:
        assert promise.error in error


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_is_kept(name: str, traced: Traced) -> None:
    """Lines, times, blocks with their lines, and how it ends."""
    promise = PROMISES[name]
    trace = traced(text_of(promise))
    lines = [[round(e.t, 6), e.text] for e in trace.prints()]
    held = [e for e in trace.kind("block") if e.on_loop]
    blocks = [[round(e.t, 6), round(e.until or 0.0, 6), e.line] for e in held]
    kept(promise, [lines, blocks, trace.status, (trace.end.error or {}).get("message")])


@pytest.mark.parametrize("version", SUPPORTED)
@pytest.mark.thorough
def test_every_python_keeps_them(version: str, tmp_path: Path) -> None:
    """All of the programs, in another interpreter; pytest names the one that is not here."""
    programs = {name: text_of(promise) for name, promise in PROMISES.items()}
    races = [textwrap.dedent(text) for text in (LOST_UPDATE, LOCKED)]
    stdin = json.dumps([programs, races])
    promises, explored = told_by(version, tmp_path, ELSEWHERE, stdin=stdin)
    for name, told in promises.items():
        kept(PROMISES[name], told)
    assert explored[0] == [True, [f"balance {n}" for n in range(2, 7)]]
    assert explored[1] == [True, ["balance 6"]]


def test_the_nested_client_says_what_is_wrong(traced: Traced) -> None:
    """HTTPClient in a running loop: Tornado's own error; 3.13.0 then breaks the outer loop.

    There (cpython#130145, mended in 3.13.3) the program must end at once nevertheless.
    """
    trace = traced("""
        import asyncio
        from tornado.httpclient import HTTPClient
        async def main():
            try:
                HTTPClient().fetch("http://localhost:8888/")
            except RuntimeError as error:
                print(error)
            await asyncio.sleep(1)
            print("goes on")
        asyncio.run(main())
    """)
    said = [(e.t, e.text) for e in trace.prints()]
    assert said[0] == (0, "Cannot run the event loop while another loop is running")
    broken = (3, 13, 0) <= sys.version_info[:3] < (3, 13, 3)
    assert trace.status != "finished" if broken else said[1:] == [(1, "goes on")]
