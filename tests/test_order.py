"""Questions about a trace: each passes for a right program, and tells the others why not."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import pytest

from looplab import order, record
from looplab.order import Mismatch
from looplab.request import Request, Source
from looplab.trace import Event, Trace


@cache
def ran(text: str) -> Trace:
    """The trace of a program, run in this process on the virtual clock."""
    return record.run(Request(Source("kitchen.py", textwrap.dedent(text))))


def printing(*lines: str) -> Trace:
    """A program that prints these lines, one a second: a line's time tells which one it is."""
    text = "import time\n"
    for second, line in enumerate(lines):
        text += f"time.sleep({min(second, 1)})\nprint({line!r})\n"
    return ran(text)


def complaint(question: Callable[..., None], *arguments: Any, **options: Any) -> list[str]:
    """What a question says to the author of a program for which it fails, line by line."""
    with pytest.raises(Mismatch) as caught:
        question(*arguments, **options)
    # A failed check points at the line of the check, not into the question.
    assert all(entry.frame.f_locals.get("__tracebackhide__") for entry in caught.traceback[1:])
    return str(caught.value).splitlines()


AWAIT = (
    "Write instead: await asyncio.sleep(seconds), or ask the loop to call you back with "
    "IOLoop.current().call_later(seconds, function)"
)
POLLING = (
    "Write instead: await asyncio.sleep(seconds): it gives the loop away while you wait, "
    "and looks at no clock"
)
GATHER = (
    "Write instead: start everything first, then wait for all of it, "
    "with asyncio.gather or gen.multi"
)

# ---- what is said


def test_a_mismatch_says_what_was_expected_what_happened_and_what_to_write() -> None:
    """An AssertionError in three lines, or in two where nothing is known to help."""
    assert issubclass(Mismatch, AssertionError)
    full = Mismatch("tea", "coffee", "brew(tea)")
    assert str(full) == "Expected: tea\nWhat happened: coffee\nWrite instead: brew(tea)"
    assert (full.expected, full.happened, full.instead) == ("tea", "coffee", "brew(tea)")
    assert str(Mismatch("tea", "coffee")) == "Expected: tea\nWhat happened: coffee"


# ---- prints

BREAKFAST = """
    import sys
    print("tea")
    print("the kettle is old", file=sys.stderr)
    print("toast")
    print("jam", end="")
"""


def test_prints_passes_for_exactly_these_lines() -> None:
    """All lines of stdout in their order, the unfinished last one too; stderr is not asked."""
    order.prints(ran(BREAKFAST), "tea", "toast", "jam")
    order.prints(ran("pass"))


@pytest.mark.parametrize(
    ("lines", "expected", "happened"),
    [
        (
            ("tea", "jam", "toast"),
            "these lines, in this order: 'tea', 'jam', 'toast'",
            "'toast' at 0 s (kitchen.py:5) was printed where 'jam' was expected",
        ),
        (
            ("tea", "toast"),
            "these lines, in this order: 'tea', 'toast'",
            "'jam' at 0 s was printed as well",
        ),
        (
            ("toast", "jam"),
            "these lines, in this order: 'toast', 'jam'",
            "'tea' at 0 s (kitchen.py:3) was printed where 'toast' was expected",
        ),
        (
            ("tea", "toast", "jam", "jam"),
            "these lines, in this order: 'tea', 'toast', 'jam', 'jam'",
            "'jam' was printed 1 of 2 times",
        ),
        (
            ("tea", "toast", "jam", "honey"),
            "these lines, in this order: 'tea', 'toast', 'jam', 'honey'",
            "'honey' was not printed",
        ),
        (("Tea",), "the line 'Tea'", "'tea' at 0 s (kitchen.py:3) was printed where 'Tea' was "),
        ((), "no lines at all", "'tea' at 0 s (kitchen.py:3) was printed as well"),
    ],
)
def test_prints_names_the_first_line_that_is_not_right(
    lines: tuple[str, ...], expected: str, happened: str
) -> None:
    """One line too many, too few, in the wrong place or in other letters: each has its words."""
    words = complaint(order.prints, ran(BREAKFAST), *lines)
    assert words[0] == f"Expected: {expected}"
    assert words[1].startswith(f"What happened: {happened}")
    assert len(words) == 2


# ---- in_order

ASLEEP_TOGETHER = """
    import asyncio
    async def one():
        print("sleeping")
        await asyncio.sleep(1)
        print("awake!")
    async def main():
        await asyncio.gather(one(), one())
    asyncio.run(main())
"""
ASLEEP_IN_TURN = ASLEEP_TOGETHER.replace(
    "await asyncio.gather(one(), one())", "await one(); await one()"
)


def test_in_order_passes_over_the_lines_between() -> None:
    """Debug prints cost nothing, and a line may be asked for as often as it is printed."""
    trace = printing("start", "a", "debug", "b", "a")
    order.in_order(trace, "a", "b")
    order.in_order(trace, "a", "b", "a")
    order.in_order(trace, "b", "a")
    order.in_order(trace)


def test_equal_lines_are_told_apart_by_their_places() -> None:
    """Two sleepers with the same words: both asleep, then both awake, or one after the other."""
    lines = ("sleeping", "sleeping", "awake!", "awake!")
    order.in_order(ran(ASLEEP_TOGETHER), *lines)
    order.in_order(ran(ASLEEP_IN_TURN), "sleeping", "awake!", "sleeping", "awake!")
    assert complaint(order.in_order, ran(ASLEEP_IN_TURN), *lines) == [
        "Expected: these lines, in this order: 'sleeping', 'sleeping', 'awake!', 'awake!'",
        "What happened: 'awake!' at 1 s (kitchen.py:6) "
        "came before 'sleeping' at 1 s (kitchen.py:4)",
    ]


@pytest.mark.parametrize(
    ("printed", "wanted", "happened"),
    [
        ("abc", "acb", "'b' at 1 s (kitchen.py:5) came before 'c' at 2 s (kitchen.py:7)"),
        ("abc", "ca", "'a' at 0 s (kitchen.py:3) came before 'c' at 2 s (kitchen.py:7)"),
        ("abac", "ca", "'a' at 2 s (kitchen.py:7) came before 'c' at 3 s (kitchen.py:9)"),
        ("babc", "cb", "'b' at 2 s (kitchen.py:7) came before 'c' at 3 s (kitchen.py:9)"),
        ("babc", "cbb", "'b' at 2 s (kitchen.py:7) came before 'c' at 3 s (kitchen.py:9)"),
        ("axab", "xaba", "'a' at 0 s (kitchen.py:3) came before 'b' at 3 s (kitchen.py:9)"),
        ("ab", "abd", "'d' was not printed"),
        ("ab", "dba", "'d' was not printed"),
        ("aab", "aaa", "'a' was printed 2 of 3 times"),
        ("ab", "aba", "'a' was printed 1 of 2 times"),
    ],
)
def test_in_order_says_which_line_is_out_of_order(printed: str, wanted: str, happened: str) -> None:
    """A line that is missing is told from one that came too early."""
    assert complaint(order.in_order, printing(*printed), *wanted)[1] == f"What happened: {happened}"


def test_only_the_pair_is_named_where_it_says_it_all() -> None:
    """Of ten lines that all differ, the two that are the wrong way round are enough."""
    words = complaint(order.in_order, printing(*"abcdefghji"), *"abcdefghij")
    assert words[0] == "Expected: 'i' first, then 'j'"
    words = complaint(order.in_order, printing(*"aab"), *"ba")
    assert words[0] == "Expected: 'b' first, then 'a'"
    for printed, wanted in (("aab", "baa"), ("abb", "bba")):
        words = complaint(order.in_order, printing(*printed), *wanted)
        listed = ", ".join(repr(line) for line in wanted)
        assert words[0] == f"Expected: these lines, in this order: {listed}"


def test_in_order_is_right_about_every_short_program() -> None:
    """Passes if and only if the lines are a subsequence; and what it says otherwise is true."""
    said = 0
    for printed in itertools.product("abc", repeat=4):
        trace = printing(*printed)
        for wanted in itertools.chain(*(itertools.product("abc", repeat=n) for n in (1, 2, 3))):
            rest = iter(printed)
            if all(line in rest for line in wanted):
                order.in_order(trace, *wanted)
                continue
            happened = complaint(order.in_order, trace, *wanted)[1]
            said += 1
            if match := re.search(r"'(.)' at (\d) s .* came before '(.)' at (\d) s", happened):
                early, t, late, until = match[1], int(match[2]), match[3], int(match[4])
                assert printed[t] == early and printed[until] == late and t < until
                assert late in wanted[: len(wanted) - 1 - wanted[::-1].index(early)]
            elif match := re.search(r"'(.)' was printed (\d) of (\d) times", happened):
                assert printed.count(match[1]) == int(match[2]) < int(match[3])
                assert wanted.count(match[1]) == int(match[3])
            else:
                (missing,) = re.findall(r"'(.)' was not printed", happened)
                assert missing in wanted and missing not in printed
    assert said > 1000


@pytest.mark.parametrize(
    ("program", "wanted", "happened"),
    [
        ("pass", "Mia: awake!", "'Mia: awake!' was not printed; nothing was printed at all"),
        (
            "print('Mia: Awake!'); print('dinner')",
            "Mia: awake!",
            "'Mia: awake!' was not printed; "
            "the nearest line is 'Mia: Awake!' at 0 s (kitchen.py:1)",
        ),
        (
            "print('Mia: awake! ')",
            "Mia: awake!",
            "'Mia: awake!' was not printed; "
            "the nearest line is 'Mia: awake! ' at 0 s (kitchen.py:1)",
        ),
        ("print('dinner')", "Mia: awake!", "'Mia: awake!' was not printed"),
        (
            "import sys; print('Mia: awake!', file=sys.stderr)",
            "Mia: awake!",
            "'Mia: awake!' was printed on stderr, where errors go, not on stdout",
        ),
    ],
)
def test_a_missing_line_is_looked_for(program: str, wanted: str, happened: str) -> None:
    """The nearest line, the other stream or silence: whatever explains that it is not there."""
    assert complaint(order.in_order, ran(program), wanted) == [
        f"Expected: the line {wanted!r}",
        f"What happened: {happened}",
    ]


def test_a_very_long_line_is_quoted_in_part() -> None:
    """A program that prints a megabyte in one line does not fill the screen twice."""
    words = complaint(order.prints, printing("x" * 100_000), "tea")
    assert "x" * 200 + "...' at 0 s" in words[1]
    assert len(words[1]) < 300


# ---- before, between


def test_before_and_between_ask_for_the_first_time() -> None:
    """What is printed again later does not count."""
    trace = printing("boil", "pour", "drink", "boil")
    order.before(trace, "boil", "pour")
    order.between(trace, "pour", "boil", "drink")
    assert complaint(order.before, trace, "pour", "boil") == [
        "Expected: 'pour' before 'boil'",
        "What happened: 'boil' at 0 s (kitchen.py:3) came before 'pour' at 1 s (kitchen.py:5)",
    ]


@pytest.mark.parametrize(
    ("lines", "expected", "happened"),
    [
        (("pour", "boil", "add milk"), "'pour' before 'add milk'", "'add milk' at 1 s "),
        (("boil", "pour", "add milk"), "'pour' before 'boil'", "'boil' at 0 s "),
        (("stir", "boil", "pour"), "these lines, in this order: 'boil', 'stir', 'pour'", "'stir' "),
    ],
)
def test_between_names_the_side_that_is_wrong(
    lines: tuple[str, str, str], expected: str, happened: str
) -> None:
    """Too late, too early, or not there at all."""
    words = complaint(order.between, printing("boil", "add milk", "pour"), *lines)
    assert words[0] == f"Expected: {expected}"
    assert words[1].startswith(f"What happened: {happened}")


# ---- at, takes

SUPPER = """
    import asyncio
    async def cook(dish, seconds):
        await asyncio.sleep(seconds)
        print(dish)
    async def main():
        await asyncio.gather(cook("soup", 1.5), cook("rice", 2), cook("soup", 3))
        await asyncio.sleep(4)
    asyncio.run(main())
"""


def test_at_asks_for_the_first_time_within_a_millisecond() -> None:
    """Early and late are wrong alike; a second time does not matter."""
    trace = ran(SUPPER)
    order.at(trace, 1.5, "soup")
    order.at(trace, 1.5009, "soup")
    order.at(trace, 1.4991, "soup")
    for seconds, said in ((3, "3 s"), (1.502, "1.502 s"), (1.498, "1.498 s")):
        assert complaint(order.at, trace, seconds, "soup") == [
            f"Expected: 'soup' at {said}",
            "What happened: it was printed at 1.5 s (kitchen.py:5)",
        ]
    assert complaint(order.at, trace, 2, "Rice") == [
        "Expected: 'Rice' at 2 s",
        "What happened: 'Rice' was not printed; the nearest line is 'rice' at 2 s (kitchen.py:5)",
    ]


def test_takes_counts_to_the_last_line_and_not_to_the_end() -> None:
    """What happens after the last line, in silence, is not counted."""
    trace = ran(SUPPER)
    assert trace.duration == 7
    order.takes(trace, 3)
    order.takes(trace, 2, until="rice")
    order.takes(trace, 3, until="soup")
    assert complaint(order.takes, trace, 7) == [
        "Expected: the last line at 7 s",
        "What happened: the last one was 'soup' at 3 s (kitchen.py:5)",
    ]
    assert complaint(order.takes, trace, 1.5, until="soup") == [
        "Expected: 'soup' at 1.5 s",
        "What happened: the last one was 'soup' at 3 s (kitchen.py:5)",
    ]
    assert (
        complaint(order.takes, trace, 1, until="tea")[1] == "What happened: 'tea' was not printed"
    )
    assert complaint(order.takes, ran("pass"), 1) == [
        "Expected: the last line at 1 s",
        "What happened: nothing was printed at all",
    ]


IN_TURN = """
    import asyncio
    async def cook(dish):
        await asyncio.sleep(1)
        print(dish)
    async def main():
        await cook("soup")
        await cook("rice")
    asyncio.run(main())
"""
HELD = """
    import asyncio, time
    async def cook(dish):
        time.sleep(1)
        print(dish)
    async def main():
        await asyncio.gather(cook("soup"), cook("rice"))
    asyncio.run(main())
"""


def test_takes_says_what_would_be_sooner_only_where_the_trace_tells_it() -> None:
    """Gather for who waits in turn, await for who holds the loop; nothing for who does neither."""
    as_tasks = re.sub(r'cook\("(\w+)"\)', r'asyncio.create_task(cook("\1"))', IN_TURN)
    late = "What happened: the last one was 'rice' at 2 s (kitchen.py:5)"
    assert complaint(order.takes, ran(IN_TURN), 1)[1:] == [late, GATHER]
    assert complaint(order.takes, ran(as_tasks), 1)[1:] == [late, GATHER]
    assert complaint(order.takes, ran(HELD), 1)[1:] == [late, AWAIT]
    assert len(complaint(order.takes, ran(SUPPER), 1)) == 2
    two_at_once = ran(SUPPER.replace('cook("rice", 2), ', ""))
    assert len(complaint(order.takes, two_at_once, 1)) == 2
    assert len(complaint(order.takes, ran(IN_TURN), 5)) == 2


def test_takes_tells_what_held_the_loop_longest() -> None:
    """Of two ways to hold it the one that cost more."""
    poll = ("end = time.monotonic() + {}", "while time.monotonic() < end: pass")
    for seconds, remedy in ((0.5, AWAIT), (2, POLLING)):
        lines = [poll[0].format(seconds), poll[1], "time.sleep(1)", "print('soup')"]
        assert complaint(order.takes, ran(in_main(*lines)), 0.1)[2] == remedy


# ---- loop_stays_free


def in_main(*lines: str) -> str:
    """A program whose main coroutine does this."""
    body = "".join(f"    {line}\n" for line in lines)
    return f"import asyncio, time\nasync def main():\n{body}asyncio.run(main())\n"


FREE = "nobody holds the loop for longer than 0.1 s"
HOLDS = {
    "a coroutine": (
        HELD,
        "from 0 s to 1 s the loop was held by cook: "
        "time.sleep at kitchen.py:4, in the line `time.sleep(1)`",
    ),
    "a callback": (
        """
        import asyncio, time
        from tornado.ioloop import IOLoop
        def burn(done):
            time.sleep(2)
            done.set()
        async def main():
            done = asyncio.Event()
            IOLoop.current().call_later(1, burn, done)
            await done.wait()
        asyncio.run(main())
        """,
        "from 1 s to 3 s the loop was held by burn: "
        "time.sleep at kitchen.py:5, in the line `time.sleep(2)`",
    ),
    "a generator": (
        """
        import asyncio, time
        from tornado import gen
        @gen.coroutine
        def cook():
            yield gen.sleep(1)
            time.sleep(0.5)
        async def main():
            await cook()
        asyncio.run(main())
        """,
        "from 1 s to 1.5 s the loop was held by cook: "
        "time.sleep at kitchen.py:7, in the line `time.sleep(0.5)`",
    ),
    "a generator that has not waited yet": (
        """
        import asyncio, time
        from tornado import gen
        @gen.coroutine
        def cook():
            time.sleep(1 / 3)
            yield gen.sleep(1)
        async def main():
            await cook()
        asyncio.run(main())
        """,
        "from 0 s to 0.333 s the loop was held by cook: "
        "time.sleep at kitchen.py:6, in the line `time.sleep(1 / 3)`",
    ),
    "a function under another name": (
        """
        import asyncio
        from time import sleep as rest
        def nap(seconds):
            rest(seconds)
        async def main():
            nap(1)
        asyncio.run(main())
        """,
        "from 0 s to 1 s the loop was held by main: "
        "time.sleep at kitchen.py:5, in the line `rest(seconds)`",
    ),
    "nobody's line": (
        in_main(
            "asyncio.get_running_loop().call_later(1, time.sleep, 2)", "await asyncio.sleep(4)"
        ),
        "from 1 s to 3 s the loop was held: time.sleep",
    ),
    "before the loop": (
        "import time\ntime.sleep(2)\n" + in_main("await asyncio.sleep(1)"),
        "from 0 s to 2 s the program stood still: "
        "time.sleep at kitchen.py:2, in the line `time.sleep(2)`",
    ),
    "after the loop": (
        in_main("await asyncio.sleep(1)") + "time.sleep(2)\n",
        "from 1 s to 3 s the program stood still: "
        "time.sleep at kitchen.py:5, in the line `time.sleep(2)`",
    ),
    "many short ones in one turn": (
        in_main("for dish in range(10):", "    time.sleep(0.05)", "    print(dish)"),
        "from 0 s to 0.5 s the loop was held by main: "
        "time.sleep at kitchen.py:4, in the line `time.sleep(0.05)`",
    ),
    "two places in one turn": (
        in_main("for _ in range(5): time.sleep(0.05)", "time.sleep(0.06)"),
        "from 0 s to 0.31 s the loop was held by main: "
        "time.sleep at kitchen.py:3, in the line `for _ in range(5): time.sleep(0.05)`",
    ),
    "one turn of many": (
        in_main(
            "for dish in range(9):",
            "    time.sleep(0.09)",
            "    await asyncio.sleep(0)",
            "    if dish == 4:",
            "        time.sleep(0.1); print(dish)",
            "        time.sleep(0.05)",
        ),
        "from 0.45 s to 0.69 s the loop was held by main: "
        "time.sleep at kitchen.py:7, in the line `time.sleep(0.1); print(dish)`",
    ),
    "the worst of several": (
        in_main("time.sleep(0.2)", "await asyncio.sleep(1)", "time.sleep(0.3)"),
        "from 1.2 s to 1.5 s the loop was held by main: "
        "time.sleep at kitchen.py:5, in the line `time.sleep(0.3)`",
    ),
}


@pytest.mark.parametrize(("program", "happened"), HOLDS.values(), ids=HOLDS)
def test_whoever_holds_the_loop_is_named(program: str, happened: str) -> None:
    """Who, from when to when, by which call, at which line; and what to write instead."""
    words = complaint(order.loop_stays_free, ran(program))
    assert words == [f"Expected: {FREE}", f"What happened: {happened}", AWAIT]


def test_a_loop_that_reads_the_clock_has_a_remedy_of_its_own() -> None:
    """Busy waiting holds the loop like a sleep, and is put right otherwise."""
    program = in_main("end = time.monotonic() + 1", "while time.monotonic() < end:", "    pass")
    words = complaint(order.loop_stays_free, ran(program))
    assert words[1].endswith(
        "the loop was held by main: a loop that reads the clock at kitchen.py:4, "
        "in the line `while time.monotonic() < end:`"
    )
    assert words[2] == POLLING


@pytest.mark.parametrize(
    "program",
    [
        SUPPER,
        IN_TURN,
        in_main("pass"),
        # A tenth of a second is not longer than a tenth of a second; nor is a turn each.
        in_main("time.sleep(0.1)", "await asyncio.sleep(1)", "time.sleep(0.1)"),
        in_main("for _ in range(10):", "    time.sleep(0.05)", "    await asyncio.sleep(0)"),
        """
        from tornado.ioloop import IOLoop
        loop = IOLoop()
        loop.call_later(1, loop.stop)
        loop.start()
        """,
    ],
)
def test_a_loop_that_nobody_holds_stays_free(program: str) -> None:
    """Waiting, ending at once, and short turns are all fine."""
    order.loop_stays_free(ran(program))


def test_how_long_is_too_long_can_be_said() -> None:
    """``longest`` is a limit that may be reached."""
    trace = ran(in_main("time.sleep(0.5)"))
    order.loop_stays_free(trace, longest=0.5)
    words = complaint(order.loop_stays_free, trace, longest=0.25)
    assert words[0] == "Expected: nobody holds the loop for longer than 0.25 s"


def test_a_mismatch_knows_how_long_is_too_long() -> None:
    """The picture that is shown with it has to show such a hold."""
    trace = ran(in_main("time.sleep(0.05)"))
    for question in (
        partial(order.loop_stays_free, trace, longest=0.02),
        partial(order.never_waits_for, ran(HEARTBEAT.replace("SECONDS", "2")), "heartbeat", 0.02),
    ):
        with pytest.raises(order.Mismatch) as failed:
            question()
        assert failed.value.limit == 0.02
    with pytest.raises(order.Mismatch) as failed:
        order.takes(trace, 7)
    assert failed.value.limit is None


def test_a_program_without_a_loop_has_none_that_could_be_free() -> None:
    """It is told to start one; where it slept, that is said too."""
    start = "Write instead: start it with asyncio.run(main()), and await inside main()"
    expected = "Expected: an event loop runs, and stays free"
    made_but_never_run = "import asyncio\nasyncio.new_event_loop().close()"
    for program in ("print('soup')", made_but_never_run, "import time\ntime.sleep(0.05)"):
        assert complaint(order.loop_stays_free, ran(program)) == [
            expected,
            "What happened: no event loop ran at all",
            start,
        ]
    assert complaint(order.loop_stays_free, ran("import time\ntime.sleep(2)")) == [
        expected,
        "What happened: no event loop ran at all; from 0 s to 2 s the program stood still: "
        "time.sleep at kitchen.py:2, in the line `time.sleep(2)`",
        start,
    ]


def test_what_another_thread_does_leaves_the_loop_free() -> None:
    """A call that blocks in a thread of an executor is the right way, not a mistake."""
    trace = ran(SUPPER)
    busy = Event("block", 5, 0.0, 2.0, call="time.sleep", thread="asyncio_0", running=False)
    elsewhere = Trace.of([*trace, busy])
    order.loop_stays_free(elsewhere)
    here = Trace.of([*trace, replace(busy, thread="MainThread")])
    assert complaint(order.loop_stays_free, here)[0] == f"Expected: {FREE}"


def test_a_turn_that_was_cut_off_counts_by_what_it_called() -> None:
    """A killed process leaves no turn in its trace, but the call that is over is there."""
    trace = ran(HELD)
    cut = Trace.of(event for event in trace if event.kind != "turn")
    assert complaint(order.loop_stays_free, cut)[1] == f"What happened: {HOLDS['a coroutine'][1]}"
    killed = [replace(e, loop_threads=None) if e.kind == "end" else e for e in ran(SUPPER)]
    order.loop_stays_free(Trace.of(killed))


def test_a_turn_that_called_nothing_is_blamed_itself() -> None:
    """On the real clock plain Python takes time too: the trace has a turn and no call in it."""
    trace = Trace.of(event for event in ran(HELD) if event.kind != "block")
    assert complaint(order.loop_stays_free, trace) == [
        f"Expected: {FREE}",
        "What happened: from 0 s to 1 s the loop was held by cook at kitchen.py:4",
    ]


def test_a_call_that_was_cut_off_with_its_turn_is_enough() -> None:
    """Of a turn that never ended the trace has the calls alone."""
    cut = Trace.of(event for event in ran(HELD) if event.kind != "turn")
    assert complaint(order.loop_stays_free, cut)[1] == f"What happened: {HOLDS['a coroutine'][1]}"


# ---- never_waits_for

HEARTBEAT = """
    import asyncio, time
    async def heartbeat():
        while True:
            await asyncio.sleep(0.25)
    async def cook():
        await asyncio.sleep(1.1)
        time.sleep(SECONDS)
    async def main():
        beating = asyncio.create_task(heartbeat())
        await cook()
        await asyncio.sleep(0.1)
        time.sleep(SECONDS / 3)
        await asyncio.sleep(0.1)
        beating.cancel()
    asyncio.run(main())
"""


def test_never_waits_for_asks_how_late_somebody_was() -> None:
    """The cook holds the loop from 1.1 s on; the heartbeat, due at 1.25 s, is late by the rest."""
    order.never_waits_for(ran(HEARTBEAT.replace("SECONDS", "0")), "heartbeat")
    held = ran(HEARTBEAT.replace("SECONDS", "0.6"))
    assert complaint(order.never_waits_for, held, "heartbeat") == [
        "Expected: heartbeat goes on as soon as it can",
        "What happened: at 1.25 s it was ready, and it went on only 0.45 s later",
    ]
    order.never_waits_for(held, "heartbeat", longest=0.45)
    order.never_waits_for(held, "main")


def test_who_is_not_there_does_not_go_on() -> None:
    """A name that nobody has must not pass in silence."""
    assert complaint(order.never_waits_for, ran(SUPPER), "heartbeat") == [
        "Expected: heartbeat goes on as soon as it can",
        "What happened: nobody called heartbeat did anything",
    ]


# ---- together

ALL_PARTS = """
    import asyncio
    async def everybody():
        for seconds in (1, 1, 1, 1):
            await asyncio.sleep(seconds)
    async def main():
        await everybody()
    asyncio.run(main())
"""
SIDE_BY_SIDE = {
    "tasks": (
        """
        import asyncio
        async def cook(seconds):
            await asyncio.sleep(seconds)
        async def main():
            tasks = [asyncio.create_task(cook(n)) for n in (1, 2, 3)]
            for task in tasks:
                await task
        asyncio.run(main())
        """,
        4,
    ),
    "gather": (SUPPER, 4),
    "a task group": (
        """
        import asyncio
        async def main():
            async with asyncio.TaskGroup() as group:
                for seconds in (1, 2, 3):
                    group.create_task(asyncio.sleep(seconds))
        asyncio.run(main())
        """,
        4,
    ),
    "generators": (
        """
        import asyncio
        from tornado import gen
        @gen.coroutine
        def cook(seconds):
            yield gen.sleep(seconds)
        async def main():
            await gen.multi([cook(1), cook(2), cook(3)])
        asyncio.run(main())
        """,
        4,
    ),
    "callbacks": (
        """
        import asyncio
        from tornado.ioloop import IOLoop
        def cook(seconds, left, done):
            IOLoop.current().call_later(seconds, ready, seconds, left, done)
        def ready(seconds, left, done):
            left.remove(seconds)
            if not left:
                done.set()
        async def main():
            left, done = [1, 2, 3], asyncio.Event()
            for seconds in (1, 2, 3):
                cook(seconds, left, done)
            await done.wait()
        asyncio.run(main())
        """,
        4,
    ),
    "callbacks and a Future": (
        """
        import asyncio
        def cook():
            loop = asyncio.get_running_loop()
            done = loop.create_future()
            loop.call_later(1, print, "soup")
            loop.call_later(2, lambda: print("rice"))
            loop.call_later(3, lambda: done.set_result(None))
            return done
        async def main():
            await cook()
        asyncio.run(main())
        """,
        3,
    ),
    "one coroutine that plays all parts": (ALL_PARTS, 1),
    "the same, in a task of its own": (
        ALL_PARTS.replace("await everybody()", "await asyncio.create_task(everybody())"),
        2,
    ),
    "the same, each wait wrapped": (
        ALL_PARTS.replace("await everybody()", "await asyncio.create_task(everybody())").replace(
            "await asyncio.sleep(seconds)", "await asyncio.create_task(asyncio.sleep(seconds))"
        ),
        3,
    ),
    "one callback after the other": (
        """
        import asyncio
        from tornado.ioloop import IOLoop
        def cook(dishes, done):
            if not dishes:
                done.set()
                return
            dishes.pop()
            IOLoop.current().call_later(1, cook, dishes, done)
        async def main():
            done = asyncio.Event()
            cook(["soup", "rice", "tea"], done)
            await done.wait()
        asyncio.run(main())
        """,
        2,
    ),
    "all at once for a moment only": (
        """
        import asyncio
        async def cook(seconds):
            await asyncio.sleep(seconds)
        async def main():
            early = [asyncio.create_task(cook(10)), asyncio.create_task(cook(1))]
            await asyncio.sleep(0.9)
            await cook_late()
        async def cook_late():
            await asyncio.create_task(cook(10))
        asyncio.run(main())
        """,
        4,
    ),
    "each begins as the last one ends": (
        """
        import asyncio
        async def cook(seconds):
            await asyncio.sleep(seconds)
        async def main():
            for _ in range(4):
                asyncio.create_task(cook(1))
                await asyncio.sleep(1)
        asyncio.run(main())
        """,
        2,
    ),
    "a blocking program": (HELD, 1),
    "nobody": (in_main("time.sleep(1)"), 0),
}


@pytest.mark.parametrize(("program", "most"), SIDE_BY_SIDE.values(), ids=SIDE_BY_SIDE)
def test_together_counts_who_waits_at_the_same_moment(program: str, most: int) -> None:
    """Each of them, whatever it is made of, and whoever waits for them all."""
    order.together(ran(program), most)
    with pytest.raises(Mismatch):
        order.together(ran(program), most + 1)


def test_together_says_how_many_waited() -> None:
    """None, one, or so many at most."""
    happened = {
        "nobody": "nobody waited",
        "one coroutine that plays all parts": "only ever one of them waited at a time",
        "one callback after the other": "never more than 2 of them waited at the same time",
    }
    for name, words in happened.items():
        assert complaint(order.together, ran(SIDE_BY_SIDE[name][0]), 4) == [
            "Expected: 4 of them wait side by side, each for itself",
            f"What happened: {words}",
            "Write instead: give each its own coroutine (or callback), "
            "and let the loop decide whose turn it is",
        ]


@pytest.mark.parametrize(("seconds", "fails"), [(0.6, True), (0.07, False)])
def test_computing_on_the_loop_counts_as_holding_it(seconds: float, fails: bool) -> None:
    """Three times the threshold fails, with who and where; a third of it passes."""
    trace = ran("""
        import asyncio
        async def main():
            await asyncio.sleep(1)
        asyncio.run(main())
    """)
    end = trace.events[-1]
    work = Event("cpu", end.n, 1.0, who="main", seconds=seconds, file="kitchen.py", line=7)
    busy = Trace.of([*trace.events, work])
    if not fails:
        order.loop_stays_free(busy)
        return
    words = complaint(order.loop_stays_free, busy)
    assert words[1] == "What happened: main computed for about 0.6 s (kitchen.py:7)"
    assert "ProcessPoolExecutor" in words[2]


THREE = """
    import asyncio
    async def fail():
        raise OSError("no coal")
    async def main():
        print("a knock")
        await asyncio.sleep(0.5)
        print("a knock")
        print("the door")
        asyncio.create_task(fail())
        await asyncio.sleep(0.5)
    asyncio.run(main())
"""


def test_once_counts_each_line() -> None:
    """A line twice fails, with how often; one that is there once, or not at all, passes."""
    trace = ran(THREE)
    order.once(trace, "the door", "a bell")
    assert complaint(order.once, trace, "the door", "a knock", instead="knock less") == [
        "Expected: 'a knock' once",
        "What happened: it was printed 2 times",
        "Write instead: knock less",
    ]


def test_never_names_the_first_one_that_came() -> None:
    """With its moment and its place."""
    trace = ran(THREE)
    order.never(trace, "a bell")
    expected, happened = complaint(order.never, trace, "a bell", "the door")
    assert expected == "Expected: 'the door' is never printed"
    assert happened.startswith("What happened: it was printed at 0.5 s (")


def test_an_error_that_is_left_to_the_loop_is_found() -> None:
    """What nobody awaits is logged; a warning, or a program's own log, is no such error."""
    expected, happened = complaint(order.logs_no_error, ran(THREE))
    assert expected == "Expected: no error is left for the loop to log"
    assert "never retrieved" in happened and happened.endswith("OSError: no coal")
    order.logs_no_error(
        ran("""
            import asyncio, logging
            async def main():
                logging.getLogger("mine").error("my own")
                logging.getLogger("asyncio").warning("a warning")
            asyncio.run(main())
        """)
    )
