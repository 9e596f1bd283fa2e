"""Questions about a trace, answered in words.

Each of them passes in silence or raises Mismatch, an AssertionError that says what was expected,
what happened instead, and what to write to mend it. They read the lines that were printed on
stdout, whole, and seconds since the start.
"""

from __future__ import annotations

import itertools

from looplab.instead import COMPUTE, instead_of
from looplab.order.words import (
    Mismatch,
    blamed,
    cause_of,
    in_order_of,
    in_seconds,
    missing,
    quoted,
    where,
)
from looplab.trace import Event, Trace, loop_threads

__all__ = [
    "Mismatch",
    "at",
    "before",
    "between",
    "in_order",
    "logs_no_error",
    "loop_stays_free",
    "never",
    "never_waits_for",
    "once",
    "prints",
    "takes",
    "together",
]

# Two times on the virtual clock are the same if they are no further apart than this.
SAME = 0.001

# Work of Python code for longer than this, in seconds of a processor's time, holds the loop. It is
# measured, on machines that differ: what a lab forbids takes three times as long at the least.
WORK = 0.2


def prints(trace: Trace, *lines: str) -> None:
    """Exactly these lines were printed, in this order, and no others."""
    __tracebackhide__ = True
    printed = trace.prints()
    for line, wanted in zip(printed, lines, strict=False):
        if line.text != wanted:
            raise Mismatch(
                in_order_of(lines), f"{quoted(line)} was printed where {wanted!r} was expected"
            )
    if len(printed) > len(lines):
        raise Mismatch(in_order_of(lines), f"{quoted(printed[len(lines)])} was printed as well")
    if len(printed) < len(lines):
        raise missing(trace, lines[len(printed)], in_order_of(lines), lines)


def in_order(trace: Trace, *lines: str) -> None:
    """These lines were printed in this order; any other line may stand between them."""
    __tracebackhide__ = True
    printed = trace.prints()
    found: list[int] = []
    for wanted in lines:
        begin = found[-1] + 1 if found else 0
        place = next((i for i in range(begin, len(printed)) if printed[i].text == wanted), None)
        if place is None:
            raise _out_of_order(trace, lines, found)
        found.append(place)


def _out_of_order(trace: Trace, lines: tuple[str, ...], found: list[int]) -> Mismatch:
    """The first of the lines were found at these places, and the next one not after them."""
    printed, wanted = trace.prints(), lines[len(found)]
    if sum(line.text == wanted for line in printed) < lines.count(wanted):
        return missing(trace, wanted, in_order_of(lines), lines)
    # It was printed often enough, so that it stands once too early: before another line.
    later = next(i for i in reversed(range(len(found))) if lines[i] != wanted)
    early = next(
        printed[i]
        for i in reversed(range(found[later]))
        if printed[i].text == wanted and i not in found
    )
    expected = f"{lines[later]!r} first, then {wanted!r}"
    if lines.count(wanted) > 1 or lines.count(lines[later]) > 1:
        expected = in_order_of(lines)
    return Mismatch(expected, f"{quoted(early)} came before {quoted(printed[found[later]])}")


def before(trace: Trace, first: str, second: str) -> None:
    """``first`` was printed before ``second`` (the first time that each was)."""
    __tracebackhide__ = True
    in_order_of_first(trace, first, second)


def between(trace: Trace, what: str, after: str, until: str) -> None:
    """``what`` was printed after ``after`` and before ``until`` (the first time that each was)."""
    __tracebackhide__ = True
    in_order_of_first(trace, after, what, until)


def in_order_of_first(trace: Trace, *lines: str) -> None:
    """The first occurrences of these lines are in this order."""
    __tracebackhide__ = True
    printed = trace.prints()
    places = []
    for wanted in lines:
        found = next((i for i, line in enumerate(printed) if line.text == wanted), None)
        if found is None:
            raise missing(trace, wanted, in_order_of(lines), lines)
        places.append(found)
    for (first, a), (second, b) in itertools.pairwise(zip(lines, places, strict=True)):
        if a > b:
            raise Mismatch(
                f"{first!r} before {second!r}",
                f"{quoted(printed[b])} came before {quoted(printed[a])}",
            )


def at(trace: Trace, seconds: float, line: str) -> None:
    """``line`` was printed for the first time so many seconds after the start."""
    __tracebackhide__ = True
    found = next((e for e in trace.prints() if e.text == line), None)
    expected = f"{line!r} at {in_seconds(seconds)}"
    if found is None:
        raise missing(trace, line, expected, [line])
    if abs(found.t - seconds) > SAME:
        raise Mismatch(expected, f"it was printed at {in_seconds(found.t)}{where(found)}")


def once(trace: Trace, *lines: str, instead: str | None = None) -> None:
    """None of these lines was printed more than once."""
    __tracebackhide__ = True
    printed = [line.text for line in trace.prints()]
    for line in lines:
        if printed.count(line) > 1:
            happened = f"it was printed {printed.count(line)} times"
            raise Mismatch(f"{line!r} once", happened, instead)


def never(trace: Trace, *lines: str, instead: str | None = None) -> None:
    """None of these lines was printed."""
    __tracebackhide__ = True
    found = next((line for line in trace.prints() if line.text in lines), None)
    if found is not None:
        happened = f"it was printed at {in_seconds(found.t)}{where(found)}"
        raise Mismatch(f"{found.text!r} is never printed", happened, instead)


def logs_no_error(trace: Trace, instead: str | None = None) -> None:
    """No error was left over for asyncio or Tornado to log.

    What a callback raises, or a task that nobody awaits, reaches nobody: the loop can only log it.
    """
    __tracebackhide__ = True
    loggers = ("asyncio", "tornado.application")
    errors = (e for e in trace.kind("log") if e.level == "ERROR" and e.logger in loggers)
    logged = next(errors, None)
    if logged is not None:
        first, *rest = (logged.text or "").splitlines() or [""]
        happened = f"the loop logged: {', '.join([first, *rest[-1:]])}"
        raise Mismatch("no error is left for the loop to log", happened, instead)


def takes(trace: Trace, seconds: float, until: str | None = None) -> None:
    """From the start to the last line (or to the last line ``until``) so many seconds passed."""
    __tracebackhide__ = True
    expected = f"{'the last line' if until is None else repr(until)} at {in_seconds(seconds)}"
    printed = [line for line in trace.prints() if until in (None, line.text)]
    if not printed and until is not None:
        raise missing(trace, until, expected, [until])
    if not printed:
        raise Mismatch(expected, "nothing was printed at all")
    last = printed[-1]
    if abs(last.t - seconds) > SAME:
        instead = _sooner(trace) if last.t > seconds else None
        raise Mismatch(expected, f"the last one was {quoted(last)}", instead)


def loop_stays_free(trace: Trace, longest: float = 0.1) -> None:
    """Nothing held the loop's thread for longer than ``longest`` seconds: before, during or after.

    A turn of the loop counts as a whole; before and after the loop each call counts for itself.
    Python code that computes counts by what it takes of a processor, from WORK seconds on.
    A program in which no loop ran at all fails too: there was nothing that could stay free.
    """
    __tracebackhide__ = True
    blocks = _on_the_loop(trace)
    # A turn that was cut off is not in the trace, but what it called is.
    held = [e for e in (*trace.kind("turn"), *blocks) if e.duration > longest + SAME]
    worst = max(held, key=lambda event: (event.duration, event.kind == "block"), default=None)
    happened = "" if worst is None else blamed(worst, blocks)
    if not trace.end.loop_threads and not trace.kind("turn"):
        raise Mismatch(
            "an event loop runs, and stays free",
            "no event loop ran at all" + (f"; {happened}" if happened else ""),
            "start it with asyncio.run(main()), and await inside main()",
        )
    if worst is not None:
        cause = cause_of(worst, blocks)
        raise Mismatch(
            f"nobody holds the loop for longer than {in_seconds(longest)}",
            happened,
            None if cause is None else instead_of(cause.call),
            limit=longest,
        )
    work = max(trace.kind("cpu"), key=lambda event: event.seconds or 0.0, default=None)
    if work is not None and (work.seconds or 0.0) > WORK:
        raise Mismatch(
            "nobody computes for long while the loop waits",
            f"{work.who or 'somebody'} computed for about {in_seconds(work.seconds or 0.0)}"
            f"{where(work)}",
            COMPUTE,
        )


def never_waits_for(trace: Trace, who: str, longest: float = SAME) -> None:
    """``who`` never had to wait, ready, for the loop longer than ``longest`` seconds.

    It fails where there is nobody of that name: who is not there is kept waiting by nobody.
    """
    __tracebackhide__ = True
    expected = f"{who} goes on as soon as it can"
    if all(event.who != who for event in trace):
        raise Mismatch(expected, f"nobody called {who} did anything")
    late = [e for e in trace.kind("ready") if e.who == who and e.duration > longest]
    if late:
        worst = max(late, key=lambda event: event.duration)
        raise Mismatch(
            expected,
            f"at {in_seconds(worst.t)} it was ready, and it went on only "
            f"{in_seconds(worst.duration)} later",
            limit=longest,
        )


def together(trace: Trace, count: int) -> None:
    """At some moment ``count`` actors (tasks, coroutines, callbacks) waited side by side.

    One coroutine that plays all the parts prints the right lines at the right times; but it is
    only ever one that waits. Whoever awaits it counts as well, and so does a task into which it
    wraps its wait, so ask for 4 or more.
    """
    __tracebackhide__ = True
    most = _side_by_side(trace)
    if most < count:
        at_once = {0: "nobody waited", 1: "only ever one of them waited at a time"}
        raise Mismatch(
            f"{count} of them wait side by side, each for itself",
            at_once.get(most, f"never more than {most} of them waited at the same time"),
            "give each its own coroutine (or callback), and let the loop decide whose turn it is",
        )


def _side_by_side(trace: Trace) -> int:
    """How many actors were waiting when most of them were."""
    waits = [event for event in trace.kind("wait") if event.duration > 0]
    begins = [(event.t, 1, event.who) for event in waits]
    # Of all that happens at one instant, the ends come first: a wait that ends there is over.
    ends = [(event.until or 0.0, 0, event.who) for event in waits]
    waiting: set[str | None] = set()
    most = 0
    for _, begun, who in sorted(begins + ends, key=lambda change: change[:2]):
        (waiting.add if begun else waiting.discard)(who)
        most = max(most, len(waiting))
    return most


def _on_the_loop(trace: Trace) -> list[Event]:
    """The calls that held a thread on which a loop runs at any time."""
    threads = loop_threads(trace)
    blocks = trace.kind("block")
    return [e for e in blocks if (e.thread or "MainThread") in threads and e.duration > 0]


def _sooner(trace: Trace) -> str | None:
    """What to write to be done earlier, where the trace tells it."""
    blocks = _on_the_loop(trace)
    if blocks:
        return instead_of(max(blocks, key=lambda block: block.duration).call)
    gather = "start everything first, then wait for all of it, with asyncio.gather or gen.multi"
    return gather if _side_by_side(trace) < 3 else None
