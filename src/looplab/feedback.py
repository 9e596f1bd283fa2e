"""The result of a check in words, for the student who wrote the program."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence

from rich.text import Text

from looplab.cures import cure_of
from looplab.order.words import HAPPENED, INSTEAD, labelled
from looplab.result import ENDINGS, Check, Result
from looplab.timeline import run_of, visible
from looplab.timeline.text import picture, plain_text
from looplab.trace import Trace

_STYLES = {HAPPENED: "bold", INSTEAD: "green"}
_NEVER_AWAITED = re.compile(r"coroutine '([^']+)' was never awaited")
_FORGOTTEN = """\
In {place} you call `{name}`, and do not await it.

Such a call only makes a coroutine, of which nothing runs yet. Write `await` in front of it, or \
give it to `asyncio.create_task(...)` and await the task later."""
_UNTOUCHED = "This is still the starter: begin at its TODO."

# Makes the picture of one run, or no lines at all; from which length on a hold counts, if known.
Drawer = Callable[[Trace, float | None], Sequence[Text]]

# Above the picture: beside it stand the words of other checks as well.
FIRST = "What happened in the first check that failed"

# Of what a check tried so many lines are shown.
_MOST_INPUTS = 2

_INDENT = 6
_LABEL = 15


def words(
    result: Result,
    traces: Mapping[str, Trace],
    title: str,
    file: str,
    *,
    width: int = 80,
    unicode: bool = True,
    plain: bool = False,
    hints: str = "",
    untouched: bool = False,
    drawn: Drawer | None = None,
) -> list[Text]:
    """The lines to show: each check, what to write instead, what will help, the points.

    ``traces`` holds the last trace of each check, by its name; the first check that failed is
    shown with its timeline below all checks, as ``drawn`` draws it. With ``plain`` there is no
    drawing. The text of hidden checks is not shown. ``untouched`` says that this is still the
    program that the student was given.
    """
    lines = [Text(title, "bold"), Text(f"  {visible(file)}", "dim"), Text()]
    drawing: Sequence[Text] = []
    shown = False
    said: set[str] = set()
    for check in result.checks:
        lines += _check(check, width, unicode, check.message in said)
        if not check.hidden:
            said.add(check.message)
        trace = traces.get(check.name)
        if check.passed or check.hidden or shown or trace is None or not _ran(trace):
            continue
        shown = True
        if drawn:
            drawing = drawn(trace, check.limit)
        else:
            drawing = _picture(trace, check.limit, width, unicode, plain)
    if drawing:
        lines += [Text(), Text(FIRST, "bold"), Text(), *drawing]
    advice = help_for(result, traces, untouched)
    if advice:
        lines += [Text(), Text("What will help", "bold")]
        lines += paragraphs(advice, width)
    points = f"{result.points:g} of {result.max_points:g} points"
    lines.append(Text())
    if result.verdict == "passed":
        lines.append(Text(f"All is right: {points}.", "bold green"))
    else:
        ending = ENDINGS.get(result.verdict)
        because = f" ({ending})" if ending and result.verdict != "failed" else ""
        lines.append(Text(f"{points}{because}.{hints}", "bold"))
    return lines


def help_for(result: Result, traces: Mapping[str, Trace], untouched: bool = False) -> str:
    """That of the known mistake, if it is one; else what any lab can say. Empty if nothing."""
    if result.diagnosis is not None:
        return result.diagnosis["advice"]
    if result.verdict == "passed":
        return ""
    for trace in traces.values():
        cure = cure_of(str((trace.end.error or {}).get("message", "")))
        if cure is not None:
            return cure
        for event in trace.kind("log"):
            found = _NEVER_AWAITED.search(event.text or "")
            if found is not None and event.place is not None:
                return _FORGOTTEN.format(place=visible(event.place), name=visible(found[1]))
    return _UNTOUCHED if untouched else ""


def _ran(trace: Trace) -> bool:
    return bool(trace.kind("turn", "block") or trace.prints())


def _check(check: Check, width: int, unicode: bool, again: bool) -> list[Text]:
    mark = ("\u2713" if unicode else "ok") if check.passed else ("\u2717" if unicode else "x")
    style = "green" if check.passed else "red"
    says = "a hidden check" if check.hidden else check.says
    worth = f"{check.points:g}/{check.max_points:g}"
    room = max(20, width - len(mark) - len(worth) - 4)
    first, *more = textwrap.wrap(says, room) or [""]
    lines = [Text.assemble((f"  {mark} ", style), first.ljust(room), (f" {worth}", "dim"))]
    lines += [Text(" " * (len(mark) + 3) + line) for line in more]
    if check.passed or check.hidden:
        return lines
    if check.tried:
        lines += _labelled("tried with", check.tried, width, most=_MOST_INPUTS)
    if again:
        lines.append(Text(" " * _INDENT + "for the same reason", "dim"))
    else:
        for line in check.message.splitlines():
            lines += _part(line, width)
    return lines


def _part(line: str, width: int) -> list[Text]:
    label, text = labelled(line)
    return _labelled(label.lower(), text, width, _STYLES.get(label, ""))


def _labelled(
    label: str, line: str, width: int, style: str = "", most: int | None = None
) -> list[Text]:
    """A label, and a text behind it in as many lines as it needs, or at ``most`` so many."""
    room = max(20, width - _INDENT - _LABEL)
    wrapped = textwrap.wrap(visible(line), room, max_lines=most, placeholder=" ...") or [""]
    return [
        Text.assemble(
            " " * _INDENT, ((label if i == 0 else "").ljust(_LABEL), "dim"), (text, style)
        )
        for i, text in enumerate(wrapped)
    ]


def _picture(
    trace: Trace, limit: float | None, width: int, unicode: bool, plain: bool
) -> Sequence[Text]:
    run = run_of(trace, title="your program", threshold=limit)
    if plain:
        return [Text(line) for line in plain_text([run], unicode=unicode).splitlines()]
    return picture([run], width=width, unicode=unicode)


def paragraphs(text: str, width: int) -> list[Text]:
    """Advice as lines: its paragraphs wrapped and indented, its code as it stands."""
    lines: list[Text] = []
    for paragraph in text.split("\n\n"):
        if paragraph.startswith("    "):
            lines += [Text("  " + line, "bold") for line in paragraph.splitlines()]
        else:
            joined = " ".join(paragraph.split())
            lines += [
                Text("  " + line) for line in textwrap.wrap(joined, max(20, min(width, 90) - 2))
            ]
        lines.append(Text())
    return lines[:-1]
