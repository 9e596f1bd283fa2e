"""The checks of the lab idle."""

import pytest

from looplab.order import Mismatch, at, loop_stays_free

# Added to the moment of each piece of news: a server that looks every tenth of a second whether
# there is one must not be on time by chance.
ODD = 0.013

TEXTS = ["tea at five", "and there is cake", "the train is late", "no school today", "it snows"]

ONE_THREAD = (
    "await in get something that a post fills or sets: a Future, an asyncio.Event, a Condition of "
    "tornado.locks; it needs no thread"
)
NO_POLLING = "await something that post fills or sets, and no sleep: who is told need not look"
HOLD = "hold the line: await in get until there is a further piece of news, and only then write"

TELL = "in post, wake each friend who waits: fill every Future, set the event, or notify_all()"


@pytest.mark.points(2)
def test_one_piece_of_news_answers_all(run, draw):
    """Five friends come one by one and hold the line: the next piece of news answers all."""
    inputs = an_evening(draw.shared("evening"))
    trace = run(**inputs)
    [[moment, text]] = inputs["news"]
    for name, _, _ in inputs["calls"]:
        gets(trace, name, [text], moment)
    gets(trace, "Hedda", ["5"], moment)


@pytest.mark.points(2)
def test_while_all_wait_nothing_runs(run, draw):
    """Five friends wait in one thread, and until there is news, nothing runs in it."""
    inputs = an_evening(draw.shared("evening"))
    trace = run(**inputs)
    told = next((e.text for e in trace.prints() if (e.text or "").startswith("threads: ")), None)
    if told != "threads: 1":
        happened = "nobody came to count them" if told is None else f"{told!r} was printed"
        raise Mismatch("'threads: 1' while five friends hold the line", happened, ONE_THREAD)
    loop_stays_free(trace)
    nothing_runs(trace, max(moment for _, moment, _ in inputs["calls"]), inputs["look"])
    for name, _, _ in inputs["calls"]:
        gets(trace, name, [inputs["news"][0][1]])


@pytest.mark.points(2)
def test_who_missed_something_is_answered_at_once(run, draw):
    """Who has not heard all of it is given the next piece that she has missed, at once."""
    inputs, missed, _ = some_days(draw.shared("days"))
    trace = run(**inputs)
    for name, moment, text in missed:
        gets(trace, name, [text], moment)


@pytest.mark.points(2)
def test_who_has_heard_all_waits_for_the_next(run, draw):
    """Who has heard all of it waits for what comes next, and is answered in that moment."""
    inputs, _, waiting = some_days(draw.shared("days"))
    trace = run(**inputs)
    for name, moment, text in waiting:
        if moment is None:
            holds_the_line(trace, name)
        else:
            gets(trace, name, [text], moment)
    gets(trace, "Hedda", ["2", "1", "1"])


@pytest.mark.points(2)
def test_who_hangs_up_is_forgotten(run, draw):
    """Who hangs up is not counted any more; who calls again is."""
    ann, bob, cid, dora = draw.names(4)
    come = in_hundredths(draw, 4)
    leave = [come[3] + gap for gap in in_hundredths(draw, 3)[1:]]
    again = leave[1] + draw.number(15, 40) / 100
    first, second = again + 0.3 + ODD, again + draw.number(8, 15) / 10 + ODD
    begin = draw.count(0, 3)
    texts = TEXTS[begin : begin + 2]
    calls = [[name, come[place], 0] for place, name in enumerate((ann, bob, cid, dora))]
    calls += [[bob, again, 0], [cid, first + 0.2, 1]]
    trace = run(
        calls=ms(calls),
        hanging_up=ms([[ann, leave[0]], [bob, leave[1]]]),
        news=ms([[first, texts[0]], [second, texts[1]]]),
    )
    gets(trace, bob, texts[:1], first)
    gets(trace, cid, texts, first)
    gets(trace, dora, texts[:1], first)
    gets(trace, "Hedda", ["3", "1"], first)
    never_gets(trace, ann)


# ---- what is drawn


def an_evening(draw):
    """Five friends come within a second or so; somebody counts the threads; then there is news."""
    names = draw.names(5)
    calls = [[name, moment, 0] for name, moment in zip(names, in_hundredths(draw, 5), strict=True)]
    look = calls[-1][1] + draw.number(8, 15) / 10
    news = [[look + draw.number(2, 5) / 10 + ODD, a_text(draw)]]
    return {"calls": ms(calls), "news": ms(news), "look": round(look, 3)}


def some_days(draw):
    """Three pieces of news, and friends who come before, between and after them.

    Also who is answered at once, when and with what; and who waits, until when (None: for ever).
    """
    first, second, third = sorted(draw.delays(3).values())
    news = [first + ODD, second + 0.5 + ODD, third + 1.0 + ODD]
    begin = draw.count(0, len(TEXTS) - 1)
    texts = [TEXTS[(begin + place) % len(TEXTS)] for place in range(3)]
    early, too, between, knows, all_new, one_old, last = draw.names(7)
    gap = draw.number(5, 9) / 100
    calls = [
        [early, 0.0, 0],
        [too, gap, 0],
        [between, news[0] + 0.1 + gap, 1],
        [all_new, news[1] + 0.1, 0],
        [knows, news[1] + 0.2, 2],
        [one_old, news[1] + 0.2 + gap, 1],
        [last, news[2] + 0.1 + gap, 3],
    ]
    missed = [
        (name, calls[place][1], texts[heard])
        for name, place, heard in ((all_new, 3, 0), (one_old, 5, 1))
    ]
    waiting = [
        (early, news[0], texts[0]),
        (too, news[0], texts[0]),
        (between, news[1], texts[1]),
        (knows, news[2], texts[2]),
        (last, None, None),
    ]
    days = {"calls": ms(calls), "news": ms(list(map(list, zip(news, texts, strict=True))))}
    return days, missed, waiting


def in_hundredths(draw, count):
    """So many moments one after the other, the first one at 0, at least 0.1 s apart."""
    moments = [0.0]
    while len(moments) < count:
        moments.append(moments[-1] + draw.number(10, 35) / 100)
    return moments


def a_text(draw):
    return TEXTS[draw.count(0, len(TEXTS) - 1)]


def ms(rows):
    return [[round(x, 3) if isinstance(x, float) else x for x in row] for row in rows]


# ---- what is asked


def gets(trace, name, bodies, seconds=None):
    """``name`` is answered with these bodies, one a call, for the first time at ``seconds``."""
    __tracebackhide__ = True
    answers = answers_of(trace, name)
    for number, body in enumerate(bodies):
        wanted = f"{name} gets 200 {body!r}"
        answer = answers[number].text if number < len(answers) else None
        if answer not in (None, wanted):
            raise Mismatch(f"{wanted!r}", f"it was {answer!r}", instead_of(name, answer))
        if answer is None:
            raise Mismatch(f"{wanted!r}", "she was not answered", None if name == "Hedda" else TELL)
    if seconds is not None:
        at(trace, seconds, answers[0].text)


def instead_of(name, answer):
    if name == "Hedda":
        return (
            "count who waits in get at that moment: not those who were answered before, and not "
            "those who have hung up (Tornado calls on_connection_close for each of them)"
        )
    if answer == f"{name} gets 200 ''":
        return HOLD
    if answer.startswith(f"{name} gets 500 "):
        return "an error in a handler becomes a 500: look at what was logged, and mend that line"
    if answer.startswith(f"{name} gets 200 "):
        return "heard is the number of pieces that she has: give her the one after them"
    return None


def answers_of(trace, name):
    return [e for e in trace.prints() if (e.text or "").startswith(f"{name} gets ")]


def never_gets(trace, name):
    for answer in answers_of(trace, name):
        raise Mismatch(f"nobody answers {name}, who has hung up", f"{answer.text!r} was printed")


def holds_the_line(trace, name):
    """``name`` has heard all there is: she is not answered, and still waits at the end."""
    wanted = f"{name} is still on the line"
    answers = answers_of(trace, name)
    if answers:
        raise Mismatch(f"{wanted!r}", f"{answers[0].text!r} was printed", HOLD)
    if all(event.text != wanted for event in trace.prints()):
        raise Mismatch(f"{wanted!r}", "that was not printed")


def nothing_runs(trace, after, until):
    """Between these moments, with everybody waiting, the loop sleeps."""
    turns = [e for e in trace.kind("turn") if after + 0.01 < e.t < until - 0.01]
    if turns:
        times = f"{len(turns)} times" if len(turns) > 1 else "once"
        raise Mismatch(
            f"nothing runs from {after:g} s to {until:g} s, while five friends wait",
            f"the loop was called {times}; at {turns[0].t:.3f} s it ran {turns[0].who}",
            NO_POLLING,
        )
