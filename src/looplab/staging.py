"""The stage on which a program runs: a module of its own, in a process as a fresh one would be."""

from __future__ import annotations

import asyncio
import gc
import importlib.machinery
import linecache
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import CodeType, ModuleType
from typing import Any

from looplab.request import Request, Source
from looplab.world import Ended
from looplab.world.recording.blame import Program
from looplab.world.recording.failure import DriverFault, ending, show


class _Submission:
    """Lets a driver ``import submission``, whatever the student's file is called.

    A finder and loader by its methods: to import ``importlib.abc`` takes longer than most programs.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != "submission":
            return None
        loader: Any = self
        return importlib.machinery.ModuleSpec(name, loader, origin=self._source.name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        """The usual kind of module will do."""

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


def program_of(request: Request, runner: Callable[..., object]) -> Program:
    """The program that a request runs, which tells its own lines from those of libraries.

    ``runner`` is the function below which everything is the program or what runs it.
    """
    names = [request.script.name]
    if request.submission is not None:
        names.append(request.submission.name)
    program = Program(request.folder, tuple(names))
    program.outermost = runner.__code__
    return program


def executed(
    request: Request, module: ModuleType, program: Program
) -> tuple[Any, str, dict[str, Any] | None]:
    """Run the program: its result, how it ended, and with which error. Raises Ended."""
    try:
        return _execute(request, module), "finished", None
    except Ended:
        raise
    except BaseException as reason:
        status, error = ending(reason, request, program)
        if isinstance(reason, SystemExit):
            # sys.exit(text) prints the text, and any other one nothing.
            if isinstance(reason.code, str):
                sys.stderr.write(reason.code + "\n")
        elif status in ("error", "syntax-error", "memory") and not isinstance(
            reason, KeyboardInterrupt
        ):
            show(reason, program)
        return None, status, error


@contextmanager
def room(request: Request, for_good: bool = False) -> Iterator[ModuleType]:
    """A module to run in, and the process as a fresh one would have it; all put back after.

    Where the process leaves ``for_good`` with this run, nothing is noted that would only be needed
    to put it back: in a forked child each object that is looked at is a page to be copied.
    """
    module = ModuleType("driver" if request.inputs is not None else "__main__")
    module.__file__ = request.path or request.script.name
    kept = sys.argv, sys.path[:], sys.modules.get("__main__"), sys.meta_path[:]
    state, collecting = None if for_good else random.getstate(), gc.isenabled()
    known = None if for_good else set(sys.modules)
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
        for name in () if known is None else set(sys.modules) - known:
            # What the program brought along belongs to this run only; libraries may stay.
            if _is_local(sys.modules[name], request.folder) or name == "submission":
                del sys.modules[name]
        if state is not None:
            random.setstate(state)
        asyncio.set_event_loop(None)
        # The world of this run goes now, alone; later it would be one more of a million objects.
        gc.collect()
        gc.unfreeze()
        if collecting:
            gc.enable()


def _is_local(module: object, folder: str | None) -> bool:
    file = getattr(module, "__file__", None)
    return folder is not None and isinstance(file, str) and file.startswith(folder)


def _execute(request: Request, module: ModuleType) -> Any:
    for source in (*request.before, request.script):
        exec(_compiled(source), module.__dict__)
    if request.inputs is None:
        return None
    try:
        main = module.main
    except AttributeError:
        raise DriverFault("the driver has no main()") from None
    return asyncio.run(main(**request.inputs))


def settle(module: ModuleType) -> None:
    """What happens at the exit of a process: globals go, and what nobody awaited is reported."""
    sys.modules.pop("submission", None)
    # First what nobody holds any more: its last lines may need the globals.
    gc.collect()
    module.__dict__.clear()
    gc.collect()
