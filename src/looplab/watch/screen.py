"""What is on the screen: the lab and its check above, the progress and the keys below."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.style import Style
from rich.text import Text

from looplab import work
from looplab.course import Lab
from looplab.feedback import paragraphs, words
from looplab.timeline import run_of, visible
from looplab.timeline.text import picture
from looplab.trace import Trace
from looplab.watch.goal import goal_of, goals_of
from looplab.watch.state import Outcome, State

# Lines of the list that are no labs: its heading, the marks of more, the keys below.
_AROUND_THE_LIST = 6


@dataclass(frozen=True)
class Paper:
    """What can be written on: columns, rows, and whether all of Unicode may be used."""

    width: int = 80
    height: int = 24
    unicode: bool = True


def body(state: State, paper: Paper) -> list[Text]:
    """All but the last lines; the same for the same state."""
    return _list(state, paper) if state.view == "list" else _lab(state, paper)


def foot(state: State, paper: Paper) -> list[Text]:
    """The last lines: what is going on, and which keys do what. None is wider than the paper."""
    lines = [] if state.view == "list" else [_progress(state, paper), *_files(state.lab, paper)]
    if state.gone and state.view == "lab":
        lines += _note(f"{_file(state.lab)} is gone: r makes it anew from the starter.", paper)
    if state.note:
        lines += _note(state.note, paper)
    if state.view == "reset":
        keys = [("y", "yes"), ("n", "no")]
        lines += _note(f"Make {_file(state.lab)} the starter again? What is in it is kept.", paper)
    elif state.view == "list":
        keys = [("up down", "or a number"), ("enter", "go there"), ("l", "back"), ("q", "quit")]
    elif state.checking:
        lines += _note(f"Checking {_file(state.lab)} ...", paper)
        keys = [("l", "list"), ("h", "hint"), ("t", "timeline"), ("q", "quit")]
    else:
        keys = [("n", "next")] if state.done else []
        keys += [("h", "hint"), ("l", "list"), ("t", f"timeline ({state.timeline})")]
        keys += [("r", "reset"), ("c", "check again"), ("q", "quit")]
    return lines + _keys(keys, paper)


# ---- the lab


def _lab(state: State, paper: Paper) -> list[Text]:
    lab, outcome = state.lab, state.outcome
    number = "" if lab.number is None else f"{lab.number:02d} "
    lines = [_cut(f"{number}{lab.slug}: {lab.title}", paper, "bold"), Text()]
    if outcome is not None:
        lines += [*_checked(state, outcome, paper), Text()]
    hints = lab.hints
    for i, hint in enumerate(hints[: state.hints], 1):
        heading = f"Hint {i} of {len(hints)}: {hint.when}"
        lines += [Text(part, "bold") for part in textwrap.wrap(heading, paper.width)]
        lines += [*paragraphs(hint.text, paper.width), Text()]
    return lines


def _checked(state: State, outcome: Outcome, paper: Paper) -> list[Text]:
    """The words of the check, with the timeline where they have one, else above them."""

    goals = goals_of(state.lab)

    def drawn(trace: Trace, limit: float | None) -> Sequence[Text]:
        return _timeline(trace, limit, state, paper)

    lines = words(
        outcome.result,
        outcome.traces,
        "",
        "",
        width=paper.width,
        unicode=paper.unicode,
        untouched=outcome.untouched,
        drawn=drawn,
    )[3:]  # the title and the file stand above already
    if all(check.passed for check in outcome.result.checks):
        seen = [c for c in outcome.result.checks if not c.hidden and c.name in outcome.traces]
        drawing: Sequence[Text] = []
        if seen:
            drawing = drawn(outcome.traces[seen[0].name], goals.get(seen[0].name))
        lines = [*drawing, *([Text()] if drawing else []), *lines]
    goal = goal_of(outcome.result, outcome.traces, goals)
    if goal is not None:
        told, reached = goal
        style = "green" if reached else "bold"
        lines += [Text(line, style) for line in textwrap.wrap(f"{told}.", paper.width)]
    if state.done and state.lab.solution.exists():
        lines.append(_link("One right answer:", state.lab.solution, paper))
    return lines


def _timeline(trace: Trace, limit: float | None, state: State, paper: Paper) -> list[Text]:
    """The picture of one run; the short one without what was printed, and the totals."""
    if state.timeline == "off":
        return []
    run = run_of(trace, title="your program", threshold=limit)
    lines = picture([run], width=paper.width, unicode=paper.unicode)
    if state.timeline == "full":
        return lines
    key = next((i for i, line in enumerate(lines) if line.plain.startswith("Key:")), None)
    end = None if key is None else next((i for i in range(key, len(lines)) if not lines[i]), None)
    return lines[:end]


# ---- the list


def _list(state: State, paper: Paper) -> list[Text]:
    """All labs with how far I am, as many around the picked one as there is room for."""
    room = max(3, paper.height - _AROUND_THE_LIST)
    first = max(0, min(state.picked - room // 2, len(state.labs) - room))
    names = max((len(lab.slug) for lab in state.labs), default=0)
    lines = [Text("All labs", "bold"), Text("   ..." if first else "", "dim")]
    for i, lab in enumerate(state.labs[first : first + room], first):
        number = "  " if lab.number is None else f"{lab.number:02d}"
        told = work.state_of(state.shares.get(lab.slug))
        row = f"{'>' if i == state.picked else ' '} {number}  {lab.slug:<{names}}  {told:<9}  "
        style = "reverse" if i == state.picked else "green" if told == "done" else ""
        lines.append(_cut(row + lab.title, paper, style))
    lines.append(Text("   ..." if first + room < len(state.labs) else "", "dim"))
    if state.typed:
        lines.append(Text(f"  number: {state.typed}"))
    return lines


# ---- the last lines


def _progress(state: State, paper: Paper) -> Text:
    """How many labs are done. Its marks are none of those that stand for a state of the loop."""
    total = len(state.labs)
    done = sum(state.shares.get(lab.slug) == 1 for lab in state.labs)
    said = f"{done} of {total} labs done" if total > 1 else "done" if done else "not done yet"
    room = min(40, paper.width - len(said) - 3)
    if total < 2 or room < 5:
        return _cut(said, paper)
    full = room * done // total
    return Text.assemble("[", ("#" * full, "green"), ("." * (room - full), "dim"), f"] {said}")


def _files(lab: Lab, paper: Paper) -> list[Text]:
    """The file to edit and the text of the task: in one line if there is room, else in two."""
    file = _link("Your file:", work.folder_for(lab) / f"{lab.slug}.py", paper)
    task = _link("the task:", lab.path / "README.md", paper)
    if file.cell_len + 3 + task.cell_len <= paper.width:
        return [file.append("   ").append_text(task)]
    return [file, task]


def _note(text: str, paper: Paper) -> list[Text]:
    return [Text(line, "bold") for line in textwrap.wrap(text, paper.width)]


def _keys(keys: list[tuple[str, str]], paper: Paper) -> list[Text]:
    """Each key with what it does, in as many lines as they need."""
    lines = [Text()]
    for key, does in keys:
        if lines[-1] and lines[-1].cell_len + len(key) + len(does) + 4 > paper.width:
            lines.append(Text())
        if lines[-1]:
            lines[-1].append("   ")
        lines[-1].append(key, "bold reverse").append(f" {does}")
    return lines


def _link(label: str, path: Path, paper: Paper) -> Text:
    """A path as it is said from here, to be clicked at where the terminal can."""
    shown = os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
    line = Text(f"{label} ").append(visible(shown), Style(link=path.absolute().as_uri()))
    line.truncate(max(1, paper.width), overflow="crop")
    return line


def _file(lab: Lab) -> str:
    path = work.folder_for(lab) / f"{lab.slug}.py"
    return visible(f"{path.parent.name}/{path.name}")


def _cut(text: str, paper: Paper, style: str = "") -> Text:
    line = Text(text, style)
    line.truncate(max(1, paper.width), overflow="ellipsis" if paper.unicode else "crop")
    return line
