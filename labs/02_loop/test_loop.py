"""The checks of the lab loop."""

import pytest

from looplab.order import at, in_order, loop_stays_free, never, once, together

CLOSED = "chef: the kitchen is closed"

CANCEL = "keep what call_later returns, and give it to IOLoop.current().remove_timeout"


def some_orders(draw, count):
    # A little more than whole tenths: whoever looks only now and then is never on time by luck.
    return {cook: round(seconds + 0.003, 3) for cook, seconds in draw.delays(count).items()}


def in_order_of_being_ready(orders):
    return sorted(orders, key=orders.get)


def test_each_dish_is_ready_when_its_own_time_is_over(run, draw):
    """Each dish is ready when its own time is over."""
    orders = some_orders(draw.shared("four dishes"), 4)
    trace = run(orders=orders, cancelled={})
    lines = [f"{cook}: ready!" for cook in in_order_of_being_ready(orders)]
    in_order(trace, *lines)
    once(trace, *lines)
    for cook, seconds in orders.items():
        at(trace, seconds, f"{cook}: ready!")


def test_the_cooks_answer_when_the_loop_is_free(run, draw):
    """The cooks answer at once, in the order of the orders, but not before the loop is free."""
    orders = some_orders(draw.shared("four dishes"), 4)
    trace = run(orders=orders, cancelled={})
    lines = [f"{cook}: yes, chef!" for cook in orders]
    in_order(trace, "chef: to work!", *lines)
    once(trace, *lines)
    for line in lines:
        at(trace, 0.0, line)


@pytest.mark.points(2)
def test_a_cancelled_dish_is_never_ready(run, draw):
    """A dish that was cancelled is never ready; the others are, on time."""
    orders = some_orders(draw, 4)
    last = max(orders.values())
    cancelled = next(cook for cook in orders if orders[cook] < last)
    moment = orders[cancelled] - 0.25
    trace = run(orders=orders, cancelled={cancelled: moment})
    at(trace, moment, f"{cancelled}: cancelled")
    never(trace, f"{cancelled}: ready!", instead=CANCEL)
    for cook in orders.keys() - {cancelled}:
        at(trace, orders[cook], f"{cook}: ready!")


@pytest.mark.points(2)
def test_the_kitchen_closes_when_nobody_cooks_any_more(run, draw):
    """The kitchen closes at the moment when the last dish is ready, or is cancelled."""
    orders = some_orders(draw.shared("four dishes"), 4)
    *_, before, last = in_order_of_being_ready(orders)
    trace = run(orders=orders, cancelled={})
    at(trace, orders[last], f"{last}: ready!")
    at(trace, orders[last], CLOSED)

    moment = orders[before] + 0.05
    trace = run(orders=orders, cancelled={last: moment})
    at(trace, moment, f"{last}: cancelled")
    at(trace, moment, CLOSED)


@pytest.mark.points(2)
def test_each_dish_waits_for_itself(run, draw):
    """Nobody holds the loop: four dishes wait side by side, each with a timer of its own."""
    orders = some_orders(draw.shared("four dishes"), 4)
    trace = run(orders=orders, cancelled={})
    loop_stays_free(trace)
    in_order(trace, *(f"{cook}: ready!" for cook in in_order_of_being_ready(orders)))
    together(trace, 4)


@pytest.mark.points(2)
def test_orders_come_while_others_cook(run, draw):
    """Dishes that are ordered one by one, while others cook, are ready or cancelled on time."""
    stays = some_orders(draw, 5)
    moments = draw.moments(stays)
    leaves = {cook: moments[cook] + stays[cook] for cook in stays}
    cancelled = list(stays)[draw.count(0, 4)]
    # This dish would have taken longer: that it is cancelled is what ends it.
    orders = {cook: stays[cook] + (0.55 if cook == cancelled else 0.0) for cook in stays}
    trace = run(orders=orders, cancelled={cancelled: leaves[cancelled]}, moments=moments)
    for cook, moment in moments.items():
        at(trace, moment, f"{cook}: yes, chef!")
        at(trace, leaves[cook], f"{cook}: {'cancelled' if cook == cancelled else 'ready!'}")
    loop_stays_free(trace)
