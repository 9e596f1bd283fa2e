"""Run a program in a child process of its own, and get its trace whatever the program does.

One fresh process for each call. Only the trace crosses: JSON lines on a private pipe, read by this
side, which also keeps the time. The child starts ``looplab.record`` by name; nothing of a
program's is ever imported here.
"""

from __future__ import annotations

import contextlib
import os
import platform
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from looplab.request import STRICT, Limits, Request, Source
from looplab.trace import Event, Trace, TraceError

# What every run is kept apart by. More layers, and where they work, are stated in each result.
LAYERS = ("process", "session", "rlimits", "wall-clock", "empty-folder")

# A trace is longer than what its program printed; beyond this it is not an honest one.
MOST_TRACE = 64 << 20
MOST_LINE = 4 << 20


class CannotRead(Exception):
    """The script is not there, is no file, or is no text: the message says which, in words."""


def source_of(path: str | Path) -> Source:
    """The text of a script. Raises CannotRead."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CannotRead(f"there is no file {path}") from None
    except IsADirectoryError:
        raise CannotRead(f"{path} is a folder; name a script in it") from None
    except OSError as reason:
        raise CannotRead(f"{path} cannot be read: {reason.strerror}") from None
    return decoded(path.name, data)


def decoded(name: str, data: bytes) -> Source:
    """A script's bytes as text, in the encoding that it declares. Raises CannotRead."""
    from importlib.util import decode_source

    if b"\0" in data:
        raise CannotRead(f"{name} holds a zero byte: it is no Python text")
    try:
        return Source(name, decode_source(data))
    except (SyntaxError, UnicodeDecodeError, LookupError):
        raise CannotRead(
            f"{name} is not written in UTF-8: save it as UTF-8 in your editor and try again"
        ) from None


def run(
    path: str | Path,
    argv: Sequence[str] = (),
    seed: int = 0,
    schedule: int | list[int] | None = None,
    *,
    clock: str = "virtual",
    limits: Limits | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> Trace:
    """Run one's own script as in life: in its folder's context, with the terminal's input.

    ``seed`` seeds ``random``; ``schedule`` picks who goes first among equal timers; ``clock`` is
    ``virtual`` or ``real``. ``on_event`` sees each event as it arrives. Raises CannotRead.
    """
    path = Path(path)
    request = Request(
        source_of(path),
        folder=str(path.resolve().parent),
        path=str(path),
        argv=tuple(argv),
        seed=seed,
        schedule=schedule,
        clock=clock,
        limits=limits or Limits(),
    )
    return _Child([request], on_event, own=True).traces()[0]


def judge(
    driver: Source | None,
    submission: Source,
    inputs: dict[str, Any] | None = None,
    seed: int = 0,
    limits: Limits = STRICT,
) -> Trace:
    """Run a stranger's program, under limits, in an empty folder that is removed afterwards.

    With a ``driver`` the program is what the driver imports as ``submission``, and ``inputs`` are
    the arguments of the driver's ``main``; without one the program itself is run.
    """
    return _Child([asked(driver, submission, inputs, seed, limits)], None, own=False).traces()[0]


def asked(
    driver: Source | None,
    submission: Source,
    inputs: dict[str, Any] | None = None,
    seed: int = 0,
    limits: Limits = STRICT,
) -> Request:
    """The request that ``judge`` runs."""
    if driver is None:
        return Request(submission, seed=seed, limits=limits)
    return Request(driver, inputs=inputs or {}, submission=submission, seed=seed, limits=limits)


def rehearse(requests: Sequence[Request]) -> list[Trace]:
    """Run several trusted programs, one after the other, in one child: a lab's known mistakes."""
    return _Child(list(requests), None, own=False).traces()


@dataclass
class _Child:
    """One child process: started, listened to, stopped in time, and its traces completed."""

    requests: list[Request]
    on_event: Callable[[Event], None] | None
    own: bool
    _events: list[list[Event]] = field(default_factory=lambda: [[]])
    _stopped: str | None = None

    def traces(self) -> list[Trace]:
        with self._folder() as folder:
            code, used = self._run(folder)
        done = [self._completed(events, code, used) for events in self._events if events]
        while len(done) < len(self.requests):
            done.append(self._completed([], code, used))
        return done

    @contextlib.contextmanager
    def _folder(self) -> Iterator[str | None]:
        if self.own:
            yield None
            return
        with tempfile.TemporaryDirectory(prefix="looplab-", ignore_cleanup_errors=True) as folder:
            yield folder

    def _run(self, folder: str | None) -> tuple[int, float]:
        """Run the child to its end. Returns its exit status and the CPU seconds it used."""
        ours, events_to = os.pipe()
        requests_from, asked = os.pipe()
        quiet = None if self.own else subprocess.DEVNULL
        started = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "looplab.record", str(requests_from), str(events_to)],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            pass_fds=(requests_from, events_to),
            env=self._environment(),
            cwd=folder,
            start_new_session=not self.own,
        )
        os.close(events_to)
        os.close(requests_from)
        try:
            with contextlib.suppress(BrokenPipeError), open(asked, "w", encoding="utf-8") as pipe:
                pipe.writelines(request.to_json() + "\n" for request in self.requests)
            self._listen(ours, child, started)
        finally:
            os.close(ours)
            self._kill(child)
            _, status, usage = _wait(child)
        return os.waitstatus_to_exitcode(status), usage

    def _environment(self) -> dict[str, str]:
        fixed = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
        if self.own:
            return {**os.environ, **fixed}
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        # glibc reserves address space for each thread; with one arena the memory limit is fair.
        return {**kept, **fixed, "MALLOC_ARENA_MAX": "1"}

    def _listen(self, pipe: int, child: subprocess.Popen[bytes], started: float) -> None:
        """Read events until the child is done, or has to be stopped."""
        wall = self.requests[0].limits.wall
        os.set_blocking(pipe, False)
        begun, total = b"", 0
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                left = None if wall is None else wall - (time.monotonic() - started)
                if left is not None and left <= 0:
                    self._stopped = "wall-limit"
                    return
                # A grandchild may hold the pipe open after the child is gone: look at both.
                ready = selector.select(0.2 if left is None else min(left, 0.2))
                if not ready:
                    if child.poll() is not None:
                        return
                    continue
                data = os.read(pipe, 1 << 16)
                if not data:
                    return
                total += len(data)
                if (total > MOST_TRACE or len(begun) > MOST_LINE) and not self.own:
                    self._stopped = "output-limit"
                    return
                *lines, begun = (begun + data).split(b"\n")
                for line in lines:
                    self._hear(line)

    def _hear(self, line: bytes) -> None:
        try:
            event = Event.from_json(line.decode("utf-8", "replace"))
        except TraceError:
            return  # Only a program that found the pipe writes such lines; they count for nothing.
        if self._events[-1] and self._events[-1][-1].kind == "end":
            if len(self._events) == len(self.requests):
                return
            self._events.append([])
        self._events[-1].append(event)
        if self.on_event is not None:
            self.on_event(event)

    def _kill(self, child: subprocess.Popen[bytes]) -> None:
        if self.own:
            child.kill()
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)

    def _completed(self, events: list[Event], code: int, cpu: float) -> Trace:
        """The trace of a child that may not have been able to end it itself."""
        if not events or events[0].kind != "start":
            events = [self._start(), *events]
        if events[-1].kind != "end":
            status, message = self._verdict(code, cpu)
            last = max(e.until if e.until is not None else e.t for e in events)
            error = {"type": "Stopped", "message": message}
            end = Event("end", max(e.n for e in events) + 1, last, status=status, error=error)
            events = [*events, end]
        return Trace.of(events)

    def _start(self) -> Event:
        request = self.requests[0]
        return Event(
            "start",
            0,
            0.0,
            script=request.script.name,
            clock=request.clock,
            seed=request.seed,
            schedule=request.schedule,
            python=platform.python_version(),
        )

    def _verdict(self, code: int, cpu: float) -> tuple[str, str]:
        limits = self.requests[0].limits
        if self._stopped == "wall-limit":
            return "wall-limit", f"it was stopped after {limits.wall:g} real seconds"
        if self._stopped == "output-limit":
            return "output-limit", "it wrote more than it may"
        if code == -signal.SIGXCPU or (
            code == -signal.SIGKILL and limits.cpu is not None and cpu >= limits.cpu
        ):
            return "cpu-limit", f"it computed for {limits.cpu} seconds and was stopped"
        if code < 0:
            name = signal.Signals(-code).name
            return "crashed", f"the process was ended by {name}"
        return "ended-early", f"the process left with status {code} before its program was over"


def _wait(child: subprocess.Popen[bytes]) -> tuple[int, int, float]:
    """Collect the child, with the CPU seconds it used."""
    try:
        pid, status, usage = os.wait4(child.pid, 0)
    except ChildProcessError:
        # Popen.poll() has collected it; its return code is the status, its use is unknown.
        code = child.returncode
        return child.pid, (-code if code < 0 else code << 8), float("inf")
    child.returncode = os.waitstatus_to_exitcode(status)
    return pid, status, usage.ru_utime + usage.ru_stime
