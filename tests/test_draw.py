"""Inputs that nobody can know beforehand: each kind keeps its promise, whatever the seed."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator

import pytest

from looplab.draw import APART, Draw

SEEDS = range(500)


def draws() -> Iterator[Draw]:
    return (Draw(seed, "sleep", "test_they_wake") for seed in SEEDS)


def drawn(draw: Draw) -> list[object]:
    """One of each kind."""
    delays = draw.delays(4)
    return [delays, draw.moments(delays), draw.names(3), draw.count(2, 9), draw.number()]


def test_delays_never_look_alike_in_two_orders() -> None:
    """Given, waking, one after the other, all at once: four different stories, for each seed."""
    for size in (2, 3, 4, 6):
        for draw in draws():
            delays = draw.delays(size)
            seconds = list(delays.values())
            assert len(delays) == size
            assert all(abs(a - b) > 0.19 for a, b in itertools.combinations(seconds, 2))
            assert sum(seconds) >= 1.5 * max(seconds)
            assert list(delays) != sorted(delays, key=lambda name: delays[name])


def test_delays_are_odd_tenths_of_a_second() -> None:
    """So that half of a delay is never another one, and small enough to be read in a picture."""
    for draw in draws():
        for seconds in draw.delays(5).values():
            tenths = round(seconds * 10)
            assert seconds == tenths / 10
            assert tenths % 2 == 1 and 5 <= tenths <= 27


def test_delays_for_many_are_as_far_apart() -> None:
    """Twenty people have twenty different delays."""
    delays = Draw(0, "many").delays(20)
    assert len({round(seconds * 10) for seconds in delays.values()}) == 20


def test_one_delay_alone_shows_nothing() -> None:
    """A check with a single sleeper would pass for every order."""
    for count in (1, 0):
        with pytest.raises(ValueError, match="two or more"):
            Draw(0, "sleep").delays(count)


def test_moments_put_each_beside_somebody_else() -> None:
    """The first begins at 0, every other one while an earlier one is still at it."""
    for size in (2, 4, 6):
        for draw in draws():
            delays = draw.delays(size)
            begins = draw.moments(delays)
            assert list(begins) == list(delays)
            first, *others = begins
            assert begins[first] == 0.0
            for name in others:
                earlier = itertools.takewhile(lambda other, name=name: other != name, begins)  # type: ignore[misc]
                assert any(begins[o] <= begins[name] < begins[o] + delays[o] for o in earlier)


def test_no_two_moments_fall_together() -> None:
    """Neither beginnings nor ends: nothing rests on who is first at the same instant."""
    for draw in draws():
        delays = draw.delays(5)
        begins = draw.moments(delays)
        moments = [*begins.values(), *(begins[name] + delays[name] for name in delays)]
        assert min(abs(a - b) for a, b in itertools.combinations(moments, 2)) >= APART - 1e-9
        assert all(moment == round(moment, 2) for moment in begins.values())


def test_names_are_all_different() -> None:
    """Up to 26 of them; more than that is an error, not an endless search."""
    for draw in draws():
        names = draw.names(6)
        assert len(set(names)) == 6
        assert all(name.isalpha() and name.istitle() for name in names)
    assert len(set(Draw(0).names(26))) == 26
    with pytest.raises(ValueError):
        Draw(0).names(27)


def test_a_count_lies_between_its_bounds_and_reaches_both() -> None:
    """Both bounds are included."""
    assert {draw.count(3, 6) for draw in draws()} == {3, 4, 5, 6}
    assert {draw.number() for draw in draws()} >= {2, 99}
    assert all(2 <= draw.number() <= 99 for draw in draws())


def test_equal_seeds_and_places_give_equal_draws() -> None:
    """All students of one grading get the same, in whatever order they are judged."""
    for seed in SEEDS:
        draw = Draw(seed, "sleep", "test_they_wake")
        drawn(Draw(seed + 1, "sleep", "test_they_wake"))
        assert drawn(draw) == drawn(Draw(seed, "sleep", "test_they_wake"))


def test_other_seeds_and_places_give_other_draws() -> None:
    """Another grading, another lab, another check: other delays and other names each time."""
    for seed in SEEDS:
        places = [
            (seed, "sleep", "test_they_wake"),
            (seed + 1, "sleep", "test_they_wake"),
            (seed, "party", "test_they_wake"),
            (seed, "sleep", "test_nobody_holds_the_loop"),
        ]
        all_drawn = [drawn(Draw(number, *place)) for number, *place in places]
        for one, other in itertools.combinations(all_drawn, 2):
            assert one[0] != other[0] and one[2] != other[2]


def test_checks_that_share_a_draw_get_the_same() -> None:
    """By its name, within one lab; with another name, lab or seed it is another draw."""
    for seed in SEEDS:
        first = Draw(seed, "sleep", "test_they_wake")
        second = Draw(seed, "sleep", "test_nobody_holds_the_loop")
        drawn(first)
        shared = drawn(first.shared("four people"))
        assert shared == drawn(second.shared("four people"))
        for other in (
            first.shared("six people"),
            Draw(seed, "party", "test_they_wake").shared("four people"),
            Draw(seed + 1, "sleep", "test_they_wake").shared("four people"),
        ):
            assert drawn(other)[0] != shared[0]


def test_each_further_draw_differs_from_the_last() -> None:
    """A check that draws twice gets two different sets of people."""
    for draw in draws():
        assert draw.delays(4) != draw.delays(4)


def test_draws_do_not_touch_the_programs_own_chance() -> None:
    """A lab that uses the random module is not disturbed by a check that draws."""
    random.seed(1)
    expected = random.random()
    random.seed(1)
    drawn(Draw(0, "sleep"))
    assert random.random() == expected


def test_another_process_draws_the_same() -> None:
    """Marks given today and marks given after an appeal rest on the same inputs."""
    expected = {"Yann": 2.3, "Ada": 0.5, "Mia": 0.9}
    program = (
        "import json; from looplab.draw import Draw; print(json.dumps(Draw(3, 'a', 'b').delays(3)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "5"},
    )
    assert json.loads(told.stdout) == Draw(3, "a", "b").delays(3) == expected
