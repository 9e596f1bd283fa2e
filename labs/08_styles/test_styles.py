"""The checks of the lab styles."""

import pytest

from looplab.order import Mismatch, at, logs_no_error, loop_stays_free

# Added to each delay: a program that looks every tenth of a second whether the answer is there
# must not be on time by chance.
ODD = 0.013

LOGGED = (
    "in a callback, give an error to whoever waits for it, once: callback(None, error), "
    "or future.set_exception(error)"
)


@pytest.mark.points(1)
def test_the_callback_is_given_the_body(run, draw):
    """find_with_callback calls back with the body, as soon as the answer is there."""
    found(run, draw, "callback")


@pytest.mark.points(2)
def test_the_callback_is_given_the_error(run, draw):
    """find_with_callback calls back with the error, where the guest is not found."""
    not_found(run, draw, "callback")


@pytest.mark.points(1)
def test_the_future_gets_the_body(run, draw):
    """The Future of find_with_future gets the body as its result."""
    found(run, draw, "future")


@pytest.mark.points(2)
def test_the_future_gets_the_error(run, draw):
    """The Future of find_with_future gets the error as its exception."""
    not_found(run, draw, "future")


@pytest.mark.points(2)
def test_await_gives_the_body_or_raises_the_error(run, draw):
    """Whoever awaits find_with_await is given the body, or the error is raised there."""
    found(run, draw, "await")
    not_found(run, draw, "await")


@pytest.mark.points(2)
def test_each_gets_its_own_answer(run, draw):
    """Six ask at moments of their own; each gets its own answer on time, and the loop is free."""
    seconds, moments = side_by_side(draw, 6)
    rooms = {name: f"room {number}" for number, name in enumerate(seconds, draw.number())}
    trace = run(
        guests=seconds, rooms=rooms, styles=["callback", "future", "await"], moments=moments
    )
    for name, moment in moments.items():
        at(trace, moment, f"{name}: asked for")
        at(trace, moment + seconds[name], f"{name}: {rooms[name]}")
        is_told_once(trace, name)
    loop_stays_free(trace)
    logs_no_error(trace, LOGGED)


def found(run, draw, style):
    name, seconds = one_guest(draw)
    room = f"room {draw.number()}"
    trace = run(guests={name: seconds}, rooms={name: room}, styles=[style])
    is_told(trace, name, seconds, f"{name}: {room}")


def not_found(run, draw, style):
    name, seconds = one_guest(draw)
    trace = run(guests={name: seconds}, rooms={}, styles=[style])
    is_told(trace, name, seconds, f"{name}: NotFound({name!r})")


def one_guest(draw):
    return draw.names(1)[0], draw.number(5, 30) / 10 + ODD


def side_by_side(draw, count):
    """Delays and moments such that all have asked before the first is answered, each by itself."""
    while True:
        seconds = {name: 3 + drawn + ODD for name, drawn in draw.delays(count).items()}
        moments = dict(zip(seconds, draw.delays(count).values(), strict=True))
        if len({round(moments[name] + seconds[name], 3) for name in seconds}) == count:
            return seconds, moments


def is_told(trace, name, seconds, line):
    at(trace, 0.0, f"{name}: asked for")
    at(trace, seconds, line)
    is_told_once(trace, name)
    logs_no_error(trace, LOGGED)


def is_told_once(trace, name):
    again = f"{name}: called back again"
    if any(line.text == again for line in trace.prints()):
        raise Mismatch(
            f"the callback for {name} is called once",
            "it was called back again",
            "if there is an error: callback(None, error); else: callback(body, None)",
        )
