"""Programs that run and are watched: started together, stopped together, none left behind."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from looplab.board import Board
from looplab.live.sight import Eyes, Sight
from looplab.request import Latency, Limits, Request
from looplab.sandbox import Child, Wires, source_of
from looplab.trace import Event, Trace


class Watched:
    """One program that runs. ``trace`` is None until it is over."""

    def __init__(self, request: Request) -> None:
        self.title = request.script.name
        self.trace: Trace | None = None
        self._seed = request.seed
        self._events: list[Event] = []
        with contextlib.ExitStack() as held:
            board = Board.new()
            held.callback(board.close)
            ours, stacks = _pipe(held)
            leash, _ = _pipe(held)
            os.set_blocking(ours, False)
            os.set_blocking(stacks, False)
            wires = Wires(board.fd, stacks, leash)
            self._child = Child([request], self._heard, wires=wires)
            self._eyes = Eyes(board, ours, self._child.tell, self.title, request.folder)
            self._thread = threading.Thread(
                target=self._run, name=f"watch {self.title}", daemon=True
            )
            self._thread.start()
            self._held = held.pop_all()

    def _run(self) -> None:
        try:
            trace = self._child.traces()[0]
            self.trace = Trace.of(map(self._eyes.corrected, trace))
        except Exception as reason:
            # Whoever draws this run waits for its end, and has nowhere to put a traceback.
            self.trace = self._lost(reason)

    def _lost(self, reason: Exception) -> Trace:
        """What was heard until this happened, which the program has nothing to do with."""
        message = f"{type(reason).__name__}: {reason}"
        if isinstance(reason, OSError):
            message = f"this machine cannot run it just now ({reason.strerror or reason})"
        heard = [event for event in self._events if event.kind != "end"]
        if not heard:
            heard = [Event("start", 0, 0.0, script=self.title, clock="real", seed=self._seed)]
        last = max(event.t if event.until is None else event.until for event in heard)
        error = {"type": "Stopped", "message": message}
        end = Event("end", len(heard), last, status="sandbox-lost", error=error)
        return Trace.of([*heard, end])

    def _heard(self, event: Event) -> None:
        self._events.append(self._eyes.corrected(event))

    @property
    def over(self) -> bool:
        """Whether the program has ended, and its trace is there."""
        return not self._thread.is_alive()

    def events(self, since: int = 0) -> list[Event]:
        """What is over so far, without the first ``since`` events: in the order of their ends."""
        return self._events[since:]

    def sight(self) -> Sight | None:
        """What goes on right now; None before the program has begun, and when it is over."""
        return None if self.over else self._eyes.look()

    def interrupt(self) -> None:
        """Ctrl-C: the program may have something to say, for three seconds at most."""
        self._child.interrupt()

    def stop(self) -> None:
        """End it now."""
        self._child.stop()

    def close(self) -> None:
        """End it if it still runs, and let go of everything."""
        self.stop()
        self._thread.join()
        self._held.close()


def _pipe(closing: contextlib.ExitStack) -> tuple[int, int]:
    ends = os.pipe()
    for end in ends:
        closing.callback(os.close, end)
    return ends


class Watch:
    """Several programs that run at the same time; a context, which none of them outlives."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self.runs: list[Watched] = []
        try:
            for request in requests:
                self.runs.append(Watched(request))
        except BaseException:
            self.close()
            raise

    @property
    def over(self) -> bool:
        """Whether all of them have ended."""
        return all(run.over for run in self.runs)

    def interrupt(self) -> None:
        """Ctrl-C for all of them."""
        for run in self.runs:
            run.interrupt()

    def stop(self) -> None:
        """End all of them now."""
        for run in self.runs:
            run.stop()

    def close(self) -> None:
        """End all of them, and let go of everything."""
        self.stop()
        for run in self.runs:
            run.close()
        self.runs.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def watch(
    scripts: Sequence[str | Path],
    argv: Sequence[str] = (),
    seed: int = 0,
    schedule: int | list[int] | None = None,
    latency: Latency | None = None,
    limits: Limits | None = None,
) -> Watch:
    """Start scripts of one's own, on the real clock, and watch them. Raises CannotRead.

    They get no input. Leave the context, or call ``close``, and they are gone.
    """
    return Watch(
        [
            Request(
                source_of(path),
                folder=str(Path(path).resolve().parent),
                path=str(path),
                argv=tuple(argv),
                clock="real",
                seed=seed,
                schedule=schedule,
                latency=latency or Latency(),
                limits=limits or Limits(),
            )
            for path in scripts
        ]
    )
