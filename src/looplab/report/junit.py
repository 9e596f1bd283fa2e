"""``junit.xml``: what systems for continuous integration show: a suite a student, a case a check.

It is for the instructor: hidden checks are in it with their text.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from looplab.result import Result
from looplab.timeline.words import visible

# Nobody's mistake: the check could not be made.
OURS = ("sandbox-lost", "internal-error")


def junit_xml(results: Iterable[Result]) -> str:
    """The results as XML, students in order."""
    root = ElementTree.Element("testsuites", name="looplab")
    count = failed = broken = 0
    for result in sorted(results, key=lambda result: result.student):
        suite = _suite(result)
        root.append(suite)
        count += len(result.checks)
        failed += int(suite.attrib["failures"])
        broken += int(suite.attrib["errors"])
    root.attrib |= {"tests": str(count), "failures": str(failed), "errors": str(broken)}
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _suite(result: Result) -> ElementTree.Element:
    failed = [check for check in result.checks if not check.passed]
    kind = "error" if result.verdict in OURS else "failure"
    student = visible(result.student)
    suite = ElementTree.Element(
        "testsuite",
        name=student,
        tests=str(len(result.checks)),
        failures=str(len(failed) if kind == "failure" else 0),
        errors=str(len(failed) if kind == "error" else 0),
        skipped="0",
        time=f"{result.ms / 1000:.3f}",
    )
    for check in result.checks:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=f"{visible(result.lab)}.{student}",
            name=visible(check.name),
        )
        if not check.passed:
            lines = [visible(line) for line in check.message.splitlines()] or ["the check failed"]
            why = ElementTree.SubElement(case, kind, message=lines[0], type=visible(result.verdict))
            tried = [f"Tried with: {visible(check.tried)}"] if check.tried else []
            why.text = "\n".join([*tried, *lines])
    told = [f"verdict: {result.verdict}", f"points: {result.points:g} of {result.max_points:g}"]
    if result.diagnosis is not None:
        told.append(f"mistake: {result.diagnosis['wrong']}")
    told += [f"to look at: {s['what']} ({s['file']}:{s['line']})" for s in result.suspicions]
    out = ElementTree.SubElement(suite, "system-out")
    out.text = "\n".join(map(visible, told))
    return suite
