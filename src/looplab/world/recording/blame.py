"""Which line of the program is responsible: the innermost one that is not a library's."""

from __future__ import annotations

import linecache
import os
import sys
import sysconfig
from types import CodeType, FrameType, TracebackType

import tornado

Place = tuple[str, int]

# looplab itself: none of its lines is the program's.
PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def _library_folders() -> tuple[str, ...]:
    # Tornado is a library wherever it was installed, and looked for.
    paths = {os.path.dirname(os.path.abspath(module.__file__ or "")) for module in (os, tornado)}
    paths.add(PACKAGE)
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        if path := sysconfig.get_path(name):
            paths.add(os.path.abspath(path))
    return tuple(sorted(p + os.sep for p in paths | {os.path.realpath(p) for p in paths}))


LIBRARIES = _library_folders()


class Program:
    """Tells the program's own code from libraries, and names its files.

    ``folder`` is where the program lives: files in it are named relative to it, others by their
    last part. ``names`` are the names under which the program's sources were compiled.
    """

    def __init__(self, folder: str | None, names: tuple[str, ...]) -> None:
        self._folder = None if folder is None else os.path.abspath(folder) + os.sep
        self._shown: dict[str, str | None] = {name: name for name in names}
        self.main = names[-1]
        self._driver = names[0] if len(names) > 1 else None
        # Frames of ours: the loop's, above which is whoever started it, and the outermost one.
        self.boundary: CodeType | None = None
        self.outermost: CodeType | None = None

    def shown(self, filename: str) -> str | None:
        """The name under which a file is reported; None if it is a library's."""
        try:
            return self._shown[filename]
        except KeyError:
            self._shown[filename] = shown = self._name(filename)
            return shown

    def _name(self, filename: str) -> str | None:
        if filename.startswith("<"):
            return None
        path = os.path.abspath(filename)
        if path.startswith(LIBRARIES):
            return None
        if self._folder is not None and path.startswith(self._folder):
            return path[len(self._folder) :].replace(os.sep, "/")
        return os.path.basename(path)

    def owns(self, code: CodeType | None) -> bool:
        """Whether this code is the program's own."""
        return code is not None and self.shown(code.co_filename) is not None

    def owns_function(self, function: object) -> bool:
        """Whether this callback is the program's own."""
        return self.owns(getattr(function, "__code__", None))

    def place(self, frame: FrameType | None) -> Place | None:
        """The innermost line of the program in this stack."""
        while frame is not None:
            name = self.shown(frame.f_code.co_filename)
            if name is not None:
                return name, frame.f_lineno
            frame = frame.f_back
        return None

    def caller(self, depth: int = 2) -> FrameType | None:
        """The innermost frame of the program that is running now, up to the loop's own frame."""
        return self.caller_of(sys._getframe(depth))

    def caller_of(self, frame: FrameType | None) -> FrameType | None:
        """The same, from this frame outwards."""
        while frame is not None and self.shown(frame.f_code.co_filename) is None:
            over = frame.f_code is self.boundary or frame.f_code is self.outermost
            frame = None if over else frame.f_back
        return frame

    def answerable(self, frame: FrameType) -> FrameType:
        """The line to name for what this frame of the program did.

        Where the driver of a lab did it for the submission, that is the submission's own line.
        """
        shown = self.shown(frame.f_code.co_filename)
        around: FrameType | None = frame if shown == self._driver else None
        while around is not None and around.f_code not in (self.boundary, self.outermost):
            if self.shown(around.f_code.co_filename) == self.main:
                return around
            around = around.f_back
        return frame

    def place_of_error(self, trace: TracebackType | None) -> Place | None:
        """Where an exception came from: the innermost line of the main source, else of the rest."""
        main = other = None
        while trace is not None:
            name = self.shown(trace.tb_frame.f_code.co_filename)
            if name == self.main:
                main = (name, trace.tb_lineno)
            elif name is not None:
                other = (name, trace.tb_lineno)
            trace = trace.tb_next
        return main or other

    def source(self, frame: FrameType) -> str | None:
        """The text of the line that this frame is at."""
        text = linecache.getline(frame.f_code.co_filename, frame.f_lineno, frame.f_globals)
        return text.strip() or None


def called(frame: FrameType, inner: FrameType | None) -> str | None:
    """The library's function that this line of the program called, if it is one of Python's.

    ``Queue.get``, ``urllib.request.urlopen``: the name that the program wrote, not the primitive
    that waits somewhere inside, where ``inner`` is. None where it called no Python function.
    """
    while inner is not None and inner.f_back is not frame:
        inner = inner.f_back
    if inner is None or inner.f_code.co_filename.startswith(PACKAGE):
        return None
    code = inner.f_code
    # The class that people write, where another one defines the method (Path, on 3.13).
    name = code.co_qualname.removesuffix(".__init__").replace("PathBase.", "Path.")
    if name.startswith(("<", "SocketIO.")):
        # The program called a function of C, and that called this one.
        return None
    if "." in name:
        return name
    module = str(inner.f_globals.get("__name__", ""))
    # requests.get is defined in requests.api: the shortest way to it is what people write.
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        shorter = ".".join(parts[:length])
        found = getattr(sys.modules.get(shorter), name, None)
        if getattr(found, "__code__", None) is code:
            return f"{shorter}.{name}"
    return f"{module}.{name}" if module else name


def suspended_at(awaitable: object, program: Program) -> Place | None:
    """The innermost line of the program at which a suspended coroutine waits."""
    place = None
    while awaitable is not None:
        frame = getattr(awaitable, "cr_frame", None) or getattr(awaitable, "gi_frame", None)
        if frame is None:
            frame = getattr(awaitable, "ag_frame", None)
        if frame is not None:
            name = program.shown(frame.f_code.co_filename)
            if name is not None:
                place = (name, frame.f_lineno)
        awaitable = (
            getattr(awaitable, "cr_await", None)
            or getattr(awaitable, "gi_yieldfrom", None)
            or getattr(awaitable, "ag_await", None)
        )
    return place
