"""One script, run in a world, and what the trace says of how it ended."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from looplab import record
from looplab.request import Limits, Request, Source
from looplab.trace import Event, Trace
from looplab.world.clock import VirtualClock
from looplab.world.recording.writer import Writer

Traced = Callable[..., Trace]


def driven(driver: str, submission: str, **inputs: object) -> Trace:
    source = Source("mia.py", submission)
    return record.run(Request(Source("driver.py", driver), inputs=inputs, submission=source))


DRIVER = """
import submission
async def main(count=2):
    print("driver")
    return await submission.work(count)
"""


def test_lines_are_told_with_who_and_where(traced: Traced) -> None:
    """Each completed line is one event, also when it is printed in pieces, or by sys.stderr."""
    trace = traced("""
        import sys
        print("one", "two")
        print("begun, ", end="")
        print("and ended")
        sys.stderr.write("to stderr\\n")
        sys.stdout.buffer.write(b"bytes\\n")
        print("last, without an end", end="")
    """)
    assert [(e.text, e.line) for e in trace.prints()] == [
        ("one two", 3),
        ("begun, and ended", 5),
        ("bytes", 7),
        ("last, without an end", None),
    ]
    assert [e.text for e in trace.prints("stderr")] == ["to stderr"]
    assert trace.status == "finished"


def test_an_uncaught_error_is_told_with_its_line(traced: Traced) -> None:
    """Type, message and place; and the traceback as Python prints it, without lines of ours."""
    trace = traced("""
        import asyncio
        async def main():
            await asyncio.sleep(1)
            {}["soup"]
        asyncio.run(main())
    """)
    assert trace.status == "error"
    assert trace.end.error == {
        "type": "KeyError",
        "message": "'soup'",
        "file": "program.py",
        "line": 5,
    }
    said = "\n".join(e.text or "" for e in trace.prints("stderr"))
    assert said.startswith("Traceback (most recent call last):\n")
    assert said.endswith("KeyError: 'soup'")
    assert "looplab" not in said
    assert os.sep + "lib" not in said, "a path of this machine"


@pytest.mark.parametrize(
    ("leaves", "status"),
    [("sys.exit()", "finished"), ("sys.exit(0)", "finished"), ("sys.exit(3)", "error")],
)
def test_sys_exit_ends_a_program(traced: Traced, leaves: str, status: str) -> None:
    """With status 0 it is finished, else it ended with an error."""
    assert traced(f"import sys\nprint('on')\n{leaves}\nprint('never')").status == status


def test_a_syntax_error_has_a_place(traced: Traced) -> None:
    """The line that Python cannot read."""
    trace = traced("print('fine')\nprint('not fine'\n")
    assert trace.status == "syntax-error"
    assert (trace.end.error or {})["line"] == 2
    assert not trace.prints()


def test_a_deadlock_names_who_waits_and_where(traced: Traced) -> None:
    """Every waiting task with its line, at once, without unwinding the program."""
    trace = traced("""
        import asyncio
        async def cook(order):
            try:
                await order.wait()
            finally:
                print("in life this is never printed")
        async def main():
            order = asyncio.Event()
            await asyncio.gather(cook(order), cook(order))
        asyncio.run(main())
    """)
    assert trace.status == "deadlock"
    assert (trace.end.error or {})["message"] == (
        "nothing can happen any more: main waits at program.py:10; "
        "cook waits at program.py:5; cook #2 waits at program.py:5"
    )
    assert not trace.prints()


def test_a_loop_that_nobody_stops_is_a_deadlock_at_its_start(traced: Traced) -> None:
    """loop.start() with nothing scheduled waits for ever; the line is the one that started it."""
    trace = traced("""
        from tornado.ioloop import IOLoop
        io = IOLoop(make_current=False)
        io.add_callback(print, "hello")
        io.start()
    """)
    assert [e.text for e in trace.prints()] == ["hello"]
    assert trace.status == "deadlock"
    assert (trace.end.error or {})["line"] == 5


def test_a_forgotten_await_is_a_log_event(traced: Traced) -> None:
    """The warning that Python gives, every time it happens and where."""
    trace = traced("""
        import asyncio
        async def work(): pass
        async def main():
            work()
            await asyncio.sleep(1)
        asyncio.run(main())
    """)
    (log,) = trace.kind("log")
    assert log.text == "RuntimeWarning: coroutine 'work' was never awaited"
    assert (log.level, log.logger, log.line) == ("WARNING", "py.warnings", 5)


def test_an_exception_that_nobody_retrieves_is_told_at_the_end(traced: Traced) -> None:
    """What Python says when the process exits belongs to the trace."""
    trace = traced("""
        import asyncio
        async def bad(): raise ValueError("boom")
        async def main():
            global task
            task = asyncio.create_task(bad())
            await asyncio.sleep(1)
        asyncio.run(main())
    """)
    (log,) = trace.kind("log")
    assert (log.text or "").startswith("Task exception was never retrieved")
    assert log.t == 1.0


def test_a_driver_calls_the_submission_and_returns_json() -> None:
    """main() gets the inputs; what it returns is the result; each file has its own name."""
    trace = driven(DRIVER, "async def work(n):\n    print('mia')\n    return {'n': n}", count=3)
    assert trace.status == "finished"
    assert trace.result == {"n": 3}
    assert [(e.text, e.file) for e in trace.prints()] == [
        ("driver", "driver.py"),
        ("mia", "mia.py"),
    ]


def test_a_drivers_defaults_hold_without_inputs() -> None:
    """main() is called with nothing when there are no inputs."""
    assert driven(DRIVER, "async def work(n): return n").result == 2


def test_an_error_in_a_lab_is_blamed_on_the_submission() -> None:
    """The innermost line of the student's file, although the driver's came after it."""
    trace = driven(DRIVER, "async def work(n):\n    return n / 0")
    assert trace.end.error == {
        "type": "ZeroDivisionError",
        "message": "division by zero",
        "file": "mia.py",
        "line": 2,
    }


def test_leaving_a_driver_early_is_not_finishing() -> None:
    """sys.exit(0) inside a lab ends the run before its end."""
    assert driven(DRIVER, "import sys\nsys.exit(0)").status == "ended-early"
    assert driven(DRIVER, "import sys\nasync def work(n): sys.exit(0)").status == "ended-early"


def test_a_result_that_is_no_json_is_the_drivers_fault() -> None:
    """The lab is broken, not the submission."""
    trace = driven("async def main():\n    return object()", "")
    assert trace.status == "internal-error"
    assert "returned a object" in (trace.end.error or {})["message"]


def test_printing_without_end_is_stopped_at_the_limit(traced: Traced) -> None:
    """So many lines and no more; what came before is kept."""
    trace = traced("while True: print('x')", limits=Limits(lines=50))
    assert trace.status == "output-limit"
    assert len(trace.prints()) == 50


def test_what_a_run_changed_is_put_back(traced: Traced) -> None:
    """Streams, arguments, filters, the garbage collector, asyncio's classes: as before."""
    before = (
        sys.stdout, sys.stderr, sys.argv, sys.path[:], warnings.filters[:], gc.isenabled(),
        asyncio.tasks.Task, asyncio.as_completed, sys.modules["__main__"], warnings.showwarning,
    )  # fmt: skip
    for program in ("print('hi')", "1 / 0", "import sys; sys.exit(1)", "while True: print()"):
        traced(program, limits=Limits(lines=5))
    after = (
        sys.stdout, sys.stderr, sys.argv, sys.path[:], warnings.filters[:], gc.isenabled(),
        asyncio.tasks.Task, asyncio.as_completed, sys.modules["__main__"], warnings.showwarning,
    )  # fmt: skip
    assert before == after


def test_nothing_of_a_run_is_heard_outside_of_it(
    traced: Traced, capfd: pytest.CaptureFixture[str]
) -> None:
    """A deadlock leaves tasks behind; their complaints do not reach the real stderr."""
    traced("""
        import asyncio
        async def main():
            await asyncio.gather(asyncio.Event().wait(), asyncio.Event().wait())
        asyncio.run(main())
    """)
    gc.collect()
    assert capfd.readouterr() == ("", "")


def test_the_programs_own_modules_are_loaded_anew(tmp_path: Path) -> None:
    """A script imports from its own folder, and the next run imports again."""
    (tmp_path / "kitchen.py").write_text("import time\ntime.sleep(2)\nprint('kitchen')\n")
    request = Request(Source("go.py", "import kitchen\n"), folder=str(tmp_path))
    for _ in range(2):
        trace = record.run(request)
        assert [(e.t, e.file) for e in trace.prints()] == [(2.0, "kitchen.py")]


def test_random_numbers_are_seeded(traced: Traced) -> None:
    """The same seed gives the same numbers, another seed others."""
    program = "import random\nprint(random.random())"
    texts = [traced(program, seed=seed).prints()[0].text for seed in (0, 0, 1)]
    assert texts[0] == texts[1] != texts[2]


def test_addresses_do_not_reach_a_trace(traced: Traced) -> None:
    """What a beginner prints by mistake is the same in every process."""
    trace = traced("async def work(): pass\nw = work()\nprint(w)\nw.close()")
    assert [e.text for e in trace.prints()] == ["<coroutine object work at 0x...>"]


def test_the_real_clock_follows_threads(traced: Traced) -> None:
    """On the real clock nothing is refused, and a sleep on the loop is seen and blamed."""
    trace = traced(
        """
        import asyncio, time
        async def main():
            await asyncio.to_thread(print, "thread")
            time.sleep(0.05)
            print("loop")
        asyncio.run(main())
        """,
        clock="real",
    )
    assert trace.status == "finished"
    assert [e.text for e in trace.prints()] == ["thread", "loop"]
    (block,) = [b for b in trace.kind("block") if b.call == "time.sleep"]
    assert block.on_loop
    assert block.line == 5
    assert block.duration >= 0.05


LESSON = """
import asyncio, time
async def beat():
    for _ in range(3):
        await asyncio.sleep(0.25)
        print("beat", {1, 2}, hash("x") is None)
async def main():
    tasks = {asyncio.create_task(beat()) for _ in range(3)}
    time.sleep(1)
    done, _ = await asyncio.wait(tasks)
    print(sorted(t.get_name() for t in done))
    for task in done: print(task.get_name())
asyncio.run(main())
"""


@pytest.mark.thorough
def test_one_distinct_trace_in_fresh_processes(tmp_path: Path) -> None:
    """Twenty processes with other hash seeds tell the same, byte for byte."""
    script = tmp_path / "lesson.py"
    script.write_text(LESSON)
    told = set()
    for seed in range(20):
        done = subprocess.run(
            [sys.executable, "-m", "looplab", "run", str(script), "--json"],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed * 7 + 1)},
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        told.add(done.stdout)
    assert len(told) == 1


def test_no_descriptor_of_a_run_is_left_open(traced: Traced) -> None:
    """Tornado keeps a loop that nobody closed for ever; the next run would have fewer of them."""
    program = """
        from tornado.ioloop import IOLoop
        io = IOLoop(make_current=False)
        io.add_callback(print, "hello")
        io.start()
    """
    traced(program)
    before = os.listdir("/proc/self/fd")
    for _ in range(3):
        assert traced(program).status == "deadlock"
    assert len(os.listdir("/proc/self/fd")) == len(before)


@pytest.mark.parametrize(
    ("leaves", "said"), [("sys.exit('no soup')", ["no soup"]), ("sys.exit(3)", [])]
)
def test_leaving_prints_what_python_prints(traced: Traced, leaves: str, said: list[str]) -> None:
    """The text, if there is one, and no traceback."""
    trace = traced(f"import sys\n{leaves}")
    assert trace.status == "error"
    assert [e.text for e in trace.prints("stderr")] == said


CTRL_C = """
import sys, threading
from looplab import record
from looplab.request import Limits, Request, Source
print("ready", flush=True)
trace = record.run(Request(Source("program.py", sys.stdin.read()), limits=Limits(virtual=1e9)))
print(trace.status, (trace.end.error or {}).get("type"), threading.active_count())
"""


@pytest.mark.thorough
def test_ctrl_c_in_the_middle_of_threads_ends_them_all() -> None:
    """At whatever moment it comes: the main thread hears of it, and no thread is left."""
    text = (
        "import threading, time\ndef work():\n    while True: time.sleep(0.001)\n"
        "for _ in range(2): threading.Thread(target=work, daemon=True).start()\nwork()\n"
    )
    for moment in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", CTRL_C],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None and process.stdin is not None
        process.stdout.readline()
        process.stdin.write(text)
        process.stdin.close()
        time.sleep(0.05 + moment * 0.003)
        process.send_signal(signal.SIGINT)
        said = process.stdout.read()
        process.wait()
        process.stdout.close()
        assert process.stderr is not None
        process.stderr.close()
        assert said == "error KeyboardInterrupt 1\n"


def test_a_run_leaves_nothing_behind() -> None:
    """What a run has made is gone when it is over: a thousand of them need no more than one."""
    request = Request(Source("kitchen.py", "import asyncio\nasyncio.run(asyncio.sleep(1))\n"))
    for _ in range(3):
        record.run(request)
    before = len(gc.get_objects())
    for _ in range(20):
        record.run(request)
    assert len(gc.get_objects()) - before < 100


def test_a_signal_handler_may_print_while_a_line_is_handed_on() -> None:
    """What it says comes after that line, in the same thread: nobody waits for himself."""
    handed_on: list[str | None] = []

    def sink(event: Event) -> None:
        if event.text == "main":
            # As a handler does that comes just now.
            writer.emit("print", 0, text="handler", stream="stdout")
        handed_on.append(event.text)

    writer = Writer(VirtualClock(10.0), sink)
    writer.emit("print", 0, text="main", stream="stdout")
    writer.emit("print", 0, text="again", stream="stdout")
    assert handed_on == ["main", "handler", "again"]
