"""A submission is known by what it does: the same mistake in other words is the same mistake."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from functools import cache

import pytest

from looplab import record
from looplab.diagnose import Fingerprint, diagnose, fingerprint, spoken
from looplab.request import Request, Source
from looplab.trace import Event, Trace

DRIVER = Source(
    "driver.py",
    textwrap.dedent(
        """
        import asyncio
        import submission
        async def main(sleepers):
            await submission.everybody(sleepers)
        """
    ),
)
INPUTS = {"two": {"Mia": 2.0, "Leo": 1.0}, "one": {"Ann": 0.5}}


@cache
def runs_of(text: str) -> dict[str, Trace]:
    """The traces of a submission, by inputs."""
    source = Source("ann.py", textwrap.dedent(text))
    return {
        key: record.run(Request(DRIVER, inputs={"sleepers": sleepers}, submission=source))
        for key, sleepers in INPUTS.items()
    }


RIGHT = """
    import asyncio
    async def one(name, seconds):
        print(f"{name}: sleeping")
        await asyncio.sleep(seconds)
        print(f"{name}: awake!")
    async def everybody(sleepers):
        await asyncio.gather(*(one(*sleeper) for sleeper in sleepers.items()))
"""
BLOCKS = RIGHT.replace("await asyncio.sleep(seconds)", "time.sleep(seconds)").replace(
    "import asyncio", "import asyncio, time"
)
BLOCKS_TOO = """
    from asyncio import wait, create_task
    from time import sleep as snore
    class Bed:
        def __init__(self, who, how_long):
            self.who, self.how_long = who, how_long
        async def night(self):
            print("debug: good night", self.who)
            print(self.who + ": sleeping")
            snore(self.how_long)
            print(self.who + ": awake!")
    async def everybody(people):
        await wait([create_task(Bed(who, people[who]).night()) for who in people])
"""
IN_TURN = RIGHT.replace(
    "await asyncio.gather(*(one(*sleeper) for sleeper in sleepers.items()))",
    "for sleeper in sleepers.items(): await one(*sleeper)",
)
BELONGS = spoken([runs_of(RIGHT), runs_of(BLOCKS)])


def print_of(text: str, *failed: str) -> Fingerprint:
    return fingerprint(failed or ("test_they_wake",), runs_of(text), BELONGS)


def test_what_belongs_to_a_lab_is_what_its_own_programs_say() -> None:
    """Each line of each run once; whoever prints it."""
    said = {f"{name}: {does}" for name in ("Mia", "Leo", "Ann") for does in ("sleeping", "awake!")}
    assert BELONGS == said
    assert spoken([runs_of(BLOCKS_TOO)]) - BELONGS == {
        "debug: good night Mia",
        "debug: good night Leo",
        "debug: good night Ann",
    }
    assert spoken([]) == frozenset()


def test_the_same_mistake_in_other_words_has_the_same_fingerprint() -> None:
    """Names, style and debug prints are a student's own."""
    assert print_of(BLOCKS) == print_of(BLOCKS_TOO)
    assert print_of(BLOCKS).held_by == ("time.sleep",)
    assert dict(print_of(BLOCKS).lines)["two"] == (
        (0.0, "Mia: sleeping"),
        (2.0, "Mia: awake!"),
        (2.0, "Leo: sleeping"),
        (3.0, "Leo: awake!"),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("time.sleep(seconds)", "time.sleep(seconds * 2)"),
        ("time.sleep(seconds)", "await asyncio.sleep(seconds)"),
        ("awake!", "Awake!"),
        ('        print(f"{name}: awake!")\n', ""),
        ('print(f"{name}: awake!")', 'print(f"{name}: awake!"); raise OSError(name)'),
        (
            'print(f"{name}: awake!")',
            'print(f"{name}: awake!"); import logging; logging.error("tired")',
        ),
        ('print(f"{name}: awake!")', 'print(f"{name}: awake!"); everybody({})'),
    ],
)
def test_another_behaviour_has_another_fingerprint(old: str, new: str) -> None:
    """Other times, nothing held, other lines, a line less, another end, something logged."""
    assert old in BLOCKS
    assert print_of(BLOCKS.replace(old, new)) != print_of(BLOCKS)


def test_one_after_the_other_is_not_the_same_whether_the_loop_is_held_or_not() -> None:
    """The lines and times are equal; what held the loop is not."""
    assert print_of(IN_TURN).lines == print_of(BLOCKS).lines
    assert print_of(IN_TURN).held_by == () and print_of(IN_TURN) != print_of(BLOCKS)


def test_the_checks_that_fail_are_part_of_it() -> None:
    """In whatever order they failed."""
    assert print_of(BLOCKS, "test_a", "test_b") == print_of(BLOCKS, "test_b", "test_a")
    assert print_of(BLOCKS, "test_a") != print_of(BLOCKS, "test_a", "test_b")


def test_inputs_are_told_apart() -> None:
    """A program that is wrong for one input only is not one that is wrong for another."""
    runs = runs_of(BLOCKS)
    swapped = {"one": runs["two"], "two": runs["one"]}
    backwards = dict(reversed(runs.items()))
    assert fingerprint([], backwards, BELONGS) == fingerprint([], runs, BELONGS)
    assert fingerprint([], swapped, BELONGS) != fingerprint([], runs, BELONGS)


def test_how_each_run_ended_is_part_of_it_but_not_what_the_error_said() -> None:
    """The kind of error is the mistake's; its message, names and lines are the student's."""
    raising = "async def everybody(sleepers):\n    {}"
    one = print_of(raising.format("raise KeyError('bed')"))
    other = print_of(raising.format("a = {}\n    a[sleepers['Zoe']]"))
    assert one == other
    assert one.endings == (("error", "KeyError"), ("error", "KeyError"))
    assert print_of(raising.format("raise ValueError('bed')")) != one
    leaving = print_of(raising.format("raise SystemExit"))
    assert leaving.endings[0][0] == "ended-early"


def logging_of(body: str, before: str = "") -> tuple[str, ...]:
    text = f"import asyncio, logging\nfrom tornado.ioloop import IOLoop\n{before}"
    text += "async def everybody(sleepers):\n"
    text += textwrap.indent(textwrap.dedent(body), "    ") + "    await asyncio.sleep(5)\n"
    return print_of(text).logs


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (
            ("py.warnings: RuntimeWarning: coroutine ... was never awaited",),
            "async def wake(): ...\nwake()\n",
            "class Bed:\n    async def snore(self, n): ...\nBed().snore(3)\n",
        ),
        (
            ("asyncio: Exception in callback ... ZeroDivisionError",),
            "def wake(name, n): 1 / 0\n"
            "asyncio.get_running_loop().call_later(1, wake, 'Ann (2)', {'n': 2})\n",
            "asyncio.get_running_loop().call_soon(lambda: 1 / 0)\n",
        ),
        (
            ("tornado.application: Exception in callback ... ZeroDivisionError",),
            "def wake(name): 1 / 0\nIOLoop.current().call_later(1, wake, 'Ann')\n",
            "IOLoop.current().add_callback(lambda: 1 / 0)\n",
        ),
        (
            ("asyncio: Task exception was never retrieved KeyError",),
            "async def wake(): raise KeyError('bed')\nasyncio.create_task(wake())\n",
            "async def snore(n): {}[n]\nasyncio.create_task(snore(3), name='Zoe')\n",
        ),
        (
            ("root: ... sleeps for ... seconds ...",),
            "logging.error('\"Ann\" sleeps for 3 seconds at home')\n",
            "logging.error(\"'Bob' sleeps for 27 seconds at work\")\n",
        ),
    ],
)
def test_a_log_counts_by_its_kind(kind: tuple[str, ...], one: str, other: str) -> None:
    """Names of functions, arguments, numbers and places are the student's own."""
    assert logging_of(one) == logging_of(other) == kind


def test_a_callback_at_the_top_of_the_file_fails_like_a_nested_one() -> None:
    """Where a function stands is style."""
    top = "def wake(name): 1 / 0\n"
    call = "asyncio.get_running_loop().call_later(1, wake, 'Ann')\n"
    assert logging_of(call, top) == logging_of(top + call)


def test_other_errors_make_other_kinds_of_logs() -> None:
    """The kind of the exception, and who logged it, stay."""
    task = "async def wake(): raise {}('bed')\nasyncio.create_task(wake())\n"
    callback = "def wake(): raise {}('bed')\nasyncio.get_running_loop().call_soon(wake)\n"
    kinds = {
        logging_of(text.format(error))
        for text in (task, callback)
        for error in ("OSError", "KeyError")
    }
    assert len(kinds) == 4


def test_what_held_the_loop_and_what_was_logged_are_in_an_order_of_their_own() -> None:
    """Two runs that meet them in another order are still the same mistake."""
    body = """
        import time
        for kind in ("rice", "soup", "tea", "bread", "jam"):
            logging.error(kind)
        end = time.monotonic() + 1
        while time.monotonic() < end: pass
        time.sleep(1)
        """
    assert logging_of(body) == tuple(
        f"root: {kind}" for kind in ["bread", "jam", "rice", "soup", "tea"]
    )
    text = "import asyncio, logging\nasync def everybody(sleepers):\n"
    text += textwrap.indent(textwrap.dedent(body), "    ")
    assert print_of(text).held_by == ("a loop that reads the clock", "time.sleep")


def test_what_another_thread_waits_for_is_no_mistake() -> None:
    """A blocking call in an executor does not hold the loop."""
    for thread, held in (
        ("asyncio_0", ()),
        ("MainThread", ("time.sleep",)),
        (None, ("time.sleep",)),
    ):
        block = Event("block", 5, 0.0, 1.0, call="time.sleep", thread=thread, running=False)
        runs = {key: Trace.of([*trace, block]) for key, trace in runs_of(RIGHT).items()}
        assert fingerprint([], runs, BELONGS).held_by == held


def test_a_known_mistake_is_diagnosed_and_nothing_else_is() -> None:
    """An equal fingerprint only: a right program, and another mistake, get none."""
    known = {"blocks": print_of(BLOCKS), "in_turn": print_of(IN_TURN)}
    assert diagnose(print_of(BLOCKS_TOO), known) == "blocks"
    assert diagnose(print_of(IN_TURN), known) == "in_turn"
    assert diagnose(print_of(RIGHT), known) is None
    assert diagnose(print_of(BLOCKS.replace("seconds)", "seconds / 2)")), known) is None
    assert diagnose(print_of(BLOCKS), {}) is None


def test_where_two_mistakes_look_alike_neither_is_said() -> None:
    """A guess would be wrong half of the time."""
    known = {"blocks": print_of(BLOCKS), "blocks_too": print_of(BLOCKS_TOO)}
    assert diagnose(print_of(BLOCKS), known) is None


def test_a_log_without_end_is_read_to_a_point() -> None:
    """What a stranger logs costs whoever grades a little, however long it is."""
    logged = "a." * 100_000
    logs = [Event("log", n, 0.0, level="WARNING", logger="x", text=logged) for n in range(1, 400)]
    trace = Trace((Event("start", 0, 0.0), *logs, Event("end", 400, 0.0, status="finished")))
    found = fingerprint([], {"": trace}, ())
    assert found.logs == (f"x: {logged[:500]}",)
    cut = "x" * 600
    end = replace(trace.events[-1], n=2)
    short = Trace((trace.events[0], replace(logs[0], text=cut), end))
    assert fingerprint([], {"": short}, ()).logs == (f"x: {'x' * 500}",)
