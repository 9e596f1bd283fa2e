"""Which line of the program is responsible: the innermost one that is not a library's."""

from __future__ import annotations

import linecache
import os
import sys
import sysconfig
from types import CodeType, FrameType, TracebackType

Place = tuple[str, int]

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _library_folders() -> tuple[str, ...]:
    paths = {os.path.dirname(os.path.abspath(os.__file__)), PACKAGE}
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
        frame: FrameType | None = sys._getframe(depth)
        while frame is not None and self.shown(frame.f_code.co_filename) is None:
            over = frame.f_code is self.boundary or frame.f_code is self.outermost
            frame = None if over else frame.f_back
        return frame

    def starter(self) -> FrameType | None:
        """The innermost frame of the program that started the loop which is running now."""
        frame: FrameType | None = sys._getframe(2)
        while frame is not None and self.shown(frame.f_code.co_filename) is None:
            frame = None if frame.f_code is self.outermost else frame.f_back
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
