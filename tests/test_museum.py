"""The museum: each exhibit prints today what its page says, and the course has each of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from looplab import record
from looplab.museum import Exhibit, exhibits
from looplab.request import Request, Source
from looplab.trace import Trace

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "museum.md").read_text(encoding="utf-8")
EXHIBITS = exhibits(ROOT)
NEVER_END = {"deadlock", "idle", "virtual-time-limit"}

every_exhibit = pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda each: each.name)


def section(name: str) -> str:
    """What the page says about an exhibit."""
    found = re.search(rf"^### {name}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, f"docs/museum.md has no section {name}"
    return found[1]


def block(name: str, heading: str) -> list[str]:
    """The lines below ``Then`` or ``Today`` of a section."""
    found = re.search(rf"^{heading}[^\n]*(?:\n[^\n]+)*:\n\n((?:    .*\n)+)", section(name), re.M)
    return [] if found is None else [line[4:] for line in found[1].splitlines()]


def shown_by(trace: Trace) -> list[tuple[float, str]]:
    """What a run printed, as seconds and text, and then the error that ended it, if one did."""
    lines = [(event.t, event.text or "") for event in trace.prints()]
    error = trace.end.error
    if trace.status == "error" and error is not None:
        lines.append((trace.end.t, f"{error.get('type')}: {error.get('message')}"))
    return lines


def test_the_page_shows_each_exhibit_once() -> None:
    """The table, the sections and the files are the same ones."""
    names = sorted(each.name for each in EXHIBITS)
    assert len(names) >= 14
    assert sorted(re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)) == names
    assert sorted(re.findall(r"^\| \[(\w+)\]\(#\1\) \|", PAGE, re.MULTILINE)) == names


@every_exhibit
def test_an_exhibit_prints_what_its_page_says(exhibit: Exhibit) -> None:
    """Run today, it prints the lines below ``Today``, which are those of its own docstring."""
    text = exhibit.path.read_text(encoding="utf-8")
    trace = record.run(Request(Source(exhibit.path.name, text), folder=str(exhibit.path.parent)))
    promised = exhibit.promise
    lines = shown_by(trace)
    if promised.forever:
        assert trace.status in NEVER_END
        lines = lines[: len(promised.lines)]
    else:
        assert trace.status in ("finished", "error")
    assert [line for _, line in lines] == [line for _, line in promised.lines]
    for (t, line), (wanted, _) in zip(lines, promised.lines, strict=True):
        assert wanted is not None and abs(t - wanted) < 0.05, f"{line!r} came at {t} s"
    shown = [f"{wanted}  {line}" for wanted, line in promised.lines]
    assert block(exhibit.name, "Today") == shown + ["forever"] * promised.forever


@every_exhibit
def test_a_section_is_whole(exhibit: Exhibit) -> None:
    """It says what was printed then, on which Tornado, why, and where the course has it."""
    text = section(exhibit.name)
    assert re.search(r"^Then \(Tornado \d", text, re.MULTILINE)
    assert block(exhibit.name, "Then") or "not recorded" in text
    assert "\nWhy: " in text
    after = " ".join(text.split()).rpartition("In the course: ")[2]
    ports = re.findall(r"`((?:lessons|demos)/[\w/.]+)`", after)
    assert ports, "no program of the course is named"
    for port in ports:
        assert (ROOT / port).exists(), port


def test_gone_and_still_there() -> None:
    """What the page says of Tornado's own names is so."""
    from tornado import gen, httpclient

    assert not hasattr(gen, "engine") and not hasattr(gen, "Task")
    assert hasattr(gen, "coroutine") and issubclass(gen.Return, Exception)
    assert httpclient.HTTPError is httpclient.HTTPClientError
