"""The checks of the lab fetch."""

import pytest

from looplab.order import Mismatch, at, loop_stays_free, once

# Added to each delay: a program that looks every tenth of a second whether the answer is here must
# not be on time by chance.
ODD = 0.013

LAUNCH = "call AsyncHTTPClient().fetch(url) first, and do not await it yet: it returns a Future"
MEANWHILE = "begin with meanwhile() as soon as the request is launched: do not wait for the answer"
TELL = "let a callback, or a coroutine beside meanwhile(), print it, and wait until it has"
BOTH = "wait until the newspaper is folded up and the answer is printed, and no longer"


@pytest.mark.points(2)
def test_the_newspaper_comes_before_a_late_answer(run, draw):
    """The request is sent and the newspaper opened at once; both its lines precede the answer."""
    name, day = a_late_answer(draw.shared("a late answer"))
    trace = run(**day)
    asks_and_reads(trace, day, name)


@pytest.mark.points(2)
def test_the_answer_is_not_lost(run, draw):
    """The reader waits for the answer, and goes home with it: the text, printed once."""
    name, day = a_late_answer(draw.shared("a late answer"))
    trace = run(**day)
    is_told(trace, day, name)
    goes_home(trace, day, name)
    once(trace, f"server: {name} asks", f"{name}: opens the newspaper")


@pytest.mark.points(2)
def test_an_early_answer_is_told_at_once(run, draw):
    """An answer that comes in the middle of the newspaper is told in the middle of it."""
    name = draw.names(1)[0]
    seconds = draw.number(5, 20) / 10 + ODD
    day = one_day(draw, {name: seconds}, {name: seconds + draw.number(5, 20) / 10}, {name: 0.0})
    trace = run(**day)
    is_told(trace, day, name)
    goes_home(trace, day, name)


@pytest.mark.points(2)
def test_readers_come_one_by_one(run, draw):
    """Readers who come one by one, while others wait, have their own answers, and on time."""
    day = four_readers(draw)
    trace = run(**day)
    loop_stays_free(trace)
    for name in day["moments"]:
        asks_and_reads(trace, day, name)
        is_told(trace, day, name)
        goes_home(trace, day, name)


def a_late_answer(draw):
    name = draw.names(1)[0]
    newspaper = draw.number(5, 20) / 10
    return name, one_day(
        draw, {name: newspaper + draw.number(5, 60) / 10 + ODD}, {name: newspaper}, {name: 0.0}
    )


def four_readers(draw):
    """Four who wait side by side; two of the answers come before the newspaper is folded up."""
    seconds = {name: delay + ODD for name, delay in draw.delays(4).items()}
    moments = draw.moments(seconds)
    newspapers = {
        name: round(delay * (1.57 if place % 2 else 0.61), 3)
        for place, (name, delay) in enumerate(seconds.items())
    }
    return one_day(draw, seconds, newspapers, moments)


def one_day(draw, seconds, newspapers, moments):
    """What ``main`` of the driver takes; no two answers are the same."""
    shelf = draw.number(10, 50)
    answers = {name: f"shelf {shelf + place}" for place, name in enumerate(seconds)}
    rounded = {name: round(delay, 3) for name, delay in seconds.items()}
    return {
        "seconds": rounded,
        "answers": answers,
        "newspapers": {name: round(delay, 3) for name, delay in newspapers.items()},
        "moments": moments,
    }


def told(day, name):
    return f"{name}: {day['answers'][name]}"


def asks_and_reads(trace, day, name):
    """The request and the newspaper begin when the reader comes, and the newspaper is read."""
    __tracebackhide__ = True
    moment = day["moments"][name]
    on_time(trace, moment, f"server: {name} asks", LAUNCH)
    on_time(trace, moment, f"{name}: opens the newspaper", MEANWHILE)
    at(trace, moment + day["newspapers"][name], f"{name}: folds it up")


def goes_home(trace, day, name):
    """``ask`` is done when the answer is told and the newspaper is folded up."""
    __tracebackhide__ = True
    longest = max(day["seconds"][name], day["newspapers"][name])
    on_time(trace, day["moments"][name] + longest, f"{name}: goes home", BOTH)


def is_told(trace, day, name):
    """The answer is printed as text, once, at the moment at which it is here."""
    __tracebackhide__ = True
    line = told(day, name)
    as_bytes = f"{name}: {day['answers'][name].encode()}"
    printed = [event.text for event in trace.prints()]
    if line not in printed and as_bytes in printed:
        raise Mismatch(f"{line!r}", f"it was {as_bytes!r}", "response.body.decode(): text of bytes")
    on_time(trace, day["moments"][name] + day["seconds"][name], line, TELL)
    once(trace, line)


def on_time(trace, seconds, line, instead):
    """Like ``at``, and says what to write instead where it was printed at another time."""
    __tracebackhide__ = True
    try:
        at(trace, seconds, line)
    except Mismatch as mismatch:
        about_the_line = repr(line) in mismatch.expected
        raise Mismatch(
            mismatch.expected,
            mismatch.happened,
            mismatch.instead or (instead if about_the_line else None),
        ) from None
