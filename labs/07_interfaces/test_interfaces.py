"""The checks of the lab interfaces."""

import pytest

from looplab.order import Mismatch, at, logs_no_error, loop_stays_free, once

# Added to each delay: a program that looks every tenth of a second whether something is there
# must not be on time by chance.
ODD = 0.013

CALL_ONCE = "for each await queue.get() call callback once"

LOGGED = (
    "look at the function that you passed on: the loop calls it, maybe more than once, and "
    "its error reaches nobody else"
)


@pytest.mark.points(2)
def test_a_future_is_told(run, draw):
    """as_future: each Future gets its own photos on time, also where the machine calls twice."""
    seconds, moments, photos = customers(draw)
    again = list(seconds)[: draw.count(2, 3)]
    trace = run(way="future", seconds=seconds, moments=moments, photos=photos, again=again)
    for name in seconds:
        at(trace, moments[name], f"{name}: brings a film")
        at(trace, moments[name] + seconds[name], f"{name}: has {photos[name]} photos")
    loop_stays_free(trace)
    logs_no_error(trace, LOGGED)


@pytest.mark.points(2)
def test_a_queue_is_told(run, draw):
    """to_queue: the photos are in the right queue, as soon as the Future has them."""
    seconds, moments, photos = customers(draw)
    holes = {name: f"pigeon-hole {number % 2 + 1}" for number, name in enumerate(seconds)}
    done = list(seconds)[1:2]
    trace = run(
        way="queue", seconds=seconds, moments=moments, photos=photos, holes=holes, done=done
    )
    for name in seconds:
        at(trace, moments[name], f"{name}: brings a film")
        ready = moments[name] + (0 if name in done else seconds[name])
        at(trace, ready, f"{holes[name]}: has {photos[name]} photos")
    loop_stays_free(trace)
    logs_no_error(trace, LOGGED)


@pytest.mark.points(2)
def test_a_callback_is_told(run, draw):
    """from_queue: whatever is put into the queue is handed out, and the queue knows it."""
    _, moments, photos = customers(draw)
    pause = draw.number(4, 9) / 10 + ODD
    trace = run(way="callback", moments=moments, photos=photos, pause=pause)
    for name, moment in moments.items():
        for number in range(3):
            line = f"{name}: has {photos[name] + number} photos"
            at(trace, moment + number * pause, line)
            once(trace, line, instead=CALL_ONCE)
        goes_on(trace, name)
        at(trace, moment + 2 * pause, f"{name}: all handed out")
    loop_stays_free(trace)
    logs_no_error(trace, LOGGED)


@pytest.mark.points(2)
def test_an_event_is_told(run, draw):
    """as_event: each Event is set at the first ring after the call, and not before."""
    moments = {name: moment + ODD for name, moment in draw.delays(4).items()}
    early, late = sorted(moments, key=moments.get)[:2], sorted(moments, key=moments.get)[2:]
    rings = [moments[early[1]] + 0.1, moments[late[1]] + draw.number(3, 9) / 10]
    trace = run(way="event", moments=moments, rings=rings, again=early[:1])
    for name in moments:
        at(trace, moments[name], f"{name}: signs up")
        at(trace, rings[name in late], f"{name}: hears the bell")
    at(trace, rings[0], f"{early[0]}: signs up again")
    at(trace, rings[1], f"{early[0]}: hears the bell again")
    loop_stays_free(trace)
    logs_no_error(trace, LOGGED)


def customers(draw):
    """Who comes when, waits for how long, and gets how many photos: no two the same number."""
    seconds = {name: delay + ODD for name, delay in draw.delays(4).items()}
    first = draw.number()
    photos = {name: first + 10 * number for number, name in enumerate(seconds)}
    return seconds, draw.moments(seconds), photos


def goes_on(trace, name):
    over = f"{name}: nobody hands out any more"
    if any(each.text == over for each in trace.prints()):
        raise Mismatch(
            "from_queue goes on for ever, until its caller cancels it",
            f"it came back: {over!r}",
            "while True: around await queue.get(), which waits where nothing is there yet",
        )
