"""Other programs in a world: what they cost, what they say, how they end, and that none is left."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from looplab.trace import Event, Trace

Traced = Callable[..., Trace]


def said(trace: Trace) -> list[str | None]:
    """What was printed."""
    assert trace.status == "finished", trace.end
    return [e.text for e in trace.prints()]


def held(event: Event) -> tuple[str | None, int | None, float, float | None]:
    """Which call of which line, and from when until when."""
    return event.call, event.line, event.t, event.until


def descendants() -> set[str]:
    """The processes that this one has started."""
    found: set[str] = set()
    for thread in Path("/proc/self/task").iterdir():
        # A thread that has just ended may still be listed.
        with contextlib.suppress(FileNotFoundError):
            found |= set((thread / "children").read_text().split())
    return found


# ---- how long it takes


@pytest.mark.parametrize(
    ("statement", "call"),
    [
        ('subprocess.run(["sleep", "2"])', "subprocess.run"),
        ('subprocess.run("sleep 2", shell=True)', "subprocess.run"),
        ('subprocess.run(["sleep 2"], shell=True)', "subprocess.run"),
        ('subprocess.run([shutil.which("sleep"), "2s"])', "subprocess.run"),
        ('subprocess.call(["sleep", "2"], stdout=subprocess.DEVNULL)', "subprocess.call"),
        ('subprocess.check_call(["sleep", "2.0"])', "subprocess.check_call"),
        ('subprocess.check_output(["sleep", "2"])', "subprocess.check_output"),
        ('subprocess.getoutput("sleep 2")', "subprocess.getoutput"),
        ('os.system("sleep 2")', "os.system"),
    ],
)
def test_sleep_blocks_for_as_long_as_it_sleeps(traced: Traced, statement: str, call: str) -> None:
    """However ``sleep 2`` is started, its line is blamed for two seconds and for the start."""
    trace = traced(f"import os, shutil, subprocess\n{statement}\n")
    assert trace.status == "finished"
    (block,) = trace.kind("block")
    assert held(block) == (call, 2, 0.0, 2.01)


def test_another_program_takes_no_time_but_to_start(traced: Traced) -> None:
    """A real child runs while the clock stands still, however long it really takes."""
    trace = traced("""
        import subprocess, sys, time
        t = time.monotonic()
        work = "import time; end = time.thread_time() + 0.05\\nwhile time.thread_time() < end: pass"
        print(subprocess.run([sys.executable, "-c", work + "\\nprint(6 * 7)"],
                             capture_output=True, text=True).stdout.strip())
        print(round(time.monotonic() - t, 6))
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.05)"])
        print(round(time.monotonic() - t, 6))
    """)
    assert said(trace) == ["42", "0.01", "0.02"]


def test_the_start_of_a_process_is_blamed(traced: Traced) -> None:
    """To start a child holds its line for the latency of processes, and not for longer."""
    trace = traced("""
        import subprocess, time
        child = subprocess.Popen(["sleep", "1"])
        time.sleep(3)
        print(child.wait())
    """)
    assert said(trace) == ["0"]
    start, sleep = trace.kind("block")
    assert held(start) == ("subprocess.Popen", 3, 0.0, 0.01)
    assert held(sleep) == ("time.sleep", 4, 0.01, 3.01)


def test_a_timeout_ends_a_child(traced: Traced) -> None:
    """After the timeout, on the virtual clock, it is killed, and waited for."""
    trace = traced("""
        import subprocess, time
        for options in ({}, {"capture_output": True}, {"shell": True}):
            t = time.monotonic()
            command = "sleep 60" if options.get("shell") else ["sleep", "60"]
            try:
                subprocess.run(command, timeout=1, **options)
            except subprocess.TimeoutExpired:
                print("too long", round(time.monotonic() - t, 6))
        child = subprocess.Popen(["sleep", "2"])
        for timeout in (0, 1.5, 1):
            try:
                print(child.wait(timeout))
            except subprocess.TimeoutExpired as error:
                print(error.timeout)
        print(round(time.monotonic() - t, 6))
    """)
    assert said(trace) == ["too long 1.01"] * 3 + ["0", "1.5", "0", "3.02"]


@pytest.mark.parametrize(("how", "code"), [("terminate", -15), ("kill", -9)])
def test_a_sleeper_can_be_ended_early(traced: Traced, how: str, code: int) -> None:
    """It ends at that instant, with the code of the signal; its alarm moves no clock any more."""
    trace = traced(f"""
        import subprocess, time
        child = subprocess.Popen(["sleep", "60"])
        print(child.poll())
        time.sleep(1)
        child.{how}()
        print(child.wait(), child.poll(), child.returncode)
    """)
    assert said(trace) == ["None", f"{code} {code} {code}"]
    assert trace.duration == 1.01


def test_a_program_may_poll(traced: Traced) -> None:
    """With a sleep in between it sees the end at the next look; without one, time passes too."""
    trace = traced("""
        import os, subprocess, time
        child = subprocess.Popen(["sleep", "0.25"])
        while child.poll() is None:
            time.sleep(0.1)
        print(child.returncode)
        child = subprocess.Popen(["sleep", "0.25"])
        while child.poll() is None:
            pass
        child = subprocess.Popen(["sleep", "0.25"])
        while os.waitpid(child.pid, os.WNOHANG) == (0, 0):
            pass
    """)
    assert said(trace) == ["0"]
    assert trace.duration == pytest.approx(0.31 + 0.26 + 0.26)
    assert [(e.line, round(e.duration, 6)) for e in trace.kind("block")] == [
        (3, 0.01), (5, 0.3), (7, 0.01), (8, 0.25), (10, 0.01), (11, 0.25),
    ]  # fmt: skip


def test_only_the_thread_that_waits_is_held(traced: Traced) -> None:
    """Two threads wait for two children side by side."""
    trace = traced("""
        import subprocess, threading
        def nap():
            subprocess.run(["sleep", "1"])
        threads = [threading.Thread(target=nap) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    """)
    assert trace.duration == 1.01
    assert [
        (e.thread, e.t, e.until) for e in trace.kind("block") if e.call == "subprocess.run"
    ] == [
        ("Thread-1 (nap)", 0.0, 1.01),
        ("Thread-2 (nap)", 0.0, 1.01),
    ]


# ---- event loops


def test_on_the_loop_run_holds_everybody_and_asyncio_does_not(traced: Traced) -> None:
    """The classic: the same child, awaited and not."""
    trace = traced("""
        import asyncio, subprocess
        async def ticks():
            while True:
                await asyncio.sleep(0.6)
                print("tick")
        async def main():
            ticking = asyncio.create_task(ticks())
            child = await asyncio.create_subprocess_exec("sleep", "2")
            print(await child.wait())
            child = await asyncio.create_subprocess_shell("sleep 1")
            print(await child.wait())
            subprocess.run(["sleep", "2"])
            print("ran")
            ticking.cancel()
        asyncio.run(main())
    """)
    assert [(e.text, e.t) for e in trace.prints()] == [
        ("tick", 0.61), ("tick", 1.21), ("tick", 1.81), ("0", 2.01), ("tick", 2.41),
        ("tick", 3.01), ("0", 3.02), ("ran", 5.03),
    ]  # fmt: skip
    assert trace.end.longest_hold == {
        "seconds": 2.01, "file": "program.py", "line": 13, "call": "subprocess.run",
    }  # fmt: skip


def test_asyncio_hears_of_each_end_at_its_instant(traced: Traced) -> None:
    """Several children sleep side by side; who was first to end is heard first."""
    trace = traced("""
        import asyncio
        async def nap(seconds):
            child = await asyncio.create_subprocess_exec("sleep", seconds)
            print(seconds, await child.wait())
        async def main():
            await asyncio.gather(nap("2"), nap("1"), nap("1"))
            child = await asyncio.create_subprocess_exec("sleep", "9")
            child.kill()
            print(await child.wait())
            try:
                await asyncio.wait_for(child_of_nine(), 1)
            except TimeoutError:
                print("too long")
        async def child_of_nine():
            await (await asyncio.create_subprocess_exec("sleep", "9")).wait()
        asyncio.run(main())
    """)
    assert [(e.text, e.t) for e in trace.prints()] == [
        ("1 0", 1.02), ("1 0", 1.03), ("2 0", 2.01), ("-9", 2.02), ("too long", 3.02),
    ]  # fmt: skip


def test_a_held_loop_hears_late_of_an_end(traced: Traced) -> None:
    """Whoever waits for a child could go on when it ended, not when the loop was free again."""
    trace = traced("""
        import asyncio, time
        async def nap():
            child = await asyncio.create_subprocess_exec("sleep", "1")
            await child.wait()
        async def main():
            napping = asyncio.create_task(nap())
            await asyncio.sleep(0.5)
            time.sleep(3)
            await napping
        asyncio.run(main())
    """)
    assert [(e.who, e.t, e.until) for e in trace.kind("ready")][-1:] == [("nap", 1.01, 3.5)]


def test_asyncio_talks_with_a_child(traced: Traced) -> None:
    """Both ways through pipes, line by line and all at once, more than a pipe holds."""
    trace = traced("""
        import asyncio
        from asyncio.subprocess import PIPE
        async def main():
            child = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
            for word in (b"one\\n", b"two\\n"):
                child.stdin.write(word)
                print(await child.stdout.readline())
                await asyncio.sleep(1)
            child.stdin.close()
            print(await child.wait())
            child = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
            out, _ = await child.communicate(b"x" * 300_000)
            print(len(out))
            child = await asyncio.create_subprocess_shell("echo a; exit 3", stdout=PIPE)
            print(await child.communicate(), child.returncode)
        asyncio.run(main())
    """)
    assert said(trace) == ["b'one\\n'", "b'two\\n'", "0", "300000", "(b'a\\n', None) 3"]
    assert trace.duration == 2.03


def test_tornado_waits_without_blocking(traced: Traced) -> None:
    """``tornado.process.Subprocess``: streams, the exit, and an exit that is an error."""
    trace = traced("""
        import asyncio
        from tornado.process import Subprocess
        async def main():
            child = Subprocess(["sleep", "1"])
            print(await child.wait_for_exit())
            child = Subprocess("echo a; exit 3", shell=True, stdout=Subprocess.STREAM)
            print(await child.stdout.read_until_close(), await child.wait_for_exit(False))
            child = Subprocess(["sleep", "60"])
            end = child.wait_for_exit(raise_error=False)
            child.proc.terminate()
            print(await end, child.returncode)
            try:
                await Subprocess("exit 4", shell=True).wait_for_exit()
            except Exception as error:
                print(type(error).__name__, error.returncode)
        asyncio.run(main())
    """)
    assert said(trace) == ["0", "b'a\\n' 3", "-15 -15", "CalledProcessError 4"]
    assert trace.duration == 1.04
    # A second run in this process does not inherit the handler of the first one's loop.
    again = traced("""
        import asyncio
        from tornado.process import Subprocess
        async def main():
            print(await Subprocess(["sleep", "1"]).wait_for_exit())
        asyncio.run(main())
    """)
    assert said(again) == ["0"]


# ---- what it says


def test_what_a_child_writes_to_the_terminal_is_a_line_of_the_trace(traced: Traced) -> None:
    """Without a pipe of the program's own its lines are printed, by the child's name."""
    trace = traced("""
        import os, subprocess, sys
        subprocess.run(["echo", "one"])
        os.system("echo two; printf three")
        subprocess.run("echo four >&2", shell=True)
        subprocess.run("echo five >&2", shell=True, stderr=subprocess.STDOUT)
        subprocess.run(["echo", "six"], stdout=sys.stdout, stderr=sys.stderr)
        subprocess.run(["echo", "seven"], stdout=sys.stderr)
        subprocess.run(["echo", "nothing"], stdout=subprocess.DEVNULL)
        print("end")
    """)
    assert trace.status == "finished"
    assert [(e.text, e.who, e.t) for e in trace.prints()] == [
        ("one", "echo", 0.01), ("two", "echo", 0.02), ("three", "echo", 0.02),
        ("five", "echo", 0.04), ("six", "echo", 0.05), ("end", None, 0.07),
    ]  # fmt: skip
    assert [e.text for e in trace.prints("stderr")] == ["four", "seven"]


def test_pipes_of_popen(traced: Traced) -> None:
    """Lines are read as they come, from a child that lives on; ``communicate`` moves a lot."""
    trace = traced("""
        import os, subprocess, time
        pipe = subprocess.PIPE
        child = subprocess.Popen(["cat"], stdin=pipe, stdout=pipe, text=True, bufsize=1)
        for word in ("one", "two"):
            child.stdin.write(word + "\\n")
            print(child.stdout.readline().strip())
            time.sleep(1)
        child.stdin.close()
        print(child.wait(), repr(child.stdout.read()))
        done = subprocess.run(["cat"], input=b"x" * 300_000, capture_output=True)
        print(len(done.stdout))
        print(os.popen("echo a; echo b").read().split())
        with subprocess.Popen(["sleep", "1"], stdout=pipe) as child:
            print(child.stdout.read())
    """)
    assert said(trace) == ["one", "two", "0 ''", "300000", "['a', 'b']", "b''"]
    assert trace.duration == 3.04


def test_a_child_that_lives_on_costs_the_clock_nothing(traced: Traced) -> None:
    """One that waits for the program does not hold the clock, and is ended with the run."""
    trace = traced("""
        import subprocess, time
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
        for i in range(100):
            time.sleep(10)
        print(child.poll())
    """)
    assert said(trace) == ["None"]
    assert trace.duration == 1000.01


def test_a_child_may_print_only_so_much(traced: Traced) -> None:
    """The limits of a run hold for what it starts, too."""
    from looplab.request import Limits

    trace = traced("import os\nos.system('yes | head -100000')", limits=Limits(lines=1000))
    assert trace.status == "output-limit"
    assert len(trace.prints()) == 1000


# ---- as in life


def test_errors_and_codes_are_those_of_life(traced: Traced) -> None:
    """What cannot be started, what fails, what ``os.system`` returns."""
    trace = traced("""
        import os, subprocess
        for command in (["no-such-program"], ["/no/such/sleep", "1"]):
            try:
                subprocess.run(command)
            except FileNotFoundError as error:
                print(error.filename)
        print(os.system("exit 3"), os.system("kill -9 $$"), os.system("sleep 1"))
        try:
            subprocess.run(["sh", "-c", "exit 5"], check=True)
        except subprocess.CalledProcessError as error:
            print(error.returncode)
        child = subprocess.Popen(["sleep", "1"])
        print(child.args, isinstance(child, subprocess.Popen), child.pid > 0)
        os.kill(child.pid, 15)
        print(child.wait())
    """)
    assert said(trace) == [
        "no-such-program", "/no/such/sleep", "768 9 0", "5", "['sleep', '1'] True True", "-15",
    ]  # fmt: skip


def test_waiting_for_any_child(traced: Traced) -> None:
    """``os.wait`` and its like wait in the world, for the first that ends."""
    trace = traced("""
        import os, subprocess
        long, short = (subprocess.Popen(["sleep", n]) for n in ("3", "1"))
        print(os.wait() == (short.pid, 0))
        print(os.waitid(os.P_PID, long.pid, os.WEXITED | os.WNOHANG))
        print(os.waitpid(long.pid, 0) == (long.pid, 0))
        for wait in (os.wait, lambda: os.waitpid(-1, 0), lambda: os.waitpid(long.pid, 0)):
            try:
                wait()
            except ChildProcessError as error:
                print(error.strerror)
    """)
    assert said(trace) == ["True", "None", "True"] + ["No child processes"] * 3
    assert [(e.call, e.until) for e in trace.kind("block")][-2:] == [
        ("os.wait", 1.02),
        ("os.waitpid", 3.01),
    ]


@pytest.mark.parametrize(
    ("program", "word"),
    [
        ("os.fork()", "ProcessPoolExecutor"),
        ("os.execv('/bin/true', ['true'])", "subprocess.run"),
        ("os.execlp('true', 'true')", "subprocess.run"),
        ("os.posix_spawn('/bin/true', ['true'], {})", "subprocess.run"),
        ("multiprocessing.Process(target=print).start()", "ProcessPoolExecutor"),
        ("multiprocessing.get_context('spawn').Process(target=print).start()", "ProcessPool"),
        ("multiprocessing.Pool(2)", "ProcessPoolExecutor"),
        ("tornado.process.fork_processes(2)", "ProcessPoolExecutor"),
    ],
)
def test_copies_are_refused_with_a_word_on_what_to_do(
    traced: Traced, program: str, word: str
) -> None:
    """A copy of the process would be in no world: the sentence names what works instead."""
    trace = traced(f"import multiprocessing, multiprocessing.pool, os, tornado.process\n{program}")
    assert trace.status == "error"
    assert trace.end.error is not None
    assert trace.end.error["type"] == "NotInThisWorld"
    assert word in trace.end.error["message"]
    assert "looplab run --real" in trace.end.error["message"]
    assert trace.end.error["line"] == 2


def test_nothing_is_left_behind(traced: Traced) -> None:
    """Children that nobody waited for are gone after the run, with all that was opened for them."""
    before = descendants(), set(os.listdir("/proc/self/fd")), dict(vars(subprocess.Popen))
    trace = traced("""
        import asyncio, os, subprocess
        from tornado.process import Subprocess
        subprocess.Popen(["sleep", "100"])
        subprocess.Popen(["cat"], stdin=subprocess.PIPE)
        subprocess.Popen("cat | cat", shell=True, stdin=subprocess.PIPE)
        subprocess.Popen(["true"])
        async def main():
            await asyncio.create_subprocess_exec("sleep", "100")
            Subprocess(["sleep", "100"]).wait_for_exit()
        asyncio.run(main())
    """)
    assert trace.status == "finished"
    assert (descendants(), set(os.listdir("/proc/self/fd")), dict(vars(subprocess.Popen))) == before
    assert not subprocess._active  # type: ignore[attr-defined]


def test_a_wait_that_nobody_ends_is_known_as_such(traced: Traced) -> None:
    """A child that waits for input, and a program that waits for the child: nobody goes on."""
    trace = traced("""
        import subprocess
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
        child.wait()
    """)
    assert trace.status == "deadlock"
    assert trace.end.error is not None
    assert trace.end.error["line"] == 4
    assert "Popen.wait" in trace.end.error["message"]


PROGRAM = textwrap.dedent("""
    import asyncio, os, subprocess
    async def echo(word):
        child = await asyncio.create_subprocess_shell(
            f"echo {word}; echo {word} | tr a-z A-Z", stdout=subprocess.PIPE)
        async for line in child.stdout:
            print(line)
        print(word, await child.wait())
    async def nap(seconds):
        child = await asyncio.create_subprocess_exec("sleep", seconds)
        print(await child.wait())
    async def main():
        await asyncio.gather(echo("a"), nap("1"), echo("b"), nap("1"), echo("c"))
        os.system("echo d; sleep 0.01; echo e")
        await asyncio.gather(asyncio.to_thread(subprocess.run, ["sleep", "1"]), nap("1"))
    asyncio.run(main())
""")
RUNS = """
import sys
from looplab import record
from looplab.request import Request, Source
print(record.run(Request(Source("program.py", sys.argv[1]))).comparable())
"""


def test_the_same_trace_in_each_process() -> None:
    """Whatever the hash seed, and however fast the children really are."""
    traces = {
        subprocess.run(
            [sys.executable, "-c", RUNS, PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in range(5)
    }
    assert len(traces) == 1


@pytest.mark.real_clock
def test_on_the_real_clock_a_wait_is_timed_and_blamed_once(traced: Traced) -> None:
    """As in life, and written down: one block for each line that waited."""
    trace = traced(
        """
        import asyncio, os, subprocess
        subprocess.run(["sleep", "0.2"])
        os.system("sleep 0.2")
        child = subprocess.Popen(["sleep", "0.2"])
        print(child.wait())
        async def main():
            child = await asyncio.create_subprocess_exec("sleep", "0.2")
            print(await child.wait())
        asyncio.run(main())
        subprocess.Popen(["sleep", "100"])
        """,
        clock="real",
    )
    assert said(trace) == ["0", "0"]
    long = [e for e in trace.kind("block") if e.duration > 0.15]
    assert [(e.call, e.line) for e in long] == [
        ("subprocess.run", 3), ("os.system", 4), ("Popen.wait", 6),
    ]  # fmt: skip
    assert not descendants()
