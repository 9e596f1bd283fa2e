"""The checks of the lab server."""

import pytest

from looplab.order import Mismatch, at, loop_stays_free

# Added to each delay: a server that looks every tenth of a second whether a cake is ready must not
# be on time by chance.
ODD = 0.013


@pytest.mark.points(1)
def test_a_cake_is_answered_when_it_is_baked(run, draw):
    """Who comes alone is given the cake, when it is baked."""
    name, seconds = draw.names(1)[0], draw.number(5, 30) / 10 + ODD
    trace = run(cakes={name: seconds}, moments={name: 0.0}, hellos={})
    gets(trace, name, f"cake for {name}", seconds)


@pytest.mark.points(2)
def test_five_cakes_bake_side_by_side(run, draw):
    """Five come almost at once: each is given its own cake on time, and the loop stays free."""
    cakes = some_cakes(draw, 5)
    moments = {name: 0.02 * place for place, name in enumerate(cakes)}
    trace = run(cakes=cakes, moments=moments, hellos={})
    loop_stays_free(trace)
    for name, seconds in cakes.items():
        gets(trace, name, f"cake for {name}", moments[name] + seconds)


@pytest.mark.points(2)
def test_hello_is_answered_at_once(run, draw):
    """While cakes are in the oven, hello is answered at once, and so it is afterwards."""
    early, late, *names = draw.names(5)
    cakes = {name: place + draw.number(5, 9) / 10 + ODD for place, name in enumerate(names)}
    moments = {name: 0.02 * place for place, name in enumerate(names)}
    hellos = {early: draw.number(10, 40) / 100, late: sum(cakes.values()) + 1.0}
    trace = run(cakes=cakes, moments=moments, hellos=hellos)
    for name in cakes:
        gets(trace, name, f"cake for {name}")
    for name, moment in hellos.items():
        gets(trace, name, f"hello, {name}", moment)


@pytest.mark.points(2)
def test_visitors_come_one_by_one(run, draw):
    """Visitors who come one by one, while others wait, are given their own cakes on time too."""
    cakes = some_cakes(draw, 4)
    moments = draw.moments(cakes)
    trace = run(cakes=cakes, moments=moments, hellos={})
    for name, seconds in cakes.items():
        gets(trace, name, f"cake for {name}", moments[name] + seconds)
    loop_stays_free(trace)


def some_cakes(draw, count):
    return {name: seconds + ODD for name, seconds in draw.delays(count).items()}


def gets(trace, name, body, seconds=None):
    """``name`` is answered with 200 and this body, so many seconds after the start."""
    __tracebackhide__ = True
    wanted = f"{name} gets 200 {body!r}"
    answers = (event.text or "" for event in trace.prints())
    answer = next((text for text in answers if text.startswith(f"{name} gets ")), None)
    if answer not in (None, wanted):
        raise Mismatch(f"{wanted!r}", f"it was {answer!r}", instead_of(name, answer))
    if answer is None or seconds is not None:
        at(trace, seconds or 0.0, wanted)


def instead_of(name, answer):
    if answer == f"{name} gets 200 ''":
        return "the answer leaves when get is done: await in get what takes time, then write"
    if answer.startswith(f"{name} gets 200 'cake for "):
        return "keep the name in a local variable of get: all requests share globals and the class"
    if answer.startswith(f"{name} gets 500 "):
        return "an error in a handler becomes a 500: look at what was logged, and mend that line"
    return None
