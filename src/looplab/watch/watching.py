"""The watch itself: waits for a key, a save or the end of a check, and does what they ask for."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from looplab import work
from looplab.course import Course, Lab
from looplab.saves import EVERY, Saves, look
from looplab.watch.checking import Checking
from looplab.watch.screen import Paper, body, foot
from looplab.watch.state import (
    Action,
    Check,
    Checked,
    Event,
    Failed,
    Gone,
    Key,
    Open,
    Outcome,
    Quit,
    Reset,
    Restarted,
    Saved,
    State,
    begin,
    step,
)
from looplab.watch.terminal import ENDING, Terminal

# Checks the file of a lab: what came of it, or why nothing did, in words. It runs in a process of
# its own.
Judge = Callable[[Lab, Path], Outcome | str]


def watch(labs: Sequence[Lab], at: int, judge: Judge) -> int:
    """Watch the work on these labs, beginning with this one, until somebody leaves.

    Returns 0, or the number of the signal that ended it. Standard input and output have to be a
    terminal.
    """
    shares = work.progress(Course(work.folder_for(labs[at]).parent))
    with Terminal() as terminal:
        watching = _Watching(labs, at, judge, shares)
        try:
            return watching.run(terminal)
        finally:
            watching.stop()


class _Watching:
    def __init__(
        self, labs: Sequence[Lab], at: int, judge: Judge, shares: dict[str, float]
    ) -> None:
        self._judge = judge
        self._checking: Checking | None = None
        self._saves = Saves(None)
        self._left = False
        self.state, first = begin(tuple(labs), at, shares)
        self._do(first)

    def run(self, terminal: Terminal) -> int:
        shown: tuple[State, Paper] | None = None
        while not self._left:
            paper = terminal.paper
            if shown is None or shown[0] is not self.state or shown[1] != paper:
                terminal.show(body(self.state, paper), foot(self.state, paper))
                shown = self.state, paper
            checking = self._checking
            others = [] if checking is None else [checking.fileno()]
            ready = terminal.wait(others, EVERY)
            for number in terminal.signals():
                if number in ENDING:
                    return number
                shown = None
            for key in terminal.typed(ready):
                self.hear(Key(key))
            if terminal.closed:
                return signal.SIGHUP
            # A key may have ended this check, and begun another one.
            if checking is not None and checking is self._checking and set(others) & set(ready):
                self._checking = None
                self._checked(checking.outcome())
            seen = self._saves.see(look(self.file))
            if seen is not None:
                self.hear(Saved() if seen == "saved" else Gone())
        return 0

    @property
    def file(self) -> Path:
        lab = self.state.lab
        return work.folder_for(lab) / f"{lab.slug}.py"

    def hear(self, event: Event) -> None:
        self.state, action = step(self.state, event)
        if action is not None:
            self._do(action)

    def stop(self) -> None:
        if self._checking is not None:
            self._checking.stop()
            self._checking = None

    def _checked(self, found: Outcome | str) -> None:
        lab = self.state.lab
        self.hear(Checked(found))
        if isinstance(found, Outcome) and lab.slug in self.state.shares:
            work.remember(lab, self.state.shares[lab.slug])

    def _do(self, action: Action) -> None:
        match action:
            case Quit():
                self._left = True
            case Open(lab):
                self.stop()
                try:
                    path = work.file_for(lab)
                except OSError as reason:
                    self.hear(Checked(f"Your file cannot be made: {reason.strerror}."))
                    return
                self._saves = Saves(look(path))
                self._check(lab)
            case Check():
                self._check(self.state.lab)
            case Reset():
                self._reset(self.state.lab)

    def _check(self, lab: Lab) -> None:
        self.stop()
        path = self.file
        self._checking = Checking(lambda: self._judge(lab, path))

    def _reset(self, lab: Lab) -> None:
        try:
            kept = work.reset(lab)
        except OSError as reason:
            self.hear(Failed(f"It could not be reset: {reason.strerror}."))
            return
        self._saves = Saves(look(self.file))
        where = "" if kept is None else f" What you had is in {kept.parent.name}/{kept.name}."
        self.hear(Restarted(f"This is the starter again.{where}"))
