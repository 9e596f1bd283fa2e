"""Work on a processor: seen, given its line and its share, and kept out of what is compared."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from looplab.trace import Event, Trace

Traced = Callable[..., Trace]

# It measures its own work, so that the machine's speed, and what else runs there, does not matter.
WORK = """
    import asyncio, threading, time
    def crunch(milliseconds):
        end = time.thread_time() + milliseconds / 1000
        while time.thread_time() < end:
            pass  # works
    async def main():
        loop = asyncio.get_running_loop()
        BODY
        await asyncio.sleep(1)
        print("done")
    asyncio.run(main())
"""


def worked(traced: Traced, *body: str, **options: object) -> tuple[Trace, list[Event]]:
    """The trace of a loop that does this, and what it says of work."""
    trace = traced(WORK.replace("BODY", "\n        ".join(body)), **options)
    assert trace.status == "finished"
    return trace, trace.kind("cpu")


def test_work_on_the_loop_is_seen_with_its_line_and_its_share(traced: Traced) -> None:
    """A callback that computes for 0.3 s: who, at a line of its loop, about 0.3 s."""
    _, (work,) = worked(traced, "loop.call_soon(crunch, 300)")
    assert work.who == "crunch"
    assert work.place in ("program.py:5", "program.py:6")
    assert 0.29 < (work.seconds or 0) < 0.5


def test_work_does_not_move_the_clock(traced: Traced) -> None:
    """How long it takes depends on the machine: on the virtual clock it takes no time."""
    trace, _ = worked(traced, "loop.call_soon(crunch, 200)")
    assert [(e.t, e.text) for e in trace.prints()] == [(1, "done")]
    assert not trace.kind("block", "ready")
    assert trace.end.longest_hold is None


def test_work_is_not_compared(traced: Traced) -> None:
    """Two runs are the same, also where one of them worked for longer."""
    short, none = worked(traced, "loop.call_soon(crunch, 1)")
    long, some = worked(traced, "loop.call_soon(crunch, 200)")
    assert (len(none), len(some)) == (0, 1)
    same = long.comparable().replace("crunch, 200", "crunch, 1")
    assert same == short.comparable()
    assert '"cpu"' not in long.comparable()


def test_a_little_work_is_not_worth_a_word(traced: Traced) -> None:
    """Twenty callbacks that compute for 5 ms each: no single one held the loop."""
    _, events = worked(traced, "for _ in range(20): loop.call_soon(crunch, 5)")
    assert events == []


def test_only_the_long_turn_is_told_and_only_its_own_work(traced: Traced) -> None:
    """Short ones before it in the same round are not added to what it did."""
    _, (work,) = worked(
        traced,
        "for _ in range(20): loop.call_soon(crunch, 20)",
        "loop.call_soon(crunch, 150)",
    )
    # All of them together would be 0.55 s.
    assert 0.14 < (work.seconds or 0) < 0.4


def test_each_turn_that_works_is_told_by_itself(traced: Traced) -> None:
    """Two tasks that compute, each under its name, the longer one with the larger share."""
    trace = traced("""
        import asyncio, time
        def crunch(milliseconds):
            end = time.thread_time() + milliseconds / 1000
            while time.thread_time() < end:
                pass
        async def hare():
            crunch(100)
        async def tortoise():
            crunch(400)
        async def main():
            await asyncio.gather(hare(), tortoise())
        asyncio.run(main())
    """)
    shares = {e.who: e.seconds or 0 for e in trace.kind("cpu")}
    assert list(shares) == ["hare", "tortoise"]
    assert shares["tortoise"] > 2 * shares["hare"] > 0.18


def test_a_call_that_blocks_is_no_work(traced: Traced) -> None:
    """time.sleep on the loop is a block, not work; work in another thread is not the loop's."""
    trace, events = worked(
        traced,
        "threading.Timer(0.5, crunch, (150,)).start()",
        "time.sleep(1)",
    )
    assert events == []
    assert [(e.t, e.until) for e in trace.kind("block") if e.on_loop] == [(0, 1)]


def test_work_inside_one_call_is_blamed_on_its_line(traced: Traced) -> None:
    """A long call into C, in which nobody can look, is at the line that made it."""
    _, events = worked(traced, "for _ in range(8): sum(range(4_000_000))")
    assert {(e.who, e.place) for e in events} == {("main", "program.py:9")}


def test_on_the_real_clock_work_holds_the_loop(traced: Traced) -> None:
    """There it takes its time: a turn as long as the work, at the line of the work."""
    text = WORK.replace("BODY", "loop.call_soon(crunch, 300)").replace("sleep(1)", "sleep(0)")
    trace = traced(text, clock="real")
    (work,) = trace.kind("cpu")
    (turn,) = [e for e in trace.kind("turn") if e.who == "crunch"]
    assert turn.duration >= 0.29
    assert turn.place == work.place
    assert turn.place in ("program.py:5", "program.py:6")


BLOCKS_A_SIGNAL = """
from looplab import record
from looplab.request import Request, Source
text = '''
import asyncio, os, signal
asyncio.run(asyncio.sleep(0.01))
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
async def main():
    os.kill(os.getpid(), signal.SIGUSR1)
    print(signal.sigwait({signal.SIGUSR1}).name)
asyncio.run(main())
'''
trace = record.run(Request(Source("program.py", text), clock="real"))
print(trace.prints()[0].text)
"""


def test_the_thread_that_looks_takes_no_signals() -> None:
    """A signal that the program blocks would else reach that thread, and end the process."""
    done = subprocess.run([sys.executable, "-c", BLOCKS_A_SIGNAL], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "SIGUSR1\n")
