"""Reports for other programs: read back by a real parser, whatever a class is called and says."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from looplab.report.allowed import allowed
from looplab.report.classroom import classroom_payload
from looplab.report.gradescope import gradescope_json
from looplab.report.junit import junit_xml
from looplab.report.page import student_page
from looplab.result import Check, Result

EVIL = [
    "\x1b[31mred\x07",
    "\0\x01\x0b\ufffe\uffff",
    "Ren\udce9",
    "]]></failure><testcase name='won'/>",
    "<script>alert(1)</script><b onclick='x'>&lt;&amp;",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "a\u202eb\u2028c\x85d",
    "::add-mask::secret",
    "x" * 20_000,
    "${{ secrets.TOKEN }} `rm` $(rm)",
]


def check(name: str = "test_it", message: str = "", **more: Any) -> Check:
    passed = not message
    points = 2.0 if passed else 0.0
    return Check(name, f"{name} says this.", passed, points, 2.0, False, message, **more)


SECRET = Check(
    "test_that_nobody_knows",
    "Nobody may know that we look for the word Rosebud.",
    False,
    0.0,
    3.0,
    True,
    "Expected: the program prints Rosebud twice\nWhat happened: it printed it once",
)
FAILED = check(
    "test_b", "Expected: this\nWhat happened: that\nWrite instead: await it", tried="a='b', c=0.3"
)

TOLD = "Tried with: a='b', c=0.3\nExpected: this\nWhat happened: that\nWrite instead: await it"


def result(student: str = "Ann Lee", *checks: Check, **more: Any) -> Result:
    fields: dict[str, Any] = {
        "lab": "sleep",
        "source_sha256": "ab" * 32,
        "verdict": "failed",
        "points": sum(check.points for check in checks),
        "max_points": sum(check.max_points for check in checks),
        "checks": checks,
        "diagnosis": None,
        "suspicions": (),
        "isolation": ("process",),
        "seed": 3,
        "ms": 1234,
    }
    return Result(student=student, **fields | more)


def evil_result(text: str) -> Result:
    """A result in which a student's text is wherever it can be."""
    message = f"Expected: x\nWhat happened: ValueError: {text}\n{text}"
    suspicion = {"what": f"imports {text}", "file": text, "line": 3}
    wrong = check("test_b", message, tried=text)
    return result(text, check("test_a"), wrong, suspicions=(suspicion,))


# ---- JUnit


def test_junit() -> None:
    """A suite for each student, a case for each check, the sums on top."""
    passed = result("Zoe", check("test_a"), verdict="passed")
    failed = result(
        "Ann",
        check("test_a"),
        FAILED,
        diagnosis={"wrong": "blocks", "advice": "Write await."},
        suspicions=({"what": "imports gc", "file": "sleep.py", "line": 3},),
    )
    lost = result("Bob", check("test_a", "Expected: x"), verdict="sandbox-lost")
    root = ElementTree.fromstring(junit_xml([passed, failed, lost]))
    assert root.attrib == {"name": "looplab", "tests": "4", "failures": "1", "errors": "1"}
    ann, bob, zoe = root
    assert [suite.get("name") for suite in root] == ["Ann", "Bob", "Zoe"]
    assert (ann.get("tests"), ann.get("failures"), ann.get("time")) == ("2", "1", "1.234")
    case = ann.findall("testcase")[1]
    assert (case.get("classname"), case.get("name")) == ("sleep.Ann", "test_b")
    (why,) = case
    assert (why.tag, why.get("type"), why.get("message")) == ("failure", "failed", "Expected: this")
    assert why.text == TOLD
    out = ann.findtext("system-out") or ""
    assert "mistake: blocks" in out and "to look at: imports gc (sleep.py:3)" in out
    assert bob.find("testcase/error") is not None and bob.find("testcase/failure") is None
    assert zoe.find(".//failure") is None and zoe.get("failures") == "0"


@pytest.mark.parametrize("text", EVIL, ids=ascii)
def test_junit_is_whole_whatever_is_in_it(text: str) -> None:
    """Valid, as many cases as checks, and only characters that can be seen."""
    xml = junit_xml([evil_result(text)])
    root = ElementTree.fromstring(xml.encode("utf-8"))
    assert len(root.findall(".//testcase")) == 2
    assert {element.tag for element in root.iter()} == {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "system-out",
    }
    assert all(c.isprintable() or c == "\n" for c in xml)


def test_junit_of_nobody() -> None:
    """Still a whole file."""
    assert ElementTree.fromstring(junit_xml([])).get("tests") == "0"


# ---- Gradescope


def test_gradescope() -> None:
    """What its specification asks for, and nothing that is markup."""
    advice = {"wrong": "blocks", "advice": "Write `await`."}
    data = json.loads(
        gradescope_json(result("Ann", check("test_a"), FAILED, SECRET, diagnosis=advice))
    )
    assert data["score"] == 2.0
    assert data["execution_time"] == 1.234
    assert data["output"] == "Some of it is not right yet.\n\nWrite `await`."
    assert data["stdout_visibility"] == "hidden"
    formats = ("output_format", "test_output_format", "test_name_format")
    assert {data[key] for key in formats} == {"text"}
    first, second, third = data["tests"]
    assert first == {
        "number": "1",
        "name": "test_a says this.",
        "score": 2.0,
        "max_score": 2.0,
        "status": "passed",
        "visibility": "visible",
    }
    assert second["output"] == TOLD
    assert (second["status"], second["score"]) == ("failed", 0.0)
    assert third == {
        "number": "3",
        "name": "a hidden check",
        "score": 0.0,
        "max_score": 3.0,
        "status": "failed",
        "visibility": "hidden",
    }
    assert sum(test["score"] for test in data["tests"]) == data["score"]


@pytest.mark.parametrize("text", EVIL, ids=ascii)
def test_gradescope_shows_what_it_does_not_obey(text: str) -> None:
    """No escape code is left in any text."""
    data = json.loads(gradescope_json(evil_result(text)))
    for test in data["tests"]:
        for line in (test["name"] + "\n" + test.get("output", "")).split("\n"):
            assert line.isprintable()


# ---- GitHub Classroom


def decoded(payload: str) -> dict[str, Any]:
    assert payload.isascii() and payload.count("\n") == 1 and payload.endswith("\n")
    data: dict[str, Any] = json.loads(b64decode(payload, validate=False))
    return data


def test_classroom() -> None:
    """The reporter sums the scores, and needs max_score to report anything."""
    data = decoded(classroom_payload(result("Ann", check("test_a"), FAILED, SECRET)))
    assert (data["status"], data["max_score"]) == ("fail", 7.0)
    assert [test["status"] for test in data["tests"]] == ["pass", "fail", "fail"]
    assert sum(test["score"] for test in data["tests"]) == 2.0
    assert data["tests"][1]["message"].startswith(TOLD)
    assert data["tests"][2]["name"] == data["tests"][2]["message"] == "a hidden check"
    assert decoded(classroom_payload(result("Bob", check(), verdict="passed")))["status"] == "pass"
    lost = result("Cid", check("test_a", "Expected: x"), verdict="internal-error")
    assert decoded(classroom_payload(lost))["status"] == "error"


def test_classroom_has_the_advice() -> None:
    """Below the first reason there is."""
    advice = {"wrong": "blocks", "advice": "Write await."}
    data = decoded(classroom_payload(result("Ann", check("test_a"), FAILED, diagnosis=advice)))
    assert data["tests"][1]["message"].endswith("\n\nWrite await.")
    assert data["tests"][0]["message"] == ""


@pytest.mark.parametrize("text", [*EVIL, "  ::error::x", "##[error]x", "a ##[group]"], ids=ascii)
def test_classroom_gives_no_commands_to_the_log(text: str) -> None:
    """The reporter prints messages line by line; some lines are commands to GitHub."""
    data = decoded(classroom_payload(evil_result(text)))
    for test in data["tests"]:
        for line in f"{test['name']}\n{test['message']}".splitlines():
            assert line.isprintable()
            assert not line.lstrip().startswith("::") and "##[" not in line


# ---- hidden checks


def told(one: Result) -> list[str]:
    """All that a student is handed."""
    payload = decoded(classroom_payload(one))
    return [
        student_page(one, "sleep"),
        json.dumps(json.loads(gradescope_json(one)), ensure_ascii=False),
        json.dumps(payload, ensure_ascii=False),
    ]


PARTS = ("Rosebud", "test_that_nobody_knows", "Nobody may know", "it printed it once")


def test_the_text_of_a_hidden_check_is_nowhere() -> None:
    """Neither its name nor its words nor its reason; its points are."""
    for text in told(result("Ann", check("test_a"), SECRET)):
        assert not [part for part in PARTS if part in text]
        assert "a hidden check" in text


@pytest.mark.parametrize(
    "stolen",
    [
        SECRET.says,
        SECRET.name,
        "the program prints Rosebud twice",
        f"look: {SECRET.says}!",
        SECRET.says.replace(" ", "\n"),
        SECRET.says.replace(" ", "   "),
        f"x\nExpected: {SECRET.says}",
        SECRET.message,
    ],
)
def test_a_program_cannot_say_it_in_its_own_error(stolen: str) -> None:
    """What it has got hold of is blanked in the reasons of the checks that are shown."""
    message = f"Expected: the program runs to its end\nWhat happened: ValueError: {stolen}"
    texts = told(result("Ann", check("test_a", message), SECRET))
    for text in texts:
        assert "Rosebud" not in text and "test_that_nobody_knows" not in text
        assert "the program runs to its end" in text and "ValueError" in text


def test_what_everybody_may_know_stays() -> None:
    """A hidden check that expects what a visible one expects hides nothing of it."""
    message = "Expected: the program runs to its end\nWhat happened: ValueError: no"
    hidden = replace(SECRET, message=message, says="Short.", name="test_x")
    (visible, other) = allowed(result("Ann", check("test_a", message), hidden))
    assert visible.lines == tuple(message.splitlines())
    assert (other.says, other.lines) == ("a hidden check", ())
