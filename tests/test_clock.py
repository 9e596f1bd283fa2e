"""The virtual clock: every way to wait, on one clock, exactly."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from looplab.trace import Trace

Traced = Callable[..., Trace]


def told(trace: Trace) -> list[tuple[float, str]]:
    assert trace.status == "finished", trace.end.error
    return [(round(e.t, 6), e.text or "") for e in trace.prints()]


def test_blocking_and_waiting_share_one_clock(traced: Traced) -> None:
    """time.sleep, asyncio.sleep and gen.sleep move the same clock."""
    trace = traced("""
        import asyncio, time
        from tornado import gen
        async def main():
            time.sleep(1)
            print("blocked")
            await asyncio.sleep(2)
            print("waited")
            await gen.sleep(0.5)
            print("waited again")
        asyncio.run(main())
    """)
    assert told(trace) == [(1.0, "blocked"), (3.0, "waited"), (3.5, "waited again")]


def test_every_timer_of_tornado_and_asyncio(traced: Traced) -> None:
    """add_timeout (moment and timedelta), call_later, call_at of both loops, each on time."""
    trace = traced("""
        import asyncio
        from datetime import timedelta
        from tornado.ioloop import IOLoop
        async def main():
            io, loop = IOLoop.current(), asyncio.get_running_loop()
            io.add_timeout(io.time() + 0.7, print, "moment")
            io.add_timeout(timedelta(seconds=0.6), print, "timedelta")
            io.call_later(0.5, print, "io.call_later")
            io.call_at(io.time() + 0.4, print, "io.call_at")
            loop.call_later(0.3, print, "loop.call_later")
            loop.call_at(loop.time() + 0.2, print, "loop.call_at")
            await asyncio.sleep(1)
        asyncio.run(main())
    """)
    assert told(trace) == [
        (0.2, "loop.call_at"),
        (0.3, "loop.call_later"),
        (0.4, "io.call_at"),
        (0.5, "io.call_later"),
        (0.6, "timedelta"),
        (0.7, "moment"),
    ]


def test_a_bare_number_in_add_timeout_is_a_moment_long_ago(traced: Traced) -> None:
    """add_timeout(1, ...) fires at once, as in life: the wall clock does not begin at zero."""
    trace = traced("""
        import asyncio
        from tornado.ioloop import IOLoop
        async def main():
            IOLoop.current().add_timeout(1, print, "at once")
            await asyncio.sleep(2)
        asyncio.run(main())
    """)
    assert told(trace) == [(0.0, "at once")]


def test_a_periodic_callback_does_not_drift(traced: Traced) -> None:
    """After two thousand ticks of 0.1 s the clock shows 200 s, to the microsecond."""
    trace = traced("""
        import asyncio
        from tornado.ioloop import PeriodicCallback
        ticks = []
        def tick():
            ticks.append(1)
            if len(ticks) == 2000:
                print("two thousand")
                done.set()
        async def main():
            global done
            done = asyncio.Event()
            PeriodicCallback(tick, 100).start()
            await done.wait()
        asyncio.run(main())
    """)
    assert told(trace) == [(200.0, "two thousand")]


def test_a_blocking_tick_shifts_the_next_ones_to_the_grid(traced: Traced) -> None:
    """A body longer than its period skips ticks: starts at 1, 3, 5."""
    trace = traced("""
        import asyncio, time
        from tornado.ioloop import PeriodicCallback
        def tick():
            print("tick")
            time.sleep(1.5)
        async def main():
            periodic = PeriodicCallback(tick, 1000)
            periodic.start()
            await asyncio.sleep(6)
            periodic.stop()
        asyncio.run(main())
    """)
    assert told(trace) == [(1.0, "tick"), (3.0, "tick"), (5.0, "tick")]


def test_timeouts_fire_on_the_virtual_clock(traced: Traced) -> None:
    """wait_for, asyncio.timeout, gen.with_timeout and run_sync give up when the clock says so."""
    trace = traced("""
        import asyncio
        from datetime import timedelta
        from tornado import gen
        from tornado.ioloop import IOLoop
        async def main():
            for patience in (
                lambda: asyncio.wait_for(asyncio.sleep(9), 1),
                lambda: gen.with_timeout(timedelta(seconds=1), gen.sleep(9)),
                within,
            ):
                try:
                    await patience()
                except TimeoutError:
                    print("enough")
        async def within():
            async with asyncio.timeout(1):
                await asyncio.sleep(9)
        asyncio.run(main())
        io = IOLoop(make_current=False)
        try:
            io.run_sync(lambda: gen.sleep(9), timeout=2)
        except TimeoutError:
            print("enough of run_sync")
    """)
    assert told(trace) == [
        (1.0, "enough"),
        (2.0, "enough"),
        (3.0, "enough"),
        (5.0, "enough of run_sync"),
    ]


def test_equal_timers_run_in_the_order_in_which_they_were_set(traced: Traced) -> None:
    """Ten tasks that sleep a second each wake in order: heapq alone would shuffle them."""
    trace = traced("""
        import asyncio
        async def nap(i):
            await asyncio.sleep(1)
            print(i)
        async def main():
            await asyncio.gather(*(nap(i) for i in range(10)))
        asyncio.run(main())
    """)
    assert told(trace) == [(1.0, str(i)) for i in range(10)]


def test_sums_of_floats_do_not_decide_who_goes_first(traced: Traced) -> None:
    """0.1 + 0.2 s and 0.3 s are the same moment: first come, first served."""
    trace = traced("""
        import asyncio
        async def main():
            loop = asyncio.get_running_loop()
            loop.call_later(0.1 + 0.2, print, "first")
            loop.call_later(0.3, print, "second")
            await asyncio.sleep(1)
        asyncio.run(main())
    """)
    assert told(trace) == [(0.3, "first"), (0.3, "second")]


def test_a_schedule_swaps_equal_timers_and_nothing_else(traced: Traced) -> None:
    """A number shuffles ties, repeatably; a list of choices picks them; other timers stay."""
    program = """
        import asyncio
        async def nap(i, seconds):
            await asyncio.sleep(seconds)
            print(i)
        async def main():
            await asyncio.gather(nap("early", 0.5), *(nap(i, 1) for i in range(4)))
        asyncio.run(main())
    """
    ties = {"ties_only": True}
    orders = [
        tuple(e.text for e in traced(program, schedule=n, **ties).prints()) for n in range(1, 6)
    ]
    assert len(set(orders)) > 1
    assert all(order[0] == "early" and set(order[1:]) == set("0123") for order in orders)
    again = traced(program, schedule=3, **ties)
    assert tuple(e.text for e in again.prints()) == orders[2]
    assert again.start.schedule == 3
    chosen = traced(program, schedule=[3, 1, 1], **ties)
    assert [e.text for e in chosen.prints()] == ["early", "3", "1", "2", "0"]


def test_the_time_module_shows_the_virtual_clock(traced: Traced) -> None:
    """time, monotonic, perf_counter and their _ns, localtime and strftime all move together."""
    trace = traced("""
        import time
        names = ["time", "monotonic", "perf_counter"]
        before = {name: getattr(time, name)() for name in names}
        before_ns = {name: getattr(time, name + "_ns")() for name in names}
        shown = time.gmtime()
        time.sleep(2.25)
        for name in names:
            print(getattr(time, name)() - before[name])
            print(getattr(time, name + "_ns")() - before_ns[name])
        print(time.mktime(time.localtime()) - time.mktime(time.gmtime(time.mktime(shown))) <= 3)
        print(time.strftime("%Y"), time.gmtime().tm_year)
    """)
    texts = [text for _, text in told(trace)]
    assert texts[:6] == ["2.25", "2250000000"] * 3
    assert texts[7] == "1970 1970"


def test_the_real_clock_comes_back(traced: Traced) -> None:
    """After a run the time module is as it was, whatever the program did."""
    functions = (time.sleep, time.time, time.monotonic, time.localtime)
    traced("import time\ntime.sleep(1)\nraise ValueError('boom')")
    assert functions == (time.sleep, time.time, time.monotonic, time.localtime)
    assert time.time() > 1_600_000_000


def test_a_program_that_polls_the_clock_gets_somewhere(traced: Traced) -> None:
    """A busy-waiting loop ends, and is blamed at its line."""
    trace = traced("""
        import asyncio, time
        async def main():
            end = time.monotonic() + 1
            while time.monotonic() < end:
                pass
            print("at last")
        asyncio.run(main())
    """)
    (line,) = trace.prints()
    assert line.t == pytest.approx(1.0, abs=0.01)
    assert (trace.end.longest_hold or {})["call"] == "a loop that reads the clock"
    assert (trace.end.longest_hold or {})["line"] == 5


def test_a_negative_sleep_is_an_error_as_in_life(traced: Traced) -> None:
    """time.sleep(-1) raises ValueError."""
    trace = traced("import time\ntime.sleep(-1)")
    assert trace.status == "error"
    assert (trace.end.error or {})["type"] == "ValueError"
    assert (trace.end.error or {})["line"] == 2


@pytest.mark.parametrize(
    "body",
    ["await asyncio.sleep(1)", "time.sleep(1)", "await asyncio.sleep(0.5); print('.')"],
)
def test_a_program_without_end_is_stopped_at_the_limit(traced: Traced, body: str) -> None:
    """After an hour on the clock, which takes no time, the run has a status of its own."""
    trace = traced(f"""
        import asyncio, time
        async def main():
            while True:
                {body}
        asyncio.run(main())
    """)
    assert trace.status == "virtual-time-limit"
    assert trace.duration == 3600.0


def test_a_loop_that_spins_is_stopped(traced: Traced) -> None:
    """sleep(0) for ever never moves the clock: that has an end too."""
    from looplab.request import Limits

    trace = traced(
        """
        import asyncio
        async def main():
            while True:
                await asyncio.sleep(0)
        asyncio.run(main())
        """,
        limits=Limits(turns=5000),
    )
    assert trace.status == "cpu-limit"
    assert "5,000 turns" in (trace.end.error or {})["message"]


def test_a_library_that_notes_the_time_is_no_loop_that_polls(traced: Traced) -> None:
    """Four hundred fetches, each of which begins with a look at the clock, begin at one instant."""
    trace = traced("""
        import asyncio
        from tornado.httpclient import AsyncHTTPClient
        from tornado.web import Application, RequestHandler
        class Waits(RequestHandler):
            async def get(self):
                await asyncio.sleep(1)
        async def main():
            Application([("/", Waits)]).listen(8888)
            client = AsyncHTTPClient(force_instance=True, max_clients=1000)
            fetches = [client.fetch("http://127.0.0.1:8888/") for _ in range(400)]
            await asyncio.gather(*fetches)
            print("all")
        asyncio.run(main())
    """)
    assert told(trace) == [(1.0, "all")]
    assert not trace.kind("block")


@pytest.mark.parametrize(
    "read", ["loop.time()", "IOLoop.current().time()", "time.time()", "datetime.now().timestamp()"]
)
def test_polling_ends_when_its_time_has_come(traced: Traced, read: str) -> None:
    """Whatever clock is read: a block of the whole time at that line, and no time after it."""
    trace = traced(f"""
        import asyncio, time
        from datetime import datetime
        from tornado.ioloop import IOLoop
        async def main():
            loop = asyncio.get_running_loop()
            until = {read} + 1
            while {read} < until:
                pass
            print(round({read} - until, 6))
        asyncio.run(main())
    """)
    assert told(trace) == [(1.0, "0.0")]
    (block,) = trace.kind("block")
    assert (block.t, round(block.duration, 6), block.line) == (0.0, 1.0, 8)


OWN_NUMBERS = """
    import asyncio
    import threading
    import time


    class Deadline(int):
        def __new__(cls):
            self = int.__new__(cls, 7)
            self.answers = [False, True]
            return self

        def __gt__(self, other):
            return self.answers.pop(0) if self.answers else False

        def __le__(self, other):
            return other is self


    class Length(float):
        def _itself(self, other=None):
            return self

        __gt__ = __mul__ = __round__ = __add__ = _itself

        def __radd__(self, other):
            return Deadline()

        def __sub__(self, other):
            return Deadline()


    async def main():
        loop = asyncio.get_running_loop()
        print(loop.time() - 1000)
        {wait}
        print(loop.time() - 1000)


    asyncio.run(main())
"""


@pytest.mark.parametrize(
    "wait",
    [
        "time.sleep(Length(2))",
        "threading.Event().wait(Length(2))",
        "f = loop.create_future(); loop.call_at(Length(1002), f.set_result, None); await f",
    ],
)
def test_a_number_of_the_programs_own_is_a_number(traced: Traced, wait: str) -> None:
    """It cannot say how it is to be compared, and so move the clock to where it likes."""
    trace = traced(OWN_NUMBERS.format(wait=wait))
    assert trace.status == "finished"
    begun, done = (float(event.text or "") for event in trace.prints())
    assert (begun, done) == (0, 2)
    assert trace.duration == 2
    assert all(event.t >= 0 for event in trace)
