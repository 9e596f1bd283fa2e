"""The checks of the lab timeouts."""

import itertools

import pytest

from looplab.order import Mismatch, at, in_order, loop_stays_free, never, once

# Added to each limit: a program that looks every tenth of a second must not be on time by chance.
ODD = 0.013

# No two things happen closer to each other than this, where several couriers are on the road.
APART = 0.02

CALL_OFF = (
    "await asyncio.wait_for(van.drive_async(), limit): when the time is up it cancels the trip"
)
PARK = "van.park() in finally, after a try around each trip"
LET_IT_PASS = "except TimeoutError, and nothing wider: CancelledError is not yours to catch"


def a_limit(draw):
    return round(draw.number(10, 20) / 10 + ODD, 3)


def too_long(draw, limit):
    return round(limit + draw.number(3, 12) / 10, 3)


def in_time(draw):
    # Half a tenth beside the others: it ends when no trip that is too long arrives.
    return round(draw.number(3, 7) / 10 + 0.05, 3)


def times_of(name, trips, limit, begin=0.0):
    """What a courier does, and when: each late trip takes the limit, the one in time ends it."""
    told = []
    for number, seconds in enumerate(trips, 1):
        told.append((begin, f"{name}: trip {number} begins"))
        begin += min(seconds, limit)
        if seconds <= limit:
            told.append((begin, f"{name}: trip {number} is at the door"))
        told.append((begin, f"{name}: parked after trip {number}"))
    told.append((begin, f"{name}: {'delivered' if trips[-1] <= limit else 'given up'}"))
    return told


def happens(trace, told, *endings):
    """These lines come at these times; only those with one of these endings, if any are given."""
    lines = [(seconds, line) for seconds, line in told if line.endswith(endings or "")]
    in_order(trace, *(line for _, line in lines))
    for seconds, line in lines:
        at(trace, seconds, line)
        once(trace, line)


def can_be_called_off(trace):
    found = next((e for e in trace.prints() if e.text.endswith("nobody can call it off")), None)
    if found is not None:
        raise Mismatch("each trip can be called off", f"{found.text!r} was printed", CALL_OFF)


@pytest.mark.points(2)
def test_a_late_trip_is_called_off(run, draw):
    """A trip that is too late is called off, the next one begins, and one in time delivers."""
    name, limit = draw.names(1)[0], a_limit(draw)
    trips = [too_long(draw, limit), too_long(draw, limit), in_time(draw)]
    trace = run(trips={name: trips}, limit=limit, most=4)
    can_be_called_off(trace)
    happens(trace, times_of(name, trips, limit), "begins", "delivered")
    for number in (1, 2):
        never(trace, f"{name}: trip {number} is at the door", instead=CALL_OFF)
    never(trace, f"{name}: trip 4 begins")


def test_it_gives_up_after_the_last_trip(run, draw):
    """When all trips were too late it returns False, and there is no further trip."""
    name, limit, most = draw.names(1)[0], a_limit(draw), draw.count(2, 4)
    trips = [too_long(draw, limit) for _ in range(most)]
    trace = run(trips={name: trips}, limit=limit, most=most)
    happens(trace, times_of(name, trips, limit), "begins", "given up")
    never(trace, f"{name}: trip {most + 1} begins")


@pytest.mark.points(2)
def test_the_van_is_parked_after_each_trip(run, draw):
    """The van is parked once after each trip, too late or in time, as soon as it ends."""
    name, limit = draw.names(1)[0], a_limit(draw)
    trips = [too_long(draw, limit), in_time(draw)]
    trace = run(trips={name: trips}, limit=limit, most=3)
    for seconds, line in times_of(name, trips, limit):
        if "parked" in line:
            is_parked(trace, seconds, line)


def is_parked(trace, seconds, line):
    if all(event.text != line for event in trace.prints()):
        raise Mismatch(f"{line!r} at {round(seconds, 3):g} s", "the van was not parked", PARK)
    at(trace, seconds, line)
    once(trace, line)


@pytest.mark.points(2)
def test_the_office_calls_a_courier_back(run, draw):
    """Cancelled in the middle of a trip it parks the van and ends: it does not try again."""
    name, limit = draw.names(1)[0], a_limit(draw)
    trips = [too_long(draw, limit), too_long(draw, limit), in_time(draw)]
    moment = limit + in_time(draw)
    trace = run(trips={name: trips}, limit=limit, most=3, closing={name: moment})
    at(trace, limit, f"{name}: trip 2 begins")
    never(trace, f"{name}: trip 3 begins", instead=LET_IT_PASS)
    never(trace, f"{name}: trip 2 is at the door", instead=CALL_OFF)
    is_parked(trace, moment, f"{name}: parked after trip 2")
    at(trace, moment, f"{name}: called back")


@pytest.mark.points(2)
def test_nobody_holds_the_loop(run, draw):
    """Four couriers who leave one by one do not disturb each other: the loop stays free."""
    trips, moments, limit = side_by_side(draw)
    trace = run(trips=trips, limit=limit, most=3, moments=moments)
    loop_stays_free(trace)
    for name in trips:
        told = times_of(name, trips[name], limit, moments[name])
        happens(trace, told, "begins", "at the door", "delivered", "given up")


def side_by_side(draw):
    """Four couriers, each on the road before another is back, and nothing at the same instant."""
    names = draw.names(4)
    while True:
        limit = a_limit(draw)
        late = [too_long(draw, limit) for _ in range(6)]
        ends = [in_time(draw) for _ in range(3)]
        all_trips = [[*late[:1], ends[0]], [*late[1:3], ends[1]], late[3:], [ends[2]]]
        moments = [draw.number(0, 90) / 100 for _ in names]
        instants = sorted(
            instant
            for trips, moment in zip(all_trips, moments, strict=True)
            for instant in instants_of(trips, limit, moment)
        )
        gaps = [later - earlier for earlier, later in itertools.pairwise(instants)]
        if min(gaps) >= APART and max(moments) < moments[-1] + ends[2]:
            trips_of = dict(zip(names, all_trips, strict=True))
            return trips_of, dict(zip(names, moments, strict=True)), limit


def instants_of(trips, limit, moment):
    """When something happens to a courier; also when a trip arrives that nobody called off."""
    told = {round(seconds, 3) for seconds, _ in times_of("", trips, limit, moment)}
    return told | {round(moment + n * limit + trip, 3) for n, trip in enumerate(trips)}
