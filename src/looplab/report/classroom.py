"""``classroom/STUDENT.txt``: what GitHub Classroom's grading reporter takes from a step.

It is JSON in base64, on one line. In a workflow, grade the one file and hand the line on:

    - id: looplab
      run: |
        looplab grade sleep sleep.py --out marks --report classroom
        echo "result=$(cat marks/classroom/sleep.txt)" >> "$GITHUB_OUTPUT"
    - uses: classroom-resources/autograding-grading-reporter@v1
      env:
        LOOPLAB_RESULTS: "${{ steps.looplab.outputs.result }}"
      with:
        runners: looplab
"""

from __future__ import annotations

import json
import re
from base64 import b64encode

from looplab.report.allowed import HIDDEN, allowed, verdict_in_words
from looplab.report.junit import OURS
from looplab.result import Result

# The reporter prints messages to the log, where a line of this kind is a command.
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)


def classroom_payload(result: Result) -> str:
    """One student's result, encoded, with a line end."""
    error = result.verdict in OURS
    tests = []
    for check in allowed(result):
        words = check.text or ("" if check.passed else HIDDEN)
        tests.append(
            {
                "name": _no_command(check.says),
                "status": "pass" if check.passed else "error" if error else "fail",
                "score": check.points,
                "max_score": check.max_points,
                "message": _no_command(words),
            }
        )
    if tests and result.diagnosis is not None:
        last = next((test for test in reversed(tests) if test["status"] != "pass"), tests[-1])
        last["message"] = f"{last['message']}\n\n{_no_command(result.diagnosis['advice'])}"
    data = {
        "version": 1,
        "status": "pass" if result.verdict == "passed" else "error" if error else "fail",
        "max_score": result.max_points,
        "message": verdict_in_words(result),
        "tests": tests,
    }
    return b64encode(json.dumps(data).encode()).decode() + "\n"


def _no_command(text: str) -> str:
    return _COMMAND.sub(r"\1: ", text).replace("##[", "## [")
