"""What Python's own errors mean, for a beginner: about awaiting, a missing function, and no end."""

from __future__ import annotations

import re

_LEFT_YIELD = (
    "A `yield` is left in an `async def`, and makes an async generator of it: nobody can await "
    "that. Write `await` for `yield`."
)
_NESTED = (
    "One thread runs one loop at a time, and here one runs already. Await the coroutine instead."
)

# What Python says where something is not awaited as it should be, and what that means.
_CURES = (
    (r"'return' with value in async generator", _LEFT_YIELD),
    (r"object async_generator can't be used in 'await'", _LEFT_YIELD),
    (
        r"object list can't be used in 'await'",
        "Nobody can await a list. `await asyncio.gather(*the_list)`, with the star, awaits all "
        "that is in it.",
    ),
    (
        r"object _NullFuture can't be used in 'await'",
        "`gen.moment` can only be yielded. In an `async def` write `await asyncio.sleep(0)`.",
    ),
    (
        r"object NoneType can't be used in 'await'",
        "What you await is None: that function returns nothing to wait for. Is it an `async def`, "
        "or is there a `return` missing?",
    ),
    (
        r"object (?:function|method) can't be used in 'await'",
        "You await the function itself. Call it: `await function(...)`.",
    ),
    (
        r"object Future can't be used in 'await'",
        "This Future belongs to a pool of threads or processes. `await asyncio.wrap_future(...)`, "
        "or ask for the call with `run_in_executor`, which gives one that can be awaited.",
    ),
    (
        r"a coroutine was expected, got <(?:function|bound method)",
        "You gave the function itself. Call it, and give what comes back: "
        "`asyncio.create_task(function(...))`.",
    ),
    (
        r"unhashable type: 'list'",
        "`asyncio.gather` and its like want what they wait for one by one. If you gave it a list, "
        "put a star in front: `asyncio.gather(*the_list)`.",
    ),
    (
        r"'coroutine'|\"coroutine\"|, coroutine found",
        "A coroutine is where its result should be: an `await` is missing in front of the call.",
    ),
    (r"cannot be called from a running event loop|event loop is already running", _NESTED),
    (r"Cannot run the event loop while another loop is running", _NESTED),
    (
        r"no running event loop",
        "Tasks and Futures are made when the loop runs: inside an `async def`, or in a callback.",
    ),
    (
        r"invalid state",
        "A Future takes one result, once. Ask `future.done()` before you fill it, or find out who "
        "has filled it already.",
    ),
    (
        r"cannot reuse already awaited coroutine",
        "A coroutine runs once. Call the function again for another one, or make a task of it: "
        "that can be awaited as often as you like.",
    ),
)

_SPINNING = (
    "A loop of yours goes round and round, and while it does nobody else can go on. If it waits "
    "for others to be done, await them instead."
)

# What a lab's driver, which imports the student's file under this name, does not find in it.
_NOT_THERE = re.compile(
    r"module 'submission' has no attribute '(\w+)'(?:\. Did you mean: '(\w+)'\?)?"
    r"|cannot import name '(\w+)' from 'submission'"
)


def cure_of(message: str) -> str | None:
    """What such an error means, for a beginner; None if it is about something else."""
    if found := _NOT_THERE.search(message):
        name, near = found[1] or found[3], found[2]
        cure = f"Your file has no {'class' if name[0].isupper() else 'function'} `{name}`"
        return f"{cure}; it has `{near}`: did you mean that?" if near else f"{cure}."
    if re.match(r"it computed for \d+ seconds", message):
        return _SPINNING
    return next((cure for words, cure in _CURES if re.search(words, message)), None)
