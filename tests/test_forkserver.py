"""Children of a fork server: they tell what a fresh process tells, and nothing of them is left."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from looplab import record, sandbox
from looplab.course import Course, Lab
from looplab.request import STRICT, Limits, Request, Source
from looplab.sandbox.child import Child
from looplab.sandbox.hearing import MOST_EVENTS
from looplab.sandbox.pool import Pool
from looplab.sandbox.server import CannotStart, Server
from looplab.trace import Trace

ROOT = Path(__file__).resolve().parent.parent
LABS = Course(ROOT).labs
PROGRAMS = ROOT / "tests" / "labs"
# Plain pytest compares these: sleeping, sockets and threads.
QUICK = {"sleep"}
HELLO = Source("mia.py", "print('hello')")


@pytest.fixture
def pool() -> Iterator[Pool]:
    """Servers of this test alone."""
    pool = Pool("auto")
    yield pool
    pool.close()


def _some(lab: Lab) -> list[Path]:
    """Right programs, known mistakes and others, a few of each kind."""
    folder = PROGRAMS / lab.path.name
    kinds = [[lab.solution], [lab.starter], lab.wrong[:2]]
    kinds += [sorted((folder / kind).glob("*.py"))[:2] for kind in ("right", "outside", "blind")]
    return [path for kind in kinds for path in kind]


@pytest.mark.parametrize(
    "lab",
    [
        pytest.param(lab, id=lab.slug, marks=() if lab.slug in QUICK else pytest.mark.thorough)
        for lab in LABS
    ],
)
def test_a_warm_child_tells_what_a_fresh_process_tells(lab: Lab) -> None:
    """Byte for byte, whatever the server has run before."""
    driver = None if lab.driver is None else sandbox.source_of(lab.driver)
    for path in _some(lab):
        request = sandbox.asked(driver, sandbox.source_of(path), {}, 3)
        (warm,) = sandbox.pool_for("auto").run([request])
        (fresh,) = Child([request], None).traces()
        assert warm.comparable() == fresh.comparable(), path


def test_a_child_knows_nothing_of_the_one_before(pool: Pool) -> None:
    """What one program does to its Python, to its folder and to its environment is gone."""
    first = """
import builtins, os, sys, tornado.web
builtins.left = os.environ["LEFT"] = tornado.web.left = "something"
sys.modules["left"] = builtins
open("left", "w").write("something")
os.mkdir("folder")
"""
    second = """
import builtins, os, sys, tornado.web
print(hasattr(builtins, "left"), "LEFT" in os.environ, hasattr(tornado.web, "left"))
print("left" in sys.modules, os.listdir("."))
"""
    (trace,) = pool.run([Request(Source("one.py", first), limits=STRICT)])
    assert trace.status == "finished"
    (trace,) = pool.run([Request(Source("two.py", second), limits=STRICT)])
    assert [e.text for e in trace.prints()] == ["False False False", "False []"]


def test_the_next_child_finds_nothing_of_the_last_in_its_memory() -> None:
    """The server sees neither programs nor what they print: there is nothing to find.

    In basic isolation, where a program may look at its memory at all.
    """
    pool, other = Pool("basic"), Pool("basic")
    mark = "m4rk" * 4
    (trace,) = pool.run([Request(Source("ann.py", f"secret = {mark!r}\nprint(secret)"))])
    assert trace.prints()[0].text == mark
    scan = """
import gc, linecache, sys
half = "m4rk" * 2
found = 0
with open("/proc/self/maps") as maps:
    areas = [line.split()[0].split("-") for line in maps if line.split()[1].startswith("r")]
with open("/proc/self/mem", "rb", 0) as memory:
    for begin, end in areas:
        begin, end = int(begin, 16), int(end, 16)
        try:
            memory.seek(begin)
            found += memory.read(end - begin).count((half + half).encode())
        except (OSError, OverflowError, ValueError):
            continue
print("found", found)
"""
    (trace,) = pool.run([Request(Source("bob.py", scan))])
    # The one that it makes itself, to look for; no more than if nobody had been there before.
    (control,) = other.run([Request(Source("bob.py", scan))])
    assert trace.prints()[0].text == control.prints()[0].text
    pool.close()
    other.close()


def test_many_threads_use_the_servers_at_once(pool: Pool) -> None:
    """Each gets its own answer, and there are no more servers than runs at one time."""
    with ThreadPoolExecutor(3) as threads:
        sources = [Source("n.py", f"print({n})") for n in range(30)]
        traces = list(threads.map(lambda source: pool.run([Request(source)])[0], sources))
    assert [trace.prints()[0].text for trace in traces] == [str(n) for n in range(30)]
    assert len(pool._idle) <= 3


@pytest.mark.thorough
def test_what_stood_still_is_tried_once_more_alone(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While nobody else runs; everybody else goes on after that."""
    still = Request(
        Source("still.py", "import ctypes\nctypes.CDLL(None).pause()"), limits=Limits(wall=0.5)
    )
    happened: list[str] = []
    again = threading.Event()
    once = pool._once

    def noted(requests: Sequence[Request]) -> list[Trace]:
        name = requests[0].script.name
        happened.append(name)
        if happened == ["still.py", "over still.py", "still.py"]:
            again.set()
        traces = once(requests)
        happened.append(f"over {name}")
        return traces

    monkeypatch.setattr(pool, "_once", noted)
    with ThreadPoolExecutor(2) as threads:
        stopped = threads.submit(pool.run, [still])
        assert again.wait(60)
        others = threads.submit(pool.run, [Request(HELLO)]).result()
    assert others[0].status == "finished"
    assert stopped.result()[0].status == "wall-limit"
    assert happened[:4] == ["still.py", "over still.py", "still.py", "over still.py"]
    assert happened[4:] == [HELLO.name, f"over {HELLO.name}"]


def test_a_lost_server_is_replaced(pool: Pool) -> None:
    """A server that is gone costs nobody a verdict."""
    assert pool.run([Request(HELLO)])[0].status == "finished"
    (server,) = pool._idle
    server._process.kill()
    server._process.wait()
    assert pool.run([Request(HELLO)])[0].status == "finished"


@pytest.mark.thorough
def test_a_server_that_is_lost_twice_is_said(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose run loses its server again has no verdict, and the next one has."""
    begun = []

    def lose(server: Server) -> None:
        def killed(*args: object) -> None:
            begun.append(1)
            server._process.kill()

        timer = threading.Timer(0.3, killed)
        timer.start()

    real = Server.run

    def run(server: Server, requests: list[Request]) -> object:
        lose(server)
        return real(server, requests)

    waits = Request(
        Source("waits.py", "import ctypes\nctypes.CDLL(None).pause()"), limits=Limits(wall=60.0)
    )
    assert pool.layers
    monkeypatch.setattr(Server, "run", run)
    (trace,) = pool.run([waits])
    monkeypatch.setattr(Server, "run", real)
    assert trace.status == "sandbox-lost"
    assert len(begun) == 2
    assert pool.run([Request(HELLO)])[0].status == "finished"


def test_nothing_is_left_when_the_grader_is_killed(tmp_path: Path) -> None:
    """kill -9 in the middle of a run takes the server and its child along."""
    program = f"""
import errno
import os
from looplab import sandbox
from looplab.request import Limits, Source
text = "import ctypes\\nprint('begun')\\nctypes.CDLL(None).pause()"
print(os.getpid(), flush=True)
from looplab.sandbox.hearing import Hearing
real = Hearing.feed
def feed(self, data):
    real(self, data)
    if b"begun" in data:
        os.kill(os.getpid(), 9)
Hearing.feed = feed
os.environ["PATH"] += {":" + str(tmp_path)!r}
sandbox.judge(None, Source("still.py", text), limits=Limits(wall=60.0))
"""
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    until = time.monotonic() + 20
    while _with_environment(str(tmp_path)):
        assert time.monotonic() < until, "a process of the grading is still there"
        time.sleep(0.05)


def _with_environment(mark: str) -> list[int]:
    """The processes that were started with this in their environment."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                data = Path("/proc", entry, "environ").read_bytes()
            except OSError:
                continue
            if mark.encode() in data:
                found.append(int(entry))
    return found


def test_rehearsed_programs_share_a_child() -> None:
    """Several trusted programs, in one go; each has its trace."""
    requests = [Request(Source(f"{n}.py", f"print({n})"), limits=STRICT) for n in range(5)]
    traces = sandbox.rehearse([*requests, replace(requests[0], seed=5)])
    assert [trace.prints()[0].text for trace in traces] == ["0", "1", "2", "3", "4", "0"]


def test_a_machine_without_room_is_nobodys_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """No descriptor, no process or no folder to be had: said so, without layers taken off."""
    pool = Pool("auto")
    tried: list[str] = []

    def full(*arguments: object, **options: object) -> None:
        tried.append("")
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as there_is_no:
        there_is_no.setattr("tempfile.mkdtemp", full)
        with pytest.raises(CannotStart, match="No space left on device"):
            pool.run([Request(HELLO, limits=STRICT)])
    assert len(tried) == 1
    assert pool.run([Request(HELLO, limits=STRICT)])[0].status == "finished"
    (server,) = pool._idle
    before = sorted(os.listdir("/proc/self/fd"))
    with monkeypatch.context() as there_is_no:
        there_is_no.setattr("os.memfd_create", full)
        with pytest.raises(CannotStart):
            pool.run([Request(HELLO, limits=STRICT)])
    assert sorted(os.listdir("/proc/self/fd")) == before
    assert pool.run([Request(HELLO, limits=STRICT)])[0].status == "finished"
    assert pool._idle == [server]
    pool.close()


def test_no_message_is_left_for_the_next_program(pool: Pool) -> None:
    """Messages and memory of System V would stay when a program ends: there are none."""
    text = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print(libc.shmget(7, 4096, 0o1666), libc.msgget(7, 0o1666), libc.semget(7, 1, 0o1666))
print(libc.mq_open(b"/seven", 0o102, 0o666, None))
"""
    (trace,) = pool.run([Request(Source("mia.py", text), limits=STRICT)])
    if "seccomp" not in pool.layers:
        pytest.skip("this kernel filters no calls")
    assert [event.text for event in trace.prints()] == ["-1 -1 -1", "-1"]


def test_who_writes_where_the_trace_is_told_is_seen(pool: Pool) -> None:
    """Whatever it writes is counted, and tells nothing: events, a half one, and no event at all."""
    text = """
import os
print("before")
for fd in range(3, 20):
    try:
        os.write(fd, {words!r})
    except OSError:
        pass
print("after")
"""
    forged = b'{"kind": "print", "n": 7, "t": 0.0, "text": "forged", "stream": "stdout"}'
    end = b'{"kind": "end", "n": 7, "t": 0.0, "status": "finished"}'
    for words in (b"hello\n", forged + b"\n", end + b"\n", forged, b"hello"):
        source = Source("eve.py", text.format(words=words))
        (trace,) = pool.run([Request(source, limits=STRICT)])
        assert trace.status == "finished" and trace.end.stray, words
        assert [event.text for event in trace.prints()] == ["before", "after"], words
    (trace,) = pool.run([Request(HELLO, limits=STRICT)])
    assert trace.end.stray is None


def test_the_engine_is_not_to_be_found(pool: Pool) -> None:
    """By no name, and not among the modules that there are."""
    text = """
import importlib
import sys
print([name for name in sys.modules if name.startswith("looplab")])
for name in ("looplab", "looplab.world.inside", "looplab.record"):
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        print(error)
import sqlite3
sqlite3.connect("some.db").execute("create table a (b)")
print([name for name in sys.modules if name.startswith("looplab")])
"""
    (trace,) = pool.run([Request(Source("eve.py", text), limits=STRICT)])
    assert trace.status == "finished", trace.end.error
    assert [event.text for event in trace.prints()] == [
        "[]",
        *["No module named 'looplab'"] * 3,
        "[]",
    ]


LATE = {
    "a database": """
import sqlite3
with sqlite3.connect("some.db") as db:
    db.execute("create table t (a)")
    db.execute("insert into t values (7)")
print(sqlite3.connect("some.db").execute("select a from t").fetchall())
""",
    "processes": """
import asyncio, time
from concurrent.futures import ProcessPoolExecutor
def job(n):
    time.sleep(n)
    return n
async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(2) as pool:
        print(await asyncio.gather(*(loop.run_in_executor(pool, job, n) for n in (2, 1))))
asyncio.run(main())
""",
    "a process of one's own": """
import multiprocessing, time
def job(queue):
    time.sleep(1)
    queue.put(7)
if __name__ == "__main__":
    try:
        queue = multiprocessing.Queue()
        process = multiprocessing.Process(target=job, args=(queue,))
        process.start()
        print(queue.get())
        process.join()
    except BaseException as error:
        print(type(error).__name__, error)
""",
    "a moment, pickled": """
import copy, datetime, pickle
now = datetime.datetime.now()
print(pickle.loads(pickle.dumps(now)) == copy.deepcopy(now) == now)
""",
    "a server": """
import socketserver, threading, socket
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(9))
server = socketserver.TCPServer(("127.0.0.1", 8888), Echo)
threading.Thread(target=server.serve_forever, daemon=True).start()
with socket.create_connection(("127.0.0.1", 8888)) as client:
    client.sendall(b"hello")
    print(client.recv(9))
server.shutdown()
""",
}


@pytest.mark.parametrize("what", LATE)
def test_what_is_imported_late_is_the_same_there(
    pool: Pool, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the engine is hidden, it still finds what it replaces in modules that come late."""
    monkeypatch.chdir(tmp_path)
    request = Request(Source("mia.py", LATE[what]), limits=STRICT)
    (trace,) = pool.run([request])
    here = record.run(Request(Source("mia.py", LATE[what])))
    assert trace.status == here.status, trace.end.error
    assert [(e.t, e.text) for e in trace.prints()] == [(e.t, e.text) for e in here.prints()]
    assert trace.prints()


@pytest.mark.thorough
def test_a_flood_of_small_events_is_stopped(pool: Pool) -> None:
    """Each of them takes room here that its program does not pay for."""
    text = """
import os
line = b'{"kind": "turn", "n": 3, "t": 0.0}\\n' * 1000
for fd in range(3, 20):
    try:
        for _ in range(500):
            os.write(fd, line)
    except OSError:
        pass
"""
    (trace,) = pool.run([Request(Source("eve.py", text), limits=STRICT)])
    assert trace.status == "output-limit"
    assert len(trace.events) <= MOST_EVENTS + 2
