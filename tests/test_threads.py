"""Threads, and what they wait for: one clock for all, one order of turns in every run."""

from __future__ import annotations

import sys
import textwrap
import threading
from collections.abc import Callable

import pytest

from looplab.record import run
from looplab.request import Limits, Request, Source
from looplab.timeline import run_of
from looplab.trace import Event, Trace

Traced = Callable[..., Trace]


def said(trace: Trace) -> list[tuple[float, str | None]]:
    """What was printed, and when."""
    return [(round(e.t, 9), e.text) for e in trace.prints()]


def words(trace: Trace) -> list[str | None]:
    """What was printed."""
    return [e.text for e in trace.prints()]


def block_of(trace: Trace, line: int) -> Event:
    """The one call that held a thread at this line of the program."""
    (found,) = [e for e in trace.kind("block") if e.line == line]
    return found


def held(event: Event) -> tuple[str | None, float, float | None, str | None]:
    return (event.call, event.t, event.until, event.thread)


# ---- the classics


def test_a_blocking_loop_and_a_thread_sleep_at_the_same_time(traced: Traced) -> None:
    """A thread sleeps 5 s from 2 on, the loop 2 s: it goes on at 4, and the thread is done at 7."""
    trace = traced("""
        import asyncio, time
        async def main():
            loop = asyncio.get_running_loop()
            await asyncio.sleep(2)
            fut = loop.run_in_executor(None, time.sleep, 5)
            time.sleep(2)
            print("the loop is back")
            await fut
            print("the thread is done")
        asyncio.run(main())
    """)
    assert said(trace) == [(4, "the loop is back"), (7, "the thread is done")]
    block = block_of(trace, 7)
    assert held(block) == ("time.sleep", 2.0, 4.0, "MainThread")
    assert block.on_loop
    assert block.who == "main"
    (other,) = [e for e in trace.kind("block") if e.thread == "asyncio_0"]
    assert (other.t, other.until, other.on_loop) == (2.0, 7.0, False)


def test_a_lock_that_a_thread_holds_holds_the_loop(traced: Traced) -> None:
    """``with lock:`` on the loop, released by a Timer a second later: a block of a second there."""
    trace = traced("""
        import asyncio, threading
        lock = threading.Lock()
        async def main():
            lock.acquire()
            threading.Timer(1, lock.release).start()
            with lock:
                print("mine")
        asyncio.run(main())
    """)
    assert said(trace) == [(1, "mine")]
    block = block_of(trace, 7)
    assert held(block) == ("lock.acquire", 0.0, 1.0, "MainThread")
    assert block.on_loop
    assert block.running


def test_a_queue_that_stays_empty_gives_up_in_time(traced: Traced) -> None:
    """``get(timeout=2)`` in a thread from 6 on: Empty at 8, blamed under its own name."""
    trace = traced("""
        import queue, threading, time
        q = queue.Queue()
        def consumer():
            time.sleep(6)
            try:
                q.get(timeout=2)
            except queue.Empty:
                print("Empty")
        threading.Thread(target=consumer).start()
    """)
    assert said(trace) == [(8, "Empty")]
    assert held(block_of(trace, 7)) == ("Queue.get", 6.0, 8.0, "Thread-1 (consumer)")


@pytest.mark.parametrize("clock", ["time", "monotonic", "perf_counter"])
def test_a_loop_that_polls_the_clock_is_blamed_at_its_line(traced: Traced, clock: str) -> None:
    """A second of polling beside a ticker of 0.1 s: one block, and a tick that came late."""
    trace = traced(f"""
        import asyncio, time
        async def ticker():
            while True:
                await asyncio.sleep(0.1)
                print("tick")
        async def busy():
            end = time.{clock}() + 1
            while time.{clock}() < end:
                pass
        async def main():
            ticking = asyncio.create_task(ticker())
            await asyncio.sleep(0.15)
            await busy()
            await asyncio.sleep(0.15)
        asyncio.run(main())
    """)
    block = block_of(trace, 9)
    assert (round(block.t, 3), round(block.until or 0, 3)) == (0.15, 1.15)
    assert block.who == "main"
    assert [round(e.t, 3) for e in trace.prints()] == [0.1, 1.15, 1.25]


# ---- who runs first


def test_a_new_thread_runs_before_its_starter_goes_on(traced: Traced) -> None:
    """start() waits until the thread is there, and there it already runs."""
    trace = traced("""
        import threading
        for i in range(3):
            threading.Thread(target=print, args=("in", i)).start()
            print("started", i)
    """)
    assert words(trace) == ["in 0", "started 0", "in 1", "started 1", "in 2", "started 2"]


def test_an_idle_thread_of_a_pool_runs_after_who_gives_it_work(traced: Traced) -> None:
    """The first job makes a thread, which runs at once; the next one finds it, and has to wait."""
    trace = traced("""
        from concurrent.futures import ThreadPoolExecutor
        import time
        with ThreadPoolExecutor(1) as pool:
            pool.submit(print, "first")
            print("submitted")
            time.sleep(1)
            pool.submit(print, "second")
            print("submitted again")
    """)
    assert words(trace) == ["first", "submitted", "submitted again", "second"]


def test_threads_wait_for_a_lock_in_the_order_in_which_they_came(traced: Traced) -> None:
    """Three threads and a lock held for a second each: one after the other, first come first."""
    trace = traced("""
        import threading, time
        lock = threading.Lock()
        def guest(i):
            with lock:
                print(i)
                time.sleep(1)
        for i in range(3):
            threading.Thread(target=guest, args=(i,)).start()
    """)
    assert said(trace) == [(0, "0"), (1, "1"), (2, "2")]


# ---- what threads wait for


@pytest.mark.parametrize(
    ("kind", "order"),
    [
        ("Queue", "[3, 1, 2, 0]"),
        ("LifoQueue", "[2, 1, 3, 0]"),
        ("PriorityQueue", "[1, 2, 3, 0]"),
        ("SimpleQueue", "[3, 1, 2, 0]"),
    ],
)
def test_queues_keep_their_order_and_their_time(traced: Traced, kind: str, order: str) -> None:
    """Three items are there, a fourth comes at 1; the fifth never, which is known at 3."""
    trace = traced(f"""
        import queue, threading, time
        q = queue.{kind}()
        for i in (3, 1, 2):
            q.put(i)
        threading.Timer(1, q.put, (0,)).start()
        print([q.get() for _ in range(4)])
        try:
            q.get(timeout=2)
        except queue.Empty:
            print("Empty")
        try:
            q.get_nowait()
        except queue.Empty:
            print("Empty")
    """)
    assert said(trace) == [(1, order), (3, "Empty"), (3, "Empty")]


def test_a_full_queue_holds_who_puts_and_join_waits_for_the_work(traced: Traced) -> None:
    """put(timeout) gives up in time; a put goes on when there is room; join when all is done."""
    trace = traced("""
        import queue, threading, time
        q = queue.Queue(1)
        q.put("a")
        try:
            q.put("b", timeout=1)
        except queue.Full:
            print("Full")
        def worker():
            for _ in range(2):
                item = q.get()
                time.sleep(1)
                print("done with", item)
                q.task_done()
        threading.Thread(target=worker).start()
        q.put("c")
        print("put")
        q.join()
        print("joined")
    """)
    assert said(trace) == [
        (1, "Full"), (1, "put"), (2, "done with a"), (3, "done with c"), (3, "joined"),
    ]  # fmt: skip


def test_events_conditions_semaphores_and_barriers_keep_the_time(traced: Traced) -> None:
    """Each of them lets go when it is to, or at its timeout."""
    trace = traced("""
        import threading, time
        event = threading.Event()
        threading.Timer(1, event.set).start()
        print(event.wait(5), "event")
        event.clear()
        print(event.wait(1), "event")
        condition, items = threading.Condition(), []
        def produce():
            with condition:
                items.append(1)
                condition.notify()
        threading.Timer(1, produce).start()
        with condition:
            print(condition.wait_for(lambda: items, timeout=9), "condition")
            print(condition.wait(timeout=1), "condition")
        semaphore = threading.Semaphore(1)
        print(semaphore.acquire(), semaphore.acquire(timeout=1), "semaphore")
        barrier = threading.Barrier(2)
        threading.Timer(1, barrier.wait).start()
        barrier.wait()
        print("barrier")
        try:
            barrier.wait(timeout=1)
        except threading.BrokenBarrierError:
            print("broken")
    """)
    assert said(trace) == [
        (1, "True event"), (2, "False event"), (3, "[1] condition"), (4, "False condition"),
        (5, "True False semaphore"), (6, "barrier"), (7, "broken"),
    ]  # fmt: skip


def test_a_reentrant_lock_is_its_owners_as_often_as_it_likes(traced: Traced) -> None:
    """The owner takes it twice; another thread gets it when both are given back."""
    trace = traced("""
        import threading, time
        lock = threading.RLock()
        def other():
            with lock:
                print("other")
        with lock:
            threading.Thread(target=other).start()
            with lock:
                time.sleep(1)
            time.sleep(1)
    """)
    assert said(trace) == [(2, "other")]


def test_locks_refuse_what_the_real_ones_refuse(traced: Traced) -> None:
    """Wrong arguments raise what they raise in life, in its very words, and take nothing."""
    program = """
        import threading
        lock = threading.Lock()
        for args in ((False, 1), (True, -2), (True, 1e12)):
            try:
                lock.acquire(*args)
            except (ValueError, OverflowError) as error:
                print(type(error).__name__, error, lock.locked())
        try:
            lock.release()
        except RuntimeError as error:
            print(error)
        print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.5), lock.locked())
    """
    inside = words(traced(program))
    outside: list[str] = []
    code = compile(textwrap.dedent(program), "program.py", "exec")
    exec(code, {"print": lambda *said: outside.append(" ".join(map(str, said)))})
    assert inside == outside
    assert len(inside) == 5


def test_a_value_computed_once_is_waited_for_where_others_see_it(traced: Traced) -> None:
    """functools.cached_property keeps a lock of its own on 3.11, written in C."""
    trace = traced("""
        import functools, threading, time
        class Config:
            @functools.cached_property
            def value(self):
                time.sleep(1)
                return 1
        config = Config()
        for _ in range(2):
            threading.Thread(target=lambda: print(config.value)).start()
    """)
    assert trace.status == "finished"
    assert words(trace) == ["1", "1"]


def test_join_waits_no_longer_than_it_is_told(traced: Traced) -> None:
    """join(1) of a thread that takes 3 s: it is alive at 1, and is not at 3."""
    trace = traced("""
        import threading, time
        thread = threading.Thread(target=time.sleep, args=(3,))
        try:
            thread.join()
        except RuntimeError as error:
            print(error)
        thread.start()
        thread.join(1)
        print(thread.is_alive())
        thread.join()
        print(thread.is_alive())
        thread.join(0)
        try:
            threading.current_thread().join()
        except RuntimeError as error:
            print(error)
    """)
    assert said(trace) == [
        (0, "cannot join thread before it is started"),
        (1, "True"),
        (3, "False"),
        (3, "cannot join current thread"),
    ]
    assert held(block_of(trace, 9)) == ("Thread.join", 0.0, 1.0, "MainThread")


def test_futures_of_a_pool_keep_their_time(traced: Traced) -> None:
    """result(timeout), as_completed, wait and map: each in the order of the work's ends."""
    trace = traced("""
        import time
        from concurrent import futures
        def work(seconds):
            time.sleep(seconds)
            if seconds == 2:
                raise ValueError("two")
            return seconds
        with futures.ThreadPoolExecutor(4) as pool:
            future = pool.submit(work, 3)
            try:
                future.result(timeout=1)
            except TimeoutError:
                print("not yet")
            print(future.result())
            for future in futures.as_completed([pool.submit(work, n) for n in (3, 1, 2)]):
                print(future.exception() or future.result())
            jobs = [pool.submit(work, n) for n in (3, 1)]
            done, rest = futures.wait(jobs, return_when=futures.FIRST_COMPLETED)
            print(len(done), len(rest))
            done, rest = futures.wait(jobs, timeout=1)
            print(len(done), len(rest))
            print(list(pool.map(work, [3, 1])))
            pool.submit(work, 1)
        print("closed")
    """)
    assert said(trace) == [
        (1, "not yet"), (3, "3"), (4, "1"), (5, "two"), (6, "3"), (7, "1 1"), (8, "1 1"),
        (11, "[3, 1]"), (12, "closed"),
    ]  # fmt: skip


def test_the_default_executor_is_of_one_size_everywhere(traced: Traced) -> None:
    """It has eight threads, as on a machine with four cores: ten sleeps of a second take two."""
    trace = traced("""
        import asyncio, time
        async def main():
            await asyncio.gather(*[asyncio.to_thread(time.sleep, 1) for _ in range(10)])
            print("done")
        asyncio.run(main())
    """)
    assert said(trace) == [(2, "done")]


# ---- between threads and loops


def test_a_thread_reaches_the_loop_in_three_ways(traced: Traced) -> None:
    """call_soon_threadsafe, IOLoop.add_callback and run_coroutine_threadsafe."""
    trace = traced("""
        import asyncio, threading, time
        from tornado.ioloop import IOLoop
        async def name():
            await asyncio.sleep(1)
            return threading.current_thread().name
        async def main():
            loop, io, over = asyncio.get_running_loop(), IOLoop.current(), asyncio.Event()
            def worker():
                time.sleep(1)
                loop.call_soon_threadsafe(print, "asyncio")
                time.sleep(1)
                io.add_callback(print, "tornado")
                time.sleep(1)
                print(asyncio.run_coroutine_threadsafe(name(), loop).result())
                loop.call_soon_threadsafe(over.set)
            threading.Thread(target=worker).start()
            await over.wait()
            print("over")
        asyncio.run(main())
    """)
    assert said(trace) == [(1, "asyncio"), (2, "tornado"), (4, "MainThread"), (4, "over")]
    assert [e.who for e in trace.prints()][2] == "Thread-1 (worker)"


def test_two_loops_in_two_threads_share_the_clock(traced: Traced) -> None:
    """One ticks every 2 s, the other every 3; a sleep of one does not hold the other."""
    trace = traced("""
        import asyncio, threading, time
        async def tick(name, every):
            for i in range(2):
                await asyncio.sleep(every)
                print(name, i)
            time.sleep(9)
        thread = threading.Thread(target=lambda: asyncio.run(tick("b", 2)))
        thread.start()
        asyncio.run(tick("a", 3))
        thread.join()
    """)
    assert said(trace) == [(2, "b 0"), (3, "a 0"), (4, "b 1"), (6, "a 1")]
    assert set(trace.end.loop_threads or ()) == {"MainThread", "Thread-1 (<lambda>)"}
    assert not trace.kind("ready")
    assert trace.end.t == 15


def test_waiting_on_the_loop_for_the_loop_is_a_deadlock(traced: Traced) -> None:
    """The result of a coroutine that only this loop could run: the line is named."""
    trace = traced("""
        import asyncio
        async def job():
            return 1
        async def main():
            future = asyncio.run_coroutine_threadsafe(job(), asyncio.get_running_loop())
            print(future.result())
        asyncio.run(main())
    """)
    assert trace.status == "deadlock"
    error = trace.end.error or {}
    assert (error["file"], error["line"]) == ("program.py", 7)
    assert "main holds the loop, and waits in Future.result at program.py:7" in error["message"]
    assert error["holder"] == "main"


def test_a_deadlock_of_two_threads_names_both_and_nobody_else(traced: Traced) -> None:
    """Two locks taken in two orders: each thread is told with the line where it stands."""
    trace = traced("""
        import threading, time
        a, b = threading.Lock(), threading.Lock()
        def one():
            with a:
                time.sleep(1)
                with b:
                    pass
        def two():
            with b:
                time.sleep(1)
                with a:
                    pass
        threading.Thread(target=one, name="one").start()
        threading.Thread(target=two, name="two").start()
    """)
    assert (trace.status, trace.end.t) == ("deadlock", 1)
    error = trace.end.error or {}
    assert error["message"].split(": ", 1)[1] == (
        "one waits in lock.acquire at program.py:7; two waits in lock.acquire at program.py:12"
    )
    assert [e.call for e in trace.kind("block")] == ["time.sleep", "time.sleep"]


def test_a_lock_taken_twice_by_one_thread_is_a_deadlock(traced: Traced) -> None:
    """The classic: a function that holds the lock calls one that takes it."""
    trace = traced("""
        import threading
        lock = threading.Lock()
        def outer():
            with lock:
                inner()
        def inner():
            with lock:
                print("never")
        outer()
    """)
    assert trace.status == "deadlock"
    assert (trace.end.error or {})["line"] == 8


# ---- names, errors, the end


def test_names_begin_anew_in_every_run(traced: Traced) -> None:
    """Threads and pools are numbered from the start of the program, not of the process."""
    program = """
        import threading
        from concurrent.futures import ThreadPoolExecutor
        def name():
            print(threading.current_thread().name)
        threading.Thread(target=name).start()
        threading.Thread(target=name, name="Bob").start()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(name)
        with ThreadPoolExecutor(1, thread_name_prefix="cook") as pool:
            pool.submit(name)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(name)
    """
    expected = [
        "Thread-1 (name)", "Bob", "ThreadPoolExecutor-0_0", "cook_0", "ThreadPoolExecutor-1_0",
    ]  # fmt: skip
    assert words(traced(program)) == words(traced(program)) == expected


def test_each_thread_has_its_own_locals(traced: Traced) -> None:
    """threading.local, and contexts: what one thread sets, another does not see."""
    trace = traced("""
        import threading
        local = threading.local()
        local.name = "main"
        def other():
            print(hasattr(local, "name"))
            local.name = "other"
        threading.Thread(target=other).start()
        print(local.name, threading.current_thread() is threading.main_thread())
    """)
    assert words(trace) == ["False", "main True"]


def test_an_exception_in_a_thread_is_told_and_the_rest_goes_on(traced: Traced) -> None:
    """A traceback on stderr under the thread's name; sys.exit() there is silent; status 0."""
    trace = traced("""
        import sys, threading
        def bad():
            raise ValueError("boom")
        threading.Thread(target=bad).start()
        threading.Thread(target=sys.exit, args=(3,)).start()
        print("goes on")
    """)
    told = [e.text for e in trace.prints("stderr")]
    assert told[0] == "Exception in thread Thread-1 (bad):"
    assert told[-2:] == ['    raise ValueError("boom")', "ValueError: boom"]
    assert {e.t for e in trace.prints("stderr")} == {0}
    assert not [line for line in told if "looplab" in (line or "")]
    assert words(trace) == ["goes on"]
    assert trace.status == "finished"


def test_a_hook_for_exceptions_in_threads_is_this_runs_alone(traced: Traced) -> None:
    """threading.excepthook is asked, and the next run, and this process, have their own."""
    before = threading.excepthook
    program = """
        import threading
        def bad():
            raise ValueError("boom")
        HOOK
        threading.Thread(target=bad).start()
    """
    hooked = program.replace("HOOK", "threading.excepthook = lambda about: print(about.exc_value)")
    assert words(traced(hooked)) == ["boom"]
    assert threading.excepthook is before
    plain = traced(program.replace("HOOK", "pass"))
    assert words(plain) == []
    assert plain.prints("stderr")[-1].text == "ValueError: boom"


def test_a_bare_thread_is_seen_and_leaves_nothing(traced: Traced) -> None:
    """_thread.start_new_thread: on the clock, its errors told, its lock timed, no name left."""
    before = threading.enumerate()
    trace = traced("""
        import _thread, time
        def raw(number):
            time.sleep(number)
            print(number)
            raise ValueError("raw")
        _thread.start_new_thread(raw, (1,))
        lock = _thread.allocate_lock()
        lock.acquire()
        print(lock.acquire(True, 2))
    """)
    assert said(trace) == [(1, "1"), (2, "False")]
    told = [e.text for e in trace.prints("stderr")]
    assert told[0] == "Exception ignored in thread started by: <function raw at 0x...>"
    assert told[1:3] == [
        "Traceback (most recent call last):",
        '  File "program.py", line 6, in raw',
    ]
    assert told[-1] == "ValueError: raw"
    assert threading.enumerate() == before


def test_a_thread_that_cannot_start_leaves_no_gap(traced: Traced) -> None:
    """The machine has no room for its stack: RuntimeError, as in life, and the rest goes on."""
    before = threading.enumerate()
    trace = traced("""
        import threading, time
        threading.stack_size(1 << 46)
        try:
            threading.Thread(target=print, args=("never",)).start()
        except RuntimeError as error:
            print(error)
        finally:
            threading.stack_size(0)
        time.sleep(1)
        print("on")
    """)
    assert [(t, (text or "").startswith(("can't start", "on"))) for t, text in said(trace)] == [
        (0, True),
        (1, True),
    ]
    assert trace.status == "finished"
    assert threading.enumerate() == before


def test_threads_outlive_main_and_daemons_do_not(traced: Traced) -> None:
    """What is no daemon prints to its end; atexit comes after it, the last one first."""
    trace = traced("""
        import atexit, threading, time
        atexit.register(print, "first")
        atexit.register(print, "last")
        def tick(name, often):
            for _ in range(often):
                time.sleep(1)
                print(name)
        threading.Thread(target=tick, args=("thread", 2)).start()
        threading.Thread(target=tick, args=("daemon", 9), daemon=True).start()
        print("main is over")
    """)
    assert said(trace)[:2] == [(0, "main is over"), (1, "thread")]
    assert said(trace)[-3:] == [(2, "thread"), (2, "last"), (2, "first")]
    assert (2, "daemon") not in said(trace)[-3:]
    assert trace.end.t == 2
    assert not [e for e in trace.kind("block") if e.thread == "MainThread"]


def test_an_idle_pool_does_not_keep_the_program_alive(traced: Traced) -> None:
    """Its jobs are finished first, though nobody closes it."""
    trace = traced("""
        import time
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor(2)
        for i in range(4):
            pool.submit(lambda i=i: (time.sleep(1), print(i)))
        print("main is over")
    """)
    assert said(trace) == [(0, "main is over"), (1, "0"), (1, "1"), (2, "2"), (2, "3")]
    assert trace.status == "finished"


def test_an_atexit_function_that_raises_stops_no_other_one(traced: Traced) -> None:
    """As in life it is told on stderr, the status stays, and unregister takes one back."""
    trace = traced("""
        import atexit, sys
        def bad():
            raise ValueError("at exit")
        def never():
            print("never")
        atexit.register(print, "still")
        atexit.register(bad)
        atexit.register(never)
        atexit.register(sys.exit, 4)
        atexit.unregister(never)
    """)
    assert words(trace) == ["still"]
    told = [e.text or "" for e in trace.prints("stderr")]
    assert "ValueError: at exit" in told
    assert "SystemExit: 4" in told
    assert trace.status == "finished"


def test_an_error_in_main_does_not_stop_the_threads(traced: Traced) -> None:
    """The traceback first, then the thread to its end, then atexit; the status is the error's."""
    trace = traced("""
        import atexit, threading
        atexit.register(print, "bye")
        threading.Timer(2, print, ("thread",)).start()
        raise ValueError("main")
    """)
    assert said(trace) == [(2, "thread"), (2, "bye")]
    assert trace.status == "error"
    assert (trace.end.error or {})["message"] == "main"
    assert trace.prints("stderr")[-1].t == 0


ENDLESS = """
    import asyncio, queue, threading, time
    from concurrent.futures import ThreadPoolExecutor
    def consumer():
        try:
            queue.Queue().get()
        finally:
            time.sleep(1)
            print("never")
    def stubborn():
        while True:
            try:
                time.sleep(1000)
            except Exception:
                pass
    threading.Thread(target=consumer).start()
    threading.Thread(target=stubborn).start()
    threading.Thread(target=lambda: asyncio.run(asyncio.sleep(1e9))).start()
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    pool = ThreadPoolExecutor(3)
    pool.submit(stubborn)
    pool.submit(time.sleep, 5)
    while True:
        time.sleep(7)
"""


def test_the_end_of_time_unwinds_every_thread(traced: Traced) -> None:
    """Waiting in queues, sleeps, loops, events and pools: all are gone, and said no word."""
    before = threading.enumerate()
    trace = traced(ENDLESS, limits=Limits(virtual=100))
    assert (trace.status, trace.end.t) == ("virtual-time-limit", 100)
    assert words(trace) == []
    assert trace.prints("stderr") == []
    assert threading.enumerate() == before


def test_a_thread_that_was_just_starting_leaves_nothing(traced: Traced) -> None:
    """A program that starts threads for ever ends at its turns, and so does the last one."""
    before = threading.enumerate()
    trace = traced(
        """
        import threading
        while True:
            threading.Thread(target=int).start()
        """,
        limits=Limits(turns=500),
    )
    assert trace.status == "cpu-limit"
    assert threading.enumerate() == before


def test_ctrl_c_of_the_program_itself_is_caught_in_main(traced: Traced) -> None:
    """A KeyboardInterrupt raised in a thread stays there; main is told where it asks for it."""
    trace = traced("""
        import threading, time
        from concurrent.futures import ThreadPoolExecutor
        def interrupted():
            time.sleep(1)
            raise KeyboardInterrupt
        thread = threading.Thread(target=interrupted)
        thread.start()
        thread.join()
        with ThreadPoolExecutor(1) as pool:
            try:
                pool.submit(interrupted).result()
            except KeyboardInterrupt:
                print("caught")
    """)
    assert said(trace) == [(2, "caught")]
    assert trace.status == "finished"
    assert trace.prints("stderr")[-1].text == "KeyboardInterrupt"


def test_a_signal_that_a_thread_sends_interrupts_the_sleep_of_main(traced: Traced) -> None:
    """SIGINT from a thread at 1: KeyboardInterrupt at 1 in main, which wanted to sleep till 9."""
    trace = traced("""
        import os, signal, threading, time
        threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            time.sleep(9)
        except KeyboardInterrupt:
            print("interrupted")
    """)
    assert said(trace) == [(1, "interrupted")]


def test_the_real_clock_sees_the_same_calls() -> None:
    """On the real clock join, a lock and a queue are blamed at their lines, in their order."""
    text = textwrap.dedent("""
        import queue, threading, time
        lock, q = threading.Lock(), queue.Queue()
        lock.acquire()
        threading.Timer(0.02, lock.release).start()
        lock.acquire()
        threading.Timer(0.02, q.put, (1,)).start()
        q.get()
        thread = threading.Thread(target=time.sleep, args=(0.02,))
        thread.start()
        thread.join()
        print("done")
    """)
    trace = run(Request(Source("program.py", text), clock="real"))
    calls = [(e.call, e.line) for e in trace.kind("block") if e.thread == "MainThread"]
    # A busy machine may take its time to start a thread, too.
    assert [call for call in calls if call[0] != "Thread.start"] == [
        ("lock.acquire", 6),
        ("Queue.get", 8),
        ("Thread.join", 11),
    ]
    assert trace.status == "finished"


def test_this_process_has_its_own_threading_again(traced: Traced) -> None:
    """After a run, locks, threads and names are Python's own."""
    import _thread
    import queue

    kept = (threading.Lock, threading.RLock, queue.SimpleQueue, threading.Thread.join)
    traced("import threading; threading.Thread(target=print).start()")
    assert (threading.Lock, threading.RLock, queue.SimpleQueue, threading.Thread.join) == kept
    assert _thread.allocate_lock.__module__ == "_thread"
    assert sys.modules["concurrent.futures.thread"]._shutdown is False


def test_a_turn_of_a_loop_in_another_thread_says_in_which(traced: Traced) -> None:
    """Two loops, each of which is held by its own program, and none by the other's."""
    trace = traced("""
        import asyncio, threading, time
        async def job(pause):
            time.sleep(pause)
        side = threading.Thread(target=lambda: asyncio.run(job(0.3)), name="side")
        side.start()
        asyncio.run(job(0.2))
        side.join()
    """)
    long = [turn for turn in trace.kind("turn") if turn.duration > 0.1]
    assert sorted((turn.thread, turn.duration) for turn in long if turn.thread) == [("side", 0.3)]
    assert [turn.duration for turn in long if turn.thread is None] == [0.2]
    run = run_of(trace)
    assert sorted(len(lane.segments) for lane in run.lanes if lane.kind == "loop") >= [1, 1]
    assert sum(hold.seconds for hold in run.holds if hold.line == 4) == 0.5
