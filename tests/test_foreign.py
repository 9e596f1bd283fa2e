"""Event loops of other kinds are refused on the virtual clock, in words, where one is made."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import pytest

from looplab.trace import Trace

Traced = Callable[..., Trace]

REFUSED = {
    "uvloop.new_event_loop()": "uvloop",
    "uvloop.Loop()": "uvloop",
    "asyncio.Runner(loop_factory=uvloop.new_event_loop).get_loop()": "uvloop",
    "gevent.sleep(1)": "gevent",
    "gevent.spawn(print)": "gevent",
    "gevent.monkey.patch_all()": "gevent",
    "gevent.monkey.patch_time()": "gevent",
}


@pytest.mark.parametrize("line", REFUSED)
def test_it_is_refused_where_one_is_made(traced: Traced, line: str) -> None:
    """The error says what to do instead, and at which line."""
    trace = traced(f"import asyncio\nimport uvloop, gevent, gevent.monkey\n{line}")
    error = trace.end.error or {}
    assert (trace.status, error["type"], error["line"]) == ("error", "NotInThisWorld", 3)
    assert error["message"].startswith(REFUSED[line])
    assert "looplab run --real" in error["message"]


def test_to_look_whether_they_are_there_does_no_harm(traced: Traced) -> None:
    """A library that imports them, and does without, runs on."""
    trace = traced("""
        import asyncio, uvloop, gevent, gevent.monkey
        asyncio.run(asyncio.sleep(1))
        print(gevent.monkey.is_module_patched("time"))
    """)
    assert (trace.status, [e.text for e in trace.prints()]) == ("finished", ["False"])


def test_outside_of_a_world_they_work(traced: Traced) -> None:
    """After a run that refused them both make their loops again."""
    traced("import uvloop, gevent\nuvloop.new_event_loop()")
    uvloop, gevent = importlib.import_module("uvloop"), importlib.import_module("gevent")
    loop = uvloop.new_event_loop()
    loop.close()
    assert gevent.spawn(int, 3).get() == 3
    gevent.get_hub().destroy(destroy_loop=True)
