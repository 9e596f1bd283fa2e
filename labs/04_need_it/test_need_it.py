"""The checks of the lab need_it."""

import pytest

from looplab.order import Mismatch, loop_stays_free

# What the functions of each kind do, and the two facts: does it block, is it asynchronous?
KINDS = {
    "quick": ("returns at once", False, False),
    "little": ("blocks for 0.03 s, as every function blocks a little", False, False),
    "blocking": ("is in time.sleep, then it returns", True, False),
    "done_future": ("returns at once, a Future that is done", False, False),
    "blocking_future": ("is in time.sleep, then it returns a Future that is done", True, False),
    "blocking_generator": (
        "is a gen.coroutine without yield: time.sleep, then a Future that is done",
        True,
        False,
    ),
    "timer": ("returns a Future, and a timer finishes it", False, True),
    "coroutine": ("returns a coroutine that awaits asyncio.sleep", False, True),
    "generator": ("is a gen.coroutine that yields gen.sleep", False, True),
    "pieces": (
        "returns a coroutine that blocks for 0.03 s, gives the loop back, and so on, 30 times",
        False,
        True,
    ),
    "blocking_coroutine": ("returns a coroutine that is in time.sleep", True, True),
    "blocks_first": ("is in time.sleep, then it returns a Future that is not done", True, True),
    "blocks_between": ("returns a coroutine: await, time.sleep, await", True, True),
    "blocks_last": ("returns a Future; a callback is in time.sleep, then it is done", True, True),
}


BLOCKS = "does not block", "blocks"
ASYNCHRONOUS = "synchronous", "asynchronous"
INSTEAD = {
    BLOCKS: "let a bell ring every 0.05 s, from before the call until after the end: is it late?",
    ASYNCHRONOUS: "look at what the call returned, before you await it: is it finished?",
}


@pytest.mark.points(3)
def test_who_blocks(run, draw):
    """It is found out who blocks: in the call, while awaited, or in a callback."""
    functions = drawn(draw, *(kind for kind in KINDS if kind not in ("done_future", "generator")))
    trace = run(functions=functions)
    for name, (kind, _) in functions.items():
        words, blocks, _ = KINDS[kind]
        fact(trace, name, blocks, BLOCKS, words)


@pytest.mark.points(2)
def test_who_is_asynchronous(run, draw):
    """It is found out who is asynchronous: whose call comes back before it is finished."""
    kinds = ("blocking", "quick", "done_future", "blocking_future", "timer", "coroutine")
    functions = drawn(draw, *kinds, "generator", "blocks_first")
    trace = run(functions=functions)
    for name, (kind, _) in functions.items():
        words, _, asynchronous = KINDS[kind]
        fact(trace, name, asynchronous, ASYNCHRONOUS, words)


@pytest.mark.points(2)
def test_each_is_called_once_and_to_its_end(run, draw):
    """Each function is called once, and awaited to its end, also where that takes long."""
    functions = drawn(draw, "blocking", "coroutine", "generator", "timer")
    functions = {
        name: [kind, seconds if kind == "blocking" else draw.number(150, 190) / 100]
        for name, (kind, seconds) in functions.items()
    }
    trace = run(functions=functions)
    for name, (kind, _) in functions.items():
        once_to_its_end(trace, name)
        words, blocks, _ = KINDS[kind]
        fact(trace, name, blocks, BLOCKS, words)


@pytest.mark.points(1)
def test_four_at_the_same_time(run, draw):
    """Four that do not block are classified side by side, and nobody holds the loop."""
    *names, last = draw.names(4)
    seconds = {name: draw.number(100, 180) / 100 for name in names}
    kinds = ("timer", "coroutine", "generator")
    functions = {name: [kind, seconds[name]] for name, kind in zip(names, kinds, strict=True)}
    moments = draw.moments(seconds)
    # A synchronous one comes last, while the one before is at work: facts kept in a global differ.
    functions[last] = ["done_future", 0.0]
    moments[last] = round(max(moments.values()) + 0.15, 3)
    trace = run(functions=functions, moments=moments)
    loop_stays_free(trace, 0.02)
    for name, (kind, _) in functions.items():
        words, blocks, asynchronous = KINDS[kind]
        fact(trace, name, blocks, BLOCKS, words)
        fact(trace, name, asynchronous, ASYNCHRONOUS, words)
        once_to_its_end(trace, name)


def drawn(draw, *kinds):
    """A function of each kind, in a drawn order; one that blocks, if there is one, comes first."""
    delays = draw.delays(len(kinds))
    order = [kind for _, kind in sorted(zip(delays.values(), kinds, strict=True))]
    first = next((i for i, kind in enumerate(order) if KINDS[kind][1]), 0)
    order = order[first:] + order[:first]
    return {
        name: [kind, draw.number(40, 80) / 100] for name, kind in zip(delays, order, strict=True)
    }


def fact(trace, name, is_so, words, what):
    """The right one of two words was read aloud about a function."""
    __tracebackhide__ = True
    wanted, other = f"{name}: {words[is_so]}", f"{name}: {words[not is_so]}"
    printed = [event.text or "" for event in trace.prints()]
    if wanted in printed and other not in printed:
        return
    found = next((text for text in printed if text.startswith(f"{name}: ")), "nothing")
    happened = other if other in printed else found
    raise Mismatch(f"{wanted!r} ({name} {what})", f"it was {happened!r}", INSTEAD[words])


def once_to_its_end(trace, name):
    """The function was called, not more than once, and came to its end."""
    __tracebackhide__ = True
    told = [event.text or "" for event in trace.prints()]
    again = next((text for text in told if text.startswith(f"{name}: called ")), None)
    if again is not None:
        raise Mismatch(
            f"{name} is called once",
            f"it was {again.removeprefix(f'{name}: ')}",
            "result = function(), once; all else you ask the result, or the bell",
        )
    for early in ("never begun", "never finished"):
        if f"{name}: {early}" in told:
            raise Mismatch(
                f"{name} comes to its end while it is classified",
                f"it was {early}",
                "await what function() returned, where it is a coroutine or a Future",
            )
