"""Run one script in a world and give away its events, one by one.

``run`` does it in this process, for programs that are trusted. As a module
(``python -m looplab.record``, started by the sandbox), and in the children of a fork server, it
reads requests from one file descriptor and writes traces to another, and never returns to anything
that a program might have changed.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import Any, NoReturn

import tornado

from looplab import __version__
from looplab.board import Board
from looplab.explore import explore
from looplab.leash import tie
from looplab.outlet import Outlet
from looplab.request import Limits, Request
from looplab.staging import executed, program_of, room, settle
from looplab.trace import Event, Trace
from looplab.world import Ended, Watched, end_of_computing, enter, finish

try:
    import resource
except ImportError:  # pragma: no cover - there is none on Windows, where nothing is limited
    resource = None  # type: ignore[assignment]

# Kept before a world replaces it.
_handle = signal.signal


def run(request: Request) -> Trace:
    """Run a trusted program in this process, in the calling thread, and return its trace."""
    events: list[Event] = []
    record(request, events.append)
    return Trace.of(events)


def explored(request: Request) -> list[Trace]:
    """Run a trusted program under many schedules, in this process: a trace for each outcome."""
    events: list[list[Event]] = []
    for begin in _replays(request):
        events.append([])
        begin(events[-1].append)
    return [Trace.of(each) for each in events]


def _replays(request: Request) -> list[Callable[[Callable[[Event], None]], None]]:
    """What runs each outcome once more, with its schedule, for its trace."""
    assert request.explore is not None
    found = explore(request, request.explore)
    again = replace(request, explore=None, ties_only=False, clock="virtual")
    return [
        partial(
            record,
            replace(again, schedule=outcome.schedule),
            explored={
                "times": outcome.times,
                "runs": found.runs,
                "outcomes": len(found.outcomes),
                "complete": found.complete,
            },
        )
        for outcome in found.outcomes[: request.explore.outcomes]
    ]


def record(
    request: Request,
    sink: Callable[[Event], None],
    explored: dict[str, Any] | None = None,
    watched: Watched | None = None,
    for_good: bool = False,
) -> None:
    """Run the program; every event goes to ``sink`` as soon as it is over, the end event last.

    ``explored`` tells, in the start event, how often this outcome came in how many runs;
    ``watched`` is for who wants to know what goes on before it is over. With ``for_good`` the
    process leaves at the end event.
    """
    sink(_start(request, explored))
    with room(request, for_good) as module:
        _record(request, module, sink, watched)


def _record(
    request: Request, module: ModuleType, sink: Callable[[Event], None], watched: Watched | None
) -> None:
    program = program_of(request, _record)
    with enter(request, program, sink, watched) as world:
        recorder = world.recorder
        allowed = request.limits.cpu
        alone = threading.current_thread() is threading.main_thread()
        if allowed is not None and alone and hasattr(signal, "SIGXCPU"):
            # A second later the system ends it, where this does not.
            _handle(signal.SIGXCPU, lambda _, frame: end_of_computing(world, allowed, frame))
        try:
            result, status, error = executed(request, module, program)
            finish(world)
        except Ended:
            result, status, error = None, "", None
        # What is left of the program goes while it is still in the world: if the run is over
        # already, nobody hears it.
        settle(module)
        if recorder.over:
            return
        for stream in (sys.stdout, sys.stderr):
            stream.finish()  # type: ignore[union-attr]
        if status == "finished" and result is not None and not _is_json(result):
            status, error = "internal-error", _not_json(result)
            result = None
        recorder.finish(status, result, error)


def _start(request: Request, explored: dict[str, Any] | None) -> Event:
    return Event(
        "start",
        0,
        0.0,
        script=request.script.name,
        clock=request.clock,
        seed=request.seed,
        schedule=request.schedule,
        explored=explored,
        python=platform.python_version(),
        tornado=tornado.version,
        looplab=__version__,
    )


def _is_json(value: object) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _not_json(value: object) -> dict[str, Any]:
    kind = type(value).__name__
    return {"type": "TypeError", "message": f"the driver's main() returned a {kind}, not JSON"}


# ---- as a child process


def _limit(limits: Limits) -> None:
    if resource is None:
        return
    wanted = [(resource.RLIMIT_CORE, 0)]
    if limits.cpu is not None:
        wanted.append((resource.RLIMIT_CPU, limits.cpu))
    if limits.memory is not None:
        wanted.append((resource.RLIMIT_AS, limits.memory))
        wanted += [(resource.RLIMIT_FSIZE, 1 << 20), (resource.RLIMIT_NOFILE, 1024)]
        # Each thread reserves the memory for its stack, eight times as much if nobody says so.
        threading.stack_size(1 << 20)
    for what, most in wanted:
        hard = most + 1 if what == resource.RLIMIT_CPU else most
        resource.setrlimit(what, (most, hard))


def answer(requests_from: int, events_to: int, *wires: int) -> NoReturn:
    """Read requests, one a line, from one descriptor; write events to the other.

    What each event begins with stands in a line before them: a program that finds the other
    descriptor does not know it. Each trace ends with its end event. The process leaves at once
    after the last one, or in the middle of one that was stopped: nothing of the program runs after
    that. Three descriptors more are for one request that is watched live: its board, where stacks
    are told, its leash.
    """
    token, *asked = _lines_of(requests_from)
    requests = [Request.from_json(line.decode()) for line in asked]
    leave = os._exit
    write = os.write
    _limit(requests[0].limits)
    if wires:
        _live(requests[0], token, events_to, *wires)
        leave(0)
    jobs: list[Callable[..., None]] = []
    for request in requests:
        jobs += [partial(record, request)] if request.explore is None else _replays(request)
    for left, job in reversed(list(enumerate(reversed(jobs)))):

        def sink(event: Event, last: bool = left == 0, many: bool = len(jobs) > 1) -> None:
            data = token + event.to_json().encode("utf-8", "replace") + b"\n"
            while data:
                data = data[write(events_to, data) :]
            if event.kind == "end" and (last or not many):
                leave(0)

        job(sink, for_good=left == 0)
    leave(0)


def _lines_of(fd: int) -> list[bytes]:
    # A file object would cost a forked child more than all that is read.
    read = b""
    while part := os.read(fd, 1 << 20):
        read += part
    os.close(fd)
    return read.splitlines()


def _live(
    request: Request, token: bytes, events_to: int, board: int, stacks: int, leash: int
) -> None:
    tie(leash)
    outlet, leave = Outlet(events_to, token), os._exit

    def sink(event: Event) -> None:
        outlet.put(event)
        if event.kind == "end":
            leave(0)

    seen = Watched(Board(board), stacks, outlet.flush)
    record(request, sink, watched=seen, for_good=True)


if __name__ == "__main__":
    answer(*map(int, sys.argv[1:]))
