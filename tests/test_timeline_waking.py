"""Somebody is ready, nobody holds the loop, and yet they do not run: nobody has woken the loop."""

from __future__ import annotations

from pathlib import Path

import pytest

from looplab import sandbox
from looplab.course import Course
from looplab.live.strips import Strips
from looplab.timeline import Run, Victim, run_of, table
from looplab.timeline.data import data
from looplab.timeline.html import html
from looplab.timeline.perfetto import perfetto
from looplab.timeline.svg import svg
from looplab.timeline.text import picture, plain_text
from looplab.trace import Event, Trace

ROOT = Path(__file__).resolve().parent.parent
WORDS = "ready, but nobody woke the loop"
TAKEN = "ready, but the loop is taken"


def trace(*events: Event, clock: str = "virtual", **end: object) -> Trace:
    over = max(event.until or event.t for event in events)
    last = {"status": "finished", "loop_threads": ("MainThread",)} | end
    start = Event("start", 0, 0.0, script="mine.py", clock=clock)
    numbered = [
        Event(e.kind, n, e.t, e.until, who=e.who, thread=e.thread) for n, e in enumerate(events, 1)
    ]
    return Trace.of([start, *numbered, Event("end", len(events) + 1, over, **last)])  # type: ignore[arg-type]


def turn(who: str, t: float, until: float, thread: str | None = None) -> Event:
    return Event("turn", 0, t, until, who=who, thread=thread)


def ready(who: str, t: float, until: float) -> Event:
    return Event("ready", 0, t, until, who=who)


def states(run: Run, who: str) -> list[tuple[str, float, float]]:
    (lane,) = [lane for lane in run.lanes if lane.name == who]
    return [(s.state, s.t, s.until) for s in lane.segments if s.state in ("ready", "unwoken")]


@pytest.fixture(scope="module")
def threads() -> Run:
    """A thread sets the result of a Future that main awaits, and the loop sleeps on."""
    return run_of(sandbox.run(ROOT / "lessons" / "18_threads" / "before.py"))


def test_who_is_ready_while_the_loop_sleeps_has_a_state_of_its_own(threads: Run) -> None:
    """The loop is not taken then, and the way out is another one."""
    assert states(threads, "main") == [("unwoken", 0.4, 1.0)]
    said = threads.sentences()
    assert "main was ready for 0.60 s, and nobody woke the loop: use call_soon_threadsafe" in said
    assert not any("for the loop" in each for each in said)
    assert threads.worst_lateness == 0.6 and threads.victims == ()
    assert ("main", WORDS, "0.40 s", "1.00 s", "") in table(threads)


def test_every_picture_shows_it_with_a_mark_of_its_own(threads: Run) -> None:
    """In letters, in ASCII, as shapes and as spans; the key has no loop that is taken."""
    for unicode, mark in ((True, "\u2571"), (False, "/")):
        lines = [line.plain for line in picture([threads], unicode=unicode)]
        (main,) = [line for line in lines if line.startswith("main")]
        assert 20 < main.count(mark) < 30
        key = " ".join(lines[lines.index("") :])
        assert f"{mark} {WORDS}" in key and TAKEN not in key
        assert WORDS in plain_text([threads], unicode=unicode)
    for drawn in (svg([threads]), html([threads])):
        assert 'fill="#fff" stroke="#CC79A7"' in drawn
        assert f"main: {WORDS}, 0.40 s to 1.00 s" in drawn and TAKEN not in drawn
    assert f'"name": "{WORDS}"' in perfetto([threads])
    told = data(threads)
    (lane,) = [lane for lane in told["lanes"] if lane["name"] == "main"]
    assert "unwoken" in [part["state"] for part in lane["segments"]]
    assert told["words"]["unwoken"] == WORDS


@pytest.mark.thorough
def test_no_lesson_but_the_one_on_it_has_a_loop_that_nobody_woke() -> None:
    """Whoever is late everywhere else is late because somebody holds the loop."""
    found = [
        f"{lesson.slug}/{script.stem}"
        for lesson in Course(ROOT).lessons
        for script in lesson.scripts
        if run_of(sandbox.run(script)).unwoken
    ]
    assert found == ["threads/before"]


def test_a_loop_that_is_taken_later_slept_until_then() -> None:
    """Ready at 0.4; a timer is due at 1.0, and its turn takes half a second."""
    late = trace(turn("main", 0.0, 0.0), ready("main", 0.4, 1.5), turn("lamp", 1.0, 1.5),
                 turn("main", 1.5, 1.5))  # fmt: skip
    run = run_of(late)
    assert states(run, "main") == [("unwoken", 0.4, 1.0), ("ready", 1.0, 1.5)]
    assert run.unwoken == (Victim("main", 0.6),) and run.victims == (Victim("main", 0.5),)
    assert late.end.worst_lateness is not None
    assert run.worst_lateness == late.end.worst_lateness["seconds"] == 1.1


def test_a_loop_that_is_held_when_somebody_is_ready_is_taken() -> None:
    """Who is ready in the middle of a turn waits for it, also where others follow on it."""
    run = run_of(trace(turn("Ann", 0.0, 0.5), ready("Bob", 0.2, 1.0), turn("Cyd", 0.5, 1.0),
                       turn("Bob", 1.0, 1.0)))  # fmt: skip
    assert states(run, "Bob") == [("ready", 0.2, 1.0)] and not run.unwoken


def test_of_two_loops_it_is_the_own_one_that_counts() -> None:
    """That the other one is held does not mean that the own one is taken."""
    run = run_of(trace(turn("mine", 0.0, 2.0, "Mine"), turn("Bob", 0.0, 0.0),
                       ready("Bob", 0.4, 1.0), turn("Bob", 1.0, 1.0),
                       loop_threads=("MainThread", "Mine")))  # fmt: skip
    assert states(run, "Bob") == [("unwoken", 0.4, 1.0)]


def test_where_turns_were_left_out_nobody_is_said_to_sleep() -> None:
    """The one that held the loop may be among them."""
    events = turn("Bob", 0.0, 0.0), ready("Bob", 0.4, 1.0), turn("Bob", 1.0, 1.0)
    assert run_of(trace(*events)).unwoken
    assert not run_of(trace(*events, left_out=3)).unwoken


# The lamp's timer wakes the loop, some milliseconds late, as on every machine.
LAMP = (turn("main", 0.0, 0.001), ready("lamp", 1.0, 1.002), turn("lamp", 1.002, 1.003))
MAIN = (ready("main", 0.4, 1.003), turn("main", 1.003, 1.004))


def test_on_the_real_clock_a_machine_that_stands_still_is_no_loop_that_sleeps() -> None:
    """Only where the loop then ran somebody who was on time is it known that it could."""
    run = run_of(trace(*LAMP, *MAIN, clock="real"))
    assert states(run, "main") == [("unwoken", 0.4, 1.003)] and not run.victims[1:]
    alone = run_of(trace(*LAMP[:1], *MAIN, clock="real"))
    late = (ready("lamp", 0.5, 1.002), turn("lamp", 1.002, 1.003))
    both = run_of(trace(*LAMP[:1], *late, *MAIN, clock="real"))
    for run in (alone, both):
        assert not run.unwoken and run.victims[0].who == "main"


def test_ctrl_c_wakes_a_loop_as_well() -> None:
    """On the real clock nothing else ever wakes it."""
    error = {"type": "KeyboardInterrupt", "message": ""}
    run = run_of(trace(*LAMP[:1], *MAIN, clock="real", status="error", error=error))
    assert run.unwoken == (Victim("main", 0.603),) and not run.victims


def test_a_run_that_goes_on_tells_it_as_soon_as_it_knows() -> None:
    """As the whole run does when it is over."""
    strips = Strips("mine.py")
    told = [strip for event in (*LAMP, *MAIN) for strip in strips.of(event)]
    assert ("main", "unwoken", 0.4, 1.003, "") in told
    assert "ready" not in {strip.state for strip in told}
