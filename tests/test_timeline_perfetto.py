"""The exit to Perfetto: events that its format allows, and the facts of the run in them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from looplab.timeline import Run, run_of
from looplab.timeline.perfetto import perfetto
from looplab.trace import Trace

PROGRAM = """
    import asyncio, time

    async def nap(name):
        print(name, "sleeps")
        time.sleep(1)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(time.sleep, 1)
        print(name, "is awake")

    async def main():
        await asyncio.gather(nap("Ann"), nap("Bob"))

    asyncio.run(main())
    print("over")
"""
# Threads of one name share a lane, and overlap in part.
OVERLAPPING = """
    import threading, time

    def work(pause):
        time.sleep(pause)

    threads = []
    for pause in (1, 2, 3):
        threads.append(threading.Thread(target=work, args=(pause,), name="same"))
        threads[-1].start()
        time.sleep(0.4)
    for thread in threads:
        thread.join()
"""

Events = list[dict[str, Any]]


@pytest.fixture
def runs(traced: Callable[..., Trace]) -> list[Run]:
    return [
        run_of(traced(PROGRAM)),
        run_of(traced(OVERLAPPING), title='<other> "ünï".py'),
        run_of(traced("x = 1")),
    ]


def events(runs: list[Run]) -> Events:
    text = perfetto(runs)
    assert text == perfetto(runs)
    parsed = json.loads(text)
    assert set(parsed) == {"displayTimeUnit", "traceEvents"}
    found: Events = parsed["traceEvents"]
    return found


def test_every_event_is_one_of_the_format(runs: list[Run]) -> None:
    """Spans, instants and names, each with all that the format asks for, in whole microseconds."""
    found = events(runs)
    assert {event["ph"] for event in found} == {"M", "X", "i"}
    for event in found:
        assert isinstance(event["pid"], int) and isinstance(event["tid"], int)
        assert isinstance(event["name"], str)
        if event["ph"] == "X":
            assert isinstance(event["ts"], int) and event["ts"] >= 0
            assert isinstance(event["dur"], int) and event["dur"] >= 0
        elif event["ph"] == "i":
            assert isinstance(event["ts"], int) and event["s"] == "t"


def test_every_process_and_thread_has_a_name_and_a_place(runs: list[Run]) -> None:
    """A process for each run and a thread for each lane, the loop first."""
    found = events(runs)
    given: dict[str, dict[tuple[int, int], Any]] = defaultdict(dict)
    for event in found:
        if event["ph"] == "M":
            (value,) = event["args"].values()
            key = (event["pid"], event["tid"] if "thread" in event["name"] else 0)
            assert key not in given[event["name"]]
            given[event["name"]][key] = value
    assert list(given["process_name"].values()) == [run.title for run in runs]
    assert sorted(given["process_sort_index"].values()) == [1, 2, 3]
    names, places = given["thread_name"], given["thread_sort_index"]
    used = {(event["pid"], event["tid"]) for event in found if event["ph"] != "M"}
    assert used <= set(names) and set(names) == set(places)
    first = [names[key] for key in sorted(names, key=lambda key: places[key]) if key[0] == 1]
    assert first[:3] == ["THE LOOP", "nap", "nap #2"] and first[-1] == "printed"


def test_spans_of_one_thread_lie_beside_or_inside_each_other(runs: list[Run]) -> None:
    """Perfetto draws others in the wrong place, or not at all."""
    found = [event for event in events(runs) if event["ph"] == "X"]
    rows: dict[tuple[int, int], Events] = defaultdict(list)
    for event in found:
        rows[event["pid"], event["tid"]].append(event)
    for row in rows.values():
        ends: list[int] = []
        for span in sorted(row, key=lambda event: (event["ts"], -event["dur"])):
            while ends and ends[-1] <= span["ts"]:
                ends.pop()
            assert not ends or span["ts"] + span["dur"] <= ends[-1]
            ends.append(span["ts"] + span["dur"])


def test_the_facts_are_in_it(runs: list[Run]) -> None:
    """Every segment is a span at its time, with its line; every printed line is an instant."""
    found = events(runs)
    for pid, run in enumerate(runs, 1):
        loops = [lane for lane in run.lanes if lane.kind == "loop"]
        segments = [s for lane in (*loops, *run.actors) for s in lane.segments]
        spans = [e for e in found if e["ph"] == "X" and e["pid"] == pid]
        assert sorted((e["ts"], e["ts"] + e["dur"], e["args"]["line"]) for e in spans) == sorted(
            (round(s.t * 1e6), round(s.until * 1e6), s.place) for s in segments
        )
    instants = [(e["ts"], e["name"]) for e in found if e["ph"] == "i" and e["pid"] == 1]
    assert instants == [(round(line.t * 1e6), line.text) for line in runs[0].prints]
    held = next(e for e in found if e["ph"] == "X" and e["cat"] == "block")
    assert held["name"] == "nap" and held["dur"] == 1_000_000
    assert held["args"] == {"who": "nap", "state": "holds the loop", "line": "program.py:6"}
