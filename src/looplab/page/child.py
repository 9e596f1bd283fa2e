"""What the page has done in a process of its own: a script is run, a student's file is judged.

Started by ``looplab.page.jobs`` as ``python -m looplab.page.child``. It writes one JSON object:
what was found out, or ``{"words": ...}`` where there is nothing but a sentence to say.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from looplab.course import Lab
from looplab.page.code import code_of
from looplab.page.verdict import verdict_data, within
from looplab.request import STRICT
from looplab.trace import Trace

# A lesson may start hundreds of threads, and each of them reserves megabytes it never uses.
_LIMITS = replace(STRICT, memory=8 << 30)


def run(path: str) -> dict[str, Any]:
    """Run a script of the course on the virtual clock: its code and its timeline as data."""
    from looplab import sandbox
    from looplab.timeline import run_of
    from looplab.timeline.data import data

    try:
        text = sandbox.source_of(Path(path)).text
        trace = sandbox.run(path, limits=_LIMITS)
    except sandbox.CannotRead as reason:
        return {"words": str(reason)}
    return {"code": code_of(Path(path).name, text), "run": within(data(run_of(trace)))}


def check(folder: str, path: str) -> dict[str, Any]:
    """Judge a student's file at the lab in this folder, as ``looplab check`` does."""
    from looplab import sandbox, work
    from looplab.grade import CannotGrade, judged

    lab, file = Lab(Path(folder)), Path(path)
    traces: dict[str, Trace] = {}
    try:
        text = sandbox.source_of(file).text
        untouched = file.read_bytes() == lab.starter.read_bytes()
    except (sandbox.CannotRead, OSError):
        text, untouched = "", False
    try:
        result = judged(lab, file, on_result=lambda _, seen: traces.update(seen))[0]
    except CannotGrade as reason:
        return {"words": str(reason)}
    if result.max_points:
        work.remember(lab, result.points / result.max_points)
    return {
        "code": code_of(file.name, text),
        "verdict": verdict_data(result, traces, untouched=untouched),
    }


JOBS: dict[str, Callable[..., dict[str, Any]]] = {"run": run, "check": check}


def main() -> None:
    """Do one job. Standard output is for the answer alone: what a program writes goes nowhere."""
    answer = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    told = JOBS[sys.argv[1]](*sys.argv[2:])
    with open(answer, "w", encoding="utf-8") as pipe:
        json.dump(told, pipe)


if __name__ == "__main__":
    main()
