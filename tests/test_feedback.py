"""What a student reads after a check: what was expected, what happened, what to write instead."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from rich.text import Text

from looplab import order, record
from looplab.feedback import words
from looplab.order import Mismatch
from looplab.request import Request, Source
from looplab.result import ENDINGS, Check, Result, verdict_of
from looplab.trace import Trace

BLOCKS = """
    import asyncio, time
    async def one(name, seconds):
        print(f"{name}: sleeping")
        time.sleep(seconds)
        print(f"{name}: awake!")
    async def main():
        await asyncio.gather(one("Mia", 2), one("Leo", 1))
    asyncio.run(main())
"""
RIGHT = BLOCKS.replace("time.sleep(", "await asyncio.sleep(")
ADVICE = """\
Only one of them sleeps at a time: time.sleep holds the loop until it is over, and
nobody else gets a turn.

    await asyncio.sleep(seconds)

Write this instead."""

CHECKS: dict[str, tuple[str, float, bool, Callable[[Trace], None]]] = {
    "test_in_order": (
        "They wake in the order of their delays.",
        2.0,
        False,
        lambda trace: order.in_order(trace, "Leo: awake!", "Mia: awake!"),
    ),
    "test_free": ("While they sleep, the loop is free.", 1.5, False, order.loop_stays_free),
    "test_together": (
        "The secret: each of them sleeps for itself.",
        1.0,
        True,
        lambda trace: order.together(trace, 3),
    ),
}


@cache
def ran(text: str) -> Trace:
    """The trace of a program, run in this process on the virtual clock."""
    return record.run(Request(Source("mia.py", textwrap.dedent(text))))


def judged(text: str, **more: Any) -> tuple[Result, dict[str, Trace]]:
    """The result of the checks above for a program, and the traces that go with it."""
    trace = ran(text)
    checks = []
    for name, (says, points, hidden, question) in CHECKS.items():
        message = ""
        try:
            question(trace)
        except Mismatch as reason:
            message = str(reason)
        got = 0.0 if message else points
        checks.append(Check(name, says, not message, got, points, hidden, message))
    result = Result(
        student="mia",
        lab="sleep",
        source_sha256=None,
        verdict=verdict_of(checks, [trace.status]),
        points=sum(check.points for check in checks),
        max_points=sum(check.max_points for check in checks),
        checks=tuple(checks),
        diagnosis=None,
        suspicions=(),
        isolation=(),
        seed=0,
        ms=1,
    )
    return replace(result, **more), dict.fromkeys(CHECKS, trace)


def told(result: Result, traces: dict[str, Trace], **options: Any) -> list[str]:
    """The lines, as they are seen."""
    lines = words(result, traces, "sleep: Everybody sleeps", "work/sleep.py", **options)
    assert all(type(line) is Text and "\n" not in line.plain for line in lines)
    return [line.plain.rstrip() for line in lines]


def without_picture(result: Result, **options: Any) -> list[str]:
    return told(result, {}, **options)


# ---- the whole


def test_what_is_right_is_said_in_a_few_lines() -> None:
    """A mark, the criterion and the points of each check; no picture, nothing to mend."""
    assert told(*judged(RIGHT), width=60) == [
        "sleep: Everybody sleeps",
        "  work/sleep.py",
        "",
        "  ✓ They wake in the order of their delays.              2/2",
        "  ✓ While they sleep, the loop is free.              1.5/1.5",
        "  ✓ a hidden check                                       1/1",
        "",
        "All is right: 4.5 of 4.5 points.",
    ]


def test_what_is_wrong_is_said_in_order() -> None:
    """Expected, happened, instead; the known mistake; the points, and where the hints are."""
    result, _ = judged(BLOCKS, diagnosis={"wrong": "blocks", "advice": ADVICE})
    assert without_picture(result, width=64, hints=" Hints: README.md") == [
        "sleep: Everybody sleeps",
        "  work/sleep.py",
        "",
        "  ✗ They wake in the order of their delays.                  0/2",
        "      expected       'Leo: awake!' first, then 'Mia: awake!'",
        "      what happened  'Mia: awake!' at 2 s (mia.py:6) came before",
        "                     'Leo: awake!' at 3 s (mia.py:6)",
        "  ✗ While they sleep, the loop is free.                    0/1.5",
        "      expected       nobody holds the loop for longer than 0.1 s",
        "      what happened  from 0 s to 2 s the loop was held by one:",
        "                     time.sleep at mia.py:5, in the line",
        "                     `time.sleep(seconds)`",
        "      write instead  await asyncio.sleep(seconds), or ask the",
        "                     loop to call you back with",
        "                     IOLoop.current().call_later(seconds,",
        "                     function)",
        "  ✗ a hidden check                                           0/1",
        "",
        "What will help",
        "  Only one of them sleeps at a time: time.sleep holds the loop",
        "  until it is over, and nobody else gets a turn.",
        "",
        "      await asyncio.sleep(seconds)",
        "",
        "  Write this instead.",
        "",
        "0 of 4.5 points. Hints: README.md",
    ]


def test_a_long_criterion_goes_on_below_its_beginning() -> None:
    """The points stand in the first line, in one column with all the others."""
    result, _ = judged(RIGHT)
    says = "All of them fall asleep at once, and each wakes up when its own time is over."
    result = replace(result, checks=(replace(result.checks[0], says=says), *result.checks[1:]))
    assert without_picture(result, width=50)[3:6] == [
        "  ✓ All of them fall asleep at once, and each  2/2",
        "    wakes up when its own time is over.",
        "  ✓ While they sleep, the loop is free.    1.5/1.5",
    ]


def test_a_forgotten_await_is_named_where_no_mistake_is_known() -> None:
    """The place, the coroutine and what to write; a known mistake has better words."""
    forgotten = RIGHT.replace("await asyncio.sleep(", "asyncio.sleep(")
    result, traces = judged(forgotten)
    lines = told(result, traces)
    at = lines.index("What will help")
    assert lines[at + 1] == "  In mia.py:5 you call `sleep`, and do not await it."
    assert "`await`" in " ".join(lines[at:])
    known = replace(result, diagnosis={"wrong": "blocks", "advice": ADVICE})
    assert "do not await it" not in " ".join(told(known, traces))


def test_an_error_about_awaiting_is_explained() -> None:
    """In words of ours, below Python's own."""
    broken = RIGHT.replace('gather(one("Mia", 2), one("Leo", 1))', 'gather([one("Mia", 2)])')
    result, traces = judged(broken)
    lines = " ".join(told(result, traces))
    assert "put a star in front" in lines


def test_the_starter_is_recognised() -> None:
    """Who has changed nothing yet is sent to the TODO, and nobody else is."""
    result, traces = judged(BLOCKS)
    assert "  This is still the starter: begin at its TODO." in told(result, traces, untouched=True)
    assert "What will help" not in told(result, traces)
    assert "What will help" not in told(*judged(RIGHT), untouched=True)


def test_advice_is_not_wider_than_one_can_read() -> None:
    """Ninety columns of text, on however wide a screen; lines of code stay as they are."""
    code = "    " + "await " * 20 + "it"
    advice = {"wrong": "blocks", "advice": "word " * 60 + "\n\n" + code}
    lines = without_picture(judged(RIGHT, diagnosis=advice)[0], width=200)
    text = [line for line in lines if line.startswith("  word")]
    assert 80 < max(len(line) for line in text) <= 90 and "  " + code in lines


def test_what_passed_is_green_and_what_failed_is_red() -> None:
    """For those who see colours; the marks say the same to the others."""
    for program, style in ((RIGHT, "green"), (BLOCKS, "red")):
        result, traces = judged(program)
        check = words(result, traces, "sleep", "sleep.py")[3]
        assert [span.style for span in check.spans if span.start == 0] == [style]


# ---- the picture


def test_the_first_check_that_failed_is_shown_with_its_timeline() -> None:
    """Below the words of all checks, under a heading; once, although two checks failed."""
    result, traces = judged(BLOCKS)
    lines = told(result, traces)
    pictures = [i for i, line in enumerate(lines) if line.startswith("THE LOOP")]
    assert len(pictures) == 1
    first, second = (next(i for i, li in enumerate(lines) if says[:9] in li) for says in WHAT)
    heading = lines.index("What happened in the first check that failed")
    assert first < second < heading < pictures[0] == heading + 3
    assert any("mia.py:5 held the loop 3.00 s" in line for line in lines)


WHAT = ("They wake", "While they")


def test_the_timeline_is_that_of_the_check_that_failed() -> None:
    """Each check has run the program with inputs of its own."""
    result, traces = judged(BLOCKS)
    passed = replace(result.checks[0], passed=True, message="")
    result = replace(result, checks=(passed, *result.checks[1:]))
    traces["test_in_order"], traces["test_free"] = ran(RIGHT), ran(BLOCKS)
    assert any("held the loop 3.00 s" in line for line in told(result, traces))
    traces["test_free"] = ran(BLOCKS.replace("2)", "4)"))
    assert any("held the loop 5.00 s" in line for line in told(result, traces))


def test_what_a_failed_check_tried_is_said() -> None:
    """Which inputs the words and the picture belong to; not of one that passed, or is hidden."""
    result, _ = judged(BLOCKS)
    sleepers = ", ".join(f"'Ann {n}': {n}.5" for n in range(9))
    first, second, hidden = result.checks
    checks = (
        replace(first, tried="sleepers={'Mia': 2}"),
        replace(second, message=first.message, tried=f"sleepers={{{sleepers}}}"),
        replace(hidden, tried="secret=7"),
        replace(first, passed=True, message="", tried="sleepers={'Leo': 1}"),
    )
    lines = without_picture(replace(result, checks=checks), width=64)[3:]
    assert lines[:3] == [
        "  ✗ They wake in the order of their delays.                  0/2",
        "      tried with     sleepers={'Mia': 2}",
        "      expected       'Leo: awake!' first, then 'Mia: awake!'",
    ]
    at = next(i for i, line in enumerate(lines) if "While they" in line)
    assert lines[at + 1 : at + 4] == [
        "      tried with     sleepers={'Ann 0': 0.5, 'Ann 1': 1.5, 'Ann",
        "                     2': 2.5, 'Ann 3': 3.5, 'Ann 4': 4.5, ...",
        "      for the same reason",
    ]
    assert "secret" not in "".join(lines) and "'Leo': 1" not in "".join(lines)


def test_plain_is_without_drawing() -> None:
    """Sentences, for those who listen to the screen or read it in a log."""
    lines = told(*judged(BLOCKS), plain=True, unicode=False)
    assert "".join(lines).isascii()
    assert not any("THE LOOP" in line for line in lines)
    assert any("held the loop" in line for line in lines)


def test_a_terminal_without_unicode_gets_none() -> None:
    """ok and x in place of the marks, and a picture of ordinary letters."""
    for program, mark in ((RIGHT, "  ok They wake"), (BLOCKS, "  x They wake")):
        lines = told(*judged(program), unicode=False)
        assert "".join(lines).isascii()
        assert any(line.startswith(mark) for line in lines)


@pytest.mark.parametrize("program", ["def f(:", "pass", "raise OSError('bed')"])
def test_a_program_that_did_nothing_has_no_picture(program: str) -> None:
    """An empty timeline explains nothing."""
    assert not any(line.startswith("your program") for line in told(*judged(program)))


@pytest.mark.parametrize(
    "program",
    ["print('soup')", "import time; time.sleep(1)", BLOCKS.replace("print(", "str(")],
)
def test_a_program_that_did_something_has_a_picture(program: str) -> None:
    """It printed, or it held its thread, with or without a loop."""
    assert any(line.startswith("your program") for line in told(*judged(program)))


# ---- what is not said


def test_the_text_of_a_hidden_check_is_never_shown() -> None:
    """Neither what it asks nor what it found, whether it passed or not, nor its picture."""
    for program in (RIGHT, BLOCKS):
        result, traces = judged(program)
        hidden = replace(result, checks=result.checks[2:])
        for shown in (result, hidden):
            text = "\n".join(told(shown, traces))
            assert "secret" not in text and "side by side" not in text
            assert text.count("a hidden check") == 1
        assert "THE LOOP" not in "\n".join(told(hidden, traces))


def test_a_reason_is_given_once() -> None:
    """Five checks that fail for the same reason give it in the first of them."""
    reason = str(Mismatch("the program runs to its end", "OSError: bed (at mia.py:3)"))
    result, _ = judged(BLOCKS)
    checks = [replace(check, hidden=False, message=reason) for check in result.checks]
    lines = without_picture(replace(result, checks=tuple(checks)))
    assert sum("OSError: bed" in line for line in lines) == 1
    assert lines.count("      for the same reason") == 2


def test_a_reason_that_was_hidden_is_given_where_it_is_not() -> None:
    """Nobody is sent back to words that they could not see."""
    reason = str(Mismatch("tea", "coffee"))
    first, second, _ = (replace(c, message=reason) for c in judged(BLOCKS)[0].checks)
    hidden = replace(first, hidden=True)
    for checks in ((hidden, second), (second, hidden)):
        lines = without_picture(replace(judged(BLOCKS)[0], checks=checks))
        assert "      what happened  coffee" in lines
        assert "      for the same reason" not in lines


# ---- the last line


@pytest.mark.parametrize(
    ("verdict", "last"),
    [
        ("failed", "0 of 4.5 points."),
        ("deadlock", f"0 of 4.5 points ({ENDINGS['deadlock']})."),
        ("missing", "0 of 4.5 points (there is no file to judge)."),
        ("internal-error", "0 of 4.5 points (the lab itself failed; this is not your mistake)."),
    ],
)
def test_the_last_line_says_how_the_program_ended(verdict: str, last: str) -> None:
    """Where that is more than that a check failed."""
    result, _ = judged(BLOCKS, verdict=verdict)
    assert without_picture(result)[-1] == last


# ---- any terminal, any words


@pytest.mark.parametrize("width", [44, 64, 80, 132])
@pytest.mark.parametrize("unicode", [True, False])
def test_every_line_fits_the_terminal(width: int, unicode: bool) -> None:
    """Words, pictures and advice: the student's own long names are cut or wrapped."""
    result, traces = judged(BLOCKS, diagnosis={"wrong": "blocks", "advice": ADVICE})
    longer = replace(result.checks[0], says="They wake in the order of their delays. " * 4)
    result = replace(result, checks=(longer, *result.checks[1:]))
    for line in words(result, traces, "sleep", "sleep.py", width=width, unicode=unicode):
        assert line.cell_len <= width, line.plain


def test_the_narrowest_terminal_is_no_error() -> None:
    """Lines may be cut there, words are not lost."""
    result, traces = judged(BLOCKS, diagnosis={"wrong": "blocks", "advice": ADVICE})
    for width in (1, 5, 12, 20):
        lines = told(result, traces, width=width)
        assert any("expected" in line for line in lines)
        assert "0 of 4.5 points." in lines


def test_what_a_program_printed_cannot_steer_the_terminal() -> None:
    """Escape codes and the brackets of markup are shown as they are."""
    program = BLOCKS.replace("Mia", "\\x1b[31m[bold]Mia[/bold]\\x07")
    result, traces = judged(program)
    assert "\x1b" in traces["test_in_order"].prints()[0].text  # type: ignore[operator]
    checks = [
        replace(result.checks[0], message=f"Expected: {line.text}\nWhat happened: {line.text}")
        for line in traces["test_in_order"].prints()
    ]
    lines = told(replace(result, checks=tuple(checks)), traces)
    assert all(line.isprintable() for line in lines)
    assert any(r"expected       \x1b[31m[bold]Mia[/bold]\x07: sleeping" in line for line in lines)


def test_a_message_that_is_no_mismatch_is_shown_as_it_is() -> None:
    """A check may say what it likes; its lines stay lines."""
    result, _ = judged(BLOCKS)
    own = replace(result.checks[0], message="the kitchen is closed\ncome back tomorrow")
    lines = without_picture(replace(result, checks=(own,)))
    assert lines[4:6] == [" " * 21 + "the kitchen is closed", " " * 21 + "come back tomorrow"]


def test_nothing_of_a_stranger_is_obeyed_by_a_terminal() -> None:
    """Neither what its program logs, nor what its file is called."""
    logged = "coroutine '\\x1b]0;mine\\x07' was never awaited"
    result, traces = judged(
        BLOCKS.replace(
            "import asyncio", f"import logging; logging.warning({logged!r}); import asyncio"
        )
    )
    lines = words(result, traces, "sleep: two", "ev\x1b]0;mine\x07.py")
    text = "\n".join(line.plain for line in lines)
    assert "\x1b" not in text and "\x07" not in text
    assert "ev\\x1b]0;mine\\x07.py" in text and "you call `\\x1b]0;mine\\x07`" in text
