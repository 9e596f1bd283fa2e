"""How a run is told that ended with an exception: its status, its error, its traceback."""

from __future__ import annotations

import sys
import traceback
from difflib import get_close_matches
from itertools import islice
from types import ModuleType
from typing import Any

from looplab.request import Request
from looplab.world.recording.blame import PACKAGE, Program

# Of so many names, no longer than this, the nearest is looked for: a program may have any number.
_MOST_NAMES, _LONGEST_NAME = 1000, 60


class DriverFault(Exception):
    """The lab itself is broken, not the submission."""


def ending(
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
    error = _error(reason, program, str(reason) + _near(reason))
    if isinstance(reason, SyntaxError) and program.shown(reason.filename or "<>") is not None:
        error |= {"file": program.shown(reason.filename or "<>"), "line": reason.lineno}
        error["message"] = reason.msg
        return "syntax-error", error
    if isinstance(reason, MemoryError):
        return "memory", error | {"message": "it asked for more memory than it may have"}
    if isinstance(reason, DriverFault):
        return "internal-error", error
    return "error", error


def _error(reason: BaseException, program: Program, message: str) -> dict[str, Any]:
    error: dict[str, Any] = {"type": type(reason).__name__, "message": message}
    place = program.place_of_error(reason.__traceback__)
    if place is not None:
        error |= {"file": place[0], "line": place[1]}
    return error


def _near(reason: BaseException) -> str:
    """What Python asks in a traceback, and not in the message: whether a near name was meant.

    Only of the submission: its student is shown the message alone.
    """
    if type(reason) is not AttributeError or type(reason.obj) is not ModuleType:
        return ""
    if reason.obj is not sys.modules.get("submission") or type(reason.name) is not str:
        return ""
    things = islice(vars(reason.obj).items(), _MOST_NAMES)
    names = [name for name, thing in things if type(name) is str and callable(thing)]
    names = [name for name in names if name[:1] != "_" and len(name) <= _LONGEST_NAME]
    near = get_close_matches(reason.name[:_LONGEST_NAME], names, n=1)
    return f". Did you mean: {near[0]!r}?" if near else ""


def show(reason: BaseException, program: Program) -> None:
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
