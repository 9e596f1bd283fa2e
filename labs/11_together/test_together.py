"""The checks of the lab together."""

import heapq
import itertools

import pytest

from looplab.order import Mismatch, at, loop_stays_free

HARBOURS = (
    "aarhus bergen cork dakar esbjerg faro genoa hull izmir jaffa kiel lagos malmo naples oban "
    "porto quebec riga split trieste"
).split()

# Added to each delay: a program that looks every tenth of a second whether an answer is there must
# not be on time by chance.
ODD = 0.013

# No two things happen closer to each other than this.
APART = 0.02

ONE_LIST = (
    "return await asyncio.gather(*[...]): it waits for all, and its result is a list of the "
    "answers in the order of the arguments"
)
INSIDE = (
    "fetch(url) begins at once, so the call itself has to be inside: async with semaphore: "
    "return await fetch(url)"
)
AT_ONCE = (
    "begin with `limit` of them, and ask for the next as soon as one answer is there; do not wait "
    "for the one before it in the list, nor for a whole group"
)
OF_ITS_OWN = (
    "make the semaphore, and all else that you keep, inside fetch_urls: each call needs its own"
)


@pytest.mark.points(2)
def test_the_answers_stand_in_the_order_of_the_urls(run, draw):
    """All urls are asked for, once, and the answers are a list in the order of urls."""
    inputs, name = seven_urls(draw.shared("seven urls"))
    trace = run(**inputs)
    has(trace, name, answers_of(inputs, inputs["seconds"]))
    for url in inputs["seconds"]:
        is_asked_once(trace, url)


@pytest.mark.points(2)
def test_never_more_than_the_limit(run, draw):
    """At no moment are more than `limit` under way."""
    inputs, name = seven_urls(draw.shared("seven urls"))
    trace = run(**inputs)
    for url in inputs["seconds"]:
        is_asked_once(trace, url)
    _, limit, _ = inputs["people"][name]
    at_most(trace, limit, inputs["seconds"])


@pytest.mark.points(2)
def test_it_takes_no_longer_than_it_must(run, draw):
    """Each url is asked for as soon as the limit allows, in the order of urls."""
    inputs, name = seven_urls(draw.shared("seven urls"))
    trace = run(**inputs)
    _, limit, _ = inputs["people"][name]
    on_time(trace, 0.0, limit, inputs["seconds"])
    loop_stays_free(trace)


def test_room_for_all(run, draw):
    """Where the limit is larger than the number of urls, all are asked for at once."""
    name, harbours = draw.names(1)[0], urls(draw, 4)
    seconds = dict(zip(harbours, some_seconds(draw, 4), strict=True))
    limit = draw.count(5, 9)
    inputs = inputs_of(draw, seconds, {name: [0.0, limit, 4]})
    trace = run(**inputs)
    on_time(trace, 0.0, limit, seconds)
    has(trace, name, answers_of(inputs, seconds), max(seconds.values()))


@pytest.mark.points(2)
def test_each_call_counts_for_itself(run, draw):
    """Three who come one by one, with limits of their own, do not wait for each other."""
    inputs = three_people(draw)
    trace = run(**inputs)
    for name, (moment, limit, mine) in parts(inputs).items():
        try:
            at_most(trace, limit, mine)
            end = on_time(trace, moment, limit, mine)
            has(trace, name, answers_of(inputs, mine), end)
        except Mismatch as wrong:
            # Who comes first was served as it should be: it is only the others who were not.
            instead = OF_ITS_OWN if moment else wrong.instead
            raise Mismatch(wrong.expected, wrong.happened, instead) from None
    loop_stays_free(trace)


# ---- what is drawn


def urls(draw, count):
    first = draw.count(0, len(HARBOURS) - 1)
    # Seven is no divisor of their number: all different, and not in the order of the alphabet.
    places = [(first + 7 * place) % len(HARBOURS) for place in range(count)]
    return [f"http://{HARBOURS[place]}" for place in places]


def some_seconds(draw, count):
    return [round(s + ODD, 3) for s in draw.delays(count).values()]


def inputs_of(draw, seconds, people):
    """What ``main`` of the driver takes. The answers grow, by steps that nobody knows."""
    metres, level = {}, draw.number()
    for url in seconds:
        level += draw.number(1, 9)
        metres[url] = level
    names = list(metres)
    # Neither ascending nor descending: a program that sorts its answers is wrong.
    metres[names[0]], metres[names[1]] = metres[names[1]], metres[names[0]]
    return {"seconds": seconds, "metres": metres, "people": people}


def seven_urls(draw):
    """Seven, of which two or three at a time: each wrong way to do it takes another time."""
    name, harbours = draw.names(1)[0], urls(draw, 7)
    limit = draw.count(2, 3)
    while True:
        seconds = dict(zip(harbours, some_seconds(draw, 7), strict=True))
        plan = schedule(0.0, limit, seconds)
        ends = {url: plan[url] + seconds[url] for url in plan}
        later = [plan[url] for url in harbours[limit:]]
        if (
            are_apart(ends.values())
            and sorted(ends, key=ends.get) != harbours
            and all(abs(a - b) >= APART for a, b in zip(later, groups(limit, seconds), strict=True))
        ):
            return inputs_of(draw, seconds, {name: [0.0, limit, 7]}), name


def groups(limit, seconds):
    """When those after the first group would be asked for, if each group waited for the last."""
    lasts = [max(group) for group in grouped(list(seconds.values()), limit)]
    begins = list(itertools.accumulate(lasts))
    return [begins[place // limit - 1] for place in range(limit, len(seconds))]


def grouped(values, limit):
    return [values[place : place + limit] for place in range(0, len(values), limit)]


def three_people(draw):
    """Three, each with four urls and a limit of 2 or 3; they come while the first has to wait."""
    names, harbours = draw.names(3), urls(draw, 12)
    while True:
        seconds = dict(zip(harbours, some_seconds(draw, 12), strict=True))
        moments = [0.0, *(round(s * 0.3 + 0.007, 3) for s in sorted(draw.delays(2).values()))]
        limits = [2, 3, 2] if draw.count(0, 1) else [3, 2, 2]
        people = {n: [m, k, 4] for n, m, k in zip(names, moments, limits, strict=True)}
        all_parts = parts({"seconds": seconds, "people": people})
        instants, first_ends = list(moments), []
        for moment, limit, mine in all_parts.values():
            plan = schedule(moment, limit, mine)
            ends = [plan[url] + mine[url] for url in mine]
            first_ends.append(min(ends))
            instants += ends
        # Nobody has an answer before the last has come: what they share, if anything, is full.
        if are_apart(instants) and max(moments) + APART <= min(first_ends):
            return inputs_of(draw, seconds, people)


def are_apart(instants):
    return all(b - a >= APART for a, b in itertools.pairwise(sorted(instants)))


def parts(inputs):
    """Of each person the moment, the limit, and the seconds of the urls."""
    rest, found = list(inputs["seconds"].items()), {}
    for name, (moment, limit, count) in inputs["people"].items():
        found[name] = (moment, limit, dict(rest[:count]))
        rest = rest[count:]
    return found


def schedule(begin, limit, seconds):
    """When each url is asked for: `limit` at the beginning, then one for each answer."""
    ends, plan = [], {}
    for url in seconds:
        plan[url] = heapq.heappop(ends) if len(ends) == limit else begin
        heapq.heappush(ends, plan[url] + seconds[url])
    return plan


def answers_of(inputs, mine):
    return [f"{inputs['metres'][url]} m" for url in mine]


# ---- what is asked


def has(trace, name, answers, moment=None):
    """``name`` is given these answers, in this order, at this moment if one is given."""
    wanted = f"{name} has {', '.join(answers)}"
    told = next((e.text for e in trace.prints() if (e.text or "").startswith(f"{name} has ")), None)
    if told not in (None, wanted):
        raise Mismatch(repr(wanted), f"it was {told!r}", ONE_LIST)
    if told is None or moment is not None:
        at(trace, moment or 0.0, wanted)


def at_most(trace, limit, mine):
    """No url is asked for while so many of these are under way."""
    under_way = 0
    for event in trace.prints():
        url, _, what = (event.text or "").rpartition(": ")
        if url not in mine:
            continue
        if what == "asked for" and under_way == limit:
            raise Mismatch(
                f"never more than {limit} under way at the same time",
                f"{url} was asked for at {round(event.t, 3):g} s, and {limit} were under way",
                INSIDE,
            )
        under_way += {"asked for": 1, "answers": -1}.get(what, 0)


def on_time(trace, moment, limit, mine):
    """Each url is asked for when it should be; returns when the last answer is there."""
    plan = schedule(moment, limit, mine)
    for url, seconds in plan.items():
        try:
            at(trace, seconds, f"{url}: asked for")
        except Mismatch as wrong:
            asked = next((e.t for e in trace.prints() if e.text == f"{url}: asked for"), None)
            instead = INSIDE if asked is not None and asked < seconds else AT_ONCE
            raise Mismatch(wrong.expected, wrong.happened, instead) from None
        is_asked_once(trace, url)
    return max(plan[url] + mine[url] for url in mine)


def is_asked_once(trace, url):
    line = f"{url}: asked for"
    printed = [event.text for event in trace.prints()].count(line)
    if printed != 1:
        happened = f"it was printed {printed} times" if printed else "it was not printed"
        raise Mismatch(f"{line!r} once", happened)
