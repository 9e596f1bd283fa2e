"""The command that looks for races: ``explore``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from looplab.cli.running import latency_of, refuse_windows, script_of, without_room
from looplab.cli.words import FAILED, FINE, INTERRUPTED, Complaint, console, say

if TYPE_CHECKING:
    from rich.console import Console

    from looplab.trace import Trace

# Of a long output the end says most; so many lines of it are shown.
SHOWN = 6


def explore(options: argparse.Namespace) -> int:
    from looplab import sandbox
    from looplab.request import Bounds

    refuse_windows()
    if options.runs < 1 or options.seconds <= 0:
        raise Complaint("--runs and --seconds must be more than 0")
    script = script_of(options.script)
    bounds = Bounds(runs=options.runs, seconds=options.seconds)
    try:
        traces = sandbox.explore(
            script, options.args, options.seed, bounds, latency=latency_of(options)
        )
    except sandbox.CannotRead as reason:
        raise Complaint(str(reason)) from None
    except OSError as reason:
        raise without_room(reason) from None
    if options.json:
        sys.stdout.write("".join(trace.to_json() for trace in traces))
    else:
        _show(traces, options.script, console())
    first = traces[0]
    if (first.end.error or {}).get("type") == "KeyboardInterrupt":
        return INTERRUPTED
    if first.start.explored is None:
        return FAILED
    return FINE if first.start.explored["outcomes"] == 1 else FAILED


def _show(traces: list[Trace], script: str, screen: Console) -> None:
    from looplab.timeline import visible

    counts = traces[0].start.explored
    if counts is None:
        error = traces[0].end.error or {}
        say(screen, f"It could not be explored: {error.get('message', traces[0].status)}")
        return
    runs, outcomes = counts["runs"], counts["outcomes"]
    found = "one outcome" if outcomes == 1 else f"{outcomes} outcomes"
    orders = f"in all {runs:,} orders" if counts["complete"] else f"in {runs:,} orders, of more"
    if runs == 1:
        orders = "in the only order that there is"
    say(screen, f"{found} {orders}\n")
    for number, trace in enumerate(traces, 1):
        times = trace.start.explored["times"] if trace.start.explored else 0
        say(screen, f"{number}. {_ending(trace)}, {times:,} of {runs:,} times")
        lines = [visible(line.text or "") for line in trace.prints()]
        if len(lines) > SHOWN:
            lines = ["...", *lines[-SHOWN:]]
        for line in lines:
            say(screen, f"       {line}")
        say(screen, f"   again: looplab run {script} --schedule {shown(trace.start.schedule)}\n")
    if outcomes > len(traces):
        say(screen, f"and {outcomes - len(traces)} more outcomes")


def _ending(trace: Trace) -> str:
    if trace.status == "finished":
        return "it prints"
    error = trace.end.error or {}
    words = f"{error.get('type')}: {error.get('message')}" if trace.status == "error" else ""
    return f"{trace.status} ({words})" if words else trace.status


def shown(schedule: int | list[int] | None) -> str:
    """A schedule as it is typed: a list has a comma in it, a number has none."""
    if isinstance(schedule, list):
        return ",".join(map(str, schedule or [0])) + ("," if len(schedule) < 2 else "")
    return str(schedule or 0)
