"""Events in order, as text and back, and what only the whole run can tell."""

from __future__ import annotations

import itertools
import json
import random
import textwrap
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from looplab import record
from looplab.request import Request, Source
from looplab.trace import FINE_ENDINGS, KINDS, STATUSES, Event, Trace, TraceError, loop_threads


@cache
def ran(text: str) -> Trace:
    """The trace of a program, run in this process on the virtual clock."""
    return record.run(Request(Source("kitchen.py", textwrap.dedent(text))))


# It prints, holds the loop, lets others wait, logs, and ends with an error: all kinds but cpu.
BUSY = """
    import asyncio, logging, time
    async def cook(dish, seconds):
        await asyncio.sleep(1)
        time.sleep(seconds)
        print("prêt:", dish)
    async def main():
        await asyncio.gather(cook("soup", 0.5), cook("rice", 2))
        logging.getLogger("kitchen").warning("the rice\\nis burnt")
        raise RuntimeError("no more rice")
    asyncio.run(main())
"""


def event(kind: str, t: float = 0.0, n: int = 0, **more: Any) -> Event:
    return Event(kind, n, t, **more)


# ---- one event


def test_an_event_knows_how_long_it_took_and_where() -> None:
    """What has no end takes no time; what has no file has no place."""
    held = event("turn", 1.5, until=4.0, file="kitchen.py", line=3)
    assert (held.duration, held.place) == (2.5, "kitchen.py:3")
    said = event("print", 1.5, text="soup")
    assert (said.duration, said.place) == (0.0, None)


def test_a_line_of_json_holds_what_is_known_and_nothing_else() -> None:
    """Fields without a value are left out; the start and the end say so where it matters."""
    said = event("print", 0.5, 3, text="prêt", stream="stdout")
    assert said.to_json() == '{"kind":"print","n":3,"t":0.5,"text":"prêt","stream":"stdout"}'
    start = json.loads(event("start").to_json())
    assert start == {"kind": "start", "n": 0, "t": 0.0, "seed": None, "schedule": None}
    end = json.loads(event("end", status="finished").to_json())
    assert end["result"] is None and end["error"] is None
    assert json.loads(event("block", on_loop=False).to_json())["on_loop"] is False


def test_a_line_stays_one_line() -> None:
    """Whatever was logged: line ends, quotes and control characters are escaped."""
    text = 'a "b"\nc\r\0\x1b[31m\\'
    line = event("log", text=text).to_json()
    assert "\n" not in line and "\r" not in line
    assert Event.from_json(line).text == text


def test_every_kind_of_event_comes_back_as_it_was() -> None:
    """A whole trace is written and read, and is the same; also where it is read twice."""
    trace = ran(BUSY)
    more = Trace.of([*trace, event("cpu", 0.1, 99, who="cook", seconds=0.25)])
    assert {e.kind for e in more} == set(KINDS)
    for whole in (trace, more):
        assert Trace.read(whole.to_json().split("\n")) == whole
        assert Trace.read(Trace.read(whole.to_json().split("\n")).to_json().split("\n")) == whole
    assert trace.to_json().endswith("\n") and trace.to_json().count("\n") == len(trace.events)


@pytest.mark.parametrize(
    "more",
    [
        {"schedule": [0, 2, 1], "seed": 7},
        {"schedule": 37, "seed": 0},
        {"schedule": []},
        {"result": {"guests": [1, None, "Ann"]}, "status": "finished"},
        {"result": False, "status": "finished"},
        {"error": {"type": "OSError", "message": "", "file": "a.py", "line": 3}},
        {"status": "error", "loop_threads": ("MainThread", "asyncio_0"), "left_out": 3},
    ],
    ids=str,
)
def test_what_a_start_or_an_end_carries_comes_back(more: dict[str, Any]) -> None:
    """Choices, a driver's result, an error and its place, threads."""
    whole = event("end", 1.5, 3, **more)
    assert Event.from_json(whole.to_json()) == whole


def test_an_older_reader_passes_over_what_it_does_not_know() -> None:
    """A key of a later version is no reason to stop."""
    read = Event.from_json('{"kind":"print","n":1,"t":0,"text":"soup","colour":"green"}')
    assert read == event("print", 0, 1, text="soup")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "soup",
        "null",
        "7",
        '"print"',
        "[]",
        "{}",
        '{"kind":"print","n":1}',
        '{"kind":"print","t":1}',
        '{"n":1,"t":1}',
        '{"kind":"soup","n":1,"t":0}',
        '{"kind":["print"],"n":1,"t":0}',
        '{"kind":"print","n":1,"t":0',
        "[" * 100_000,
    ],
)
def test_what_is_no_event_is_refused(line: str) -> None:
    """No JSON, no object, or an object that says neither what happened nor when."""
    with pytest.raises(TraceError, match="event"):
        Event.from_json(line)


@pytest.mark.parametrize(
    "wrong",
    [
        {"t": "0"},
        {"t": None},
        {"t": True},
        {"t": float("nan")},
        {"t": float("inf")},
        {"t": 10**400},
        {"n": "1"},
        {"n": 1.5},
        {"n": True},
        {"line": True},
        {"until": "later"},
        {"until": [1]},
        {"text": 5},
        {"text": ["a"]},
        {"line": "7"},
        {"on_loop": "yes"},
        {"who": {"name": "Ann"}},
        {"seconds": "1"},
        {"status": "wonderful"},
        {"status": ["finished"]},
        {"error": "none"},
        {"error": {"line": "seven"}},
        {"error": {"message": ["a"]}},
        {"loop_threads": 5},
        {"loop_threads": "MainThread"},
        {"loop_threads": [5]},
        {"schedule": "first"},
        {"schedule": ["first"]},
    ],
    ids=str,
)
def test_a_stranger_cannot_smuggle_in_another_type(wrong: dict[str, Any]) -> None:
    """A program that found the pipe may write to it: no value may upset whoever reads it."""
    line = {"kind": "end", "n": 1, "t": 0, "status": "finished"} | wrong
    with pytest.raises(TraceError):
        Event.from_json(json.dumps(line))


def test_a_broken_line_breaks_the_reading_of_a_trace() -> None:
    """Empty lines do not count; any other line that is no event is an error."""
    lines = ran("print('soup')").to_json().split("\n")
    assert Trace.read(["", lines[0], "  ", *lines[1:]]) == ran("print('soup')")
    with pytest.raises(TraceError, match="soup"):
        Trace.read([*lines, "soup"])


# ---- the order of events


def test_events_are_in_order_whatever_order_they_come_in() -> None:
    """By time, then by number; the numbers are made anew, without gaps."""
    trace = ran(BUSY)
    shuffled = list(trace)
    random.Random(1).shuffle(shuffled)
    assert Trace.of(shuffled) == trace
    assert [e.n for e in trace] == list(range(len(trace.events)))
    assert all((a.t, a.n) < (b.t, b.n) for a, b in itertools.pairwise(trace.events[:-1]))
    later = [event("print", 2.0, 1), event("print", 1.0, 9), event("print", 1.0, 3)]
    assert [(e.t, e.n) for e in Trace.of(later)] == [(1.0, 0), (1.0, 1), (2.0, 2)]


def test_the_start_comes_first_and_the_end_last() -> None:
    """Also where all happens at the same instant, or something is said after the end."""
    events = [event("end", 0.0, 0), event("print", 0.0, 1), event("start", 0.0, 2)]
    assert [e.kind for e in Trace.of(events)] == ["start", "print", "end"]
    late = [event("start"), event("end", 1.0, 1), event("print", 2.0, 2)]
    assert [e.kind for e in Trace.of(late)] == ["start", "print", "end"]


# ---- what can be asked of a trace


def test_a_trace_gives_its_events_by_kind_and_stream() -> None:
    """Lines of stdout are not mixed with those of stderr."""
    trace = ran("import sys\nprint('soup')\nprint('hot!', file=sys.stderr)\nprint('rice')")
    assert [e.text for e in trace.prints()] == ["soup", "rice"]
    assert [e.text for e in trace.prints("stderr")] == ["hot!"]
    assert [e.kind for e in trace.kind("start", "end")] == ["start", "end"]
    assert len(trace.kind("print")) == 3 and trace.kind("wait") == []
    assert list(trace) == list(trace.events)


def test_a_trace_knows_how_its_run_ended() -> None:
    """Status, result and duration are those of the end event."""
    trace = ran(BUSY)
    assert (trace.start.script, trace.start.clock) == ("kitchen.py", "virtual")
    assert (trace.status, trace.result, trace.duration) == ("error", None, 3.5)
    assert trace.end.error is not None
    assert trace.end.error["message"] == "no more rice" and trace.end.error["line"] == 10
    driver = Source("driver.py", "async def main(n):\n    return {'cooked': n}\n")
    assert record.run(Request(driver, inputs={"n": 3})).result == {"cooked": 3}


def test_a_trace_may_be_cut_short() -> None:
    """No events at all, or none at the end: nothing is made up."""
    assert Trace.of([]) == Trace.read([]) == Trace(())
    cut = Trace.of([event("start"), event("turn", 0.0, 1, until=2.0)])
    assert cut.end.kind == "turn" and cut.end.longest_hold is None


def test_a_trace_without_a_status_was_lost() -> None:
    """An end that says nothing is no good end."""
    assert Trace.of([event("start"), event("end", 1.0, 1)]).status == "sandbox-lost"
    assert "sandbox-lost" not in FINE_ENDINGS


def test_the_statuses_go_from_the_gravest_to_the_mildest() -> None:
    """No status is named twice, and the two fine ones stand last."""
    assert len(set(STATUSES)) == len(STATUSES)
    assert STATUSES[-2:] == FINE_ENDINGS == ("finished", "idle")


def test_two_runs_of_one_program_are_comparable() -> None:
    """Versions and CPU time may differ, nothing else may."""
    trace = ran(BUSY)
    again = record.run(Request(Source("kitchen.py", textwrap.dedent(BUSY))))
    assert again.comparable() == trace.comparable()
    other: dict[str, Any] = {"python": "3.99.0", "tornado": "6.9", "looplab": "9.9"}
    elsewhere = Trace.of([replace(trace.start, **other), *trace.events[1:]])
    assert elsewhere != trace and elsewhere.comparable() == trace.comparable()
    slower = ran(BUSY.replace("0.5", "0.6"))
    assert slower.comparable() != trace.comparable()


def test_cpu_time_is_left_out_of_the_comparison() -> None:
    """It differs from run to run on one machine."""
    said = [event("start"), event("print", 1.0, 1, text="soup"), event("end", 2.0, 9)]
    busy = event("cpu", 1.5, 2, who="cook", seconds=0.25)
    assert Trace.of([*said, busy]).comparable() == Trace.of(said).comparable()


# ---- what only the whole run can tell


def test_the_longest_hold_is_a_turn_with_its_cause() -> None:
    """How long the turn took, and the call in it that took longest: file, line, call."""
    trace = ran(BUSY)
    hold = {"seconds": 2.0, "file": "kitchen.py", "line": 5, "call": "time.sleep"}
    assert trace.end.longest_hold == hold
    two = ran(
        """
        import asyncio, time
        async def main():
            time.sleep(0.5)
            time.sleep(1)
        asyncio.run(main())
        """
    )
    assert two.end.longest_hold == {**hold, "seconds": 1.5, "line": 5}


def test_the_cause_of_a_hold_is_looked_for_in_its_own_turn() -> None:
    """A longer call in another turn, before or after, did not hold the loop then."""
    one, two = "time.sleep(0.3)", "time.sleep(0.2); print(); time.sleep(0.2)"
    for first, second, line in ((one, two, 6), (two, one, 4)):
        trace = ran(
            f"""
            import asyncio, time
            async def main():
                {first}
                await asyncio.sleep(1)
                {second}
            asyncio.run(main())
            """
        )
        hold = {"seconds": 0.4, "file": "kitchen.py", "line": line, "call": "time.sleep"}
        assert trace.end.longest_hold == hold


def test_a_call_outside_the_loop_is_a_hold_too() -> None:
    """Before it starts and after it ends; the longer of the two counts."""
    trace = ran(
        """
        import asyncio, time
        async def main():
            time.sleep(1)
        time.sleep(3)
        asyncio.run(main())
        time.sleep(2)
        """
    )
    assert trace.end.longest_hold is not None
    assert (trace.end.longest_hold["seconds"], trace.end.longest_hold["line"]) == (3.0, 5)
    short = ran("import time\ntime.sleep(0.5)").end.longest_hold
    assert short is not None and short["seconds"] == 0.5
    assert [block.on_loop for block in trace.kind("block")] == [True, True, True]
    assert [block.running for block in trace.kind("block")] == [False, True, False]


def test_the_worst_lateness_is_somebodys() -> None:
    """Who was ready, and how long the loop was taken by another."""
    assert ran(BUSY).end.worst_lateness == {"seconds": 0.5, "who": "cook #2"}
    three = BUSY.replace('cook("rice", 2)', 'cook("rice", 2), cook("tea", 0)')
    assert ran(three).end.worst_lateness == {"seconds": 2.5, "who": "cook #3"}


def test_nothing_is_said_of_a_loop_that_nobody_held() -> None:
    """Neither a hold nor a lateness of zero seconds."""
    free = ran("import asyncio\nasyncio.run(asyncio.sleep(1))")
    assert free.end.longest_hold is None and free.end.worst_lateness is None
    assert "longest_hold" not in free.end.to_json()


def test_blocks_in_another_thread_do_not_hold_the_loop() -> None:
    """Where the loop runs is known only at the end: earlier events are told then."""
    block = {"until": 5.0, "call": "time.sleep", "running": False}
    before = event("block", 0.0, 1, thread="LoopThread", **block)
    beside = event("block", 0.0, 2, thread="MainThread", **{**block, "until": 9.0})
    end = event("end", 9.0, 3, status="finished", loop_threads=("LoopThread",))
    trace = Trace.of([event("start"), before, beside, end])
    assert [b.on_loop for b in trace.kind("block")] == [True, False]
    assert trace.end.longest_hold == {"seconds": 5.0, "call": "time.sleep"}


def test_the_loops_thread_is_the_main_one_where_none_ran() -> None:
    """A program that only sleeps holds the thread on which a loop could have run."""
    assert loop_threads(ran("import time\ntime.sleep(1)")) == ("MainThread",)
    assert loop_threads(ran(BUSY)) == ("MainThread",)
    # Without the end, as in a run that was killed, turns and running calls tell it.
    assert loop_threads([event("block", thread="T", running=True)]) == ("T",)
    assert loop_threads([event("block", thread="T", running=False)]) == ("MainThread",)
    assert loop_threads([event("turn"), event("end", loop_threads=("T",))]) == ("MainThread", "T")
