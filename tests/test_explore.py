"""One program under many schedules: all outcomes are found, each with what repeats it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from looplab import record, sandbox
from looplab.explore import Exploration, explore
from looplab.request import Bounds, Request, Source
from looplab.trace import Trace

DEPTH = Bounds(runs=20_000, seconds=300.0, random=False)

LOST_UPDATE = """
    import asyncio
    async def main(tasks=3, times=2):
        balance = 0
        async def deposit():
            nonlocal balance
            for _ in range(times):
                before = balance
                await asyncio.sleep(0)
                balance = before + 1
        await asyncio.gather(*(deposit() for _ in range(tasks)))
        print("balance", balance)
    asyncio.run(main())
"""

LOCKED = """
    import asyncio
    async def main():
        balance, lock = 0, asyncio.Lock()
        async def deposit():
            nonlocal balance
            for _ in range(2):
                async with lock:
                    before = balance
                    await asyncio.sleep(0)
                    balance = before + 1
        await asyncio.gather(deposit(), deposit(), deposit())
        print("balance", balance)
    asyncio.run(main())
"""

# First come, first served never shows it: the user is always a step behind.
RARE = """
    import asyncio
    async def main():
        asked = ready = False
        async def prepare():
            nonlocal asked, ready
            asked = True
            for _ in range(3):
                await asyncio.sleep(0)
            ready = True
        async def use():
            for _ in range(5):
                await asyncio.sleep(0)
            print("too early" if asked and not ready else "fine")
        await asyncio.gather(prepare(), use())
    asyncio.run(main())
"""

HTTP = """
    import asyncio
    from tornado.httpclient import AsyncHTTPClient
    from tornado.web import Application, RequestHandler
    class Deposit(RequestHandler):
        balance = 0
        async def get(self):
            before = Deposit.balance
            await asyncio.sleep(0.01)
            Deposit.balance = before + 1
    async def main():
        server = Application([("/", Deposit)]).listen(8888)
        client = AsyncHTTPClient(force_instance=True)
        async def visit(i):
            await asyncio.sleep(i * 0.005)
            await client.fetch("http://localhost:8888/")
        await asyncio.gather(*(visit(i) for i in range(3)))
        client.close()
        server.stop()
        await server.close_all_connections()
        print("balance", Deposit.balance)
    asyncio.run(main())
"""

THREADS = """
    import threading, time
    balance = 0
    def deposit():
        global balance
        before = balance
        time.sleep(0)
        balance = before + 1
    threads = [threading.Thread(target=deposit) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("balance", balance)
"""


def asked(text: str) -> Request:
    return Request(Source("program.py", textwrap.dedent(text)))


def lines(request: Request, found: Exploration) -> list[str]:
    """What each outcome prints when its schedule is run again, watched."""
    traces = [record.run(replace(request, schedule=o.schedule)) for o in found.outcomes]
    assert all(trace.status == "finished" for trace in traces)
    return ["; ".join(e.text or "" for e in trace.prints()) for trace in traces]


def test_every_outcome_of_a_lost_update_is_found() -> None:
    """Three tasks that add two each, unlocked: all of 2 to 6, in all 9!/(3!)^3 orders."""
    request = asked(LOST_UPDATE)
    found = explore(request, DEPTH)
    assert found.complete
    assert found.runs == 1680
    assert sum(outcome.times for outcome in found.outcomes) == 1680
    assert sorted(lines(request, found)) == [f"balance {n}" for n in range(2, 7)]


def test_with_a_lock_there_is_one_outcome() -> None:
    """The same with a lock around each: 6, whatever the order."""
    request = asked(LOCKED)
    found = explore(request, DEPTH)
    assert found.complete
    assert found.runs > 1
    assert lines(request, found) == ["balance 6"]


def test_a_race_that_the_usual_order_never_shows() -> None:
    """The plain run is fine each time; the search, and the shuffles alone, find the other one."""
    request = asked(RARE)
    assert [e.text for e in record.run(request).prints()] == ["fine"]
    found = explore(request, DEPTH)
    assert found.complete
    assert sorted(lines(request, found)) == ["fine", "too early"]
    shuffled = {record.run(replace(request, schedule=n)).prints()[0].text for n in range(1, 60)}
    assert shuffled == {"fine", "too early"}


@pytest.mark.parametrize("text", [HTTP, THREADS], ids=["http", "threads"])
def test_servers_and_threads_are_explored_as_well(text: str) -> None:
    """Two handlers across an await, three threads across a wait: updates are lost in some order."""
    request = asked(text)
    found = explore(request, Bounds(runs=120, seconds=300.0))
    repeated = lines(request, found)
    assert len(repeated) == len(set(repeated)) > 1, "a schedule did not repeat its outcome"
    assert all(line.startswith("balance ") for line in repeated)


def test_the_same_program_is_explored_the_same_way_each_time() -> None:
    """Runs, outcomes, counts and schedules do not hang on the machine."""
    request = asked(RARE)
    bounds = Bounds(runs=100, seconds=300.0)
    assert explore(request, bounds) == explore(request, bounds)


def test_exploring_ends_at_its_bounds() -> None:
    """No more runs than asked for, and it is said that this was not all."""
    found = explore(asked(LOST_UPDATE), Bounds(runs=50, seconds=300.0))
    assert (found.runs, found.complete) == (50, False)
    found = explore(asked(LOST_UPDATE), Bounds(runs=50, seconds=0.0))
    assert found.runs == 0


def test_ways_to_end_are_outcomes_too() -> None:
    """An error, a deadlock, a spin: each is told from a run that prints the same."""
    request = asked("""
        import asyncio
        async def main():
            done = asyncio.Event()
            order = []
            async def first():
                order.append("first")
            async def second():
                order.append("second")
                if order == ["second"]:
                    await done.wait()
                if len(order) == 1:
                    raise LookupError
            await asyncio.gather(first(), second())
        asyncio.run(main())
    """)
    found = explore(request, DEPTH)
    ends = {record.run(replace(request, schedule=o.schedule)).status for o in found.outcomes}
    assert ends == {"finished", "deadlock"}


def test_nothing_is_left_of_what_was_explored(traced: Callable[..., Trace]) -> None:
    """The next run in this process begins as if there had been none, and gets real loops."""
    explore(asked(HTTP), Bounds(runs=20, seconds=300.0))
    trace = traced(LOST_UPDATE)
    assert [e.text for e in trace.prints()] == ["balance 2"]


def test_a_trace_for_each_outcome_comes_home(tmp_path: Path) -> None:
    """From a child process: the counts in the start event, and traces that repeat by schedule."""
    script = tmp_path / "race.py"
    script.write_text(textwrap.dedent(LOST_UPDATE), encoding="utf-8")
    traces = sandbox.explore(script, bounds=DEPTH)
    counts = [trace.start.explored or {} for trace in traces]
    assert sum(each["times"] for each in counts) == 1680
    assert all(each["runs"] == 1680 and each["complete"] for each in counts)
    for trace in traces:
        again = sandbox.run(script, schedule=trace.start.schedule)
        assert again.comparable() == trace.comparable()


def test_a_stranger_is_explored_in_one_child() -> None:
    """The driver's inputs reach it; a program that never ends is stopped at its limit."""
    driver = Source("driver.py", "import submission\nasync def main(n):\n"
                    "    return await submission.work(n)\n")  # fmt: skip
    racy = Source(
        "mia.py",
        textwrap.dedent("""
        import asyncio
        async def work(n):
            last = []
            async def one(i):
                last.append(i)
            await asyncio.gather(*(one(i) for i in range(n)))
            return last
    """),
    )
    traces = sandbox.judge_orders(driver, racy, {"n": 3})
    assert len({str(trace.result) for trace in traces}) == 6
    endless = Source("leo.py", "import asyncio\nasync def work(n):\n"
                     "    while True: await asyncio.sleep(0)\n")  # fmt: skip
    (trace,) = sandbox.judge_orders(driver, endless, {"n": 3})
    assert trace.status == "cpu-limit"
