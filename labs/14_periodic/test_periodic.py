"""The checks of the lab periodic."""

import itertools

import pytest

from looplab.order import Mismatch, loop_stays_free

# No two things happen closer to each other than this, in seconds.
APART = 0.003

# Two times are the same if they are no further apart than this.
SAME = 0.001


@pytest.mark.points(3)
def test_every_job_begins_on_time(run, draw):
    """Jobs that come one by one, while others are at work, begin and end on time."""
    plan, _ = drawn(draw, jobs_one_by_one, until=4.5)
    trace = run(plan=plan, stop=None, until=4.5)
    loop_stays_free(trace)
    for entry in plan:
        keeps_to(trace, entry, until=4.5)


@pytest.mark.points(2)
def test_a_turn_is_skipped_while_the_job_is_at_work(run, draw):
    """A job never runs beside itself: a turn that comes while it is at work is skipped."""
    plan, _ = drawn(draw, long_jobs, until=5.0)
    trace = run(plan=plan, stop=None, until=5.0)
    loop_stays_free(trace)
    for entry in plan:
        keeps_to(trace, entry, until=5.0)


@pytest.mark.points(2)
def test_a_cancelled_job_does_not_begin_any_more(run, draw):
    """A cancelled job does not begin any more; if it is at work, it works on to its end."""
    plan, _ = drawn(draw, jobs_to_cancel, until=4.5)
    trace = run(plan=plan, stop=None, until=4.5)
    loop_stays_free(trace)
    for entry in plan:
        keeps_to(trace, entry, until=4.5)


@pytest.mark.points(3)
def test_stop_waits_for_those_at_work(run, draw):
    """After stop() no job begins; stop() is done when the last one at work has ended."""
    for kind in (a_busy_night, a_quiet_night):
        plan, stop = drawn(draw, kind, until=5.5)
        trace = run(plan=plan, stop=stop, until=5.5)
        loop_stays_free(trace)
        for entry in plan:
            keeps_to(trace, entry, until=5.5, stop=stop)
        ends = [end for entry in plan for _, end in works(entry, stop)]
        is_quiet_at(trace, max([stop, *ends]), stop)


# ---- plans: what is asked of whom, when


def jobs_one_by_one(draw):
    """Three jobs for ever and two for once; each of them short enough for its period."""
    names = draw.names(5)
    plan = []
    for who, once in zip(names, (False, True, False, True, False), strict=True):
        entry = {"who": who, "moment": seconds(draw, 50, 900) if plan else 0.0}
        if once:
            entry |= {"after": seconds(draw, 500, 2000), "work": seconds(draw, 300, 1200)}
        else:
            period = seconds(draw, 700, 1400)
            entry |= {"every": period, "work": share(draw, period, 40, 80)}
        plan.append(entry)
    return plan, None


def long_jobs(draw):
    """One job that takes longer than its period, and one that takes longer than two."""
    first, second = draw.names(2)
    periods = seconds(draw, 500, 900), seconds(draw, 500, 800)
    one = {"who": first, "every": periods[0], "work": share(draw, periods[0], 120, 180)}
    other = {"who": second, "every": periods[1], "work": share(draw, periods[1], 220, 280)}
    return [one, other], None


def jobs_to_cancel(draw):
    """Cancelled at work, between two turns, before it begins, at its only work, and never."""
    names = draw.names(5)
    periods = [seconds(draw, 600, 1000) for _ in names]
    works = [share(draw, period, 30, 60) for period in periods]
    plan = [{"who": who, "work": work} for who, work in zip(names, works, strict=True)]
    for place in (0, 1, 4):
        plan[place]["every"] = periods[place]
    for place in (2, 3):
        plan[place]["after"] = periods[place]
    plan[0]["cancel"] = ms(2 * periods[0] + share(draw, works[0], 20, 80))
    rest = periods[1] - works[1]
    plan[1]["cancel"] = ms(2 * periods[1] + works[1] + share(draw, rest, 20, 80))
    plan[2]["cancel"] = share(draw, periods[2], 20, 80)
    plan[3]["cancel"] = ms(periods[3] + share(draw, works[3], 20, 80))
    return plan, None


def a_busy_night(draw):
    """At the stop two are at work, one for ever and one for once; one waits, one has not begun."""
    stop = seconds(draw, 1600, 2200)
    names = draw.names(4)
    periods = seconds(draw, 500, 700), seconds(draw, 500, 700)
    before = seconds(draw, 100, 400)
    plan = [
        {"who": names[0], "every": periods[0], "work": share(draw, periods[0], 50, 90)},
        {"who": names[1], "after": ms(stop - before), "work": ms(before + seconds(draw, 200, 900))},
        {"who": names[2], "every": periods[1], "work": share(draw, periods[1], 20, 50)},
        {"who": names[3], "after": ms(stop + seconds(draw, 200, 900)), "work": 0.3},
    ]
    # Which of them is at work at the stop rests on the draw.
    suits = is_at_work(plan[0], stop) and not is_at_work(plan[2], stop)
    return (plan, stop) if suits else None


def a_quiet_night(draw):
    """At the stop nobody is at work."""
    (who,) = draw.names(1)
    period = seconds(draw, 600, 900)
    work = share(draw, period, 30, 60)
    stop = ms(period + work + share(draw, period - work, 30, 70))
    return [{"who": who, "every": period, "work": work}], stop


def seconds(draw, low, high):
    return draw.count(low, high) / 1000


def share(draw, whole, low, high):
    return ms(whole * draw.count(low, high) / 100)


def ms(value):
    return round(value, 3)


def drawn(draw, kind, until):
    """A plan and the moment of the stop, such that no two things happen at the same instant."""
    while True:
        made = kind(draw)
        if made is None:
            continue
        plan, stop = made
        moments = [until] if stop is None else [stop, until]
        for entry in plan:
            begin = entry.get("moment", 0.0)
            if "every" in entry:
                # Turns that are skipped count as well: a job must not end just then.
                turns = range(1, int((until - begin) / entry["every"]) + 1)
                began = {t for t, _ in works(entry)}
                due = {ms(begin + turn * entry["every"]) for turn in turns}
                moments += due | began
            else:
                moments.append(ms(begin + entry["after"]))
            moments += [end for _, end in works(entry) if end < until + 1]
            moments += [begin] if begin else []
            moments += [ms(begin + entry["cancel"])] if "cancel" in entry else []
        moments.sort()
        if all(b - a >= APART for a, b in itertools.pairwise(moments)):
            return plan, stop


# ---- what has to come of it


def works(entry, stop=None, until=10.0):
    """When the job begins and ends, each time that it begins."""
    moment = entry.get("moment", 0.0)
    last = min(until, ended(entry, stop) or until)
    if "after" in entry:
        begin = ms(moment + entry["after"])
        return [(begin, ms(begin + entry["work"]))] if begin < last else []
    found = []
    for turn in itertools.count(1):
        begin = ms(moment + turn * entry["every"])
        if begin >= last:
            return found
        if not found or begin > found[-1][1]:
            found.append((begin, ms(begin + entry["work"])))


def ended(entry, stop):
    """The moment at which it is cancelled, or everything is stopped; None if neither."""
    return ms(entry.get("moment", 0.0) + entry["cancel"]) if "cancel" in entry else stop


def is_at_work(entry, moment):
    return any(begin < moment < end for begin, end in works(entry))


def keeps_to(trace, entry, until, stop=None):
    """The job begins and ends when it has to, and at no other time."""
    who, expected, end = entry["who"], works(entry, stop, until), ended(entry, stop)
    word = "stop() was called" if stop else "it was cancelled"
    when = "" if end is None else f" ({word} at {end:g} s)"
    instead = None
    if end is not None and any(t > end + SAME for t in printed(trace, f"{who}: begins")):
        instead = "stop its timer: timer.stop(), or IOLoop.current().remove_timeout(handle)"
    elif runs_beside_itself(trace, who):
        instead = "let the timer await the job, as PeriodicCallback does with an async function"
    happens_at(trace, f"{who}: begins", [t for t, _ in expected], when, instead)
    if end is not None:
        instead = "stop its timer, and leave the job alone: it works on to its end"
    happens_at(trace, f"{who}: done", [t for _, t in expected if t < until], when, instead)


def runs_beside_itself(trace, who):
    lines = [e.text for e in trace.prints() if e.text in (f"{who}: begins", f"{who}: done")]
    return any(first == second == f"{who}: begins" for first, second in itertools.pairwise(lines))


def is_quiet_at(trace, moment, stop):
    quiet = "keeper: all is quiet"
    instead = "where nobody is at work, stop() has nothing to wait for"
    if moment > stop:
        instead = "in stop, wait for the jobs that are at work: await asyncio.wait(tasks)"
    happens_at(trace, quiet, [moment], f" (stop() was called at {stop:g} s)", instead)


def happens_at(trace, line, times, when, instead):
    found = printed(trace, line)
    same = len(found) == len(times)
    if not same or any(abs(a - b) > SAME for a, b in zip(found, times, strict=True)):
        raise Mismatch(
            f"{line!r} is {in_words(times)}{when}",
            f"it was {in_words(found)}",
            instead,
        )


def printed(trace, line):
    return [event.t for event in trace.prints() if event.text == line]


def in_words(times):
    if not times:
        return "never printed"
    shown = [f"{round(t, 3):g} s" for t in times[:5]]
    if len(times) > 5:
        shown.append(f"{len(times) - 5} times more")
    return "printed at " + (
        " and ".join([", ".join(shown[:-1]), shown[-1]]) if shown[1:] else shown[0]
    )
