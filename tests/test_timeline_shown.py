"""What a notebook gets to show: the same runs for every kind of front end."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import pytest

from looplab.timeline import Run, run_of
from looplab.timeline.data import MEDIA_TYPE, data
from looplab.timeline.html import html
from looplab.timeline.shown import Timeline
from looplab.timeline.svg import svg
from looplab.trace import Trace

BLOCKING = """
    import asyncio, time

    async def nap(name):
        print(name, 'sleeps "well" </details><script>alert(1)</script>')
        time.sleep(1)

    async def main():
        await asyncio.gather(nap("Ann"), nap("Bob"))

    asyncio.run(main())
"""
KINDS = {"text/html", "image/svg+xml", "text/plain", MEDIA_TYPE}


@pytest.fixture
def timeline(traced: Callable[..., Trace]) -> Timeline:
    return Timeline([run_of(traced(BLOCKING)), run_of(traced("print('x')"), title="other.py")])


def test_its_methods_give_each_picture(timeline: Timeline) -> None:
    """What the renderers give for the same runs, in the same order."""
    assert timeline.svg() == svg(timeline.runs)
    assert timeline.html() == html(timeline.runs)
    wide, narrow = timeline.text(100), timeline.text()
    assert max(map(len, wide.splitlines())) == 100 and max(map(len, narrow.splitlines())) == 80
    assert timeline.sentences()[:2] == [
        "program.py: 2.00 s in all, longest hold 1.00 s, worst lateness 1.00 s, loop free 0%",
        "program.py: program.py:6 held the loop 2.00 s in 2 turns (nap, nap #2)",
    ]
    assert timeline.sentences()[-1] == "other.py: no event loop ran"


def test_a_front_end_gets_an_image_that_needs_no_page(timeline: Timeline) -> None:
    """The picture as data, what it says as its alternative text, and the table folded away."""
    bundle = timeline._repr_mimebundle_()
    assert set(bundle) == KINDS
    shown = bundle["text/html"]
    source = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', shown)
    assert source and b64decode(source[1]).decode() == bundle["image/svg+xml"] == timeline.svg()
    alternative = re.search(r'<img alt="([^"]*)"', shown)
    assert alternative
    assert all(sentence in unescape(alternative[1]) for sentence in timeline.sentences())
    assert "<details><summary>The same facts as a table</summary>" in shown
    assert bundle["text/plain"] == timeline.text()
    assert "\x1b" not in bundle["text/plain"]


def test_nothing_a_program_says_is_markup(timeline: Timeline) -> None:
    """Neither in the alternative text nor in the table."""
    tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.append(tag)

    Reader().feed(timeline._repr_mimebundle_()["text/html"])
    assert "script" not in tags
    assert tags.count("details") == 1 and tags.count("table") == 2


def test_the_data_are_those_of_the_page(timeline: Timeline) -> None:
    """Plain JSON values: what is read back is what was written."""
    shown = timeline._repr_mimebundle_()[MEDIA_TYPE]
    assert shown == {"runs": [data(run) for run in timeline.runs]}
    assert json.loads(json.dumps(shown)) == shown


def test_a_front_end_may_ask_for_less(timeline: Timeline) -> None:
    """As IPython's protocol has it."""
    assert set(timeline._repr_mimebundle_(include={"text/plain"})) == {"text/plain"}
    assert set(timeline._repr_mimebundle_(exclude={"text/html"})) == KINDS - {"text/html"}
    assert timeline._repr_mimebundle_(include=["a/b"]) == {}


def test_ipython_shows_it_in_all_these_ways(timeline: Timeline) -> None:
    """The real thing: what a kernel would send to the notebook."""
    formatters = pytest.importorskip("IPython.core.formatters")
    bundle, _ = formatters.DisplayFormatter().format(timeline)
    assert set(bundle) == KINDS


def test_runs_may_come_from_anywhere(traced: Callable[..., Trace]) -> None:
    """A list that is changed afterwards does not change what is shown; none at all is fine."""
    runs: list[Run] = []
    timeline = Timeline(runs)
    runs.append(run_of(traced("print('x')")))
    assert timeline.runs == ()
    assert "nothing was run" in timeline._repr_mimebundle_()["image/svg+xml"]
