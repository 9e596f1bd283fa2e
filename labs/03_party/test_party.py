"""The checks of the lab party."""

import pytest

from looplab.order import at, in_order, loop_stays_free, once, takes, together

# Added to what is drawn. A drink is never ready in the moment in which a guest comes back, and a
# program that looks every tenth of a second whether it is ready must not be on time by chance.
ODD = 0.113


@pytest.mark.points(1)
def test_a_guest_mingles_while_her_drink_is_mixed(run, draw):
    """One guest alone: the bar mixes while the guest mingles."""
    short, long = sorted(draw.delays(2).values())
    name = draw.names(1)[0]
    trace = run(guests={name: short}, mixing={name: long + ODD})
    is_served(trace, name, 0.0, short, long + ODD)
    at(trace, long + ODD, "host: good night")


@pytest.mark.points(2)
def test_all_mingle_at_the_same_time(run, draw):
    """All order at once; each drinks when back at the bar, as soon as the drink is ready."""
    guests, mixing = some_guests(draw)
    trace = run(guests=guests, mixing=mixing)
    in_order(trace, *(f"{name}: orders" for name in guests))
    for name in guests:
        is_served(trace, name, 0.0, guests[name], mixing[name])
    last = max(drinking(guests, mixing).values())
    at(trace, last, "host: good night")
    takes(trace, last)


@pytest.mark.points(2)
def test_nobody_holds_the_loop(run, draw):
    """All mingle at the same time, and the loop is free for others."""
    guests, mixing = some_guests(draw)
    trace = run(guests=guests, mixing=mixing)
    loop_stays_free(trace)
    in_order(trace, *in_order_of_drinking(guests, mixing))


@pytest.mark.points(2)
def test_each_waits_for_itself(run, draw):
    """Each waits for itself: four guests and four drinks, eight that wait side by side."""
    guests, mixing = some_guests(draw)
    trace = run(guests=guests, mixing=mixing)
    in_order(trace, *in_order_of_drinking(guests, mixing))
    together(trace, 8)


@pytest.mark.points(2)
def test_guests_come_one_by_one(run, draw):
    """Guests who come one by one, while others are there, are served on time too."""
    guests, mixing = some_guests(draw)
    stays = drinking(guests, mixing)
    moments = some_moments(draw, guests, mixing)
    trace = run(guests=guests, mixing=mixing, moments=moments)
    for name, moment in moments.items():
        is_served(trace, name, moment, guests[name], mixing[name])
        at(trace, moment + stays[name], f"host: {name} is served")
    at(trace, max(moments[name] + stays[name] for name in guests), "host: good night")
    loop_stays_free(trace)


def some_guests(draw):
    """Four guests: two mingle longer than their drinks take, two do not.

    Nor are they done in the order in which they order, so that those who are served in that order
    are served too late.
    """
    while True:
        guests = draw.delays(4)
        seconds = draw.delays(4).values()
        mixing = {name: s + ODD for name, s in zip(guests, seconds, strict=True)}
        done = list(drinking(guests, mixing).values())
        if sum(guests[name] > mixing[name] for name in guests) == 2 and done != sorted(done):
            return guests, mixing


def some_moments(draw, guests, mixing):
    """When each guest comes: nobody comes or is back, and nothing is ready, at the same moment."""
    while True:
        moments = draw.moments(drinking(guests, mixing))
        instants = [moments[name] + s for name in guests for s in (0, guests[name], mixing[name])]
        if len({round(instant, 2) for instant in instants}) == len(instants):
            return moments


def drinking(guests, mixing):
    """After how many seconds each guest drinks."""
    return {name: max(guests[name], mixing[name]) for name in guests}


def in_order_of_drinking(guests, mixing):
    seconds = drinking(guests, mixing)
    return [f"{name}: drinks" for name in sorted(seconds, key=seconds.get)]


def is_served(trace, name, moment, mingles, mixes):
    """This guest ordered at that moment, and all else followed when it should."""
    at(trace, moment, f"{name}: orders")
    at(trace, moment, f"bar: mixes for {name}")
    at(trace, moment + mingles, f"{name}: back at the bar")
    at(trace, moment + max(mingles, mixes), f"{name}: drinks")
    in_order(trace, f"{name}: orders", f"bar: mixes for {name}", f"{name}: drinks")
    in_order(trace, f"{name}: back at the bar", f"{name}: drinks")
    in_order(trace, f"bar: ready for {name}", f"{name}: drinks")
    once(trace, f"{name}: orders", f"bar: mixes for {name}", f"{name}: drinks")
