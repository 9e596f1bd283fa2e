"""What the watch knows, and what each key, save and result makes of it. No clock, no terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from looplab.course import Lab
from looplab.result import Result
from looplab.trace import Trace

Timeline = Literal["short", "full", "off"]
View = Literal["lab", "list", "reset"]

_NEXT: Mapping[Timeline, Timeline] = {"short": "full", "full": "off", "off": "short"}


@dataclass(frozen=True)
class Outcome:
    """What a check found out: the result, the last trace of each check by its name.

    ``untouched`` says that this is still the program that the student was given.
    """

    result: Result
    traces: Mapping[str, Trace]
    untouched: bool = False


@dataclass(frozen=True)
class Key:
    """A key was pressed, as ``keys`` names it."""

    name: str


@dataclass(frozen=True)
class Saved:
    """My file has other contents than before."""


@dataclass(frozen=True)
class Gone:
    """My file is not there any more."""


@dataclass(frozen=True)
class Checked:
    """A check is over: its outcome, or why there is none, in words."""

    found: Outcome | str


@dataclass(frozen=True)
class Restarted:
    """My file is the starter again: where the old one is, in words."""

    words: str


@dataclass(frozen=True)
class Failed:
    """Something could not be done: why, in words."""

    words: str


Event = Key | Saved | Gone | Checked | Restarted | Failed


@dataclass(frozen=True)
class Check:
    """Begin a check of my file."""


@dataclass(frozen=True)
class Open:
    """Go to this lab: end what runs, make its file if there is none, begin a check."""

    lab: Lab


@dataclass(frozen=True)
class Reset:
    """Make my file the starter again."""


@dataclass(frozen=True)
class Quit:
    """End the check that runs, and leave."""


Action = Check | Open | Reset | Quit


@dataclass(frozen=True)
class State:
    """All that is known. ``shares`` are the parts of the points that each lab gave, by slug.

    ``hints`` counts those shown; ``again`` says that the file was saved while it was checked;
    ``picked`` and ``typed`` belong to the list: the lab under the cursor, and the number so far.
    """

    labs: tuple[Lab, ...]
    at: int
    shares: Mapping[str, float] = field(default_factory=dict)
    view: View = "lab"
    outcome: Outcome | None = None
    checking: bool = False
    again: bool = False
    gone: bool = False
    hints: int = 0
    timeline: Timeline = "short"
    picked: int = 0
    typed: str = ""
    note: str = ""

    @property
    def lab(self) -> Lab:
        """The one I am at."""
        return self.labs[self.at]

    @property
    def done(self) -> bool:
        """Whether the last check of this lab passed, and nothing was saved since."""
        result = None if self.outcome is None else self.outcome.result
        return result is not None and result.verdict == "passed" and not self.checking

    @property
    def following(self) -> int | None:
        """The next lab that is not done, after this one and then from the beginning."""
        order = [*range(self.at + 1, len(self.labs)), *range(self.at)]
        return next((i for i in order if self.shares.get(self.labs[i].slug) != 1), None)


def begin(labs: tuple[Lab, ...], at: int, shares: Mapping[str, float]) -> tuple[State, Open]:
    """The first state, and what to do first."""
    state, action = _opened(State(labs, at, shares), at)
    return state, action


def step(state: State, event: Event) -> tuple[State, Action | None]:
    """What an event makes of the state, and what is to be done."""
    match event:
        case Saved() if state.checking:
            return replace(state, again=True, gone=False), None
        case Saved():
            return _check(replace(state, gone=False))
        case Gone():
            return replace(state, gone=True, note=""), None
        case Restarted(words):
            state, action = _check(replace(state, gone=False))
            return replace(state, note=words), action
        case Failed(words):
            return replace(state, note=words), None
        case Checked(found):
            return _checked(state, found)
        case Key("q" | "end"):
            return state, Quit()
        case Key(name) if state.view == "list":
            return _in_the_list(replace(state, note=""), name)
        case Key(name) if state.view == "reset":
            state = replace(state, view="lab", note="" if name == "y" else "Nothing was changed.")
            return state, Reset() if name == "y" else None
        case Key(name):
            return _at_the_lab(replace(state, note=""), name)
    raise AssertionError(event)


def _check(state: State) -> tuple[State, Action | None]:
    return replace(state, checking=True, again=False, note=""), Check()


def _checked(state: State, found: Outcome | str) -> tuple[State, Action | None]:
    state = replace(state, checking=False)
    if isinstance(found, str):
        state = replace(state, outcome=None, note=found)
    else:
        most = found.result.max_points
        share = found.result.points / most if most else 0.0
        shares = {**state.shares, found.result.lab: share}
        state = replace(state, outcome=found, shares=shares)
    return _check(state) if state.again and not state.gone else (state, None)


def _at_the_lab(state: State, name: str) -> tuple[State, Action | None]:
    if name == "l":
        return replace(state, view="list", picked=state.at, typed=""), None
    if name == "t":
        return replace(state, timeline=_NEXT[state.timeline]), None
    if name == "h":
        return _hint(state), None
    if state.checking or name not in ("n", "r", "c"):
        # What is typed while a check runs is not kept: it was meant for what was there before.
        return state, None
    if name == "r":
        return replace(state, view="reset"), None
    if name == "c" and state.gone:
        return replace(state, note="There is no file to check."), None
    if name == "c":
        return _check(state)
    if not state.done:
        return replace(state, note="Not done yet: h shows a hint, l goes to another lab."), None
    if state.following is None:
        return replace(state, note="That was the last one: all labs are done."), None
    return _opened(state, state.following)


def _hint(state: State) -> State:
    there = len(state.lab.hints)
    if state.hints < there:
        return replace(state, hints=state.hints + 1)
    note = "There are no more hints." if there else "There are no hints for this lab."
    return replace(state, note=note)


def _in_the_list(state: State, name: str) -> tuple[State, Action | None]:
    last = len(state.labs) - 1
    if name in ("l", "escape"):
        return replace(state, view="lab"), None
    if name == "enter":
        if state.picked == state.at:
            return replace(state, view="lab"), None
        return _opened(state, state.picked)
    if name in ("up", "down"):
        to = state.picked + (1 if name == "down" else -1)
        return replace(state, picked=min(max(to, 0), last), typed=""), None
    typed = state.typed[:-1] if name == "back" else state.typed
    if name.isascii() and name.isdigit():
        typed = (typed + name)[-2:]
    numbers = [lab.number for lab in state.labs]
    number = int(typed) if typed else None
    picked = numbers.index(number) if number in numbers else state.picked
    return replace(state, typed=typed, picked=picked), None


def _opened(state: State, at: int) -> tuple[State, Open]:
    """At another lab everything begins anew, but how the timeline is shown."""
    fresh = State(state.labs, at, state.shares, timeline=state.timeline, checking=True)
    return fresh, Open(fresh.lab)
