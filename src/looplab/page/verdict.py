"""The result of a check as plain JSON values, for the lab page. Hidden checks stay hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from looplab.feedback import help_for
from looplab.order.words import labelled
from looplab.result import ENDINGS, Check, Result
from looplab.timeline import run_of, visible
from looplab.timeline.data import data
from looplab.trace import Trace


def verdict_data(result: Result, traces: Mapping[str, Trace], *, untouched: bool) -> dict[str, Any]:
    """``checks`` in order, ``advice`` in paragraphs, a sentence, and the run to look at.

    The run is that of the first check that failed, of those whose text may be seen.
    """
    said: set[str] = set()
    checks = []
    for check in result.checks:
        checks.append(_check(check, check.message in said))
        if not check.hidden:
            said.add(check.message)
    return {
        "passed": result.verdict == "passed",
        "words": _sentence(result),
        "checks": checks,
        "advice": [
            {"code": part.startswith("    "), "text": part if part[:4] == "    " else _flat(part)}
            for part in help_for(result, traces, untouched).split("\n\n")
            if part
        ],
        "run": _run(result, traces),
    }


def _flat(paragraph: str) -> str:
    return " ".join(paragraph.split())


def _sentence(result: Result) -> str:
    points = f"{result.points:g} of {result.max_points:g} points"
    if result.verdict == "passed":
        return f"All is right: {points}."
    ending = ENDINGS.get(result.verdict)
    because = f" ({ending})" if ending and result.verdict != "failed" else ""
    return f"{points}{because}."


def _check(check: Check, again: bool) -> dict[str, Any]:
    told = not check.passed and not check.hidden
    tried = [{"label": "tried with", "text": visible(check.tried)}] if told and check.tried else []
    lines = check.message.splitlines() if told and not again else []
    return {
        "passed": check.passed,
        "says": "a hidden check" if check.hidden else visible(check.says),
        "points": check.points,
        "of": check.max_points,
        "again": told and again,
        "parts": [*tried, *map(_part, lines)],
    }


def _part(line: str) -> dict[str, str]:
    label, text = labelled(line)
    return {"label": label.lower(), "text": visible(text)}


def _run(result: Result, traces: Mapping[str, Trace]) -> dict[str, Any] | None:
    for check in result.checks:
        trace = traces.get(check.name)
        if check.passed or check.hidden or trace is None:
            continue
        if trace.kind("turn", "block") or trace.prints():
            return within(data(run_of(trace, title="your program", threshold=check.limit)))
    return None


def within(run: dict[str, Any]) -> dict[str, Any]:
    """The same data without what lies behind the window that is drawn."""
    end = run["window"]
    lanes = [
        {**lane, "segments": [part for part in lane["segments"] if part["t"] <= end]}
        for lane in run["lanes"]
    ]
    prints = [line for line in run["prints"] if line["t"] <= end]
    return {**run, "lanes": lanes, "prints": prints, "table": run["table"][:MOST_ROWS]} | {
        "rows": len(run["table"]), "printed": len(run["prints"])
    }  # fmt: skip


# Of a long run the table shows the beginning, as the terminal does.
MOST_ROWS = 200
