"""One program, one trace: in twenty fresh processes with twenty hash seeds, byte for byte."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = [pytest.mark.xdist_group("one_trace"), pytest.mark.thorough]

PROCESSES = 20
AT_ONCE = 2

HEAD = """
import asyncio, http.server, queue, random, threading, time, urllib.request
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from tornado import gen, web, websocket
from tornado.httpclient import AsyncHTTPClient
"""

PROGRAMS = {
    "threads": """
tasks, done = queue.Queue(), []
lock = threading.Lock()
def worker(name):
    while (job := tasks.get()) is not None:
        time.sleep(job)
        with lock:
            done.append((name, job))
            print(name, job, len(set(done)))
threads = [threading.Thread(target=worker, args=(name,)) for name in "abc"]
for thread in threads:
    thread.start()
for job in (3, 1, 2, 1, 1, 2, 3):
    tasks.put(job)
with ThreadPoolExecutor() as pool:
    for future in as_completed([pool.submit(time.sleep, n % 4) for n in range(20)]):
        print("slept")
for _ in threads:
    tasks.put(None)
async def main():
    jobs = [asyncio.to_thread(time.sleep, n % 3) for n in range(12)]
    for job in asyncio.as_completed(jobs):
        await job
        print("done", {"one", "two", "three"} == {"two", "three", "one"})
    done, rest = await asyncio.wait([asyncio.create_task(asyncio.sleep(1)) for _ in range(9)])
    print(len(done))
asyncio.run(main())
""",
    "processes": """
def job(n):
    time.sleep(n % 3 + 1)
    print("job", n)
    return n
async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2) as pool:
        jobs = [loop.run_in_executor(pool, job, n) for n in range(5)]
        await asyncio.sleep(0.5)
        print("meanwhile")
        print(await asyncio.gather(*jobs))
asyncio.run(main())
""",
    "http that waits": """
class Waits(web.RequestHandler):
    async def get(self, n):
        await asyncio.sleep(int(n) % 3)
        self.write("x" * 300_000)
class Yields(web.RequestHandler):
    @gen.coroutine
    def get(self):
        yield gen.sleep(1)
async def beat():
    while True:
        await asyncio.sleep(0.4)
        print("beat")
async def main():
    web.Application([("/y", Yields), ("/(.*)", Waits)]).listen(8888)
    beating = asyncio.create_task(beat())
    async def fetch(path):
        response = await AsyncHTTPClient().fetch(f"http://localhost:8888/{path}")
        print(path, len(response.body))
    await asyncio.gather(*[fetch(n) for n in range(12)], fetch("y"))
    async with asyncio.timeout(5):
        await fetch(5)
asyncio.run(main())
""",
    "http that blocks": """
class Sleeps(web.RequestHandler):
    def get(self):
        time.sleep(2)
        self.write("slept")
class Plain(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(1)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"y" * 400_000)
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Plain)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"
def visit(name):
    print(name, len(urllib.request.urlopen(url).read()))
async def main():
    web.Application([("/", Sleeps)]).listen(8888)
    for n in range(3):
        threading.Thread(target=visit, args=(n,)).start()
    fetches = [AsyncHTTPClient().fetch("http://localhost:8888/") for _ in range(4)]
    visit("loop")
    print([response.body for response in await asyncio.gather(*fetches)])
    for host in ("nowhere.invalid", "localhost:1"):
        try:
            urllib.request.urlopen(f"http://{host}/")
        except OSError as error:
            print(error)
asyncio.run(main())
server.shutdown()
""",
    "a chat": """
room = set()
class Chat(websocket.WebSocketHandler):
    def open(self):
        room.add(self)
    def on_message(self, text):
        for guest in sorted(room, key=lambda guest: guest.request.connection.context.address):
            guest.write_message(text)
    def on_close(self):
        room.discard(self)
        print("left:", len(room))
async def guest(name):
    chat = await websocket.websocket_connect("ws://localhost:8888/")
    for n in range(3):
        await asyncio.sleep(random.random())
        await chat.write_message(f"{name} {n}")
    while text := await chat.read_message():
        print(name, "hears", text)
        if text == "carol 2":
            chat.close()
async def main():
    web.Application([("/", Chat)]).listen(8888)
    guests = [asyncio.create_task(guest(name)) for name in ("ann", "bob", "carol")]
    await asyncio.wait(guests, timeout=9)
asyncio.run(main())
""",
}

CHILD = """
import json, sys
from looplab.record import run
from looplab.request import Request, Source
programs = json.load(sys.stdin)
for text in programs.values():
    trace = run(Request(Source("program.py", text)))
    print(json.dumps([trace.status, len(trace.prints()), trace.comparable()]))
"""


def outcome(seed: int) -> list[str]:
    """What a fresh process with this hash seed has to say, a line for each program."""
    programs = {name: HEAD + text for name, text in PROGRAMS.items()}
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(programs),
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def outcomes() -> Iterator[list[list[str]]]:
    """Twenty processes, two at a time; each runs all the programs."""
    seeds = random.sample(range(1, 4_000_000_000), PROCESSES)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield list(pool.map(outcome, seeds))


@pytest.mark.parametrize("which", range(len(PROGRAMS)), ids=PROGRAMS)
def test_a_program_has_one_trace(outcomes: list[list[str]], which: int) -> None:
    """Whatever the seed, and whatever else the machine does: the same events, all of them."""
    different = {lines[which] for lines in outcomes}
    status, printed, _ = json.loads(outcomes[0][which])
    assert status == "finished"
    assert printed > 5
    assert len(different) == 1
