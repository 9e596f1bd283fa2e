"""``gradescope/STUDENT.json``: the ``results.json`` that a Gradescope autograder leaves behind.

Gradescope runs one submission in each container: there, grade the one file, and copy the one JSON
to ``/autograder/results/results.json``. Hidden checks count, and have neither text nor reason.
"""

from __future__ import annotations

import json
from typing import Any

from looplab.report.allowed import allowed, verdict_in_words
from looplab.result import Result


def gradescope_json(result: Result) -> str:
    """One student's result, as text that nothing in it is markup for."""
    tests: list[dict[str, Any]] = []
    for number, check in enumerate(allowed(result), 1):
        test: dict[str, Any] = {
            "number": str(number),
            "name": check.says,
            "score": check.points,
            "max_score": check.max_points,
            "status": "passed" if check.passed else "failed",
            "visibility": "hidden" if check.hidden else "visible",
        }
        if check.text:
            test["output"] = check.text
        tests.append(test)
    words = verdict_in_words(result)
    if result.diagnosis is not None:
        words += "\n\n" + result.diagnosis["advice"]
    data = {
        "score": result.points,
        "execution_time": result.ms / 1000,
        "output": words,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "extra_data": {"lab": result.lab, "verdict": result.verdict, "seed": result.seed},
        "tests": tests,
    }
    return json.dumps(data, indent=1) + "\n"
