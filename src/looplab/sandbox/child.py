"""One child process: started, listened to, stopped in time, and its traces completed.

The child runs ``looplab.record``, which is started by name and never imported here. It writes JSON
lines on a private pipe; this side keeps the time.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from looplab.request import Request
from looplab.trace import Event, Trace, TraceError

# So many seconds a script of one's own has, after Ctrl-C, to come to its end.
LAST_WORDS = 3.0

# A trace is longer than what its program printed; beyond this it is not an honest one.
MOST_TRACE = 64 << 20
MOST_LINE = 4 << 20


# The children of this process, and whether it is about to end.
_RUNNING: dict[int, Child] = {}
_ENDED: list[bool] = []


def end_all() -> None:
    """This process is about to end: end all children that run, and any that is still begun."""
    _ENDED.append(True)
    for child in list(_RUNNING.values()):
        child.stop()


@dataclass(frozen=True)
class Wires:
    """What a child that is watched live has beside its pipe: descriptors of this process.

    The child gets ``board``, ``stacks`` and ``leash``, and this process keeps the other ends.
    """

    board: int
    stacks: int
    leash: int

    @property
    def theirs(self) -> tuple[int, int, int]:
        """What the child gets, in the order in which it asks for them."""
        return self.board, self.stacks, self.leash


@dataclass
class Child:
    """One child process, for one request or for several trusted ones.

    ``on_event`` hears each event as it arrives. ``own`` is for a script of one's own: it has this
    terminal, this folder and this environment, and no limits.
    """

    requests: list[Request]
    on_event: Callable[[Event], None] | None
    own: bool
    wires: Wires | None = None
    _events: list[list[Event]] = field(default_factory=lambda: [[]])
    _stopped: str | None = None
    _deadline: float | None = None
    _process: subprocess.Popen[bytes] | None = None

    def traces(self) -> list[Trace]:
        """Run all requests; one trace for each, in their order, whatever became of the child."""
        with self._folder() as folder:
            code, used = self._run(folder)
        missing: list[list[Event]] = [[]] * (len(self.requests) - len(self._events))
        return [self._completed(events, code, used) for events in [*self._events, *missing]]

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
        quiet = None if self.own and self.wires is None else subprocess.DEVNULL
        theirs = () if self.wires is None else self.wires.theirs
        descriptors = (requests_from, events_to, *theirs)
        started = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "looplab.record", *map(str, descriptors)],
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            pass_fds=descriptors,
            env=self._environment(),
            cwd=folder,
            start_new_session=not self.own or self.wires is not None,
        )
        self._process = child
        _RUNNING[child.pid] = self
        if self._stopped or _ENDED:
            self._kill(child)
        os.close(events_to)
        os.close(requests_from)
        try:
            with contextlib.suppress(BrokenPipeError), open(asked, "w", encoding="utf-8") as pipe:
                pipe.writelines(request.to_json() + "\n" for request in self.requests)
            wall = self.requests[0].limits.wall
            self._deadline = None if wall is None else started + wall
            try:
                self._listen(ours, child)
            except KeyboardInterrupt:
                # The terminal has sent it to the script too, which may have something to say.
                if not self.own:
                    raise
                self._deadline = time.monotonic() + LAST_WORDS
                self._listen(ours, child)
        finally:
            os.close(ours)
            self._process = None
            _RUNNING.pop(child.pid, None)
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

    def _listen(self, pipe: int, child: subprocess.Popen[bytes]) -> None:
        """Read events until the child is done, or has to be stopped."""
        os.set_blocking(pipe, False)
        begun, total = b"", 0
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                left = None if self._deadline is None else self._deadline - time.monotonic()
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
                trusted = self.own and self.wires is None
                if (total > MOST_TRACE or len(begun) > MOST_LINE) and not trusted:
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
            # Where schedules are explored there is a trace for each outcome.
            bounds = self.requests[0].explore
            most = len(self.requests) if bounds is None else bounds.outcomes
            if len(self._events) == most:
                return
            self._events.append([])
        self._events[-1].append(event)
        if self.on_event is not None:
            self.on_event(event)

    def tell(self, number: int) -> None:
        """Send a signal to the program, from any thread, if it still runs."""
        child = self._process
        if child is not None and child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, number)

    def interrupt(self) -> None:
        """Ctrl-C, for a child that this terminal does not send it to; and a time to end."""
        self.tell(signal.SIGINT)
        self._deadline = time.monotonic() + LAST_WORDS

    def stop(self) -> None:
        """End the child now; its trace says that it was stopped."""
        self._stopped = self._stopped or "ended-early"
        child = self._process
        if child is not None:
            self._kill(child)

    def _kill(self, child: subprocess.Popen[bytes]) -> None:
        if self.own and self.wires is None:
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
            seconds = LAST_WORDS if limits.wall is None else limits.wall
            return "wall-limit", f"it was stopped after {seconds:g} real seconds"
        if self._stopped == "ended-early":
            return "ended-early", "it was stopped while it ran"
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
