"""The world and life: the same programs, in memory and with plain Python, threads and sockets.

Each program says how many units of time have passed when it prints. A unit is a second in the
world and a few tenths of one in life. The order must be the same; a line of life must not come
earlier than the world says (but for a fiftieth of a unit, which timers may be rounded by), and
less than a whole unit later, which is what a busy machine may take on the way.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from looplab.trace import Trace

Traced = Callable[..., Trace]
Lines = list[tuple[float, str]]

pytestmark = pytest.mark.xdist_group("fidelity")

UNIT = 0.3
EARLY, LATE = 0.02, 0.95
AT_ONCE = 4

HEAD = """
import asyncio, queue, select, socket, sys, threading, time, urllib.request
from concurrent.futures import ThreadPoolExecutor, as_completed
from http.server import BaseHTTPRequestHandler, HTTPServer
from tornado import gen, httpserver, ioloop, netutil, web, websocket
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
U = UNIT
def say(*words):
    passed = (time.monotonic() - began) / U
    # One write for each line: those of threads must not be mixed.
    sys.stdout.write(f"{passed:.2f} {' '.join(map(str, words))}\\n")
    sys.stdout.flush()
def listen(*handlers):
    (listening,) = netutil.bind_sockets(0, "127.0.0.1")
    httpserver.HTTPServer(web.Application(handlers)).add_socket(listening)
    return f"127.0.0.1:{listening.getsockname()[1]}"
class Plain(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(2 * U)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
    def log_message(self, *args):
        pass
began = time.monotonic()
"""

# What each program prints, and at which unit of time.
PROGRAMS: dict[str, tuple[str, Lines]] = {
    "two callbacks that block": (
        """
def sleeper():
    say("sleeping")
    time.sleep(2 * U)
    say("awake!")
async def main():
    for _ in range(2):
        asyncio.get_running_loop().call_soon(sleeper)
    await asyncio.sleep(0.1 * U)
asyncio.run(main())
""",
        [(0, "sleeping"), (2, "awake!"), (2, "sleeping"), (4, "awake!")],
    ),
    "two coroutines that wait": (
        """
@gen.coroutine
def sleeper(n):
    say("sleeping", n)
    yield gen.sleep(2 * U)
    say("awake!", n)
async def main():
    await gen.multi([sleeper(1), sleeper(2)])
asyncio.run(main())
""",
        [(0, "sleeping 1"), (0, "sleeping 2"), (2, "awake! 1"), (2, "awake! 2")],
    ),
    "timers that are late": (
        """
async def main():
    io = ioloop.IOLoop.current()
    io.call_later(1 * U, say, "due at 1")
    io.call_later(0.5 * U, lambda: (say("hog"), time.sleep(3 * U)))
    io.call_later(2 * U, say, "due at 2")
    ticking = ioloop.PeriodicCallback(lambda: say("tick"), 1500 * U)
    ticking.start()
    await asyncio.sleep(5.2 * U)
asyncio.run(main())
""",
        [(0.5, "hog"), (3.5, "due at 1"), (3.5, "due at 2"), (3.5, "tick"), (4.5, "tick")],
    ),
    "a thread beside a loop that blocks": (
        """
async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(2 * U)
    fut = loop.run_in_executor(None, time.sleep, 5 * U)
    time.sleep(2 * U)
    say("the loop is back")
    await fut
    say("the thread is done")
asyncio.run(main())
""",
        [(4, "the loop is back"), (7, "the thread is done")],
    ),
    "a lock that a timer gives back": (
        """
lock = threading.Lock()
async def main():
    lock.acquire()
    threading.Timer(1 * U, lock.release).start()
    asyncio.get_running_loop().call_later(0.5 * U, say, "late")
    with lock:
        say("mine")
    await asyncio.sleep(0.1 * U)
asyncio.run(main())
""",
        [(1, "mine"), (1, "late")],
    ),
    "a queue that stays empty": (
        """
def consumer():
    time.sleep(2 * U)
    try:
        items.get(timeout=2 * U)
    except queue.Empty:
        say("Empty")
items = queue.Queue()
threading.Thread(target=consumer).start()
say("main is over")
""",
        [(0, "main is over"), (4, "Empty")],
    ),
    "a loop that polls the clock": (
        """
async def ticker():
    while True:
        await asyncio.sleep(0.6 * U)
        say("tick")
async def main():
    ticking = asyncio.create_task(ticker())
    await asyncio.sleep(1 * U)
    end = time.time() + 2 * U
    while time.time() < end:
        pass
    say("polled")
    await asyncio.sleep(0.9 * U)
asyncio.run(main())
""",
        [(0.6, "tick"), (3, "polled"), (3, "tick"), (3.6, "tick")],
    ),
    "handlers that await": (
        """
class Waits(web.RequestHandler):
    async def get(self):
        await asyncio.sleep(2 * U)
        self.write("waited")
async def main():
    host = listen(("/", Waits))
    async def fetch():
        say((await AsyncHTTPClient().fetch(f"http://{host}/")).body.decode())
    await asyncio.gather(fetch(), fetch(), fetch())
asyncio.run(main())
""",
        [(2, "waited")] * 3,
    ),
    "handlers that sleep": (
        """
class Sleeps(web.RequestHandler):
    def get(self):
        say("asked")
        time.sleep(1 * U)
        self.write("slept")
async def main():
    host = listen(("/", Sleeps))
    async def fetch():
        return (await AsyncHTTPClient().fetch(f"http://{host}/")).body.decode()
    say(*await asyncio.gather(fetch(), fetch(), fetch()))
    try:
        await AsyncHTTPClient().fetch(f"http://{host}/", request_timeout=0.5 * U)
    except HTTPClientError as error:
        say(type(error).__name__)
asyncio.run(main())
""",
        [(0, "asked"), (1, "asked"), (2, "asked"), (3, "slept slept slept"), (3, "asked"),
         (4, "HTTPTimeoutError")],
    ),
    "urlopen on the loop": (
        """
server = HTTPServer(("127.0.0.1", 0), Plain)
threading.Thread(target=server.serve_forever, daemon=True).start()
async def beat():
    for n in range(3):
        await asyncio.sleep(0.9 * U)
        say("beat", n)
async def main():
    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.5 * U)
    say(urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/").read().decode())
    await beating
asyncio.run(main())
""",
        [(2.5, "ok"), (2.5, "beat 0"), (3.4, "beat 1"), (4.3, "beat 2")],
    ),
    "urlopen in a thread": (
        """
server = HTTPServer(("127.0.0.1", 0), Plain)
threading.Thread(target=server.serve_forever, daemon=True).start()
def fetch():
    return urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/").read().decode()
async def main():
    asyncio.get_running_loop().call_later(0.9 * U, say, "beat")
    say(await asyncio.to_thread(fetch))
asyncio.run(main())
server.shutdown()
server.server_close()
try:
    fetch()
except OSError as error:
    sys.stdout.write(f"0 {error}\\n")
""",
        [(0.9, "beat"), (2, "ok"), (0, "<urlopen error [Errno 111] Connection refused>")],
    ),
    "a chat": (
        """
room = []
class Chat(websocket.WebSocketHandler):
    def open(self):
        room.append(self)
    def on_message(self, text):
        for guest in room:
            guest.write_message(text)
async def guest(host, number):
    chat = await websocket.websocket_connect(f"ws://{host}/")
    await asyncio.sleep(number * U)
    await chat.write_message(f"hi from {number}")
    heard = [await chat.read_message() for _ in range(3)]
    await asyncio.sleep(number * U)
    say(number, *heard)
async def main():
    host = listen(("/", Chat))
    await asyncio.gather(*[guest(host, n) for n in (1, 2, 3)])
asyncio.run(main())
""",
        [(n + 3, f"{n} hi from 1 hi from 2 hi from 3") for n in (1, 2, 3)],
    ),
    "bare sockets": (
        """
listening = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listening.getsockname())
server, visitor = listening.accept()
say(visitor == client.getsockname(), client.getpeername() == listening.getsockname())
client.settimeout(1 * U)
try:
    client.recv(1)
except TimeoutError as error:
    say(error)
say(select.select([client], [], [], 1 * U)[0])
threading.Timer(1 * U, server.sendall, (b"data",)).start()
say(select.select([client], [], [], 9 * U)[0] == [client], client.recv(9))
threading.Timer(1 * U, server.shutdown, (socket.SHUT_WR,)).start()
client.settimeout(None)
say(client.recv(9))
client.sendall(b"still")
say(server.recv(9))
listening.close()
try:
    socket.create_connection(client.getpeername())
except OSError as error:
    say(type(error).__name__, error)
""",
        [(0, "True True"), (1, "timed out"), (2, "[]"), (3, "True b'data'"), (4, "b''"),
         (4, "b'still'"), (4, "ConnectionRefusedError [Errno 111] Connection refused")],
    ),
    "a pool and its jobs": (
        """
def job(n):
    time.sleep(n * U)
    return n
with ThreadPoolExecutor(2) as pool:
    jobs = [pool.submit(job, n) for n in (3, 1, 1.5)]
    try:
        jobs[0].result(timeout=0.5 * U)
    except TimeoutError:
        say("not yet")
    for done in as_completed(jobs):
        say("done", done.result())
event = threading.Event()
thread = threading.Thread(target=lambda: (event.wait(), time.sleep(1 * U), say("thread")))
thread.start()
event.set()
thread.join(0.5 * U)
say(thread.is_alive())
""",
        [(0.5, "not yet"), (1, "done 1"), (2.5, "done 1.5"), (3, "done 3"), (3.5, "True"),
         (4, "thread")],
    ),
}  # fmt: skip


def text_of(name: str, unit: float) -> str:
    return HEAD.replace("UNIT", str(unit)) + PROGRAMS[name][0]


def parted(lines: list[str]) -> Lines:
    """Each line's time, and what it says."""
    return [(float(line.split(" ", 1)[0]), line.split(" ", 1)[1]) for line in lines]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_in_the_world(traced: Traced, name: str) -> None:
    """What it prints, and at exactly which second."""
    trace = traced(text_of(name, 1))
    assert trace.status == "finished"
    assert parted([e.text or "" for e in trace.prints()]) == PROGRAMS[name][1]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lines]:
    """What all programs print with plain Python, several of them at a time."""
    folder = tmp_path_factory.mktemp("life")

    def live(name: str) -> Lines:
        path = Path(folder, f"program_{list(PROGRAMS).index(name)}.py")
        path.write_text(text_of(name, UNIT), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(path)], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return parted(done.stdout.splitlines())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(PROGRAMS, pool.map(live, PROGRAMS), strict=True))


@pytest.mark.real_clock
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_same_program_in_life(lives: dict[str, Lines], name: str) -> None:
    """The same lines in the same order, each of them about when the world says."""
    expected, lived = PROGRAMS[name][1], lives[name]
    assert [text for _, text in lived] == [text for _, text in expected]
    for (virtual, text), (real, _) in zip(expected, lived, strict=True):
        assert virtual - EARLY <= real <= virtual + LATE, f"{text!r} at {real}"
