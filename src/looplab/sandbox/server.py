"""One fork server, from the side that asks it: one run at a time, and the time is kept here.

The server is started by name, never imported. It is killed, with all that it started, as soon as
this process is gone, whatever became of it.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from looplab.isolation.namespaces import map_users
from looplab.request import Request
from looplab.sandbox.child import FIXED
from looplab.sandbox.folder import emptied
from looplab.sandbox.hearing import Ending, Hearing
from looplab.sandbox.sealed import sealed
from looplab.sandbox.wire import KILL, MAP_USERS, MAPPED, NEVER_BEGAN, REPORT, RUN, Hello
from looplab.trace import Trace

# Real seconds: until a server is ready, and until it answers when it is told to stop a run.
READY = 120.0
ANSWER = 2.0
# Between two looks at what a run has told; sooner where it tells so many bytes that a pipe is full.
PAUSE, SOON, MUCH = 0.01, 0.0005, 1 << 15


class CannotIsolate(Exception):
    """Programs cannot be kept apart as it was asked for: the message says why, and what to do."""


class CannotStart(CannotIsolate):
    """The machine has no room for one more process, descriptor or file just now."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(f"no process can be started for a program: {reason.strerror or reason}")


class Server:
    """A process that forks a child for each run. ``plan`` is what it is to keep them apart by."""

    def __init__(self, plan: str) -> None:
        self.layers: tuple[str, ...] = ()
        with contextlib.ExitStack() as undo:
            try:
                self._folder = tempfile.mkdtemp(prefix="looplab-")
                undo.callback(os.rmdir, self._folder)
                self._control, theirs = socket.socketpair()
                undo.callback(self._control.close)
                self._process = self._started(theirs, plan)
            except OSError as reason:
                raise CannotStart(reason) from None
            undo.pop_all()
        try:
            self._greet()
        except BaseException:
            self.close()
            raise

    def _started(self, theirs: socket.socket, plan: str) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        command = [sys.executable, "-P", "-m", "looplab.forkserver"]
        with theirs:
            return subprocess.Popen(
                [*command, str(theirs.fileno()), self._folder, plan],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # glibc reserves address space for each thread; with one arena the memory limit
                # is fair.
                env={**kept, **FIXED, "MALLOC_ARENA_MAX": "1"},
                cwd="/",
                start_new_session=True,
            )

    def _greet(self) -> None:
        """Hear how far it came. Raises CannotIsolate."""
        self._control.settimeout(READY)
        while (hello := self._hello()).asks:
            if hello.asks == MAP_USERS:
                try:
                    map_users(self._process.pid)
                except OSError as reason:
                    raise CannotIsolate(f"its namespace has no users: {reason}") from None
                self._control.sendall(MAPPED)
        if hello.reason:
            raise CannotIsolate(hello.reason)
        self.layers = hello.layers
        if "mount-namespace" in self.layers:
            # It was needed for a moment: the children's folder lies in their own namespace.
            os.rmdir(self._folder)
        self._control.settimeout(None)

    def _hello(self) -> Hello:
        line = b""
        while not line.endswith(b"\n"):
            try:
                part = self._control.recv(1)
            except OSError as reason:
                raise CannotIsolate(f"it does not answer: {reason}") from None
            if not part:
                raise CannotIsolate("it could not be started")
            line += part
        return Hello.from_line(line)

    def run(self, requests: Sequence[Request]) -> list[Trace]:
        """Run these in one child; a trace for each. Afterwards the server may be gone.

        Raises CannotStart.
        """
        hearing = Hearing(requests)
        wall = requests[0].limits.wall
        deadline = None if wall is None else time.monotonic() + wall
        try:
            ours = self._asked(requests, hearing.token)
        except OSError as reason:
            raise CannotStart(reason) from None
        try:
            ending = self._listen(ours, hearing, deadline)
        except BaseException:
            # In the middle of a run: nobody will wait for its report.
            self.close()
            raise
        finally:
            os.close(ours)
        return hearing.traces(ending)

    def _asked(self, requests: Sequence[Request], token: bytes) -> int:
        """Ask for a run: the descriptor on which its events come."""
        with sealed(requests, token) as asked:
            ours, events_to = os.pipe()
            try:
                os.set_blocking(ours, False)
                socket.send_fds(self._control, [RUN], [asked, events_to])
            except OSError:
                self.close()
            finally:
                os.close(events_to)
            return ours

    @property
    def lost(self) -> bool:
        """Whether it can run nothing any more."""
        return self._control.fileno() == -1

    def _listen(self, pipe: int, hearing: Hearing, deadline: float | None) -> Ending:
        """Read events until there is a report, or none to be expected.

        To wake for each event would cost more than the run: they are fetched now and then.
        """
        if self.lost:
            return Ending(None, 0.0)
        stopped: str | None = None
        report, pause = b"", PAUSE
        while len(report) < REPORT.size:
            left = pause if deadline is None else deadline - time.monotonic()
            if left <= 0:
                if stopped is not None:
                    self.close()
                    return Ending(None, 0.0, "sandbox-lost")
                stopped, deadline = "wall-limit", self._stop()
                continue
            part = _received(self._control, REPORT.size - len(report), min(pause, left))
            if part == b"":
                _drain(pipe, hearing)
                self.close()
                return Ending(None, 0.0, stopped)
            report += part or b""
            pause = SOON if _drain(pipe, hearing) >= MUCH else PAUSE
            if hearing.too_much and stopped is None and len(report) < REPORT.size:
                stopped, deadline = "output-limit", self._stop()
        status, used, _, _, clean = REPORT.unpack(report)
        if not clean:
            self.close()
        code = os.waitstatus_to_exitcode(status)
        if code == NEVER_BEGAN and hearing.nothing:
            self.close()
            return Ending(None, used, stopped)
        if hearing.too_much:
            stopped = "output-limit"
        return Ending(code, used, stopped)

    def _stop(self) -> float:
        """Have the child killed. Returns until when the server has to answer."""
        with contextlib.suppress(OSError):
            self._control.sendall(KILL)
        return time.monotonic() + ANSWER

    def close(self) -> None:
        """End it, and all that it has started."""
        # It hears that, kills what runs, and goes.
        self._control.close()
        try:
            self._process.wait(ANSWER)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):
            emptied(self._folder)
            os.rmdir(self._folder)


def _drain(pipe: int, hearing: Hearing) -> int:
    """Hear what there is on the pipe; how many bytes that was."""
    heard = 0
    while not hearing.too_much:
        try:
            data = os.read(pipe, 1 << 16)
        except BlockingIOError:
            break
        if not data:
            break
        heard += len(data)
        hearing.feed(data)
    return heard


def _received(control: socket.socket, size: int, seconds: float) -> bytes | None:
    """What came within so many seconds: None where nothing did, b"" where nobody is there."""
    control.settimeout(seconds)
    try:
        return control.recv(size)
    except TimeoutError:
        return None
    except ConnectionError:
        return b""
    finally:
        control.settimeout(None)
