"""The checks of the lab errors."""

import pytest

from looplab.order import Mismatch, at, logs_no_error, loop_stays_free, together

LOGGED = "await what you start, and catch the error of each call where that call is awaited"


@pytest.mark.points(2)
def test_every_answer_and_every_error_is_reported(run, draw):
    """Five calls, two of them fail: the office is told of all five, when the last one is over."""
    day = five_calls(draw.shared("five calls"))
    trace = run(**day)
    last = max(day["seconds"].values())
    for name in day["seconds"]:
        at(trace, last, report(day, name))
    logs_no_error(trace, LOGGED)


@pytest.mark.points(2)
def test_each_line_is_hung_up_when_its_call_is_over(run, draw):
    """Each line is hung up once, when its own call is over, even if the call fails."""
    day = five_calls(draw.shared("five calls"))
    trace = run(**day)
    for name, seconds in day["seconds"].items():
        at(trace, seconds, f"{name}: hung up")
        is_hung_up_once(trace, name)


def test_they_are_called_at_the_same_time(run, draw):
    """All five are called at once, and wait side by side; nobody holds the loop."""
    day = five_calls(draw.shared("five calls"))
    trace = run(**day)
    for name in day["seconds"]:
        at(trace, 0.0, f"{name}: calling")
    together(trace, 5)
    loop_stays_free(trace)


@pytest.mark.points(2)
def test_the_office_closes_early(run, draw):
    """The office closes during the calls: open lines are hung up then, and ask_all is cancelled."""
    seconds = draw.delays(5)
    first, second, third, *_, last = sorted(seconds, key=seconds.get)
    closes = round((seconds[second] + seconds[third]) / 2, 3)
    day = drawn(draw, seconds, failing=[first, last])
    trace = run(**day, closes=closes)
    for name in seconds:
        at(trace, min(seconds[name], closes), f"{name}: hung up")
        is_hung_up_once(trace, name)
    is_cancelled(trace, closes)
    logs_no_error(trace, LOGGED)


@pytest.mark.points(2)
def test_each_office_hears_of_its_own(run, draw):
    """Offices that call one by one, while others wait, hear of their own observer on time."""
    seconds = draw.delays(5)
    moments = draw.moments(seconds)
    silent, _, _, garbled, _ = seconds
    day = drawn(draw, seconds, failing=[silent, garbled])
    trace = run(**day, moments=moments)
    for name, moment in moments.items():
        at(trace, moment, f"{name}: calling")
        at(trace, moment + seconds[name], f"{name}: hung up")
        at(trace, moment + seconds[name], report(day, name))
    hears_of_nobody_else(trace)
    loop_stays_free(trace)
    logs_no_error(trace, LOGGED)


def five_calls(draw):
    seconds = draw.delays(5)
    by_time = sorted(seconds, key=seconds.get)
    # When the first error comes, three calls are still going on.
    return drawn(draw, seconds, failing=[by_time[1], by_time[draw.count(2, 4)]])


def drawn(draw, seconds, failing):
    """What ``main`` of the driver takes; the second of the failing ones is garbled."""
    degrees = {name: draw.number(2, 35) for name in seconds if name not in failing}
    return {"seconds": seconds, "degrees": degrees, "garbled": failing[1:]}


def report(day, name):
    if name in day["degrees"]:
        return f"office: {name} {day['degrees'][name]}"
    return f"office: {name} {'Garbled' if name in day['garbled'] else 'NoAnswer'}({name!r})"


def hears_of_nobody_else(trace):
    asked = "office: did not ask for "
    other = next((e for e in trace.prints() if (e.text or "").startswith(asked)), None)
    if other is not None:
        raise Mismatch(
            "ask_all returns a dict with the names that it was asked for",
            f"at {other.t:g} s it had {(other.text or '').removeprefix(asked)} as well, for whom "
            "another office had asked",
            "make a new dict inside ask_all, each time that it is called",
        )


def is_hung_up_once(trace, name):
    times = sum(line.text == f"{name}: hung up" for line in trace.prints())
    if times > 1:
        raise Mismatch(
            f"{name}'s line is hung up once",
            f"it was hung up {times} times",
            "hang_up(name) in one place only: in finally",
        )


def is_cancelled(trace, moment):
    told = next((e for e in trace.prints() if (e.text or "").startswith("office: ")), None)
    if told is not None and told.text != "office: closed":
        raise Mismatch(
            f"at {moment:g} s ask_all is cancelled, and the CancelledError goes on to the office",
            f"ask_all returned, and the office was told {told.text!r} at {told.t:g} s",
            "let CancelledError pass: finally is enough, or end its except with a bare raise",
        )
    at(trace, moment, "office: closed")
