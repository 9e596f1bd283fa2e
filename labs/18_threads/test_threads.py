"""The checks of the lab threads."""

import itertools

import pytest

from looplab.order import Mismatch, at, in_order, loop_stays_free

# From the last metre until dig comes back, as in the driver.
HOME = 0.3

# No two things happen closer to each other than this, apart from a metre and the word of it.
APART = 0.03

# Added to each first metre: a program that looks every tenth of a second is not on time by chance.
ODD = 0.013

WAKE = (
    "loop.call_soon_threadsafe(tell, metre), or io_loop.add_callback(tell, metre): in another "
    "thread only these wake the loop"
)
WAIT = (
    "await asyncio.to_thread(shaft.dig, report): it wakes the loop when dig is over, and returns "
    "or raises what dig did"
)


@pytest.mark.points(2)
def test_the_office_hears_of_each_metre_at_once(run, draw):
    """The office is told of each metre once, when it is dug, on the loop's thread."""
    shafts, moments = four_shafts_and_a_lamp(draw.shared("a shift"))
    trace = run(shafts=shafts, flickers=moments)
    for name, shaft in shafts.items():
        is_told_on_the_loop(trace, name, shaft)
        hears_of_each_metre(trace, name, shaft)


@pytest.mark.points(2)
def test_what_they_bring(run, draw):
    """When dig is over, work gives its coal, or raises its error; all has been told by then."""
    shafts, moments = four_shafts_and_a_lamp(draw.shared("a shift"))
    trace = run(shafts=shafts, flickers=moments)
    for name, shaft in shafts.items():
        comes_back(trace, name, shaft)


@pytest.mark.points(2)
def test_the_lamp_flickers_meanwhile(run, draw):
    """All dig at the same time, each in a thread, and nobody holds the loop."""
    shafts, moments = four_shafts_and_a_lamp(draw.shared("a shift"))
    trace = run(shafts=shafts, flickers=moments)
    nobody_digs_on_the_loop(trace)
    loop_stays_free(trace)
    at(trace, moments[0], "lamp: flickers")
    for name, shaft in shafts.items():
        at(trace, shaft["metres"][0], f"{name}: metre 1")


@pytest.mark.points(2)
def test_each_begins_when_it_likes(run, draw):
    """Diggers who begin one by one, while others dig, are heard of at once too."""
    shafts, moments = some_begin_later(draw)
    trace = run(shafts=shafts, moments=moments, flickers=flickers(draw, shafts, moments))
    nobody_digs_on_the_loop(trace)
    for name, shaft in shafts.items():
        is_told_on_the_loop(trace, name, shaft)
        hears_of_each_metre(trace, name, shaft, moments[name])
        comes_back(trace, name, shaft, moments[name])
    loop_stays_free(trace)


# ---- what is drawn


def four_shafts(draw):
    """Four shafts of two or three metres, one of which caves in; nothing happens in two at once."""
    shafts = drawn(draw)
    while not far_apart(*(moment for shaft in shafts.values() for moment in instants(shaft))):
        shafts = drawn(draw)
    return shafts


def drawn(draw):
    shafts = {}
    for name in draw.names(4):
        metres = [draw.number(30, 110) / 100 for _ in range(draw.count(2, 3))]
        metres[0] = round(metres[0] + ODD, 3)
        shafts[name] = {"metres": metres, "coal": draw.number(2, 99)}
    list(shafts.values())[draw.count(0, 3)]["coal"] = None
    # One metre of hard rock: what is right for a short wait must be right for a long one.
    list(shafts.values())[draw.count(0, 3)]["metres"][-1] += draw.number(4, 9)
    return shafts


def some_begin_later(draw):
    """Shafts, and for each a moment to begin while somebody else still digs."""
    while True:
        shafts = drawn(draw)
        moments = draw.moments({name: over(shaft) for name, shaft in shafts.items()})
        begins = [moment for moment in moments.values() if moment]
        dug = [m for name in shafts for m in instants(shafts[name], moments[name])]
        if far_apart(*begins, *dug):
            return shafts, moments


def four_shafts_and_a_lamp(draw):
    shafts = four_shafts(draw)
    return shafts, flickers(draw, shafts)


def flickers(draw, shafts, moments=None):
    """Two moments at which nothing else happens; the first one while all of them dig."""
    moments = moments or dict.fromkeys(shafts, 0.0)
    dug = [m for name in shafts for m in instants(shafts[name], moments[name])]
    while True:
        found = [draw.number(15, 29) / 100, draw.number(60, 160) / 100]
        if far_apart(*found, *dug, *(moment for moment in moments.values() if moment)):
            return found


def instants(shaft, begin=0.0):
    """When a shaft's metres are dug, and when it is over."""
    yield from (begin + moment for moment in itertools.accumulate(shaft["metres"]))
    yield begin + over(shaft)


def over(shaft):
    return round(sum(shaft["metres"]) + HOME, 3)


def far_apart(*moments):
    return all(b - a > APART for a, b in itertools.pairwise(sorted(moments)))


# ---- what is asked


def hears_of_each_metre(trace, name, shaft, begin=0.0):
    for metre, moment in enumerate(itertools.accumulate(shaft["metres"], initial=begin)):
        if metre:
            hears(trace, name, metre, moment)


def metres(shaft):
    return range(1, len(shaft["metres"]) + 1)


def hears(trace, name, metre, moment):
    """Told on whichever thread: that is another check's question."""
    line = f"office: {name} is at {metre} m"
    told = [event for event in trace.prints() if (event.text or "").startswith(line)]
    expected = f"{line!r} at {round(moment, 3):g} s, when it is dug"
    if not told:
        raise Mismatch(expected, "it was not printed", WAKE)
    if abs(told[0].t - moment) > 0.001:
        raise Mismatch(expected, f"it was printed at {round(told[0].t, 3):g} s", WAKE)


def is_told_on_the_loop(trace, name, shaft):
    for metre in metres(shaft):
        line = f"office: {name} is at {metre} m"
        told = [event.text for event in trace.prints() if (event.text or "").startswith(line)]
        if any(text != line for text in told):
            raise Mismatch(
                f"tell({metre}) is called on the loop's thread",
                "it was called in another one",
                "let report ask the loop: loop.call_soon_threadsafe(tell, metre)",
            )
        if len(told) > 1:
            raise Mismatch(f"{line!r} once", f"it was printed {len(told)} times")


def nobody_digs_on_the_loop(trace):
    digs = ": digs on the loop's thread"
    found = next((event for event in trace.prints() if (event.text or "").endswith(digs)), None)
    if found is not None:
        raise Mismatch(
            "shaft.dig runs in another thread than the loop",
            f"{found.text!r} was printed at {round(found.t, 3):g} s",
            "await asyncio.to_thread(shaft.dig, report)",
        )


def comes_back(trace, name, shaft, begin=0.0):
    """One line says what the office got of a shaft; it is the last one about it."""
    coal = shaft["coal"]
    line = f"office: {name} brings " + (f"CaveIn('{name}')" if coal is None else f"{coal} t")
    brought = [e for e in trace.prints() if (e.text or "").startswith(f"office: {name} brings ")]
    expected = f"{line!r} at {round(begin + over(shaft), 3):g} s"
    if not brought:
        raise Mismatch(expected, "work did not come to its end", WAIT)
    if brought[0].text != line:
        happened = f"{brought[0].text!r} was printed at {round(brought[0].t, 3):g} s"
        raise Mismatch(expected, happened, WAIT)
    if abs(brought[0].t - begin - over(shaft)) > 0.001:
        raise Mismatch(expected, f"it was printed at {round(brought[0].t, 3):g} s", WAIT)
    about = [e.text for e in trace.prints() if (e.text or "").startswith(f"office: {name} is at ")]
    in_order(trace, *about, line)
