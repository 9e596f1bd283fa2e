"""The picture for a terminal, letter by letter, and the plain text that stands for it."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from looplab.timeline import Lane, Run, Segment, run_of
from looplab.timeline.text import picture, plain_text, show
from looplab.trace import Event, Trace

SLEEP = {"call": "time.sleep", "source": "time.sleep(pause)", "on_loop": True, "running": True}


def run(script: str, *events: tuple[Any, ...], **end: Any) -> Run:
    """A run from (kind, who, t, until, line) or ("print", who, t, text); ends where they end."""
    made = [Event("start", 0, 0.0, script=script, clock="virtual")]
    for n, (kind, who, t, last, *line) in enumerate(events, 1):
        if kind == "print":
            made.append(Event("print", n, t, who=who, text=last, stream="stdout"))
        else:
            # Outside any turn nobody but the program itself can block.
            more: dict[str, Any] = SLEEP | {"running": bool(who)} if kind == "block" else {}
            if line:
                more |= {"file": script, "line": line[0]}
            made.append(Event(kind, n, t, last, who=who, **more))
    over = max(event.until or event.t for event in made)
    fields: dict[str, Any] = {"t": over, "status": "finished", "loop_threads": ("MainThread",)}
    return run_of(Trace.of([*made, Event("end", len(made), **fields | end)]))


def ticks(since: float, until: float) -> list[tuple[Any, ...]]:
    """The heartbeat: every quarter of a second a short turn, and a wait before it."""
    count = round((until - since) * 4)
    times = [since + n / 4 for n in range(count + 1)]
    return [
        *(("turn", "heartbeat", t, t, 9) for t in times[1:]),
        *(("wait", "heartbeat", t, t + 0.25, 9) for t in times[:-1]),
    ]


def blocking() -> Run:
    return run(
        "blocking.py",
        ("turn", "heartbeat", 0.0, 0.0, 9),
        ("wait", "heartbeat", 0.0, 0.25, 9),
        ("turn", "Ann", 0.0, 0.5, 5),
        ("print", "Ann", 0.0, "Ann sleeps"),
        ("block", "Ann", 0.0, 0.5, 5),
        ("print", "Ann", 0.5, "Ann is awake"),
        ("ready", "Bob", 0.0, 0.5),
        ("turn", "Bob", 0.5, 1.5, 5),
        ("print", "Bob", 0.5, "Bob sleeps"),
        ("block", "Bob", 0.5, 1.5, 5),
        ("print", "Bob", 1.5, "Bob is awake"),
        ("ready", "Cyd", 0.0, 1.5),
        ("turn", "Cyd", 1.5, 2.0, 5),
        ("print", "Cyd", 1.5, "Cyd sleeps"),
        ("block", "Cyd", 1.5, 2.0, 5),
        ("print", "Cyd", 2.0, "Cyd is awake"),
        ("ready", "heartbeat", 0.25, 2.0),
        ("turn", "heartbeat", 2.0, 2.0, 9),
        *ticks(2.0, 3.75),
    )


def nonblocking() -> Run:
    people = (("Ann", 0.5), ("Bob", 1.0), ("Cyd", 0.5))
    return run(
        "nonblocking.py",
        ("turn", "heartbeat", 0.0, 0.0, 9),
        *(("turn", who, 0.0, 0.0, 5) for who, _ in people),
        *(("print", who, 0.0, f"{who} sleeps") for who, _ in people),
        *(("wait", who, 0.0, pause, 5) for who, pause in people),
        *(("turn", who, pause, pause, 6) for who, pause in people),
        *(("print", who, pause, f"{who} is awake") for who, pause in people),
        *ticks(0.0, 2.0),
    )


def drawn(*runs: Run, **options: Any) -> list[str]:
    return [line.plain for line in picture(runs, **options)]


def text(golden: str) -> list[str]:
    return golden.strip("\n").split("\n")


def test_a_pair_is_drawn_on_one_scale_with_the_culprit_and_the_victim() -> None:
    """The picture of the first lesson: who held the loop, who suffered, what the other does."""
    golden = """
blocking.py                                                               3.75 s
THE LOOP  │██ Ann █▉██████ Bob ██████▉██ Cyd █▉▌   ▌    ▌   ▌    ▌   ▌    ▌    ▌
heartbeat │▌───░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░▌───▌────▌───▌────▌───▌────▌────▌
Ann       │█line 5█▉
Bob       │░░░░░░░░░█████ line 5 ████▉
Cyd       │░░░░░░░░░░░░░░░░░░░░░░░░░░░█line 5█▉
printed   │1        2-3               4-5      6
          └0 s               1 s               2 s               3 s

  ! blocking.py:5 held the loop 2.00 s in 3 turns (Ann, Bob, Cyd)
      5 | time.sleep(pause)
  ! heartbeat was ready but waited 1.75 s for the loop

nonblocking.py                                                            2.00 s
THE LOOP  │▌   ▌    ▌   ▌    ▌   ▌    ▌   ▌    ▌ done
heartbeat │▌───▌────▌───▌────▌───▌────▌───▌────▌
Ann       │▌────────▌
Bob       │▌─────────────────▌
Cyd       │▌────────▌
printed   │1-3      4-5      6
          └0 s               1 s               2 s               3 s

    nobody held the loop longer than 0.1 s

Key:  █ holds the loop  ▌ short turn  ░ ready, but the loop is taken  ─ waits
      THE LOOP runs one thing at a time: in its row nothing overlaps.

blocking.py printed                      nonblocking.py printed
  1   0.00 s  Ann  Ann sleeps              1   0.00 s  Ann  Ann sleeps
  2   0.50 s  Ann  Ann is awake            2   0.00 s  Bob  Bob sleeps
  3   0.50 s  Bob  Bob sleeps              3   0.00 s  Cyd  Cyd sleeps
  4   1.50 s  Bob  Bob is awake            4   0.50 s  Ann  Ann is awake
  5   1.50 s  Cyd  Cyd sleeps              5   0.50 s  Cyd  Cyd is awake
  6   2.00 s  Cyd  Cyd is awake            6   1.00 s  Bob  Bob is awake

                    total  longest hold  worst lateness  loop free
blocking.py        3.75 s        1.00 s          1.75 s        47%
nonblocking.py     2.00 s        0.00 s          0.00 s       100%
"""
    assert drawn(blocking(), nonblocking()) == text(golden)


def test_one_run_alone_has_the_whole_width_and_names_beside_its_lines() -> None:
    """There is room to say who printed a line where nothing stands beside the list."""
    golden = """
nonblocking.py                                                            2.00 s
THE LOOP  │▌       ▌        ▌       ▌        ▌       ▌        ▌       ▌        ▌
heartbeat │▌───────▌────────▌───────▌────────▌───────▌────────▌───────▌────────▌
Ann       │▌────────────────▌
Bob       │▌─────────────────────────────────▌
Cyd       │▌────────────────▌
printed   │1-3              4-5              6
          └0.0 s            0.5 s            1.0 s            1.5 s

    nobody held the loop longer than 0.1 s

Key:  ▌ short turn  ─ waits
      THE LOOP runs one thing at a time: in its row nothing overlaps.

nonblocking.py printed
  1   0.00 s  Ann  Ann sleeps
  2   0.00 s  Bob  Bob sleeps
  3   0.00 s  Cyd  Cyd sleeps
  4   0.50 s  Ann  Ann is awake
  5   0.50 s  Cyd  Cyd is awake
"""
    assert drawn(nonblocking())[:20] == text(golden)


def test_ascii_has_other_marks_and_the_same_shape() -> None:
    """Where the terminal has no Unicode the picture is the same, mark for mark."""
    golden = """
blocking.py                                                               3.75 s
THE LOOP  :## Ann ######## Bob ######### Cyd ##|   |    |   |    |   |    |    |
heartbeat :|---!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!|---|----|---|----|---|----|----|
Ann       :#line 5##
Bob       :!!!!!!!!!##### line 5 #####
Cyd       :!!!!!!!!!!!!!!!!!!!!!!!!!!!#line 5##
printed   :1        2-3               4-5      6
          +0 s               1 s               2 s               3 s

  ! blocking.py:5 held the loop 2.00 s in 3 turns (Ann, Bob, Cyd)
      5 | time.sleep(pause)
  ! heartbeat was ready but waited 1.75 s for the loop
"""
    plain = drawn(blocking(), nonblocking(), unicode=False)
    assert plain[:12] == text(golden)
    table = str.maketrans("█▉▌░─│└", "##|!-:+")
    assert plain == [line.translate(table) for line in drawn(blocking(), nonblocking())]


def test_sixty_columns_are_enough_for_a_picture() -> None:
    """Bars too narrow for their labels go without, and the key takes two lines."""
    golden = """
blocking.py                                           3.75 s
THE LOOP  │█Ann█▉████ Bob ███▉█Cyd█▉▌  ▌   ▌  ▌  ▌  ▌  ▌   ▌
heartbeat │▌──░░░░░░░░░░░░░░░░░░░░░░▌──▌───▌──▌──▌──▌──▌───▌
Ann       │█████▉
Bob       │░░░░░░██ line 5 ██▉
Cyd       │░░░░░░░░░░░░░░░░░░░█████▉
printed   │1     2-3          4-5   6
          └0 s         1 s          2 s          3 s

  ! blocking.py:5 held the loop 2.00 s in 3 turns (Ann, Bob,
    Cyd)
      5 | time.sleep(pause)
  ! heartbeat was ready but waited 1.75 s for the loop

Key:  █ holds the loop  ▌ short turn
      ░ ready, but the loop is taken  ─ waits
      THE LOOP runs one thing at a time: in its row nothing
"""
    assert drawn(blocking(), width=60)[:17] == text(golden)


def test_a_wide_terminal_has_the_runs_side_by_side() -> None:
    """From 110 columns on both are to be seen at a glance."""
    golden = """
blocking.py                                     3.75 s  nonblocking.py                                  2.00 s
THE LOOP  │████▉███ Bob ██▉█Cyd█▉▌  ▌  ▌ ▌  ▌  ▌  ▌  ▌  THE LOOP  │▌ ▌  ▌  ▌  ▌  ▌ ▌  ▌  ▌ done
heartbeat │▌─░░░░░░░░░░░░░░░░░░░░▌──▌──▌─▌──▌──▌──▌──▌  heartbeat │▌─▌──▌──▌──▌──▌─▌──▌──▌
Ann       │████▉                                        Ann       │▌────▌
Bob       │░░░░░█ line 5 █▉                             Bob       │▌──────────▌
Cyd       │░░░░░░░░░░░░░░░░█████▉                       Cyd       │▌────▌
printed   │1    2-3        4-5   6                      printed   │1-3  4-5   6
          └0 s        1 s        2 s        3 s                   └0 s        1 s        2 s        3 s

  ! blocking.py:5 held the loop 2.00 s in 3 turns           nobody held the loop longer than 0.1 s
    (Ann, Bob, Cyd)
      5 | time.sleep(pause)
  ! heartbeat was ready but waited 1.75 s for the loop
"""  # noqa: E501 - the picture is that wide
    assert drawn(blocking(), nonblocking(), width=110)[:13] == text(golden)
    assert drawn(blocking(), nonblocking(), width=109)[0].endswith("3.75 s")


def test_below_sixty_columns_there_are_only_sentences() -> None:
    """A picture that wraps is worse than none. A number and its unit stay together."""
    golden = """
blocking.py
    3.75 s in all, longest hold 1.00 s, worst lateness
    1.75 s, loop free 47%
  ! blocking.py:5 held the loop 2.00 s in 3 turns (Ann,
    Bob, Cyd)
      5 | time.sleep(pause)
  ! heartbeat was ready but waited 1.75 s for the loop

nonblocking.py
    2.00 s in all, longest hold 0.00 s, worst lateness
    0.00 s, loop free 100%
    nobody held the loop longer than 0.1 s
"""
    assert drawn(blocking(), nonblocking(), width=59) == text(golden)


def test_a_deadlock_is_drawn_to_where_nothing_happened_any_more() -> None:
    """The picture says that it ended badly, the sentence says who waits where."""
    message = "nothing can happen any more: left waits at locks.py:5; right waits at locks.py:5"
    stuck = run(
        "locks.py",
        ("turn", "left", 0.0, 0.0, 4),
        ("wait", "left", 0.0, 1.0, 4),
        ("turn", "left", 1.0, 1.0, 5),
        ("turn", "right", 0.0, 0.0, 4),
        ("wait", "right", 0.0, 1.0, 4),
        ("turn", "right", 1.0, 1.0, 5),
        status="deadlock",
        error={"type": "Deadlock", "message": message},
    )
    golden = """
locks.py                                                                  1.00 s
THE LOOP  │▌                                                                   ▌
left      │▌───────────────────────────────────────────────────────────────────▌
right     │▌───────────────────────────────────────────────────────────────────▌
          └0.0 s        0.2 s         0.4 s        0.6 s         0.8 s

  ! deadlock at 1.00 s: nothing can happen any more: left waits at locks.py:5;
    right waits at locks.py:5
    nobody held the loop longer than 0.1 s

Key:  ▌ short turn  ─ waits
      THE LOOP runs one thing at a time: in its row nothing overlaps.

              total  longest hold  worst lateness  loop free
locks.py     1.00 s        0.00 s          0.00 s       100%
"""
    assert drawn(stuck) == text(golden)
    assert "deadlock" in drawn(stuck, blocking())[1]


def test_a_program_without_a_loop_has_no_row_for_it() -> None:
    """Its bars hold the main thread, and the key says so."""
    sync = run(
        "sync.py", ("block", None, 0.0, 1.0, 4), ("block", None, 1.0, 3.0, 5), loop_threads=None
    )
    golden = """
sync.py                                                                   3.00 s
main program │██████ line 4 ██████▉██████████████████ line 5 █████████████████▉
             └0.0 s     0.5 s      1.0 s      1.5 s      2.0 s      2.5 s

    no event loop ran
  ! sync.py:5 held the main thread 2.00 s
      5 | time.sleep(pause)
  ! sync.py:4 held the main thread 1.00 s
      4 | time.sleep(pause)

Key:  █ holds the main thread

             total  longest hold  worst lateness  loop free
sync.py     3.00 s             -               -          -
"""
    assert drawn(sync) == text(golden)


def test_work_in_threads_has_a_mark_of_its_own() -> None:
    """It takes time and holds nothing."""
    golden = """
ask.py                                                                    2.00 s
THE LOOP  │▌                                                                   ▌
Ann       │▌───────────────────────────────────────────────────────────────────▌
worker    │▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
          └0.0 s            0.5 s            1.0 s            1.5 s

    nobody held the loop longer than 0.1 s

Key:  ▌ short turn  ▒ busy in a thread or process  ─ waits
      THE LOOP runs one thing at a time: in its row nothing overlaps.

            total  longest hold  worst lateness  loop free
ask.py     2.00 s        0.00 s          0.00 s       100%
"""
    asked = run(
        "ask.py",
        ("turn", "Ann", 0.0, 0.0, 2),
        ("wait", "Ann", 0.0, 2.0, 3),
        ("turn", "Ann", 2.0, 2.0, 4),
    )
    busy = Segment("thread", 0.0, 2.0, "worker", "ask.py", 9)
    threads = replace(asked, lanes=(*asked.lanes, Lane("worker", "thread", (busy,))))
    assert drawn(threads) == text(golden)


def test_an_endless_run_shows_its_beginning() -> None:
    """It would go on for ever: the title says how much of it is drawn."""
    beats = [
        (kind, "tick", float(n), value)
        for n in range(1, 3600)
        for kind, value in (("turn", float(n)), ("print", "tick"))
    ]
    endless = run(
        "tick.py", *beats, status="virtual-time-limit", t=3600.0, error={"message": "too long"}
    )
    golden = """
tick.py                                           the first 17.00 s of 3600.00 s
THE LOOP  │    ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌
tick      │    ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌   ▌
printed   │    1   2   3   4   5   6   7   8   9   10  11  12  13  14  15  16 17
          └0 s                 5 s                 10 s                15 s

  ! it would go on for ever: too long
    nobody held the loop longer than 0.1 s
"""
    assert drawn(endless)[:8] == text(golden)
    assert "      and 3,579 more lines" in drawn(endless)


def test_names_and_lines_of_a_program_are_text_and_nothing_else() -> None:
    """Brackets are no markup, colons no emoji, and an escape code does nothing."""
    names = (
        "[Ann]",
        ":smile:",
        "\x1b[31mred",
        "日本語",
        "a name that is far too long for a lane #2",
    )
    hostile = run(
        "hostile.py",
        *(("turn", name, n * 1.0, n + 1.0, 3) for n, name in enumerate(names)),
        ("print", "[Ann]", 0.5, "[bold]loud[/bold] :bomb: \x1b[2J\u202etxt"),
        ("print", "日本語", 3.5, "語" * 60),
    )
    golden = """
hostile.py                                                                5.00 s
THE LOOP            │██ [Ann] █▉█ :smile: █▉██████████▉███████████▉███████████▉
[Ann]               │█ line 3 █▉
:smile:             │           ██ line 3 █▉
\\x1b[31mred         │                       █ line 3 █▉
日本語              │                                  ██ line 3 █▉
a name that is … #2 │                                              ██ line 3 █▉
printed             │     1                                  2
                    └0 s        1 s         2 s        3 s         4 s

  ! hostile.py:3 held the loop 5.00 s in 5 turns ([Ann], :smile:, \\x1b[31mred,
    日本語, a name that is far too long for a lane #2)

Key:  █ holds the loop
      THE LOOP runs one thing at a time: in its row nothing overlaps.

hostile.py printed
  1   0.50 s  [Ann]   [bold]loud[/bold] :bomb: \\x1b[2J\\u202etxt
  2   3.50 s  日本語  語語語語語語語語語語語語語語語語語語語語語語語語語語語語 …

                total  longest hold  worst lateness  loop free
hostile.py     5.00 s        1.00 s          0.00 s         0%
"""
    assert drawn(hostile) == text(golden)
    assert "".join(drawn(hostile, unicode=False)).isascii()
    written = io.StringIO()
    show([hostile], console=Console(file=written, force_terminal=True, color_system="truecolor"))
    assert re.findall(r"\x1b\[[^m]*[^m0-9;]|\x07|\u202e", written.getvalue()) == []
    assert "[bold]loud[/bold] :bomb:" in written.getvalue()


def test_of_a_crowd_those_in_trouble_are_drawn_first() -> None:
    """Forty lanes are no picture; but whoever held the loop or had to wait must be there."""
    crowd = run(
        "crowd.py",
        *(("turn", f"friend {n}", n / 10, n / 10, 2) for n in range(40)),
        ("turn", "friend 33", 3.95, 5.0, 3),
        ("ready", "friend 39", 4.0, 5.0),
    )
    rows = drawn(crowd)
    names = [row.split("│")[0].strip() for row in rows[2:23]]
    assert names == [*(f"friend {n}" for n in range(18)), "friend 33", "friend 39", ""]
    assert rows[22].endswith("│and 20 more")


def test_printed_lines_close_to_each_other_share_a_mark() -> None:
    """Every number is there, alone or in a range, with a space between any two."""
    close = [("print", "Ann", t / 100, "x") for t in (0, 1, 2, 3, 40, 80, 81, 97, 98, 99, 100)]
    row = drawn(run("p.py", *close))[3]
    assert row == (
        "printed   │1-4                        5                          6-7        8-11"
    )


def test_a_long_list_of_printed_lines_is_cut() -> None:
    """Twenty lines show the order; the rest is counted, and the plain text has them."""
    lines = [("print", None, n / 10, f"line {n}") for n in range(1, 31)]
    rows = drawn(run("p.py", *lines))
    assert rows[rows.index("p.py printed") + 20 :][:2] == [
        "  20   2.00 s  line 20",
        "      and 10 more lines",
    ]
    assert "  30   3.00 s  line 30" in plain_text([run("p.py", *lines)]).splitlines()


def test_who_printed_is_left_out_where_the_lists_stand_side_by_side_only_without() -> None:
    """The text of a line is worth more than a name."""
    for letters, ann in ((20, "  Ann"), (21, "")):
        line = "x" * letters
        wide = run("wide.py", ("turn", "Ann", 0.0, 0.0, 1), ("print", "Ann", 0.0, line))
        left, right = f"  1   0.00 s{ann}  {line}", f"  1   0.00 s{ann}  Ann sleeps"
        assert left.ljust(41) + right in drawn(wide, nonblocking())


def test_a_run_without_a_loop_says_on_its_first_lane_that_it_is_over() -> None:
    """The empty space behind it is the message there, too."""
    alone = run("alone.py", ("block", None, 0.0, 1.0, 3), loop_threads=())
    assert not alone.loop_ran
    rows = drawn(nonblocking(), alone)
    assert next(row for row in rows if row.startswith("main program")).endswith("▉  done")


def test_lists_that_do_not_fit_side_by_side_stand_under_one_another() -> None:
    """A printed line is not cut for the sake of the layout."""
    long = run("long.py", ("turn", "Ann", 0.0, 0.0, 1), ("print", "Ann", 0.0, "word " * 10))
    rows = drawn(long, nonblocking())
    assert rows[rows.index("long.py printed") + 1 :][:3] == [
        "  1   0.00 s  Ann  word word word word word word word word word word",
        "",
        "nonblocking.py printed",
    ]


@pytest.mark.parametrize(
    ("duration", "axis"),
    [
        (0.0, ["0 s"]),
        (0.02, ["0.000 s", "0.005 s", "0.010 s", "0.015 s"]),
        (0.1, ["0.00 s", "0.02 s", "0.04 s", "0.06 s", "0.08 s"]),
        (1.0, ["0.0 s", "0.2 s", "0.4 s", "0.6 s", "0.8 s"]),
        (3.75, ["0 s", "1 s", "2 s", "3 s"]),
        (59.0, ["0 s", "10 s", "20 s", "30 s", "40 s", "50 s"]),
        (3600.0, ["0 s", "1000 s", "2000 s", "3000 s"]),
    ],
)
def test_the_axis_has_round_numbers_for_any_duration(duration: float, axis: list[str]) -> None:
    """A few labels, each beginning in the column of its time."""
    beats = [float(label.split()[0]) for label in axis]
    events = [("turn", "Ann", t, t, 1) for t in (*beats, duration)]
    rows = drawn(run("a.py", *events))
    assert re.split(" {2,}", rows[3].partition("└")[2]) == axis
    assert all(rows[1][rows[3].index(label)] == "▌" for label in axis)


def test_a_run_of_no_time_at_all_can_be_drawn() -> None:
    """Everything happens at once, in the first column."""
    golden = """
now.py                                                                    0.00 s
THE LOOP  │▌ done
Ann       │▌
printed   │1
          └0 s

    nobody held the loop longer than 0.1 s

Key:  ▌ short turn
      THE LOOP runs one thing at a time: in its row nothing overlaps.

now.py printed
  1   0.00 s  Ann  hello

            total  longest hold  worst lateness  loop free
now.py     0.00 s        0.00 s          0.00 s       100%
"""
    instant = run("now.py", ("turn", "Ann", 0.0, 0.0, 2), ("print", "Ann", 0.0, "hello"))
    assert drawn(instant) == text(golden)


def test_nothing_to_draw_is_no_picture() -> None:
    """No run gives no lines; a trace without events gives its one sentence."""
    golden = """
program                                                                   0.00 s

  ! the run was lost; that is not the program's fault

             total  longest hold  worst lateness  loop free
program     0.00 s             -               -          -
"""
    assert drawn() == drawn(width=20) == []
    assert drawn(run_of(Trace.of([]))) == text(golden)
    assert plain_text([]) == ""


def some_runs(seed: int) -> list[Run]:
    pick = random.Random(seed)
    names = ["Ann", "[Ann]", "日本語" * 9, "\x1b[0m", "GET /a/very/long/path #12", "é" * 40]
    kinds = ["turn", "block", "ready", "wait", "print"]
    runs = []
    for _ in range(pick.randint(1, 3)):
        events: list[tuple[Any, ...]] = []
        for _ in range(pick.randint(0, 40)):
            t = round(pick.random() * pick.choice([0.01, 1, 100]), 3)
            kind, who = pick.choice(kinds), pick.choice(names)
            last = "日本 text " * 20 if kind == "print" else t + pick.choice([0.0, 0.05, 1.5, 30.0])
            events.append((kind, who, t, last, pick.randint(1, 9999)))
        runs.append(run(pick.choice(["a.py", "very/long/" * 12 + "name.py"]), *events))
    return runs


@pytest.mark.parametrize("seed", range(12))
def test_no_line_is_wider_than_the_terminal(seed: int) -> None:
    """Whatever the names, the times and the width are; and equal runs give equal lines."""
    for width in (20, 40, 59, 60, 61, 79, 80, 109, 110, 120, 165, 200):
        for unicode in (True, False):
            rows = drawn(*some_runs(seed), width=width, unicode=unicode)
            assert max(map(cell_len, rows)) <= width
            assert rows == drawn(*some_runs(seed), width=width, unicode=unicode)
            assert all(row == row.rstrip() and row.isprintable() for row in rows)


def shown(runs: Sequence[Run], **options: Any) -> str:
    file = io.StringIO()
    show(runs, console=Console(file=file, width=80, **options))
    return file.getvalue()


def test_colours_vanish_where_they_are_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a file, and with NO_COLOR, the shapes alone carry the meaning."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    pair = [blocking(), nonblocking()]
    piped = shown(pair)
    assert piped.splitlines() == drawn(*pair)
    coloured = shown(pair, force_terminal=True, color_system="truecolor")
    assert "\x1b[38;2;213;94;0m███" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    plain = shown(pair, force_terminal=True, color_system="truecolor")
    assert "38;2;" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", plain) == re.sub(r"\x1b\[[0-9;]*m", "", coloured) == piped


def test_marks_of_one_kind_share_one_colour_code() -> None:
    """A bar of thirty marks is one piece of text, not thirty."""
    (row,) = [line for line in picture([blocking()]) if line.plain.startswith("Bob")]
    assert len(row.spans) <= 8


def test_an_encoding_without_the_marks_gets_ascii() -> None:
    """The picture must not end in a UnicodeEncodeError."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    ann = run("é.py", ("turn", "Zoé", 0.0, 1.0, 2), ("print", "Zoé", 0.0, "été"))
    for plain in (False, True):
        show([ann], console=Console(file=file, width=80), plain=plain)
    file.flush()
    assert rb"Zo\xe9" in raw.getvalue() and "#" in raw.getvalue().decode("ascii")


def test_the_plain_text_has_the_same_facts_and_no_drawing() -> None:
    """Sentences, the printed lines, and a table: for screen readers and logs."""
    golden = """
bob.py
  1.00 s in all, longest hold 0.50 s, worst lateness 0.50 s, loop free 50%
  bob.py:5 held the loop 0.50 s (Ann)
  5 | time.sleep(pause)
  Bob was ready but waited 0.50 s for the loop

  Printed:
  1   0.50 s  Ann  Ann is awake

  who  state                         from    until   line
  Ann  holds the loop                0.00 s  0.50 s  bob.py:5
  Bob  ready, but the loop is taken  0.00 s  0.50 s
  Bob  short turn                    0.50 s  0.50 s  bob.py:7
  Bob  waits                         0.50 s  1.00 s  bob.py:8
"""
    bob = run(
        "bob.py",
        ("ready", "Bob", 0.0, 0.5),
        ("turn", "Ann", 0.0, 0.5, 5),
        ("block", "Ann", 0.0, 0.5, 5),
        ("print", "Ann", 0.5, "Ann is awake"),
        ("turn", "Bob", 0.5, 0.5, 7),
        ("wait", "Bob", 0.5, 1.0, 8),
    )
    assert plain_text([bob]).splitlines() == text(golden)
    assert shown_plain([bob]) == plain_text([bob])


def shown_plain(runs: Sequence[Run]) -> str:
    file = io.StringIO()
    show(runs, console=Console(file=file, width=20), plain=True)
    return file.getvalue()


def test_a_long_table_is_cut() -> None:
    """Two hundred rows are more than anybody reads; how many are missing is said."""
    many = run("many.py", *(("turn", "Ann", float(n), float(n), 1) for n in range(250)))
    assert "  and 50 more rows" in plain_text([many]).splitlines()
