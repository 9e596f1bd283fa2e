"""Chance in a world: the same in every run of one seed, from every source."""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Callable
from typing import Any

from looplab.trace import Trace

Traced = Callable[..., Trace]

EVERY_SOURCE = """
    import os, random, secrets, uuid
    print(os.urandom(4).hex())
    print(os.getrandom(4).hex())
    print(secrets.token_hex(4))
    print(uuid.uuid4())
    print(uuid.uuid1())
    print(random.SystemRandom().random())
    print(random.Random().random())
    random.seed()
    print(random.random())
"""


def texts(trace: Trace) -> list[str]:
    assert trace.status == "finished", trace.end.error
    return [e.text or "" for e in trace.prints()]


def test_one_seed_gives_the_same_from_every_source(traced: Traced) -> None:
    """Two runs agree in all of it, and another seed in nothing."""
    first = texts(traced(EVERY_SOURCE))
    assert texts(traced(EVERY_SOURCE)) == first
    other = texts(traced(EVERY_SOURCE, seed=1))
    assert [a for a, b in zip(first, other, strict=True) if a == b] == []


def test_a_source_goes_on(traced: Traced) -> None:
    """What is drawn twice in one run is not the same twice."""
    program = "import os, uuid\nprint(os.urandom(8) != os.urandom(8), uuid.uuid4() != uuid.uuid4())"
    assert texts(traced(program)) == ["True True"]


def test_a_library_that_draws_changes_nothing_for_the_program(traced: Traced) -> None:
    """Each module has its own stream: the token does not hang on what is imported, or how often."""
    token = "import os, secrets, uuid\n{}\nprint(os.urandom(4).hex(), uuid.uuid4())"
    alone = texts(traced(token.format("")))
    assert texts(traced(token.format("secrets.token_hex(4)"))) == alone


def test_a_uuid_shows_no_machine_and_the_virtual_date(traced: Traced) -> None:
    """The node is made up, the time the virtual clock's; a program's own node is left to it."""
    trace = traced("""
        import datetime, time, uuid
        day = datetime.datetime(1582, 10, 15)
        time.sleep(1)
        for made in (uuid.uuid1(), uuid.uuid1(node=7, clock_seq=3)):
            print(day + datetime.timedelta(microseconds=made.time // 10), made.node)
        print(made.clock_seq, uuid.getnode())
    """)
    assert texts(trace) == [
        "1970-01-13 03:16:17 2199023255553",
        "1970-01-13 03:16:17 7",
        "3 2199023255553",
    ]


def test_errors_are_as_in_life(traced: Traced) -> None:
    """A negative size, and what is no size at all."""
    trace = traced("""
        import os
        for size in (-1, "4"):
            try:
                os.urandom(size)
            except (TypeError, ValueError) as error:
                print(error)
    """)
    assert texts(trace) == [
        "negative argument not allowed",
        "'str' object cannot be interpreted as an integer",
    ]


def test_the_real_sources_are_put_back(traced: Traced) -> None:
    """After a run nothing of it is left in os, random and uuid."""
    names: list[tuple[Any, str]] = [
        (os, "urandom"), (os, "getrandom"), (random, "_urandom"), (random, "seed"),
        (random.Random, "seed"), (uuid, "uuid1"), (uuid, "getnode"), (uuid, "_last_timestamp"),
    ]  # fmt: skip
    before = [getattr(owner, name) for owner, name in names]
    traced(EVERY_SOURCE)
    assert [getattr(owner, name) for owner, name in names] == before


def test_on_the_real_clock_chance_is_chance(traced: Traced) -> None:
    """Two runs of one seed agree in nothing."""
    first, second = (texts(traced(EVERY_SOURCE, clock="real")) for _ in range(2))
    assert [a for a, b in zip(first, second, strict=True) if a == b] == []
