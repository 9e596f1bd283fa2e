"""A child process for each program, and its trace whatever the program does."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

from looplab import record, sandbox
from looplab.request import Limits, Request, Source
from looplab.sandbox import Child

QUICK = Limits(wall=20.0, cpu=1, memory=1 << 30, output=1 << 16, lines=1000, turns=20_000)


def judged(text: str, limits: Limits = QUICK) -> tuple[str, list[str | None]]:
    trace = sandbox.judge(None, Source("mia.py", text), limits=limits)
    return trace.status, [line.text for line in trace.prints()]


def test_the_child_tells_what_a_run_in_this_process_tells(tmp_path: Path) -> None:
    """The same trace, from another process."""
    script = tmp_path / "lesson.py"
    script.write_text("import time\nprint('a')\ntime.sleep(2)\nprint('b')\n")
    request = Request(Source("lesson.py", script.read_text()), folder=str(tmp_path))
    assert sandbox.run(script).comparable() == record.run(request).comparable()


def test_events_are_heard_as_they_come(tmp_path: Path) -> None:
    """The first line is heard while the program still runs."""
    script = tmp_path / "slow.py"
    flag = tmp_path / "heard"
    # The program ends only when somebody has heard its first line.
    script.write_text(
        "import os, time\nprint('first')\n"
        f"while not os.path.exists({str(flag)!r}): time.sleep(0.01)\n"
    )
    trace = sandbox.run(
        script, clock="real", on_event=lambda e: flag.touch() if e.kind == "print" else None
    )
    assert trace.status == "finished"


def test_arguments_reach_the_script(tmp_path: Path) -> None:
    """sys.argv is as in life, and so is __file__."""
    script = tmp_path / "args.py"
    script.write_text("import sys, os\nprint(sys.argv[1:], os.path.basename(__file__), __name__)\n")
    trace = sandbox.run(script, ["--name", "Ann"])
    assert trace.prints()[0].text == "['--name', 'Ann'] args.py __main__"


SPIN = """
import asyncio
async def main():
    while True: await asyncio.sleep(0)
asyncio.run(main())
"""
DEAF = """
import signal
signal.signal(signal.SIGXCPU, signal.SIG_IGN)
while True: pass
"""
FLOOD = """
import os
while True:
    for fd in range(3, 256):
        try: os.write(fd, b'y' * 65536)
        except OSError: pass
"""


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("while True: pass", "cpu-limit"),
        pytest.param(SPIN, "cpu-limit", marks=pytest.mark.thorough),
        pytest.param(DEAF, "cpu-limit", marks=pytest.mark.thorough),
        ("x = bytearray(1 << 33)", "memory"),
        ("import ctypes\nctypes.string_at(0)", "crashed"),
        ("import os\nos.kill(os.getpid(), 9)", "crashed"),
        ("print('hi')\nimport os\nos._exit(0)", "ended-early"),
        ("while True: print('x' * 1000)", "output-limit"),
        ("input()", "error"),
        ("print('fine'", "syntax-error"),
        ("import asyncio\nasyncio.run(asyncio.Event().wait())", "deadlock"),
        ("import time\nwhile True: time.sleep(1)", "virtual-time-limit"),
        ("def f(): f()\nf()", "error"),
        ("import sys\nsys.exit(0)", "finished"),
        ("import atexit, time\natexit.register(lambda: time.sleep(99))\nprint('ok')", "finished"),
    ],
    ids=lambda value: value.strip().splitlines()[-1][:40],
)
def test_every_ending_has_its_status(text: str, status: str) -> None:
    """Whatever a program does to itself, its trace says how it ended."""
    assert judged(text)[0] == status


def test_a_flood_on_every_descriptor_is_stopped() -> None:
    """Garbage on the trace's own pipe counts for nothing, and does not go on for ever."""
    assert judged(FLOOD, Limits(wall=60.0, cpu=30)) == ("output-limit", [])


@pytest.mark.thorough
def test_a_program_that_stands_still_is_stopped_by_the_wall_clock() -> None:
    """A real wait in C, which no virtual clock sees, ends at the limit."""
    limits = Limits(wall=1.0)
    assert judged("import ctypes\nctypes.CDLL(None).pause()", limits)[0] == "wall-limit"


def test_a_program_that_computes_is_told_its_line() -> None:
    """Which one it was is what its author has to know."""
    text = "import asyncio\nasync def main():\n    while True:\n        pass\nasyncio.run(main())\n"
    trace = sandbox.judge(None, Source("mia.py", text), limits=Limits(wall=60.0, cpu=1))
    error = trace.end.error or {}
    assert trace.status == "cpu-limit"
    assert error["message"] == "it computed for 1 seconds and was stopped"
    assert error["file"] == "mia.py" and error["line"] in (3, 4)


@pytest.mark.thorough
def test_ctrl_c_ends_a_line_that_computes_and_tells_it(tmp_path: Path) -> None:
    """asyncio.run asks its task to end, which does not hear of it; then the line is interrupted."""
    script = tmp_path / "spin.py"
    script.write_text(
        "import asyncio\nasync def main():\n    print('here')\n    while True:\n        pass\n"
        "asyncio.run(main())\n"
    )
    child = sandbox.Child([Request(Source("spin.py", script.read_text()))], None)
    child.on_event = lambda event: child.interrupt() if event.kind == "print" else None
    (trace,) = child.traces()
    error = trace.end.error or {}
    assert (trace.status, error["type"]) == ("error", "KeyboardInterrupt")
    assert error["file"] == "spin.py" and error["line"] in (4, 5)


def test_what_was_printed_before_the_end_is_kept() -> None:
    """A program that is killed has said what it had said."""
    assert judged("print('first')\nwhile True: pass") == ("cpu-limit", ["first"])


def test_forged_lines_on_the_pipe_do_not_break_the_reader() -> None:
    """Wrong types, wrong kinds and no JSON at all are passed over."""
    text = """
import os
for line in (b'{"kind":"print","n":5,"t":0,"text":7}', b'{"kind":"nonsense","n":1,"t":0}', b'[]',
             b'{"kind":"turn","n":1,"t":NaN}', b'\\xff\\xfe', b'{"kind":"end","n":"x","t":0}'):
    for fd in range(3, 256):
        try: os.write(fd, line + b'\\n')
        except OSError: pass
print("honest")
"""
    assert judged(text) == ("finished", ["honest"])


@pytest.mark.parametrize("isolation", ["auto", "basic"])
def test_no_child_is_left_behind(isolation: str) -> None:
    """A child of the child dies with it, also one that has a session and parents of its own."""
    mark = f"left-{os.getpid()}"
    text = f"""
import ctypes, os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, {mark!r}.encode())
        open("there", "w").close()
        time.sleep(600)
    os._exit(0)
while not os.path.exists("there"):
    time.sleep(0.01)
print("there")
"""
    # On the real clock the world refuses nothing; the submission is a stranger's all the same.
    request = Request(Source("mia.py", text), clock="real", limits=QUICK)
    (trace,) = sandbox.rehearse([request], isolation)
    assert [e.text for e in trace.prints()] == ["there"]
    assert not _alive(mark)


def _alive(mark: str) -> bool:
    """Whether there is a process of this name."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark in (entry / "comm").read_text():
                    return True
            except OSError:
                continue
    return False


@pytest.mark.parametrize("isolation", ["auto", "basic"])
def test_a_stranger_runs_in_an_empty_folder(isolation: str) -> None:
    """It may write there, and in subfolders; the next one finds nothing, and nothing is shut."""
    text = """
import os, tempfile
print(os.listdir("."))
os.makedirs("mine/below")
open("mine/below/file", "w").write("x")
os.chmod("mine/below", 0)
os.chmod("mine", 0)
with tempfile.NamedTemporaryFile() as file:
    print(os.path.exists(file.name))
tempfile.mkdtemp()
"""
    for _ in range(2):
        trace = sandbox.judge(None, Source("mia.py", text), limits=QUICK, isolation=isolation)
        assert [e.text for e in trace.prints()] == ["[]", "True"], trace.end


def test_a_stranger_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    """Where it was writing is not there, by that name, for anybody else."""
    if "mount-namespace" not in sandbox.pool_for("auto").layers:
        pytest.skip("programs share the disk here")
    status, lines = judged("import os\nopen('mine-alone', 'w').close()\nprint(os.getcwd())")
    assert status == "finished"
    assert not Path(lines[0] or "", "mine-alone").exists()


def test_a_stranger_gets_no_environment_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens in this account's environment stay here."""
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    assert judged("import os\nprint(os.environ.get('SECRET_TOKEN'))")[1] == ["None"]


def test_several_programs_share_one_child() -> None:
    """Trusted programs are run one after the other, each as if it were alone."""
    requests = [
        Request(Source("a.py", "x = 1\nprint('a')")),
        Request(Source("b.py", "import asyncio\nasyncio.run(asyncio.Event().wait())")),
        Request(Source("c.py", "print('x' in globals())")),
    ]
    traces = sandbox.rehearse(requests)
    assert [trace.status for trace in traces] == ["finished", "deadlock", "finished"]
    assert [trace.start.script for trace in traces] == ["a.py", "b.py", "c.py"]
    assert traces[2].prints()[0].text == "False"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: None, "there is no file"),
        (lambda p: p.mkdir(), "is a folder"),
        (lambda p: p.write_bytes(b"print('caf\xe9')\n"), "not written in UTF-8"),
        (lambda p: p.write_bytes(b"print(1)\0"), "zero byte"),
        (lambda p: p.write_bytes(b"# coding: klingon\n"), "not written in UTF-8"),
    ],
)
def test_a_script_that_cannot_be_read_is_said_in_words(tmp_path: Path, make, words) -> None:  # type: ignore[no-untyped-def]
    """A sentence with the name of the file."""
    path = tmp_path / "script.py"
    make(path)
    with pytest.raises(sandbox.CannotRead, match=words) as failure:
        sandbox.run(path)
    assert "script.py" in str(failure.value)


def test_a_declared_encoding_is_respected(tmp_path: Path) -> None:
    """Latin-1 that says so is a fine script."""
    path = tmp_path / "latin.py"
    path.write_bytes(b"# -*- coding: latin-1 -*-\nprint('caf\xe9')\n")
    assert sandbox.run(path).prints()[0].text == "café"


CROWD = """
import asyncio, threading, time
from tornado.httpclient import AsyncHTTPClient
from tornado.web import Application, RequestHandler
class Slow(RequestHandler):
    async def get(self):
        await asyncio.sleep(1)
async def main():
    Application([("/", Slow)]).listen(8888)
    client = AsyncHTTPClient(force_instance=True, max_clients=200)
    visits = [client.fetch("http://localhost:8888/") for _ in range(200)]
    print(len(await asyncio.gather(*visits)), "visitors")
asyncio.run(main())
threads = [threading.Thread(target=time.sleep, args=(1,)) for _ in range(200)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(threads), "threads")
"""


def test_the_limits_leave_room_for_a_crowd() -> None:
    """Two hundred visitors at once, and two hundred threads, within what strangers may have."""
    trace = sandbox.judge(None, Source("mia.py", CROWD))
    assert [(e.t, e.text) for e in trace.prints()] == [(1.0, "200 visitors"), (2.0, "200 threads")]
    assert trace.status == "finished"


@pytest.mark.parametrize("name", ["undefined", "punycode", "idna", "no-such-thing", "rot13", "hex"])
def test_what_declares_no_encoding_of_texts_cannot_be_read(name: str) -> None:
    """In words, at once, however long the text is."""
    with pytest.raises(sandbox.CannotRead, match="is not written in UTF-8"):
        sandbox.decoded("ann.py", f"# coding: {name}\n".encode() + b"x = 1-a-" * 50_000)


def test_another_encoding_of_texts_can_be_read() -> None:
    """Python reads it, and so do we."""
    text = "# coding: latin-1\nx = 'café'\n"
    assert sandbox.decoded("ann.py", text.encode("latin-1")).text == text


@pytest.mark.parametrize("lacking", ["process", "pipe"])
def test_a_child_that_cannot_be_started_leaves_no_pipe(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever tries again and again must not run out of descriptors for it."""
    pipe, made = os.pipe, list[tuple[int, int]]()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    def only_one() -> tuple[int, int]:
        if made:
            full()
        made.append(pipe())
        return made[0]

    if lacking == "process":
        monkeypatch.setattr(subprocess, "Popen", full)
    else:
        monkeypatch.setattr(os, "pipe", only_one)
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(BlockingIOError):
        Child([Request(Source("a.py", ""))], None).traces()
    assert len(os.listdir("/proc/self/fd")) == before
