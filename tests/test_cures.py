"""Python's own errors about awaiting and missing functions are explained, and no other one is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from looplab import record, sandbox
from looplab.cures import cure_of
from looplab.feedback import help_for
from looplab.request import Limits, Request, Source
from looplab.result import Result
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


# A file, what the driver asks of it, and what its student is told.
NOT_THERE = {
    ("async def everyone(): ...", "submission.everybody"): (
        "Your file has no function `everybody`; it has `everyone`: did you mean that?"
    ),
    ("class Roon: ...", "submission.Room"): (
        "Your file has no class `Room`; it has `Roon`: did you mean that?"
    ),
    ("", "submission.everybody"): "Your file has no function `everybody`.",
    ("import asyncio\nasyncoi = 3", "submission.asyncia"): "Your file has no function `asyncia`.",
    ("_everybody = __everybody = print", "submission.everybody"): (
        "Your file has no function `everybody`."
    ),
    ("", "from submission import everybody"): "Your file has no function `everybody`.",
    # These are somebody else's: Python's words are all there is.
    ("import asyncio", "submission.asyncio.sleeep"): "",
    ("class A: ...", "submission.A.everybody"): "",
    # What a program says of itself is believed no further than it can be told.
    (
        "import sys\nme = sys.modules[__name__]",
        "raise AttributeError('x', name=5, obj=submission)",
    ): "",
    (
        "import sys\nglobals().update({f'e{n}': print for n in range(9999)})",
        "raise AttributeError('x', name='e' * 10**6, obj=submission)",
    ): "",
}


@pytest.mark.parametrize(("asked", "told"), NOT_THERE.items(), ids=range(len(NOT_THERE)))
def test_a_function_that_is_not_there_is_named(asked: tuple[str, str], told: str) -> None:
    """Misspelt or missing: in the words of whoever opens the file, with the nearest name in it."""
    file, line = asked
    driver = f"import submission\nasync def main():\n    {line}\n"
    trace = record.run(
        Request(Source("driver.py", driver), inputs={}, submission=Source("mia.py", file))
    )
    assert trace.status == "error"
    result = Result("mia", "sleep", None, "error", 0, 7, (), None, (), (), 0, 0)
    assert help_for(result, {"test_it": trace}) == told


def test_who_computes_without_end_is_told_what_that_does_to_others() -> None:
    """A usual first idea of waiting: to ask again and again whether it is done."""
    text = "import asyncio\nasync def main():\n    while True:\n        pass\nasyncio.run(main())\n"
    trace = sandbox.judge(None, Source("mia.py", text), limits=Limits(wall=60.0, cpu=1))
    cure = cure_of((trace.end.error or {})["message"])
    assert cure is not None and "await them instead" in cure
