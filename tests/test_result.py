"""The verdict on one submission: as text and back, and what it is called."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from looplab.result import ENDINGS, Check, Result, left_open, verdict_of
from looplab.trace import FINE_ENDINGS, STATUSES

PASSED = Check("test_on_time", "All wake on time.", True, 2.0, 2.0, False, "")
FAILED = Check(
    name="test_nobody_holds_the_loop",
    says="The loop is free.",
    passed=False,
    points=0.0,
    max_points=1.5,
    hidden=True,
    message='Expected: "prêt"\nWhat happened: nothing\n',
)
RESULT = Result(
    student="Zoë Lee",
    lab="sleep",
    source_sha256="ab" * 32,
    verdict="failed",
    points=2.0,
    max_points=3.5,
    checks=(PASSED, FAILED),
    diagnosis={"wrong": "blocks", "advice": "One sleeps.\n\nWrite await."},
    suspicions=({"what": "imports gc", "file": "zoe.py", "line": 3},),
    isolation=("process", "rlimits"),
    seed=7,
    ms=41,
)


# ---- as text and back


@pytest.mark.parametrize(
    "result",
    [
        RESULT,
        replace(RESULT, source_sha256=None, diagnosis=None, verdict="missing"),
        replace(RESULT, verdict="missing", unusable="a.pdf is a document: the .py is wanted"),
        replace(RESULT, checks=(), suspicions=(), isolation=()),
        replace(RESULT, student='=cmd|"/c calc"!A1,\t\n\x1b[31m'),
        # A file's name that is no valid text, and line ends that are not \n: both occur.
        replace(RESULT, student="Ren\udce9"),
        replace(RESULT, checks=(replace(FAILED, message="a\u2028b\x85c\x0bd\x1ce\rf"),)),
    ],
    ids=["full", "missing", "unusable", "empty", "hostile", "not-text", "line-ends"],
)
def test_a_result_comes_back_as_it_was(result: Result) -> None:
    """One line, whatever is in it; written as bytes and read again it is equal."""
    line = result.to_json()
    assert Result.from_json(line) == result
    assert Result.from_json(line.encode("utf-8").decode("utf-8")) == result
    assert len(line.splitlines()) == 1


def test_the_keys_are_those_that_are_promised() -> None:
    """Other programs read them: grade books, statistics, the next grading."""
    data = json.loads(RESULT.to_json())
    assert list(data) == [
        "student",
        "lab",
        "source_sha256",
        "verdict",
        "points",
        "max_points",
        "checks",
        "diagnosis",
        "suspicions",
        "isolation",
        "seed",
        "ms",
        "late",
        "unknown",
        "unusable",
    ]
    keys = {"name", "says", "passed", "points", "max_points", "hidden", "message"}
    assert [set(check) for check in data["checks"]] == [keys, keys]
    assert data["suspicions"] == [{"what": "imports gc", "file": "zoe.py", "line": 3}]


def test_an_older_reader_passes_over_what_it_does_not_know() -> None:
    """A key of a later version is no reason to stop."""
    data = json.loads(RESULT.to_json()) | {"colour": "green"}
    data["checks"][0]["taste"] = "sour"
    assert Result.from_json(json.dumps(data)) == RESULT


def test_what_only_some_checks_have_is_written_only_there() -> None:
    """Who reads results finds the other checks as they have always been."""
    asked = replace(RESULT, checks=(PASSED, replace(FAILED, limit=0.5, tried="n=3")))
    first, second = json.loads(asked.to_json())["checks"]
    assert not {"limit", "tried"} & set(first)
    assert (second["limit"], second["tried"]) == (0.5, "n=3")
    assert Result.from_json(asked.to_json()) == asked


def without(key: str) -> dict[str, Any]:
    return {k: v for k, v in asdict(RESULT).items() if k != key}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "soup",
        "null",
        "7",
        '"student"',
        "[]",
        "{}",
        RESULT.to_json()[:-1],
        RESULT.to_json() + RESULT.to_json(),
        *(json.dumps(without(key)) for key in ("student", "checks", "isolation", "ms")),
        json.dumps(asdict(RESULT) | {"checks": 5}),
        json.dumps(asdict(RESULT) | {"checks": [{"name": "test_on_time"}]}),
        json.dumps(asdict(RESULT) | {"checks": ["test_on_time"]}),
        json.dumps(asdict(RESULT) | {"suspicions": None}),
        "[" * 100_000,
    ],
)
def test_what_is_no_result_is_refused_in_words(line: str) -> None:
    """Half a line of a killed grading, or another program's file; its beginning is quoted."""
    with pytest.raises(ValueError, match=r"^this is no result: ") as caught:
        Result.from_json(line)
    assert repr(line[:80]) in str(caught.value)


def test_a_document_is_handed_in_and_a_gap_is_not() -> None:
    """Both are called missing, since neither is a program."""
    missing = replace(RESULT, verdict="missing")
    assert RESULT.handed_in and not missing.handed_in
    assert replace(missing, unusable="a.pdf is a document").handed_in


# ---- the verdict


def test_passed_means_that_every_check_passed() -> None:
    """Then nothing else counts, however a run ended that no check minded."""
    assert verdict_of([PASSED, PASSED], ["finished", "idle"]) == "passed"
    assert verdict_of([PASSED], ["deadlock"]) == "passed"
    assert verdict_of([PASSED, FAILED], ["finished"]) == "failed"
    assert verdict_of(iter([PASSED, FAILED]), iter(["idle", "finished"])) == "failed"


def test_nothing_checked_is_nothing_passed() -> None:
    """A lab without checks gives no marks away."""
    assert verdict_of([], ["finished"]) == "failed"
    assert verdict_of([], []) == "failed"
    assert verdict_of([], ["error"]) == "error"


def test_a_failed_submission_is_called_by_its_gravest_ending() -> None:
    """Of several runs the worst one, wherever it stands; the fine ones say nothing."""
    for gravest, *milder in (STATUSES[i:-2] for i in range(len(STATUSES) - 2)):
        assert verdict_of([FAILED], [*milder, gravest, *FINE_ENDINGS]) == gravest
        assert verdict_of([FAILED], [*FINE_ENDINGS, gravest, *milder]) == gravest


def test_every_ending_has_words_for_the_student() -> None:
    """Whatever a verdict may be called; half a sentence each, to be put in brackets."""
    assert set(ENDINGS) == {*STATUSES, "missing", "too-large"}
    for words in ENDINGS.values():
        assert words[0].islower() and not words.endswith(".")
    for ours in ("internal-error", "sandbox-lost"):
        assert ENDINGS[ours].endswith("this is not your mistake")


@pytest.mark.parametrize(
    ("layers", "what"),
    [
        ((), "the files and the network"),
        (("process", "rlimits", "landlock", "network-namespace"), "the files and the network"),
        (("process", "no-files"), "the network"),
        (("process", "no-network"), "the files"),
        (("process", "no-files", "no-network", "no-signals"), ""),
    ],
)
def test_what_was_open_to_a_program(layers: tuple[str, ...], what: str) -> None:
    """A layer says what was built; that something is closed off says only an attack on it."""
    assert left_open(layers) == what
