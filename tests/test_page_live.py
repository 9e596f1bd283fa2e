"""What the live page is told of a run, in pieces that are never too large."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

import looplab.page
from looplab.live import watch
from looplab.page.live import MOST_LINES, MOST_STRIPS, Feed
from looplab.timeline import STATES, WORDS

# Thousands of turns in a moment, a hold in the middle of them, and then nothing for a while.
BUSY = """
import asyncio, time

async def visitor(number):
    print(number)
    if number == 100:
        time.sleep(0.2)
    await asyncio.sleep(0)

async def main():
    await asyncio.gather(*(visitor(number) for number in range(3000)))
    await asyncio.sleep(3)

asyncio.run(main())
"""


@pytest.mark.real_clock
def test_what_comes_too_fast_is_left_out_and_counted(tmp_path: Path) -> None:
    """A browser that was slow gets one message of bounded size, with the holds in it."""
    path = tmp_path / "busy.py"
    path.write_text(BUSY)
    with watch([path]) as runs:
        run, feed = runs.runs[0], Feed(runs.runs[0])
        end = time.monotonic() + 30
        count = -1
        while count != len(run.events()) or count < 6000:
            assert time.monotonic() < end
            count = len(run.events())
            time.sleep(0.3)
        assert not run.over
        told = feed.next()
        prints = [e for e in run.events() if e.kind == "print"]
        assert len(told["strips"]) <= MOST_STRIPS and len(told["prints"]) == MOST_LINES
        assert told["prints"][-1] == [prints[-1].t, prints[-1].who, "2999"]
        assert told["left_out"] >= 3000 - MOST_LINES
        held = [strip for strip in told["strips"] if STATES[strip[1]] == "block"]
        # A busy machine may have held others as well.
        bars = {(lane, label) for lane, _, _, _, label in held}
        assert {("THE LOOP", "visitor #101"), ("visitor #101", "line 7")} <= bars
        assert len(json.dumps(told)) < 400_000
        again = feed.next()
        assert len(again["strips"]) < 10 and not again["prints"]
        assert again["now"] > told["now"] and not feed.done
        while not run.over:
            time.sleep(0.02)
        last = feed.next()
        assert feed.done and last["status"] == "finished" and last["now"] > 3
        assert any("busy.py:7 held the loop" in fact["text"] for fact in last["facts"])


def test_the_states_and_their_words_are_the_same_in_the_browser() -> None:
    """The server sends the number of a state; the page has its own list of them."""
    script = (Path(looplab.page.__file__).parent / "static" / "live.js").read_text()
    lists = {
        name: tuple(re.findall(r"'([^']*)'", found))
        for name, found in re.findall(r"^const (STATES|WORDS) = \[(.*?)\];", script, re.M | re.S)
    }
    assert lists == {"STATES": STATES, "WORDS": tuple(WORDS[state] for state in STATES)}
