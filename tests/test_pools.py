"""Pools of processes in a world: time, isolation, errors, and that nothing is left of them."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures.process import ProcessPoolExecutor
from pathlib import Path

import pytest

from looplab.trace import Trace

Traced = Callable[..., Trace]


def said(trace: Trace) -> list[str | None]:
    """What was printed."""
    assert trace.status == "finished", trace.end
    return [e.text for e in trace.prints()]


def descendants() -> set[str]:
    """The processes that this one has started."""
    found: set[str] = set()
    for thread in Path("/proc/self/task").iterdir():
        # A thread that has just ended may still be listed.
        with contextlib.suppress(FileNotFoundError):
            found |= set((thread / "children").read_text().split())
    return found


# ---- time


def test_as_many_jobs_as_workers_go_on_side_by_side(traced: Traced) -> None:
    """The third job of two workers begins when the first one is done."""
    trace = traced("""
        import time
        from concurrent.futures import ProcessPoolExecutor
        def job(name):
            print(name, "begins")
            time.sleep(1)
            print(name, "ends")
            return name
        with ProcessPoolExecutor(2) as pool:
            print(*pool.map(job, "abc"))
    """)
    assert [(e.text, e.who, e.t) for e in trace.prints()] == [
        ("a begins", "process 1", 0.0), ("b begins", "process 2", 0.0),
        ("a ends", "process 1", 1.0), ("c begins", "process 1", 1.0),
        ("b ends", "process 2", 1.0), ("c ends", "process 1", 2.0), ("a b c", None, 2.0),
    ]  # fmt: skip
    theirs = [e for e in trace.kind("block") if e.call == "time.sleep"]
    assert [(e.thread, e.line, e.t, e.until, e.on_loop) for e in theirs] == [
        ("process 1", 6, 0.0, 1.0, False),
        ("process 2", 6, 0.0, 1.0, False),
        ("process 1", 6, 1.0, 2.0, False),
    ]


def test_there_are_as_many_workers_as_cores(traced: Traced) -> None:
    """Four, on every machine; work of the processor goes on side by side on them."""
    trace = traced("""
        import hashlib
        from concurrent.futures import ProcessPoolExecutor
        def crunch(_):
            hashlib.pbkdf2_hmac("sha256", b"secret", b"salt", 1_000)
        with ProcessPoolExecutor() as pool:
            list(pool.map(crunch, range(4)))
        with ProcessPoolExecutor(1) as pool:
            list(pool.map(crunch, range(1)))
    """)
    assert trace.status == "finished"
    *side, alone = [e for e in trace.kind("block") if (e.thread or "").startswith("process")]
    assert len(side) == 4
    assert {e.t for e in side} == {0.0}
    assert [e.duration for e in side] == [pytest.approx(alone.duration)] * 4
    assert alone.duration > 0
    assert len({e.thread for e in side}) == 4


def test_the_loop_goes_on_while_a_pool_works(traced: Traced) -> None:
    """``run_in_executor`` with a pool of processes does not hold the loop."""
    trace = traced("""
        import asyncio, time
        from concurrent.futures import ProcessPoolExecutor
        def job():
            time.sleep(1)
            return "done"
        async def ticks():
            for _ in range(2):
                await asyncio.sleep(0.4)
                print("tick")
        async def main():
            with ProcessPoolExecutor(1) as pool:
                loop = asyncio.get_running_loop()
                print(*await asyncio.gather(loop.run_in_executor(pool, job), ticks()))
        asyncio.run(main())
    """)
    assert [(e.text, e.t) for e in trace.prints()] == [
        ("tick", 0.4), ("tick", 0.8), ("done None", 1.0),
    ]  # fmt: skip
    assert trace.end.longest_hold is None


def test_a_job_may_run_a_loop_and_threads_of_its_own(traced: Traced) -> None:
    """On the process's clock, which begins where the parent's is."""
    trace = traced("""
        import asyncio, threading, time
        from concurrent.futures import ProcessPoolExecutor
        def loop():
            async def main():
                await asyncio.gather(*(asyncio.sleep(1) for _ in range(3)))
            asyncio.run(main())
            return time.monotonic()
        def threads():
            started = [threading.Thread(target=time.sleep, args=(1,)) for _ in range(3)]
            for thread in started:
                thread.start()
            for thread in started:
                thread.join()
            return time.monotonic()
        start = time.monotonic()
        time.sleep(5)
        with ProcessPoolExecutor(1) as pool:
            print(round(pool.submit(loop).result() - start, 6))
            print(round(pool.submit(threads).result() - start, 6))
        print(round(time.monotonic() - start, 6))
    """)
    assert said(trace) == ["6.0", "7.0", "7.0"]


def test_any_thread_may_start_a_pool(traced: Traced) -> None:
    """The process is a copy of that thread, whichever it is."""
    trace = traced("""
        import asyncio, threading, time
        from concurrent.futures import ProcessPoolExecutor
        def job():
            time.sleep(1)
            return threading.current_thread() is threading.main_thread()
        def start():
            with ProcessPoolExecutor(1) as pool:
                print(pool.submit(job).result())
        threading.Thread(target=start).start()
        asyncio.run(asyncio.to_thread(start))
    """)
    assert said(trace) == ["True", "True"]
    assert trace.duration == 1.0


# ---- another process


def test_a_process_has_its_own_globals(traced: Traced) -> None:
    """What a job changes stays in its process, where the next job finds it; ids differ."""
    trace = traced("""
        import multiprocessing, os, threading
        from concurrent.futures import ProcessPoolExecutor
        count = 0
        def up():
            global count
            count += 1
            return count
        def names():
            return multiprocessing.current_process().name, threading.current_thread().name
        with ProcessPoolExecutor(1) as pool:
            print(pool.submit(up).result(), pool.submit(up).result(), count)
            count = 10
            print(pool.submit(up).result(), count)
            print(pool.submit(os.getpid).result() != os.getpid(), *pool.submit(names).result())
        with ProcessPoolExecutor(1) as pool:
            print(pool.submit(up).result())
    """)
    assert said(trace) == ["1 2 0", "3 10", "True ForkProcess-1 MainThread", "11"]


def test_chance_is_repeated_and_differs_from_process_to_process(traced: Traced) -> None:
    """Two runs draw the same numbers, two processes do not."""
    program = """
        import os, random
        from concurrent.futures import ProcessPoolExecutor
        def draw(_):
            return random.random(), os.urandom(4)
        with ProcessPoolExecutor(2) as pool:
            print(len({each for pair in pool.map(draw, range(2)) for each in pair}))
            print(*pool.map(draw, range(2)))
            print(random.random())
    """
    first, second = said(traced(program)), said(traced(program))
    assert first == second
    assert first[0] == "4"
    assert first[2] == said(traced("import random\nprint(random.random())"))[0]


def test_arguments_and_results_are_pickled(traced: Traced) -> None:
    """What cannot be pickled is told through the future, in the words of life."""
    trace = traced("""
        import threading
        from concurrent.futures import ProcessPoolExecutor
        def lock(*args):
            return threading.Lock()
        def same(values):
            values.append(1)
            return values
        def tell(future):
            error = future.exception()
            print(type(error).__name__, str(error).partition(" at 0x")[0])
            print(type(error.__cause__).__name__)
        with ProcessPoolExecutor(1) as pool:
            tell(pool.submit(lambda: 1))
            tell(pool.submit(lock))
            values = []
            print(pool.submit(same, values).result(), values)
    """)
    lines = said(trace)
    assert lines[0] == "PicklingError Can't pickle <function <lambda>"
    assert lines[2] is not None and "pickle" in lines[2]
    assert lines[1::2] == ["_RemoteTraceback", "_RemoteTraceback"]
    assert lines[4] == "[1] []"


def test_an_exception_arrives_with_its_type_and_traceback(traced: Traced) -> None:
    """Also ``sys.exit`` in a job is an exception, which ends nothing."""
    trace = traced("""
        import sys, time
        from concurrent.futures import ProcessPoolExecutor
        def fail():
            time.sleep(1)
            raise ValueError("no")
        with ProcessPoolExecutor(1) as pool:
            try:
                pool.submit(fail).result()
            except ValueError as error:
                print(error, "line 6, in fail" in str(error.__cause__))
            print(repr(pool.submit(sys.exit, 3).exception()), pool.submit(abs, -1).result())
    """)
    assert said(trace) == ["no True", "SystemExit(3) 1"]
    assert trace.duration == 1.0


def test_a_process_that_dies_breaks_its_pool(traced: Traced) -> None:
    """At that instant: running and waiting jobs fail, and so does whoever submits another."""
    trace = traced("""
        import os, time
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        def die():
            time.sleep(1)
            os._exit(3)
        pool = ProcessPoolExecutor(2)
        jobs = [pool.submit(die), pool.submit(time.sleep, 60), pool.submit(time.sleep, 60)]
        for job in jobs:
            try:
                job.result()
            except BrokenProcessPool:
                print("broken")
        try:
            pool.submit(abs, -1)
        except BrokenProcessPool:
            print("for good")
        pool.shutdown()
    """)
    assert said(trace) == ["broken"] * 3 + ["for good"]
    assert trace.duration == 1.0
    assert {e.t for e in trace.prints()} == {1.0}
    (slept,) = [e for e in trace.kind("block") if e.thread == "process 1"]
    assert (slept.line, slept.until) == (6, 1.0)


def test_a_process_that_is_killed_breaks_its_pool(traced: Traced) -> None:
    """By itself in the middle of a job, or by its parent between two."""
    trace = traced("""
        import os
        from concurrent.futures import ProcessPoolExecutor
        def die():
            os.kill(os.getpid(), 9)
        with ProcessPoolExecutor(1) as pool:
            print(type(pool.submit(die).exception()).__name__)
        with ProcessPoolExecutor(1) as pool:
            os.kill(pool.submit(os.getpid).result(), 9)
            print(type(pool.submit(abs, -1).exception()).__name__)
    """)
    assert said(trace) == ["BrokenProcessPool"] * 2


def test_each_process_is_initialised_once(traced: Traced) -> None:
    """Before its first job, in its own time; an initializer that fails breaks the pool."""
    trace = traced("""
        import time
        from concurrent.futures import ProcessPoolExecutor
        ready = None
        def begin(value):
            global ready
            time.sleep(1)
            ready = value if ready is None else "twice"
        def look(_):
            time.sleep(1)
            return ready
        def fail():
            raise RuntimeError("not ready")
        with ProcessPoolExecutor(2, initializer=begin, initargs=(7,)) as pool:
            print(*pool.map(look, range(4)))
        with ProcessPoolExecutor(1, initializer=fail) as pool:
            print(type(pool.submit(look, 0).exception()).__name__)
    """)
    assert said(trace) == ["7 7 7 7", "BrokenProcessPool"]
    assert trace.duration == 3.0
    (log,) = trace.kind("log")
    assert (log.level, log.text) == (
        "CRITICAL",
        "Exception in initializer:\nRuntimeError: not ready",
    )


def test_a_process_may_be_replaced_after_some_jobs(traced: Traced) -> None:
    """``max_tasks_per_child``: a new one, initialised again."""
    trace = traced("""
        import multiprocessing, os
        from concurrent.futures import ProcessPoolExecutor
        begun = 0
        def begin():
            global begun
            begun += 1
        def look(_):
            return os.getpid(), begun
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, spawn, begin, max_tasks_per_child=2) as pool:
            found = list(pool.map(look, range(5)))
        print([number for _, number in found])
        print(found[0] == found[1], found[1] == found[2], len(set(found)))
        fork = multiprocessing.get_context("fork")
        for options in (
            {"max_tasks_per_child": 1, "mp_context": fork}, {"max_tasks_per_child": 0},
            {"max_tasks_per_child": "1"}, {"max_workers": 0}, {"initializer": 3},
        ):
            try:
                ProcessPoolExecutor(**options)
            except Exception as error:
                print(type(error).__name__)
    """)
    assert said(trace) == [
        "[1, 1, 1, 1, 1]", "True False 3",
        "ValueError", "ValueError", "TypeError", "ValueError", "TypeError",
    ]  # fmt: skip


# ---- what can be done with a pool


def test_map_cuts_into_chunks(traced: Traced) -> None:
    """A chunk is one job; a timeout is one of virtual seconds."""
    trace = traced("""
        import time
        from concurrent.futures import ProcessPoolExecutor
        def nap(n):
            time.sleep(1)
            return n
        with ProcessPoolExecutor(2) as pool:
            print(*pool.map(nap, range(5), chunksize=3))
            try:
                list(pool.map(nap, range(2), chunksize=2, timeout=1.5))
            except TimeoutError:
                print("too long")
            try:
                pool.map(nap, [1], chunksize=0)
            except ValueError as error:
                print(error)
    """)
    assert [(e.text, e.t) for e in trace.prints()] == [
        ("0 1 2 3 4", 3.0), ("too long", 4.5), ("chunksize must be >= 1.", 4.5),
    ]  # fmt: skip
    assert trace.duration == 5.0


def test_what_is_far_behind_in_the_queue_can_be_cancelled(traced: Traced) -> None:
    """As in life a job that is on its way to a process cannot: twice the workers, and one."""
    trace = traced("""
        import time
        from concurrent.futures import ProcessPoolExecutor
        pool = ProcessPoolExecutor(2)
        jobs = [pool.submit(time.sleep, 1) for _ in range(8)]
        time.sleep(0.5)
        print([job.cancel() for job in jobs].count(False))
        pool.shutdown(wait=False, cancel_futures=True)
        print([job.cancelled() for job in jobs].count(True))
        try:
            pool.submit(abs, -1)
        except RuntimeError as error:
            print(error)
    """)
    assert said(trace) == ["5", "3", "cannot schedule new futures after shutdown"]
    # The end of the program waits for those that were taken.
    assert trace.duration == 3.0


def test_shutdown_cancels_what_nobody_has_taken(traced: Traced) -> None:
    """With ``cancel_futures``; it waits for the rest, blamed at its line."""
    trace = traced("""
        import time
        from concurrent.futures import ProcessPoolExecutor
        pool = ProcessPoolExecutor(1)
        jobs = [pool.submit(time.sleep, 1) for _ in range(6)]
        pool.shutdown(cancel_futures=True)
        print([job.cancelled() for job in jobs])
    """)
    assert said(trace) == [str([False] * 3 + [True] * 3)]
    (wait,) = [e for e in trace.kind("block") if e.thread == "MainThread"]
    assert (wait.call, wait.line, wait.until) == ("ProcessPoolExecutor.shutdown", 6, 3.0)


def test_a_pool_that_nobody_closes_ends_with_the_program(traced: Traced) -> None:
    """The end of a program waits for the jobs that were given out."""
    trace = traced("""
        import time
        from concurrent.futures import ProcessPoolExecutor
        def job():
            time.sleep(2)
            print("done")
        ProcessPoolExecutor().submit(job)
        print("end of the text")
    """)
    assert [(e.text, e.t) for e in trace.prints()] == [("end of the text", 0.0), ("done", 2.0)]


def test_both_ways_of_importing_give_the_same_class(traced: Traced) -> None:
    """And an instance of it is one of Python's own."""
    trace = traced("""
        import concurrent.futures
        from concurrent.futures.process import ProcessPoolExecutor
        print(concurrent.futures.ProcessPoolExecutor is ProcessPoolExecutor)
        with ProcessPoolExecutor(1) as pool:
            print(isinstance(pool, concurrent.futures.Executor))
            print(isinstance(pool, concurrent.futures.ThreadPoolExecutor))
    """)
    assert said(trace) == ["True", "True", "False"]


def test_what_a_job_logs_and_warns_is_told(traced: Traced) -> None:
    """Also through a handler that the parent made; Python's own warning about copies is not."""
    trace = traced("""
        import logging, threading, time
        from concurrent.futures import ProcessPoolExecutor
        logging.basicConfig(format="so: %(message)s")
        def job():
            logging.warning("careful")
            logging.info("nothing")
        threading.Thread(target=time.sleep, args=(1,)).start()
        with ProcessPoolExecutor(1) as pool:
            pool.submit(job).result()
    """)
    assert trace.status == "finished"
    assert [(e.text, e.who) for e in trace.prints("stderr")] == [("so: careful", "process 1")]
    assert [e.text for e in trace.kind("log")] == ["careful"]


def test_a_job_that_can_never_end_ends_the_run(traced: Traced) -> None:
    """A deadlock in a process is known at once, and named by its line."""
    trace = traced("""
        import threading
        from concurrent.futures import ProcessPoolExecutor
        def job():
            threading.Event().wait()
        with ProcessPoolExecutor(1) as pool:
            pool.submit(job).result()
    """)
    assert trace.status == "deadlock"
    assert trace.end.error is not None
    assert trace.end.error["line"] == 5


def test_a_job_may_start_programs_and_pools(traced: Traced) -> None:
    """What a process starts is followed as well, in its time."""
    trace = traced("""
        import subprocess, time
        from concurrent.futures import ProcessPoolExecutor
        def job():
            subprocess.run(["sleep", "1"])
            with ProcessPoolExecutor(2) as pool:
                list(pool.map(time.sleep, [1, 1]))
            return subprocess.run(["echo", "hi"], capture_output=True).stdout
        sleeper = subprocess.Popen(["sleep", "2"])
        with ProcessPoolExecutor(1) as pool:
            print(pool.submit(job).result())
        print(sleeper.wait())
    """)
    assert [(e.text, e.t) for e in trace.prints()] == [("b'hi\\n'", 2.03), ("0", 2.03)]


def test_nothing_is_left_behind(traced: Traced) -> None:
    """No process, no descriptor, no thread, no class, however the run ended."""
    kept = concurrent.futures.ProcessPoolExecutor
    before = descendants(), set(os.listdir("/proc/self/fd"))
    for ending, status in (("", "finished"), ("1 / 0", "error"), ("lock()", "deadlock")):
        trace = traced(f"""
            import threading, time
            from concurrent.futures import ProcessPoolExecutor
            def lock():
                threading.Event().wait()
            pool = ProcessPoolExecutor(3)
            pool.submit(time.sleep, 1)
            {ending}
        """)
        assert trace.status == status
        assert (descendants(), set(os.listdir("/proc/self/fd"))) == before
    assert concurrent.futures.ProcessPoolExecutor is kept is ProcessPoolExecutor


RUNS = """
import sys
from looplab import record
from looplab.request import Request, Source
print(record.run(Request(Source("program.py", sys.argv[1]))).comparable())
"""
PROGRAM = textwrap.dedent("""
    import asyncio, random, time
    from concurrent.futures import ProcessPoolExecutor
    def job(n):
        print("begin", n)
        time.sleep(1 + n % 3)
        print("end", n, random.random())
        return n
    async def main():
        with ProcessPoolExecutor(3) as pool:
            loop = asyncio.get_running_loop()
            jobs = [loop.run_in_executor(pool, job, n) for n in range(7)]
            for done in asyncio.as_completed(jobs):
                print(await done)
    asyncio.run(main())
""")


def test_the_same_trace_in_each_process() -> None:
    """Whatever the hash seed."""
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
def test_on_the_real_clock_it_is_the_real_one(traced: Traced) -> None:
    """Real processes, started by Python's own pool, one after the other on one worker."""
    trace = traced(
        """
        import os, time, warnings
        from concurrent.futures import ProcessPoolExecutor
        warnings.simplefilter("ignore")
        with ProcessPoolExecutor(2) as pool:
            print(len(pool._processes))
            print(list(pool.map(abs, [-1, -2])), pool.submit(os.getpid).result() != os.getpid())
        """,
        clock="real",
    )
    assert said(trace) == ["0", "[1, 2] True"]
    assert not descendants()
