"""The model of a picture: who held the loop, who had to wait, and the same in sentences."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

from looplab.timeline import Lane, Run, run_of, seconds, table, visible
from looplab.trace import Event, Trace


def trace(*events: Event, **end: Any) -> Trace:
    """A trace of these events between a start and an end; the end is when the last one is over."""
    over = max([0.0, *(event.until or event.t for event in events)])
    last: dict[str, Any] = {"t": over, "status": "finished", "loop_threads": ("MainThread",)} | end
    numbered = [replace(event, n=n) for n, event in enumerate(events, 1)]
    start = Event("start", 0, 0.0, script="party.py", clock="virtual")
    return Trace.of([start, *numbered, Event("end", len(events) + 1, **last)])


def turn(who: str | None, t: float, until: float, line: int = 1, **more: Any) -> Event:
    fields: dict[str, Any] = {"what": "step", "file": "party.py"} | more
    return Event("turn", 0, t, until, who=who, line=line, **fields)


def block(t: float, until: float, line: int, **more: Any) -> Event:
    fields: dict[str, Any] = {
        "call": "time.sleep",
        "thread": "MainThread",
        "running": True,
        "on_loop": True,
        "file": "party.py",
        "source": "time.sleep(pause)",
    }
    return Event("block", 0, t, until, line=line, **fields | more)


def ready(who: str, t: float, until: float) -> Event:
    return Event("ready", 0, t, until, who=who)


def lane(run: Run, name: str) -> Lane:
    return next(lane for lane in run.lanes if lane.name == name)


def states(lane: Lane) -> list[tuple[str, float, float]]:
    return [(segment.state, segment.t, segment.until) for segment in lane.segments]


def three_guests() -> Trace:
    return trace(
        turn("Ann", 0.0, 0.5, 5),
        block(0.0, 0.5, 5, who="Ann"),
        ready("Bob", 0.0, 0.5),
        Event("wait", 0, 0.0, 0.25, who="heartbeat", file="party.py", line=9),
        ready("heartbeat", 0.25, 2.0),
        turn("Bob", 0.5, 1.5, 5),
        block(0.5, 1.5, 5, who="Bob"),
        turn("Cyd", 1.5, 2.0, 5),
        block(1.5, 2.0, 5, who="Cyd"),
        turn("heartbeat", 2.0, 2.0, 9),
        t=4.0,
    )


def test_the_loop_comes_first_then_everybody_in_order_of_their_first_deed() -> None:
    """Being ready and not running is no deed, so that both runs of a pair have one order."""
    assert [lane.name for lane in run_of(three_guests()).lanes] == [
        "THE LOOP",
        "Ann",
        "heartbeat",
        "Bob",
        "Cyd",
    ]


def test_a_turn_is_a_segment_of_the_loop_and_of_who_took_it() -> None:
    """What holds the loop is seen on two lanes, with the line that is to blame."""
    run = run_of(three_guests())
    assert states(lane(run, "THE LOOP")) == [
        ("block", 0.0, 0.5),
        ("block", 0.5, 1.5),
        ("block", 1.5, 2.0),
        ("held", 2.0, 2.0),
    ]
    assert [segment.who for segment in run.lanes[0].segments] == ["Ann", "Bob", "Cyd", "heartbeat"]
    assert states(lane(run, "Bob")) == [("ready", 0.0, 0.5), ("block", 0.5, 1.5)]
    assert lane(run, "Bob").segments[1].place == "party.py:5"


def test_nothing_overlaps_on_the_lane_of_the_loop() -> None:
    """One thing at a time is what a loop is."""
    held = run_of(three_guests()).lanes[0].segments
    assert all(one.until <= two.t for one, two in pairwise(held))


def test_the_sentences_name_the_line_the_time_and_the_worst_victim() -> None:
    """Totals first, the culprit with its source line, then the one who waited longest."""
    assert run_of(three_guests()).sentences() == [
        "4.00 s in all, longest hold 1.00 s, worst lateness 1.75 s, loop free 50%",
        "party.py:5 held the loop 2.00 s in 3 turns (Ann, Bob, Cyd)",
        "5 | time.sleep(pause)",
        "heartbeat was ready but waited 1.75 s for the loop",
    ]


def test_the_model_and_the_trace_agree_on_the_worst() -> None:
    """The end event of a trace carries the same two numbers."""
    story = three_guests()
    run = run_of(story)
    assert story.end.longest_hold is not None and story.end.worst_lateness is not None
    assert run.longest_hold == story.end.longest_hold["seconds"]
    assert run.worst_lateness == story.end.worst_lateness["seconds"]
    assert run.victims[0].who == story.end.worst_lateness["who"]


def test_a_run_that_holds_the_loop_for_short_turns_only_says_so() -> None:
    """Silence could be read as: nothing was measured."""
    run = run_of(trace(turn("Ann", 0.0, 0.05), turn("Ann", 1.0, 1.0)))
    assert run.sentences() == [
        "1.00 s in all, longest hold 0.05 s, worst lateness 0.00 s, loop free 95%",
        "nobody held the loop longer than 0.1 s",
    ]


def test_the_threshold_is_a_parameter_and_belongs_to_the_long_turns() -> None:
    """0.6 - 0.5 is less than 0.1 in floats, and a tenth of a second all the same."""
    story = trace(turn("Ann", 0.5, 0.6))
    assert states(run_of(story).lanes[0]) == [("block", 0.5, 0.6)]
    assert states(run_of(story, threshold=0.2).lanes[0]) == [("held", 0.5, 0.6)]
    assert run_of(story, threshold=0.2).sentences()[-1] == "nobody held the loop longer than 0.2 s"


def test_each_line_is_blamed_for_its_own_seconds() -> None:
    """One turn with two blocking lines: neither gets the time of the other."""
    run = run_of(
        trace(
            turn("cook", 0.0, 1.75, 4),
            block(0.0, 1.0, 4, source="wash()"),
            block(1.0, 1.75, 6, source="cut()"),
        )
    )
    assert run.sentences()[1:] == [
        "party.py:4 held the loop 1.00 s (cook)",
        "4 | wash()",
        "party.py:6 held the loop 0.75 s (cook)",
        "6 | cut()",
    ]
    assert run.longest_hold == 1.75
    assert run.lanes[0].segments[0].place == "party.py:4"


def test_a_call_inside_another_call_is_not_counted_twice() -> None:
    """A socket that is read during a download is a part of the download."""
    run = run_of(
        trace(turn("get", 0.0, 2.0), block(0.0, 2.0, 3), block(0.5, 1.5, 8, call="socket.recv"))
    )
    assert [(hold.line, hold.seconds) for hold in run.holds] == [(3, 2.0)]


def test_a_turn_without_blocking_calls_is_blamed_on_its_own_line() -> None:
    """Computing holds the loop as well as sleeping does."""
    run = run_of(trace(turn("hash", 0.0, 0.7, 12)))
    assert run.sentences()[1] == "party.py:12 held the loop 0.70 s (hash)"
    nowhere = run_of(trace(turn("hash", 0.0, 0.7, file=None)))
    assert nowhere.sentences()[1] == "hash held the loop 0.70 s"


def test_the_rest_of_a_turn_is_not_blamed_on_a_short_call_in_it() -> None:
    """A second of computing around a short sleep is the turn's own."""
    run = run_of(trace(turn("cook", 0.0, 1.2, 20), block(1.0, 1.2, 5)))
    assert [(hold.line, hold.seconds) for hold in run.holds] == [(20, 1.0), (5, 0.2)]


def test_a_line_that_held_it_for_a_moment_is_not_accused_beside_the_one_that_did() -> None:
    """A busy wait: what its other lines took is far below what counts."""
    busy = run_of(trace(turn("Ann", 0.0, 1.003, 6), block(0.0, 0.003, 5), block(0.003, 1.003, 6)))
    assert [(hold.line, hold.seconds) for hold in busy.holds] == [(6, 1.0)]
    # In each turn it is little, in all of them it is not.
    often = [
        event
        for t in range(10)
        for event in (
            turn("Ann", t, t + 0.25, 6),
            block(t, t + 0.05, 5),
            block(t + 0.05, t + 0.25, 6),
        )
    ]
    assert [hold.line for hold in run_of(trace(*often)).holds] == [6, 5]
    # Of three short calls none explains their turn without the others.
    short = [block(2 + n * 0.04, 2.04 + n * 0.04, 7 + n) for n in range(3)]
    both = run_of(trace(turn("Ann", 0.0, 1.0), block(0.0, 1.0, 6), turn("Bob", 2.0, 2.12), *short))
    assert [hold.line for hold in both.holds] == [6, 7, 8, 9]


def test_who_blocks_inside_the_turn_of_another_is_named() -> None:
    """A gen.coroutine runs at once, in the turn of whoever calls it."""
    run = run_of(trace(turn("main", 0.0, 1.0, 9), block(0.0, 1.0, 5, who="Ann")))
    assert run.sentences()[1] == "party.py:5 held the loop 1.00 s (Ann)"
    assert states(lane(run, "Ann")) == states(lane(run, "main")) == [("block", 0.0, 1.0)]
    assert len(run.lanes[0].segments) == 1


def test_a_call_before_the_loop_runs_holds_it_too() -> None:
    """Nobody is served while the program sleeps on its way to asyncio.run."""
    run = run_of(trace(block(0.0, 1.0, 2, running=False), turn("Ann", 1.0, 1.0)))
    assert states(run.lanes[0]) == [("block", 0.0, 1.0), ("held", 1.0, 1.0)]
    assert lane(run, "main program").kind == "main"
    assert run.sentences()[1] == "party.py:2 held the loop 1.00 s (main program)"


def test_a_call_in_a_worker_thread_is_nobody_s_fault() -> None:
    """That is what threads are for: the loop stays free."""
    run = run_of(
        trace(
            turn("Ann", 0.0, 0.0),
            block(0.0, 2.0, 3, who="Ann", thread="worker", on_loop=False, running=False),
            block(0.0, 1.0, 4, thread="helper", on_loop=False, running=False),
        )
    )
    assert states(lane(run, "Ann")) == [("held", 0.0, 0.0), ("thread", 0.0, 2.0)]
    assert (lane(run, "helper").kind, states(lane(run, "helper"))) == (
        "thread",
        [("thread", 0.0, 1.0)],
    )
    assert run.sentences() == [
        "2.00 s in all, longest hold 0.00 s, worst lateness 0.00 s, loop free 100%",
        "nobody held the loop longer than 0.1 s",
    ]


def test_a_process_is_not_called_a_thread() -> None:
    """A row of its own, in the words for whoever is busy and holds no loop."""
    away = {"on_loop": False, "running": False, "file": None}
    run = run_of(trace(turn("Ann", 0.0, 0.0), block(0.0, 2.0, 3, thread="process 1", **away)))
    assert states(lane(run, "process 1")) == [("thread", 0.0, 2.0)]
    assert run.words("thread") == "busy in a thread or process"


def test_a_program_without_a_loop_says_so() -> None:
    """Its sleeps hold the main thread, and there is no lane for a loop that never was."""
    run = run_of(
        trace(
            block(0.0, 1.0, 4, running=False), block(1.0, 2.0, 4, running=False), loop_threads=None
        )
    )
    assert run.sentences() == [
        "2.00 s in all",
        "no event loop ran",
        "party.py:4 held the main thread 2.00 s in 2 calls",
        "4 | time.sleep(pause)",
    ]
    assert [lane.name for lane in run.lanes] == ["main program"]
    assert table(run)[0] == (
        "main program",
        "holds the main thread",
        "0.00 s",
        "1.00 s",
        "party.py:4",
    )


def test_two_loops_have_a_lane_each() -> None:
    """A loop in another thread takes its own turns; free is when neither is held."""
    run = run_of(
        trace(
            turn("Ann", 0.0, 1.0),
            turn("Bob", 0.5, 1.5, thread="other"),
            t=2.0,
            loop_threads=("MainThread", "other"),
        )
    )
    assert states(lane(run, "THE LOOP")) == [("block", 0.0, 1.0)]
    assert states(lane(run, "LOOP 2")) == [("block", 0.5, 1.5)]
    assert run.free == 0.25


def test_only_the_three_worst_lines_are_told_one_by_one() -> None:
    """A beginner cannot read twenty sentences; the rest is counted."""
    run = run_of(trace(*(turn("cook", n, n + 0.5 - n / 10, line=n) for n in range(5))))
    assert run.sentences()[1:] == [
        "party.py:0 held the loop 0.50 s (cook)",
        "party.py:1 held the loop 0.40 s (cook)",
        "party.py:2 held the loop 0.30 s (cook)",
        "2 more lines held the loop 0.30 s",
    ]
    four = run_of(trace(*(turn("cook", n, n + 0.5, line=n) for n in range(4))))
    assert four.sentences()[-1] == "1 more line held the loop 0.50 s"


def test_a_loop_that_is_never_free_is_free_for_no_part_of_the_time() -> None:
    """Sums of floats may pass the whole by a hair; minus nought percent is no number."""
    run = run_of(trace(*(turn("cook", n / 10, (n + 1) / 10) for n in range(7))))
    assert run.totals.endswith("loop free 0%")


def test_a_crowd_is_not_listed_name_by_name() -> None:
    """Five names are enough to know who is meant."""
    crowd = run_of(trace(*(turn(f"guest {n}", n, n + 1, 7) for n in range(8))))
    assert crowd.sentences()[1] == (
        "party.py:7 held the loop 8.00 s in 8 turns "
        "(guest 0, guest 1, guest 2, guest 3, guest 4 and 3 more)"
    )


def test_the_end_is_told_first_where_it_is_not_a_good_one() -> None:
    """For each status a sentence, with the message and the place where there are some."""
    error = {"type": "KeyError", "message": "'Ann'\n  twice", "file": "party.py", "line": 3}
    told = {
        status: run_of(trace(turn("Ann", 0.0, 0.0), status=status, error=error)).ending
        for status in ("finished", "error", "deadlock", "virtual-time-limit", "wall-limit", "idle")
    }
    assert told == {
        "finished": None,
        "error": "it ended with an error at 0.00 s: KeyError: 'Ann' twice (party.py:3)",
        "deadlock": "deadlock at 0.00 s: 'Ann' twice",
        "virtual-time-limit": "it would go on for ever: 'Ann' twice",
        "wall-limit": "it was stopped: 'Ann' twice",
        "idle": "at the end only servers were left, waiting for visitors",
    }
    alone = run_of(trace(turn("Ann", 0.0, 0.0), status="crashed"))
    assert alone.sentences() == ["0.00 s in all", "the Python process crashed"]


def test_a_deadlock_says_who_waits_where() -> None:
    """The engine's message is passed on as it is."""
    message = "nothing can happen any more: left waits at party.py:5; right waits at party.py:9"
    run = run_of(trace(turn("left", 1.0, 1.0), status="deadlock", error={"message": message}))
    assert run.sentences()[1:] == [
        f"deadlock at 1.00 s: {message}",
        "nobody held the loop longer than 0.1 s",
    ]


def test_a_stop_is_said_once() -> None:
    """Where the reason is a sentence already, it is not said in another one."""
    error = {"type": "Stopped", "message": "it was stopped after 3 real seconds"}
    run = run_of(trace(turn("Ann", 0.0, 3.0), status="wall-limit", error=error))
    assert run.ending == "it was stopped after 3 real seconds"


def test_a_hold_without_end_is_not_called_free() -> None:
    """Who never gave the loop back is a field of the end, not a matter of words in it."""
    error = {"type": "Deadlock", "message": "nothing can happen any more"}
    free = run_of(trace(turn("Ann", 0.0, 0.0), status="deadlock", error=error))
    held = run_of(trace(turn("Ann", 0.0, 0.0), status="deadlock", error=error | {"holder": "Ann"}))
    assert held.holder == "Ann"
    assert "nobody held the loop longer than 0.1 s" in free.sentences()
    assert "nobody held the loop longer than 0.1 s" not in held.sentences()


def test_what_was_cut_off_is_not_called_free() -> None:
    """A program stopped in the middle may have held the loop in the turn that was never over."""
    run = run_of(trace(turn("Ann", 0.0, 0.0), status="cpu-limit", t=3.0))
    assert run.sentences() == ["3.00 s in all", "it was stopped: it used too much processor time"]
    more = run_of(trace(turn("Ann", 0.0, 0.0), left_out=1200))
    assert more.sentences()[1:] == ["1,200 more turns and waits are not shown"]


def test_warnings_are_facts() -> None:
    """A coroutine that was never awaited is why nothing happened. Said once is enough."""
    log = Event("log", 0, 0.0, text="RuntimeWarning: never awaited\n  more", level="WARNING")
    run = run_of(trace(turn("main", 0.0, 0.0), replace(log, file="party.py", line=3), log, log))
    assert run.warnings == (
        "RuntimeWarning: never awaited (party.py:3)",
        "RuntimeWarning: never awaited",
    )
    assert run.sentences()[1] == "RuntimeWarning: never awaited (party.py:3)"


def test_an_event_without_an_end_lasts_as_long_as_the_run() -> None:
    """Who still waits when it is over has waited until then; nothing goes on after the end."""
    run = run_of(
        trace(
            Event("wait", 0, 1.0, who="Ann"),
            turn("Bob", 0.0, 0.0),
            Event("wait", 0, 0.0, 9.0, who="Bob"),
            t=3.0,
        )
    )
    assert states(lane(run, "Ann")) == [("wait", 1.0, 3.0)]
    assert states(lane(run, "Bob")) == [("held", 0.0, 0.0), ("wait", 0.0, 3.0)]


def test_a_main_that_only_starts_the_others_is_not_drawn() -> None:
    """It waits all the time; but where it prints, or is alone, or holds the loop, it is."""
    waits = Event("wait", 0, 0.0, 1.0, who="main")
    others = turn("Ann", 0.0, 0.0)
    prints = Event("print", 0, 0.0, text="hello", who="main", stream="stdout")

    def names(*events: Event) -> list[str]:
        return [lane.name for lane in run_of(trace(*events)).actors]

    assert names(waits, others) == ["Ann"]
    assert names(waits, others, prints) == ["main", "Ann"]
    assert names(waits, others, turn("main", 1.0, 2.0)) == ["main", "Ann"]
    assert names(waits) == ["main"]


def test_lines_on_stderr_are_not_among_the_printed_ones() -> None:
    """Tracebacks and logs have sentences of their own."""
    out = Event("print", 0, 0.5, text="out", stream="stdout")
    run = run_of(trace(turn("Ann", 0.0, 0.0), replace(out, text="err", stream="stderr"), out))
    assert [(line.number, line.t, line.who, line.text) for line in run.prints] == [
        (1, 0.5, "", "out")
    ]


def test_of_an_endless_run_the_beginning_is_worth_drawing() -> None:
    """An hour of ticks is no picture; a run that ends is drawn whole."""
    ticks = [turn("tick", float(n), float(n)) for n in range(100)]
    assert run_of(trace(*ticks, status="virtual-time-limit", t=3600.0)).window == 16.0
    assert run_of(trace(*ticks[:5], status="virtual-time-limit", t=3600.0)).window == 3600.0
    assert run_of(trace(*ticks)).window == 99.0


def test_the_table_has_the_facts_of_the_picture_in_order_of_time() -> None:
    """Who, state, from, until, file:line, as words."""
    assert table(run_of(three_guests()))[:4] == [
        ("Ann", "holds the loop", "0.00 s", "0.50 s", "party.py:5"),
        ("heartbeat", "waits", "0.00 s", "0.25 s", "party.py:9"),
        ("Bob", "ready, but the loop is taken", "0.00 s", "0.50 s", ""),
        ("heartbeat", "ready, but the loop is taken", "0.25 s", "2.00 s", ""),
    ]


def test_nothing_of_a_program_gets_in_as_an_escape_code() -> None:
    """Names, printed lines, source and errors are shown as repr would show them."""
    run = run_of(
        trace(
            turn("\x1b[2J", 0.0, 1.0, 5),
            block(0.0, 1.0, 5, who="\x1b[2J", source="sleep()\t# \u202e"),
            Event("print", 0, 0.0, text="\x1b[31mred\x07", stream="stdout", who="\x1b[2J"),
            status="error",
            error={"type": "Boom", "message": "\x1b[0m"},
        )
    )
    assert run.prints[0].text == r"\x1b[31mred\x07"
    assert run.sentences()[1:] == [
        r"it ended with an error at 1.00 s: Boom: \x1b[0m",
        r"party.py:5 held the loop 1.00 s (\x1b[2J)",
        r"5 | sleep()\t# \u202e",
    ]
    assert [lane.name for lane in run.actors] == [r"\x1b[2J"]


def test_visible_text_is_printable_and_otherwise_unchanged() -> None:
    """Brackets, colons and letters of any language stay; lone surrogates can be printed."""
    assert visible("[Ann] :name: 日本語 é") == "[Ann] :name: 日本語 é"
    assert visible("a\nb\ud800\u200b") == r"a\nb\ud800\u200b"
    assert visible("abcdefghij", most=6) == "abc..."


def test_times_have_two_decimals_and_a_third_where_it_says_something() -> None:
    """0.125 must not become 0.12, and what is not nothing must not become 0.00."""
    times = (0.0, 0.25, 0.125, 3600.0, 0.0004, 1.9996)
    assert [*map(seconds, times)] == [
        "0.00 s",
        "0.25 s",
        "0.125 s",
        "3600.00 s",
        "<0.001 s",
        "2.00 s",
    ]


def test_an_empty_trace_has_a_model_too() -> None:
    """Nothing at all arrived from the run: that is said, and nothing else."""
    run = run_of(Trace.of([]))
    assert (run.title, run.duration, run.lanes) == ("program", 0.0, ())
    assert run.sentences() == ["0.00 s in all", "the run was lost; that is not the program's fault"]


def test_the_title_is_the_script_or_what_is_asked_for() -> None:
    """A pair may be called by other names than its files."""
    assert run_of(three_guests()).title == "party.py"
    assert run_of(three_guests(), title="Blocking").title == "Blocking"


def test_the_facts_can_be_had_without_what_draws_them() -> None:
    """rich is not imported with the model: starting the command line stays cheap."""
    code = "import sys, looplab.timeline; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
