"""Python's own errors about awaiting: each is explained, and no other one is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from looplab.cures import cure_of
from looplab.trace import Trace

Traced = Callable[..., Trace]

# What beginners write, in the body of main, and a word of what helps.
ERRORS = {
    "await asyncio.gather([late()])": "star",
    "await [late()]": "star",
    "await gen.moment": "asyncio.sleep(0)",
    "await print()": "`return` missing",
    "await late": "Call it",
    "await generator()": "`yield` is left",
    "await concurrent.futures.Future()": "wrap_future",
    "asyncio.create_task(late)": "Call it",
    "print(1 + late())": "`await` is missing",
    "print('soup' + late())": "`await` is missing",
    "print(', '.join([late()]))": "`await` is missing",
    "print(len(late()))": "`await` is missing",
    "for each in late(): pass": "`await` is missing",
    "asyncio.run(late())": "One thread runs one loop",
    "asyncio.get_running_loop().run_until_complete(late())": "One thread runs one loop",
    "asyncio.new_event_loop().run_until_complete(late())": "One thread runs one loop",
    "await asyncio.to_thread(lambda: asyncio.create_task(late()))": "when the loop runs",
    "f = asyncio.Future(); f.set_result(1); f.set_result(2)": "one result",
    "c = late(); await c; await c": "runs once",
}


@pytest.mark.parametrize(("line", "word"), ERRORS.items())
def test_an_error_about_awaiting_is_explained(traced: Traced, line: str, word: str) -> None:
    """Python's own words, whichever they are on this version, lead to what to write."""
    error = traced(
        f"""
        import asyncio, concurrent.futures
        from tornado import gen
        async def late(): return 1
        async def generator(): yield 1
        async def main():
            {line}
        asyncio.run(main())
        """
    ).end.error
    assert error is not None
    cure = cure_of(error["message"])
    assert cure is not None, error["message"]
    assert word in cure


def test_a_yield_that_is_left_is_no_python() -> None:
    """With a return beside it: said before anything runs."""
    with pytest.raises(SyntaxError) as caught:
        compile("async def late():\n    yield 1\n    return 2\n", "late.py", "exec")
    assert "`yield` is left" in (cure_of(str(caught.value)) or "")


@pytest.mark.parametrize("message", ["", "division by zero", "no coal", "'int' object", "KeyError"])
def test_other_errors_are_left_alone(message: str) -> None:
    """Nobody is told about await who has not to do with it."""
    assert cure_of(message) is None
