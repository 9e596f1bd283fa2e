"""One fresh process for a script of one's own: started, listened to, and ended with it.

The child runs ``looplab.record``, which is started by name and never imported here. It writes JSON
lines on a private pipe; this side keeps the time.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from looplab.request import Request
from looplab.sandbox.hearing import LAST_WORDS, Ending, Hearing
from looplab.sandbox.sealed import lines_for
from looplab.trace import Event, Trace

# The same in every process that runs programs, so that each tells the same.
FIXED: Mapping[str, str] = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
}


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
    """One child process: it has this terminal, this folder and this environment, and no limits.

    ``on_event`` hears each event as it arrives. With ``wires`` it is watched live: then it has a
    session of its own and no terminal.
    """

    requests: Sequence[Request]
    on_event: Callable[[Event], None] | None
    wires: Wires | None = None
    _stopped: str | None = None
    _deadline: float | None = None
    _interrupted: bool = False
    _process: subprocess.Popen[bytes] | None = None

    def traces(self) -> list[Trace]:
        """Run all requests; one trace for each, in their order, whatever became of the child."""
        hearing = Hearing(self.requests, self.on_event, own=self.wires is None)
        code, used = self._run(hearing)
        return hearing.traces(Ending(code, used, self._stopped))

    def _run(self, hearing: Hearing) -> tuple[int, float]:
        """Run the child to its end. Returns its exit status and the CPU seconds it used."""
        quiet = None if self.wires is None else subprocess.DEVNULL
        theirs = () if self.wires is None else self.wires.theirs
        with contextlib.ExitStack() as unless_started:
            ours, events_to = _pipe(unless_started)
            requests_from, requests_to = _pipe(unless_started)
            descriptors = (requests_from, events_to, *theirs)
            started = time.monotonic()
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "looplab.record", *map(str, descriptors)],
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                pass_fds=descriptors,
                env={**os.environ, **FIXED},
                start_new_session=self.wires is not None,
            )
            unless_started.pop_all()
        self._process = child
        _RUNNING[child.pid] = self
        if self._stopped or _ENDED:
            self._kill(child)
        os.close(events_to)
        os.close(requests_from)
        try:
            with contextlib.suppress(BrokenPipeError), open(requests_to, "wb") as pipe:
                pipe.write(lines_for(self.requests, hearing.token))
            wall = self.requests[0].limits.wall
            self._deadline = None if wall is None else started + wall
            try:
                self._listen(ours, child, hearing)
            except KeyboardInterrupt:
                # The terminal has sent it to the script too, which may have something to say.
                self._interrupted = True
                self._deadline = time.monotonic() + LAST_WORDS
                self._listen(ours, child, hearing)
        finally:
            os.close(ours)
            self._process = None
            _RUNNING.pop(child.pid, None)
            self._kill(child)
            status, usage = _wait(child)
        return os.waitstatus_to_exitcode(status), usage

    def _listen(self, pipe: int, child: subprocess.Popen[bytes], hearing: Hearing) -> None:
        """Read events until the child is done, or has to be stopped."""
        os.set_blocking(pipe, False)
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                left = None if self._deadline is None else self._deadline - time.monotonic()
                if left is not None and left <= 0 and self._interrupted:
                    # asyncio.run asks its task to end at the first one, which a line that computes
                    # does not hear of; the second one is raised there, and so tells which it is.
                    self._interrupted = False
                    self.tell(signal.SIGINT)
                    self._deadline = time.monotonic() + 1.0
                    continue
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
                hearing.feed(data)
                if hearing.too_much:
                    self._stopped = "output-limit"
                    return

    def tell(self, number: int) -> None:
        """Send a signal to the program, from any thread, if it still runs."""
        child = self._process
        if child is not None and child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, number)

    def interrupt(self) -> None:
        """Ctrl-C, for a child that this terminal does not send it to; and a time to end."""
        self.tell(signal.SIGINT)
        self._interrupted = True
        self._deadline = time.monotonic() + LAST_WORDS

    def stop(self) -> None:
        """End the child now; its trace says that it was stopped."""
        self._stopped = self._stopped or "ended-early"
        child = self._process
        if child is not None:
            self._kill(child)

    def _kill(self, child: subprocess.Popen[bytes]) -> None:
        if self.wires is None:
            child.kill()
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


def _pipe(closing: contextlib.ExitStack) -> tuple[int, int]:
    """A pipe whose two ends this stack closes."""
    ends = os.pipe()
    for end in ends:
        closing.callback(os.close, end)
    return ends


def _wait(child: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Collect the child: its status, with the CPU seconds it used."""
    try:
        _, status, usage = os.wait4(child.pid, 0)
    except ChildProcessError:
        # Popen.poll() has collected it; its return code is the status, its use is unknown.
        code = child.returncode
        return (-code if code < 0 else code << 8), float("inf")
    child.returncode = os.waitstatus_to_exitcode(status)
    return status, usage.ru_utime + usage.ru_stime
