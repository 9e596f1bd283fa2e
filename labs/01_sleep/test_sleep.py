"""The checks of the lab sleep."""

import pytest

from looplab.order import at, in_order, loop_stays_free, takes, together


def in_order_of_waking(sleepers):
    return sorted(sleepers, key=sleepers.get)


@pytest.mark.points(2)
def test_each_wakes_when_its_own_time_is_over(run, draw):
    """All fall asleep at once, and each wakes when its own time is over."""
    sleepers = draw.shared("four sleepers").delays(4)
    trace = run(sleepers=sleepers)
    in_order(trace, *(f"{name}: sleeping" for name in sleepers))
    in_order(trace, *(f"{name}: awake!" for name in in_order_of_waking(sleepers)))
    for name, seconds in sleepers.items():
        at(trace, 0.0, f"{name}: sleeping")
        at(trace, seconds, f"{name}: awake!")
    takes(trace, max(sleepers.values()))


@pytest.mark.points(2)
def test_nobody_holds_the_loop(run, draw):
    """All sleep at the same time, and the loop is free for others."""
    sleepers = draw.shared("four sleepers").delays(4)
    trace = run(sleepers=sleepers)
    loop_stays_free(trace)
    in_order(trace, *(f"{name}: awake!" for name in in_order_of_waking(sleepers)))


@pytest.mark.points(2)
def test_each_sleeps_for_itself(run, draw):
    """Each sleeper waits for itself: four sleepers wait side by side."""
    sleepers = draw.shared("four sleepers").delays(4)
    trace = run(sleepers=sleepers)
    in_order(trace, *(f"{name}: awake!" for name in in_order_of_waking(sleepers)))
    together(trace, 4)


def test_a_late_comer_sleeps_beside_the_others(run, draw):
    """Sleepers who come one by one, while others sleep, wake on time too."""
    sleepers = draw.delays(4)
    moments = draw.moments(sleepers)
    trace = run(sleepers=sleepers, moments=moments)
    for name, moment in moments.items():
        at(trace, moment, f"{name}: sleeping")
        at(trace, moment + sleepers[name], f"{name}: awake!")
    loop_stays_free(trace)
