"""The loop, seen from outside: who held it, at which line, and who was ready meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from looplab.trace import Event, Trace

Traced = Callable[..., Trace]

TWO_SLEEPERS = """
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
"""


def spans(events: list[Event]) -> list[tuple[str | None, float, float | None]]:
    return [(e.who, e.t, e.until) for e in events]


def test_two_callbacks_that_block_run_one_after_the_other(traced: Traced) -> None:
    """sleeping, awake!, sleeping, awake!; blocks from 0 to 5 and from 5 to 10 at the line."""
    trace = traced(TWO_SLEEPERS)
    lines = [(e.t, e.text) for e in trace.prints()]
    assert lines == [(0, "sleeping"), (5, "awake!"), (5, "sleeping"), (10, "awake!")]
    blocks = trace.kind("block")
    assert spans(blocks) == [("sleeper", 0.0, 5.0), ("sleeper #2", 5.0, 10.0)]
    assert {(b.call, b.file, b.line, b.source) for b in blocks} == {
        ("time.sleep", "program.py", 6, "time.sleep(5)")
    }
    assert all(b.on_loop and b.running and b.thread == "MainThread" for b in blocks)


def test_who_was_ready_is_told_with_the_time_lost(traced: Traced) -> None:
    """The second callback could have run from the start on; the loop was taken for 5 s."""
    trace = traced(TWO_SLEEPERS)
    assert ("sleeper #2", 0.0, 5.0) in spans(trace.kind("ready"))
    assert trace.end.worst_lateness == {"seconds": 5.0, "who": "sleeper #2"}
    assert trace.end.longest_hold == {
        "seconds": 5.0,
        "file": "program.py",
        "line": 6,
        "call": "time.sleep",
    }


def test_a_timer_is_late_from_the_moment_it_is_due(traced: Traced) -> None:
    """call_later(1), one that sleeps 3 s at 0.5, call_later(2): at 0.5, 3.5 and 3.5."""
    trace = traced("""
        import asyncio, time
        from tornado.ioloop import IOLoop
        def a(): print("A")
        def hog():
            print("hog")
            time.sleep(3)
        def b(): print("B")
        async def main():
            io = IOLoop.current()
            io.call_later(1, a)
            io.call_later(0.5, hog)
            io.call_later(2, b)
            await asyncio.sleep(4)
        asyncio.run(main())
    """)
    assert [(e.t, e.text) for e in trace.prints()] == [(0.5, "hog"), (3.5, "A"), (3.5, "B")]
    assert spans(trace.kind("ready")) == [("a", 1.0, 3.5), ("b", 2.0, 3.5)]


def test_a_sleeping_task_is_ready_when_its_time_is_over_not_when_it_runs(traced: Traced) -> None:
    """A heartbeat due at 0.25 that runs at 2.0 waited 0.25 s and was ready for 1.75 s."""
    trace = traced("""
        import asyncio, time
        async def heartbeat():
            await asyncio.sleep(0.25)
            print("beat")
        async def hog():
            time.sleep(2)
        async def main():
            await asyncio.gather(heartbeat(), hog())
        asyncio.run(main())
    """)
    assert ("heartbeat", 0.0, 0.25) in spans(trace.kind("wait"))
    assert ("heartbeat", 0.25, 2.0) in spans(trace.kind("ready"))


def test_a_callback_that_asks_after_its_block_was_ready_only_then(traced: Traced) -> None:
    """What is scheduled before the sleep lost two seconds; what is scheduled after it, none."""
    trace = traced("""
        import asyncio, time
        def before(): print("before")
        def after(): print("after")
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_soon(before)
            time.sleep(2)
            loop.call_soon(after)
            await asyncio.sleep(1)
        asyncio.run(main())
    """)
    assert spans(trace.kind("ready")) == [("before", 0.0, 2.0)]


def test_waits_name_the_line_of_the_program(traced: Traced) -> None:
    """A task waits at its await, a callback where its timer was set."""
    trace = traced("""
        import asyncio
        from tornado.ioloop import IOLoop
        def rest():
            print("rest")
        async def nap():
            await asyncio.sleep(1)
        async def main():
            IOLoop.current().call_later(0.5, rest)
            await nap()
        asyncio.run(main())
    """)
    waits = {(e.who, e.line) for e in trace.kind("wait")}
    assert waits == {("main", 7), ("rest", 9)}


def test_a_turn_in_which_nothing_happens_is_not_written(traced: Traced) -> None:
    """A thousand empty turns leave no trace; the one that prints does."""
    trace = traced("""
        import asyncio
        async def main():
            for _ in range(1000):
                await asyncio.sleep(0)
            print("done")
        asyncio.run(main())
    """)
    assert len(trace.kind("turn")) == 1


def test_a_call_before_the_loop_counts_as_on_its_thread(traced: Traced) -> None:
    """time.sleep before asyncio.run: on the loop's thread, while no loop was running."""
    trace = traced("""
        import asyncio, time
        time.sleep(1)
        async def main():
            pass
        asyncio.run(main())
    """)
    (block,) = trace.kind("block")
    assert block.on_loop is True
    assert block.running is False
    assert block.who is None
    assert (trace.end.longest_hold or {})["line"] == 3


def test_sleeps_of_one_line_in_one_turn_are_one_block(traced: Traced) -> None:
    """A hundred short sleeps in a row are written as the one hold that they are."""
    trace = traced("""
        import asyncio, time
        async def main():
            for _ in range(100):
                time.sleep(0.01)
        asyncio.run(main())
    """)
    (block,) = trace.kind("block")
    assert (block.t, block.until) == (0.0, 1.0)


def test_an_error_in_a_callback_is_logged_and_the_loop_goes_on(traced: Traced) -> None:
    """asyncio's and Tornado's own words, as events; the next callback still runs."""
    trace = traced("""
        import asyncio
        from tornado.ioloop import IOLoop
        def bad(): raise ValueError("boom")
        async def main():
            asyncio.get_running_loop().call_soon(bad)
            IOLoop.current().add_callback(bad)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            print("still here")
        asyncio.run(main())
    """)
    assert [e.text for e in trace.prints()] == ["still here"]
    logged = [(e.logger, e.level, (e.text or "").splitlines()[-1]) for e in trace.kind("log")]
    assert logged == [
        ("asyncio", "ERROR", "ValueError: boom"),
        ("tornado.application", "ERROR", "ValueError: boom"),
    ]


def test_numbers_follow_the_beginnings(traced: Traced) -> None:
    """Sorted by (t, n), a turn comes before what happens in it, and n counts without gaps."""
    trace = traced(TWO_SLEEPERS)
    assert [e.n for e in trace] == list(range(len(trace.events)))
    assert [e.t for e in trace] == sorted(e.t for e in trace)
    kinds = [e.kind for e in trace]
    assert kinds.index("turn") < kinds.index("print") < kinds.index("block")


def test_a_turn_keeps_no_number_of_an_earlier_one(traced: Traced) -> None:
    """The turn of a later task is numbered after the waits that began before it."""
    trace = traced("""
        import asyncio
        async def early():
            asyncio.get_running_loop().call_later(0, int)
        async def late():
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            print("late")
        async def main():
            await asyncio.gather(early(), late())
        asyncio.run(main())
    """)
    (turn,) = [e for e in trace.kind("turn") if e.who == "late"]
    (line,) = trace.prints()
    assert turn.n == line.n - 1


def test_cancelled_tasks_end_in_the_order_in_which_they_began(traced: Traced) -> None:
    """asyncio keeps tasks in a set; their order must not hang on addresses."""
    trace = traced("""
        import asyncio
        async def guest(i):
            try:
                await asyncio.sleep(99)
            finally:
                print(i)
        async def main():
            tasks = [asyncio.create_task(guest(i)) for i in range(5)]
            await asyncio.sleep(1)
        asyncio.run(main())
    """)
    assert [e.text for e in trace.prints()] == ["0", "1", "2", "3", "4"]


def test_as_completed_starts_coroutines_in_the_order_given(traced: Traced) -> None:
    """asyncio puts them in a set first; here they start as they stand."""
    trace = traced("""
        import asyncio
        async def guest(i):
            print(i)
            return i
        async def main():
            for next_one in asyncio.as_completed([guest(i) for i in range(8)]):
                await next_one
        asyncio.run(main())
    """)
    assert [e.text for e in trace.prints()] == [str(i) for i in range(8)]


def test_a_turn_that_is_left_with_sys_exit_is_over(traced: Traced) -> None:
    """What the program prints after it has caught the exit is nobody's on the loop."""
    trace = traced("""
        import asyncio, sys
        def leave():
            print("leaving")
            sys.exit()
        loop = asyncio.new_event_loop()
        loop.call_soon(leave)
        try:
            loop.run_forever()
        except SystemExit:
            print("left")
        loop.close()
    """)
    assert [(e.text, e.who) for e in trace.prints()] == [("leaving", "leave"), ("left", None)]
