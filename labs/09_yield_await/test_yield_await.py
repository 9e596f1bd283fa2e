"""The checks of the lab yield_await."""

import pytest

from looplab.order import Mismatch, at, in_order, loop_stays_free, together

WEIGHING = 0.25


@pytest.mark.points(1)
def test_weigh_returns_the_grams(run, draw):
    """weigh is a native coroutine, and returns the grams after a quarter of a second."""
    clerk, sheets = draw.names(1)[0], draw.number(5, 60)
    trace = run(part="weigh", letters={clerk: sheets})
    at(trace, WEIGHING, f"{clerk}: {5 * sheets} grams")
    loop_stays_free(trace)


@pytest.mark.points(2)
def test_each_clerk_writes_alone(run, draw):
    """write is a native coroutine: four clerks, each at a moment of its own, are done on time."""
    letters = drawn_letters(draw)
    moments = draw.moments({clerk: seconds(sheets) for clerk, sheets in letters.items()})
    trace = run(part="write", letters=letters, moments=moments)
    for clerk, moment in moments.items():
        at(trace, moment, f"{clerk}: begins")
        at(trace, moment + seconds(letters[clerk]), cents(clerk, letters[clerk]))
        never_prints(trace, f"{clerk}: at work")
    loop_stays_free(trace)


@pytest.mark.points(3)
def test_the_office_keeps_the_order_of_its_lines(run, draw):
    """In the office each clerk begins at once, before the next line, as in the old style."""
    letters = drawn_letters(draw.shared("letters"))
    trace = run(letters=letters)
    opening = [f"{clerk}: {does}" for clerk in letters for does in ("begins", "at work")]
    in_order(trace, *opening)
    for line in opening:
        at(trace, 0.0, line)


@pytest.mark.points(2)
def test_all_write_at_the_same_time(run, draw):
    """All clerks write at the same time, and the office closes when the last one is done."""
    letters = drawn_letters(draw.shared("letters"))
    trace = run(letters=letters)
    slowest_last = sorted(letters, key=letters.get)
    in_order(trace, *(cents(clerk, letters[clerk]) for clerk in slowest_last), "office: closed")
    for clerk, sheets in letters.items():
        at(trace, seconds(sheets), cents(clerk, sheets))
    at(trace, seconds(max(letters.values())), "office: closed")
    together(trace, 4)
    loop_stays_free(trace)


def drawn_letters(draw):
    """Four clerks, each with a number of sheets; no two are done at the same time.

    Each writes for more than three seconds: who waits for a time that looks long enough is wrong.
    """
    return {clerk: 30 + round(10 * drawn) for clerk, drawn in draw.delays(4).items()}


def seconds(sheets):
    return sheets / 10 + WEIGHING


def cents(clerk, sheets):
    return f"{clerk}: {10 * sheets} cents"


def never_prints(trace, line):
    if any(printed.text == line for printed in trace.prints()):
        raise Mismatch(
            f"write alone does not print {line!r}",
            "it was printed, and no office was open",
            "let the office print it, when the clerk has begun",
        )
