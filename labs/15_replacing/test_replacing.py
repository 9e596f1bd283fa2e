"""The checks of the lab replacing."""

import pytest

from looplab.order import Mismatch, in_order, loop_stays_free
from looplab.trace import loop_threads

THREAD = "await asyncio.to_thread({}): a thread waits, and the loop is free"
# What holds the loop with time.sleep: where it stands, what it is called, and what replaces it.
SLEEPS = {
    '["query"]': ("office.query", THREAD.format("office.query, name")),
    "time.sleep(self._delay)": ("office.log.info", THREAD.format("office.log.info, ...")),
}
ONE_FOR_ALL = (
    "an executor with one thread serves one customer after the other, and so does a lock around "
    "everything: hold only the stamp, and only while it is down"
)


def some_customers(draw, count):
    """Customers who come so soon after each other that all of them want the stamp at once."""
    names = draw.names(count)
    query, form = draw.number(20, 29) / 100, draw.number(31, 40) / 100
    return {
        "prices": {name: draw.number(100, 999) for name in names},
        "shelves": {name: draw.number(10, 99) for name in names},
        "moments": {name: round(0.13 * place, 2) for place, name in enumerate(names)},
        "seconds": {
            "page": draw.number(100, 200) / 100,
            "query": query,
            "form": form,
            "log": draw.number(15, 20) / 100,
            "ink": draw.number(50, 70) / 100,
        },
    }


def leaves(day, name):
    told = f"{day['prices'][name]} cents, shelf {day['shelves'][name]}, form of {name}"
    return f"{name}: leaves with {told!r}"


def leaves_with_everything(trace, day, name):
    lines = [e.text for e in trace.prints() if e.text.startswith(f"{name}: leaves with ")]
    if lines and lines[0] != leaves(day, name):
        raise Mismatch(f"{leaves(day, name)!r}", f"it was {lines[0]!r}")
    down, up = (f"{name}: stamp {where}" for where in ("down", "up"))
    in_order(trace, f"{name}: comes in", f"{name}: the parcel is found", down, up)
    in_order(trace, up, leaves(day, name))


def is_logged_once(trace, name):
    line = f"log: {name} was served"
    times = sum(event.text == line for event in trace.prints())
    if times != 1:
        raise Mismatch(f"{line!r} once", f"it was printed {times} times")


def time_of(trace, line):
    return next(event.t for event in trace.prints() if event.text == line)


def test_a_customer_is_served(run, draw):
    """One customer alone gets all five: page, shelf, form, stamp and a line in the log."""
    day = some_customers(draw, 1)
    trace = run(**day)
    for name in day["moments"]:
        leaves_with_everything(trace, day, name)
        is_logged_once(trace, name)


@pytest.mark.points(2)
def test_nobody_holds_the_loop(run, draw):
    """While customers are served, nothing holds the loop: every call that blocks is replaced."""
    trace = run(**some_customers(draw.shared("three customers"), 3))
    try:
        loop_stays_free(trace)
    except Mismatch as held:
        found = what_holds(trace)
        if not found:
            raise
        names = ", ".join(found)
        happened = f"{held.happened}. All that held it: {names}"
        instead = "; ".join(advice for advice in found.values() if advice)
        raise Mismatch(held.expected, happened, instead or held.instead) from None


def what_holds(trace):
    """The calls that held the loop, in the order in which they first did, and what to write."""
    found = {}
    threads = loop_threads(trace)
    for block in trace.kind("block"):
        if (block.thread or "MainThread") in threads and block.duration > 0.1:
            found.setdefault(*named(block))
    return found


def named(block):
    for place, (name, advice) in SLEEPS.items():
        if place in (block.source or ""):
            return name, advice
    return {
        "time.sleep": ("time.sleep", "await asyncio.sleep(office.ink)"),
        "urllib.request.urlopen": ("urlopen", "await AsyncHTTPClient().fetch(url)"),
        "file.read": ("file.read", THREAD.format("file.read")),
    }.get(block.call, (block.call or "a call", None))


@pytest.mark.points(2)
def test_customers_are_served_side_by_side(run, draw):
    """Three come soon after each other: each is served as if alone, but for the stamp."""
    day = some_customers(draw.shared("three customers"), 3)
    trace = run(**day)
    for name in day["moments"]:
        leaves_with_everything(trace, day, name)
        is_logged_once(trace, name)
    seconds, first = day["seconds"], min(day["moments"].values())
    before_the_stamp = sum(seconds[what] for what in ("page", "query", "form"))
    for name, moment in day["moments"].items():
        found = time_of(trace, f"{name}: the parcel is found")
        if found > moment + before_the_stamp + 0.01:
            raise Mismatch(
                f"the parcel of {name} is found at {round(moment + before_the_stamp, 2):g} s, or "
                "earlier",
                f"it was found at {round(found, 2):g} s",
                ONE_FOR_ALL if not what_holds(trace) else None,
            )
    last = first + before_the_stamp + len(day["moments"]) * seconds["ink"] + seconds["log"]
    late = max(time_of(trace, leaves(day, name)) for name in day["moments"])
    if late > last + 0.01:
        raise Mismatch(
            f"all have left at {round(last, 2):g} s, for they wait for the stamp only",
            f"the last one left at {round(late, 2):g} s",
            ONE_FOR_ALL if not what_holds(trace) else None,
        )


@pytest.mark.points(2)
def test_the_stamp_is_down_for_one_at_a_time(run, draw):
    """There is one stamp: from down to up it is for one customer, until the ink is dry."""
    day = some_customers(draw.shared("three customers"), 3)
    trace = run(**day)
    endings = (": stamp down", ": stamp up")
    lines = [event for event in trace.prints() if event.text.endswith(endings)]
    expected = [f"{name}: stamp {where}" for name in day["moments"] for where in ("down", "up")]
    for wanted in expected:
        in_order(trace, wanted)
    if len(lines) > len(expected):
        raise Mismatch("each customer is stamped once", f"{lines[-1].text!r} was printed as well")
    for down, up in zip(lines[::2], lines[1::2], strict=True):
        name = down.text.partition(":")[0]
        if up.text != f"{name}: stamp up":
            raise Mismatch(
                f"{f'{name}: stamp up'!r} after {down.text!r}, before anybody else's",
                f"{up.text!r} came at {round(up.t, 2):g} s",
                "async with lock around all three, where one asyncio.Lock is shared by all",
            )
        if up.t - down.t < day["seconds"]["ink"] - 0.001:
            raise Mismatch(
                f"the stamp of {name} is down for {day['seconds']['ink']:g} s",
                f"it was down for {round(up.t - down.t, 2):g} s",
                "await asyncio.sleep(office.ink) between stamp_down and stamp_up",
            )
