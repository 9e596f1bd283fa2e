"""The checks of the lab structured."""

import itertools

import pytest

from looplab.order import Mismatch, at, in_order, loop_stays_free, together

IN_A_GROUP = (
    "make the tasks in a group, `async with asyncio.TaskGroup() as group`: it cancels the others, "
    "and waits until they are over"
)
IN_FINALLY = (
    "try: return await rope.climb(), finally: await rope.take_down(); and cancel each task once, "
    "for a second cancel() breaks off its finally"
)


@pytest.mark.points(2)
def test_a_rope_comes_down_whatever_happens(run, draw):
    """climb takes the rope down: from the top, after a fall, and when it is cancelled."""
    (up, top), (down, falls), (late, cancelled) = by_time(climbers(draw, 3))
    falls["metres"] = None
    storm = after(falls)
    trace = run(parties=[{up: top}, {down: falls}, {late: cancelled}], alone=True, storm=storm)
    at(trace, top["up"], f"{up}: at the top")
    rope_comes_down(trace, up, top["up"] + top["down"])
    at(trace, top["up"] + top["down"], f"Tenzin: {up}: {top['metres']}")
    at(trace, falls["up"], f"{down}: falls")
    rope_comes_down(trace, down, falls["up"] + falls["down"])
    tells(trace, falls["up"] + falls["down"], f"Tenzin: {down}: {down} fell")
    at(trace, storm, f"{late}: turning back")
    rope_comes_down(trace, late, storm + cancelled["down"])
    tells(trace, storm + cancelled["down"], f"Tenzin: {late}: home from the storm")


@pytest.mark.points(2)
def test_all_climb_at_the_same_time(run, draw):
    """All start at once, and expedition gives the metres of each when all are down again."""
    party = some_party(draw)
    trace = run(parties=[party])
    in_order(trace, *(f"{name}: rope fixed" for name in party))
    together(trace, 4)
    for name, climber in party.items():
        at(trace, 0.0, f"{name}: rope fixed")
        at(trace, climber["up"], f"{name}: at the top")
        rope_comes_down(trace, name, climber["up"] + climber["down"])
    metres = ", ".join(sorted(f"{name} {climber['metres']}" for name, climber in party.items()))
    at(trace, end_of(party), f"Tenzin: {' and '.join(party)}: {metres}")


@pytest.mark.points(2)
def test_one_fall_calls_the_others_back(run, draw):
    """If one climb is over with an error, those still climbing turn back, and take down theirs."""
    party, fallen = a_party_with_a_fall(draw.shared("a fall"))
    trace = run(parties=[party])
    all_come_back(trace, party, fallen)


@pytest.mark.points(2)
def test_the_error_arrives_when_all_are_down(run, draw):
    """expedition raises the error of the one who fell, at the moment when the last is down."""
    party, fallen = a_party_with_a_fall(draw.shared("a fall"))
    trace = run(parties=[party])
    last = all_down(party, fallen)
    tells(trace, last, f"Tenzin: {' and '.join(party)}: {fallen} fell")
    in_order(trace, f"{fallen}: falls", f"Tenzin: {' and '.join(party)}: {fallen} fell")


@pytest.mark.points(2)
def test_a_storm_calls_everybody_back(run, draw):
    """If the expedition itself is cancelled, those still climbing turn back, and are waited for."""
    party = some_party(draw)
    _, (_, second), *out = by_time(party)
    storm = after(second)
    trace = run(parties=[party], storm=storm)
    for name, climber in out:
        turns_back(trace, name, storm)
        rope_comes_down(trace, name, storm + climber["down"])
    last = storm + max(climber["down"] for _, climber in out)
    tells(trace, last, f"Tenzin: {' and '.join(party)}: home from the storm")


def test_each_party_is_on_its_own(run, draw):
    """Of parties that start one by one, only that of the fallen turns back; the loop is free."""
    parties, fallen = four_parties(draw)
    moments = moments_of_their_own(draw, parties, fallen)
    trace = run(parties=parties, moments=moments)
    for party, moment in zip(parties, moments, strict=True):
        for name in party:
            at(trace, moment, f"{name}: rope fixed")
        if fallen in party:
            all_come_back(trace, party, fallen, moment)
            continue
        for name, climber in party.items():
            at(trace, moment + climber["up"], f"{name}: at the top")
            rope_comes_down(trace, name, moment + climber["up"] + climber["down"])
    loop_stays_free(trace)


# ---- what is drawn


def climbers(draw, count):
    """Climbers who reach the top at least 0.2 s apart, each down before the next one is up."""
    return {
        name: {
            "up": up,
            "down": (draw.number(4, 7) + 4 * (number % 4)) / 100,
            "metres": draw.number(20, 60) * 100,
        }
        for number, (name, up) in enumerate(draw.delays(count).items())
    }


def by_time(party):
    """Who is at the top first comes first."""
    return sorted(party.items(), key=lambda one: one[1]["up"])


def after(climber):
    """A moment when this one is down again, and the next one is not at the top yet."""
    return round(climber["up"] + 0.195, 3)


def end_of(party):
    return max(climber["up"] + climber["down"] for climber in party.values())


def some_party(draw):
    """Four climbers: first in the order of the dict is the third to reach the top, and so on."""
    first, second, third, fourth = by_time(climbers(draw, 4))
    return dict([third, second, fourth, first])


def a_party_with_a_fall(draw):
    """One is down again when the second falls; two are still climbing."""
    party = some_party(draw)
    fallen = list(party)[1]
    party[fallen]["metres"] = None
    return party, fallen


def four_parties(draw):
    """Parties of two; in one of them, the one who would be up first falls."""
    several = list(climbers(draw, 8).items())
    parties = [dict(several[i : i + 2]) for i in range(0, 8, 2)]
    party = parties[draw.count(0, 3)]
    fallen, climber = by_time(party)[0]
    climber["metres"] = None
    return parties, fallen


def moments_of_their_own(draw, parties, fallen):
    """For each party a moment at which to begin; nothing happens in two parties at one instant."""
    while True:
        moments = list(draw.moments({next(iter(p)): end_of(p) for p in parties}).values())
        instants = sorted(
            moment + instant
            for party, moment in zip(parties, moments, strict=True)
            for instant in instants_of(party, fallen)
        )
        if all(b - a > 0.005 for a, b in itertools.pairwise(instants)):
            return moments


def instants_of(party, fallen):
    """When something happens in a party that begins at 0."""
    yield 0.0
    for climber in party.values():
        yield climber["up"]
        yield climber["up"] + climber["down"]
    if fallen in party:
        yield all_down(party, fallen)


# ---- what is asked


def all_down(party, fallen, moment=0.0):
    """When the last one is down, of those whom the fall calls back."""
    called = moment + party[fallen]["up"] + party[fallen]["down"]
    return called + max(climber["down"] for _, climber in still_climbing(party, fallen))


def still_climbing(party, fallen):
    return [one for one in party.items() if one[1]["up"] > party[fallen]["up"]]


def all_come_back(trace, party, fallen, moment=0.0):
    falls = moment + party[fallen]["up"]
    at(trace, falls, f"{fallen}: falls")
    called = falls + party[fallen]["down"]
    rope_comes_down(trace, fallen, called)
    for name, climber in still_climbing(party, fallen):
        turns_back(trace, name, called)
        rope_comes_down(trace, name, called + climber["down"])


def turns_back(trace, name, moment):
    line = f"{name}: at the top"
    found = next((event for event in trace.prints() if event.text == line), None)
    if found is not None:
        raise Mismatch(
            f"{name} turns back at {round(moment, 3):g} s, and is never at the top",
            f"{line!r} was printed at {round(found.t, 3):g} s",
            IN_A_GROUP,
        )
    at(trace, moment, f"{name}: turning back")


def rope_comes_down(trace, name, moment):
    line = f"{name}: rope taken down"
    count = sum(event.text == line for event in trace.prints())
    if count != 1:
        raise Mismatch(
            f"{line!r} once, at {round(moment, 3):g} s",
            f"it was printed {count} times" if count else "it was not printed",
            IN_FINALLY,
        )
    at(trace, moment, line)


def tells(trace, moment, line):
    """The guide tells it at that moment, and nothing else about these climbers."""
    who = line[: line.index(": ", len("Tenzin: ")) + 2]
    told = [event for event in trace.prints() if (event.text or "").startswith(who)]
    if told and told[0].text != line:
        raise Mismatch(
            f"{line!r} at {round(moment, 3):g} s",
            f"{told[0].text!r} was printed at {round(told[0].t, 3):g} s",
            "let the error, or the CancelledError, go on to whoever awaits you: after `except` "
            "there has to be a `raise`",
        )
    at(trace, moment, line)
