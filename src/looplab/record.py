"""Run one script in a world and give away its events, one by one.

``run`` does it in this process, for programs that are trusted. As a module
(``python -m looplab.record``, started by the sandbox) it reads requests from one file descriptor
and writes traces to another, and never returns to anything that a program might have changed.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.abc
import importlib.machinery
import json
import linecache
import os
import platform
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import CodeType, ModuleType
from typing import Any

import tornado

from looplab import __version__
from looplab.request import Limits, Request, Source
from looplab.trace import Event, Trace
from looplab.world import Ended, enter
from looplab.world.blame import PACKAGE, Program

try:
    import resource
except ImportError:  # pragma: no cover - there is none on Windows, where nothing is limited
    resource = None  # type: ignore[assignment]


class _Submission(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets a driver ``import submission``, whatever the student's file is called."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != "submission":
            return None
        return importlib.machinery.ModuleSpec(name, self, origin=self._source.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = self._source.name
        exec(_compiled(self._source), module.__dict__)


def _compiled(source: Source) -> CodeType:
    lines = source.text.splitlines(keepends=True)
    linecache.cache[source.name] = (len(source.text), None, lines, source.name)
    return _code(source)


@lru_cache(maxsize=64)
def _code(source: Source) -> CodeType:
    return compile(source.text, source.name, "exec", dont_inherit=True)


def run(request: Request) -> Trace:
    """Run a trusted program in this process, in the calling thread, and return its trace."""
    events: list[Event] = []
    record(request, events.append)
    return Trace.of(events)


def record(request: Request, sink: Callable[[Event], None]) -> None:
    """Run the program; every event goes to ``sink`` as soon as it is over, the end event last."""
    names = [request.script.name]
    if request.submission is not None:
        names.append(request.submission.name)
    program = Program(request.folder, tuple(names))
    program.outermost = record.__code__
    sink(_start(request))
    with _room(request) as module, enter(request, program, sink) as recorder:
        try:
            result = _execute(request, module)
            status, error = "finished", None
        except Ended:
            result, status, error = None, "", None
        except BaseException as reason:
            result, (status, error) = None, _ending(reason, request, program)
            if status in ("error", "syntax-error", "memory") and not isinstance(
                reason, KeyboardInterrupt
            ):
                _show(reason, program)
        # What is left of the program goes while it is still in the world: if the run is over
        # already, nobody hears it.
        _settle(module)
        if recorder.over:
            return
        for stream in (sys.stdout, sys.stderr):
            stream.finish()  # type: ignore[union-attr]
        if status == "finished" and result is not None and not _is_json(result):
            status, error = "internal-error", _not_json(result)
            result = None
        recorder.finish(status, result, error)


def _start(request: Request) -> Event:
    return Event(
        "start",
        0,
        0.0,
        script=request.script.name,
        clock=request.clock,
        seed=request.seed,
        schedule=request.schedule,
        python=platform.python_version(),
        tornado=tornado.version,
        looplab=__version__,
    )


@contextmanager
def _room(request: Request) -> Iterator[ModuleType]:
    """A module to run in, and the process as a fresh one would have it; all put back after."""
    module = ModuleType("driver" if request.inputs is not None else "__main__")
    module.__file__ = request.path or request.script.name
    kept = sys.argv, sys.path[:], sys.modules.get("__main__"), sys.meta_path[:]
    state, collecting = random.getstate(), gc.isenabled()
    known = set(sys.modules)
    sys.argv = [request.path or request.script.name, *request.argv]
    if request.folder is not None:
        sys.path.insert(0, request.folder)
    if request.inputs is None:
        sys.modules["__main__"] = module
    if request.submission is not None:
        sys.meta_path.insert(0, _Submission(request.submission))
        sys.modules.pop("submission", None)
    random.seed(request.seed)
    # Garbage is collected at the end, so that "never retrieved" is said at the same place always;
    # and what was there before is not looked through again each time.
    gc.disable()
    gc.freeze()
    try:
        yield module
    finally:
        sys.argv, sys.path[:], main, sys.meta_path[:] = kept
        if main is not None:
            sys.modules["__main__"] = main
        for name in set(sys.modules) - known:
            # What the program brought along belongs to this run only; libraries may stay.
            if _is_local(sys.modules[name], request.folder) or name == "submission":
                del sys.modules[name]
        random.setstate(state)
        asyncio.set_event_loop(None)
        gc.unfreeze()
        if collecting:
            gc.enable()


def _is_local(module: object, folder: str | None) -> bool:
    file = getattr(module, "__file__", None)
    return folder is not None and isinstance(file, str) and file.startswith(folder)


def _execute(request: Request, module: ModuleType) -> Any:
    code = _compiled(request.script)
    exec(code, module.__dict__)
    if request.inputs is None:
        return None
    try:
        main = module.main
    except AttributeError:
        raise _DriverFault("the driver has no main()") from None
    return asyncio.run(main(**request.inputs))


class _DriverFault(Exception):
    """The lab itself is broken, not the submission."""


def _ending(
    reason: BaseException, request: Request, program: Program
) -> tuple[str, dict[str, Any] | None]:
    """The status and the error with which a run ends that raised ``reason``."""
    if isinstance(reason, SystemExit):
        if request.inputs is not None:
            return "ended-early", _error(reason, program, "it called sys.exit() before it was done")
        if reason.code in (None, 0):
            return "finished", None
        return "error", _error(reason, program, f"it ended itself with status {reason.code}")
    if isinstance(reason, KeyboardInterrupt):
        return "error", _error(reason, program, "it was stopped with Ctrl-C")
    error = _error(reason, program, str(reason))
    if isinstance(reason, SyntaxError) and program.shown(reason.filename or "<>") is not None:
        error |= {"file": program.shown(reason.filename or "<>"), "line": reason.lineno}
        error["message"] = reason.msg
        return "syntax-error", error
    if isinstance(reason, MemoryError):
        return "memory", error | {"message": "it asked for more memory than it may have"}
    if isinstance(reason, _DriverFault):
        return "internal-error", error
    return "error", error


def _error(reason: BaseException, program: Program, message: str) -> dict[str, Any]:
    error: dict[str, Any] = {"type": type(reason).__name__, "message": message}
    place = program.place_of_error(reason.__traceback__)
    if place is not None:
        error |= {"file": place[0], "line": place[1]}
    return error


def _show(reason: BaseException, program: Program) -> None:
    """Print the traceback as Python would, from the program's first line on."""
    trace = reason.__traceback__
    while trace is not None and not program.owns(trace.tb_frame.f_code):
        trace = trace.tb_next
    shown = traceback.TracebackException(type(reason), reason, trace)
    _without_ours(shown)
    sys.stderr.write("".join(shown.format()))


def _without_ours(shown: traceback.TracebackException) -> None:
    """Take out the lines of this package: the program was not written with them in mind."""
    kept = [frame for frame in shown.stack if not frame.filename.startswith(PACKAGE)]
    shown.stack[:] = kept
    for inner in (shown.__cause__, shown.__context__, *(shown.exceptions or ())):
        if inner is not None:
            _without_ours(inner)


def _settle(module: ModuleType) -> None:
    """What happens at the exit of a process: globals go, and what nobody awaited is reported."""
    sys.modules.pop("submission", None)
    # First what nobody holds any more: its last lines may need the globals.
    gc.collect()
    module.__dict__.clear()
    gc.collect()


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
        wanted += [(resource.RLIMIT_FSIZE, 1 << 20), (resource.RLIMIT_NOFILE, 256)]
    for what, most in wanted:
        hard = most + 1 if what == resource.RLIMIT_CPU else most
        resource.setrlimit(what, (most, hard))


def main() -> None:
    """Read requests, one a line, from the first descriptor named; write events to the second.

    Each trace ends with its end event. The process leaves at once after the last one, or in the
    middle of one that was stopped: nothing of the program runs after that.
    """
    requests_from, events_to = (int(argument) for argument in sys.argv[1:3])
    with open(requests_from, encoding="utf-8") as lines:
        requests = [Request.from_json(line) for line in lines]
    leave = os._exit
    write = os.write
    _limit(requests[0].limits)
    for left, request in reversed(list(enumerate(reversed(requests)))):

        def sink(event: Event, last: bool = left == 0, many: bool = len(requests) > 1) -> None:
            data = event.to_json().encode("utf-8", "replace") + b"\n"
            while data:
                data = data[write(events_to, data) :]
            if event.kind == "end" and (last or not many):
                leave(0)

        record(request, sink)
    leave(0)


if __name__ == "__main__":
    main()
