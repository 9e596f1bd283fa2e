"""The checks of the lab wrapping."""

import itertools

import pytest

from looplab.order import Mismatch, at, in_order, loop_stays_free

# Added to each duration: a program that looks every tenth of a second whether a translation is done
# must not be on time by chance.
ODD = 0.013

# No two things happen closer to each other than this.
APART = 0.05

BEGIN = (
    "IOLoop.current().run_in_executor(None, function, *args): it begins when it is called, which "
    "no async def function does"
)
THREAD = "pass the function itself: IOLoop.current().run_in_executor(None, function, *args)"
RAISE = (
    "an exception has to reach the one who awaits: the Future of run_in_executor takes it along; a "
    "thread of your own has to catch it, and to pass it on"
)
EACH_TIME = "keep no answers: whoever asks again is given a translation of its own"
RETURN = "return what run_in_executor returns: it is a Future, which can be awaited"


@pytest.mark.points(1)
def test_the_answer_comes_when_it_is_done(run, draw):
    """One text, in another thread: go returns at once, the answer comes when it is done; twice."""
    name, seconds = draw.names(1)[0], draw.number(35, 90) / 10 + ODD
    says = f"cat {draw.number()}"
    later = seconds + 1.0
    trace = run(texts={name: [seconds, says]}, moments={name: 0.0}, again={name: [later]})
    begins(trace, name, 0.0, later)
    at(trace, 0.0, f"{name}: asked")
    hears(trace, name, f"{name}: {says!r}", seconds)


@pytest.mark.points(2)
def test_four_go_on_side_by_side(run, draw):
    """Four who come one by one do not disturb each other: each is answered on time."""
    while True:
        delays = {name: round(seconds + ODD, 3) for name, seconds in draw.delays(4).items()}
        texts = {name: [seconds, f"cat {draw.number()}"] for name, seconds in delays.items()}
        # The last one comes before the first translation is done: all four go on at a time.
        later = sorted(draw.number(5, 45) / 100 for _ in range(3))
        moments = dict(zip(texts, [0.0, *later], strict=True))
        if far_apart(moments, texts, {}):
            break
    trace = run(texts=texts, moments=moments)
    for name in texts:
        in_another_thread(trace, name)
    loop_stays_free(trace)
    for name, (seconds, says) in texts.items():
        begins(trace, name, moments[name])
        at(trace, moments[name], f"{name}: asked")
        hears(trace, name, f"{name}: {says!r}", moments[name] + seconds)


@pytest.mark.points(2)
def test_it_begins_before_anybody_awaits(run, draw):
    """Who runs an errand first, and awaits then, finds it done, or well under way."""
    slow, quick = draw.names(2)
    while True:
        texts = {
            slow: [draw.number(20, 30) / 10 + ODD, f"cat {draw.number()}"],
            quick: [draw.number(5, 15) / 10 + ODD, f"coffee {draw.number()}"],
        }
        # One is back before the translation is done, and one after it.
        errands = {
            slow: round(texts[slow][0] - draw.number(5, 15) / 10, 3),
            quick: round(texts[quick][0] + draw.number(5, 15) / 10, 3),
        }
        moments = {slow: 0.0, quick: draw.number(10, 30) / 100}
        if far_apart(moments, texts, errands):
            break
    trace = run(texts=texts, moments=moments, errands=errands)
    for name, (seconds, says) in texts.items():
        begins(trace, name, moments[name])
        hears(trace, name, f"{name}: {says!r}", moments[name] + max(seconds, errands[name]))


@pytest.mark.points(2)
def test_an_exception_reaches_the_one_who_awaits(run, draw):
    """If the function raises, the await raises the same, and nobody else is concerned."""
    fine, bad, *_ = names = draw.names(3)
    while True:
        texts = {name: [draw.number(5, 25) / 10 + ODD, None] for name in names}
        texts[fine][1] = f"cat {draw.number()}"
        moments = {name: round(place * 0.17, 3) for place, name in enumerate(names)}
        # One of the two comes back after it has failed.
        errands = {bad: round(texts[bad][0] + draw.number(3, 9) / 10, 3)}
        if far_apart(moments, texts, errands):
            break
    trace = run(texts=texts, moments=moments, errands=errands)
    for name, (_, says) in texts.items():
        told = f"{name}: Illegible({name!r})" if says is None else f"{name}: {says!r}"
        hears(trace, name, told)


def far_apart(moments, texts, errands):
    """Nothing happens at the same instant: not what customers do, not the end of a translation."""
    instants = sorted(
        moment + after
        for name, moment in moments.items()
        for after in {0.0, texts[name][0], errands.get(name, 0.0)}
    )
    return all(later - earlier >= APART for earlier, later in itertools.pairwise(instants))


def in_another_thread(trace, name):
    __tracebackhide__ = True
    held = f"{name}: begun, on the loop's thread"
    found = next((event for event in trace.prints() if event.text == held), None)
    if found is not None:
        raise Mismatch(
            f"the text of {name} is translated in another thread",
            f"the function was called on the loop's thread, at {round(found.t, 3):g} s",
            THREAD,
        )


def begins(trace, name, moment, *later):
    """It begins then, once for each time that it is asked for, and not on the loop's thread."""
    __tracebackhide__ = True
    in_another_thread(trace, name)
    line = f"{name}: begun"
    begun = next((event.t for event in trace.prints() if event.text == line), None)
    if begun is not None and begun > moment + 0.001:
        raise Mismatch(
            f"{line!r} at {moment:g} s, when go is called",
            f"it began at {round(begun, 3):g} s",
            BEGIN,
        )
    at(trace, moment, line)
    calls = [event.t for event in trace.prints() if event.text == line]
    if len(calls) != 1 + len(later):
        wanted = "the function is called each time that go is called, and once each time"
        happened = f"go was called {1 + len(later)} times, and the function {len(calls)} times"
        raise Mismatch(wanted, happened.replace("1 times", "once"), EACH_TIME)


def hears(trace, name, told, seconds=None):
    """The customer is told this, so many seconds after the start."""
    __tracebackhide__ = True
    known = [told, f"{name}: asked", f"{name}: begun", f"{name}: begun, on the loop's thread"]
    lines = [event.text or "" for event in trace.prints()]
    other = next((x for x in lines if x.startswith(f"{name}: ") and x not in known), None)
    if other is not None and told not in lines:
        awaited = "can't be used in 'await' expression" in other
        instead = RETURN if awaited else RAISE if "Illegible" in told else None
        raise Mismatch(repr(told), f"it was {other!r}", instead)
    in_order(trace, told)
    if seconds is not None:
        at(trace, seconds, told)
