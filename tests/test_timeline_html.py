"""The page: complete in one file, safe whatever a program prints, and readable without eyes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from looplab.timeline import Run, run_of, table
from looplab.timeline.html import MOST_ROWS, html, tables
from looplab.trace import Trace

VOID = {"meta", "link"}
BLOCKING = """
    import asyncio, time

    async def nap(name):
        print(f"{name}  <b>sleeps</b>")
        time.sleep(1)

    async def main():
        await asyncio.gather(nap("Ann"), nap("Bob"))

    asyncio.run(main())
"""

Maker = Callable[..., Run]


@pytest.fixture
def run(traced: Callable[..., Trace]) -> Maker:
    """Runs the text of a program and returns its model."""

    def made(text: str, title: str | None = None) -> Run:
        return run_of(traced(text), title=title)

    return made


class Reader(HTMLParser):
    """What a browser finds: elements with their attributes, and the text of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((self.open[-1], data))

    def of(self, tag: str) -> list[str]:
        return [text for where, text in self.texts if where == tag]


def test_the_page_has_the_picture_the_sentences_and_the_printed_lines(run: Maker) -> None:
    """All of it as text, one section a run, with a heading each."""
    runs = [run(BLOCKING), run("print('alone')", title="other.py")]
    page = html(runs)
    read = Reader(page)
    assert not read.open, "every element is closed"
    tags = [tag for tag, _ in read.found]
    assert tags.count("svg") == 1 and tags.count("h1") == 1 and tags.count("section") == 2
    assert read.of("h2") == ["program.py", "other.py"]
    shown = "".join(text for _, text in read.texts)
    for model in runs:
        for sentence in model.sentences():
            assert shown.count(sentence) >= 3, "in the picture, in its description, in the page"
    assert "Ann  <b>sleeps</b>" in read.of("td")
    assert "alone" in read.of("td")
    assert page == html(runs)


def test_every_row_of_the_table_is_there(run: Maker) -> None:
    """With a caption, and with headings that say what they are the heading of."""
    model = run(BLOCKING)
    read = Reader(tables([model]))
    cells = [text for tag, text in read.texts if tag in ("th", "td") and text.strip()]
    rows = [cell for row in table(model) for cell in row if cell]
    assert cells == ["who", "state", "from", "until", "line", *rows]
    assert read.of("caption") == ["program.py: who did what, and when"]
    scopes = [attributes.get("scope") for tag, attributes in read.found if tag == "th"]
    assert scopes == ["col"] * 5 + ["row"] * len(table(model))


def test_long_tables_are_cut_and_say_so(run: Maker) -> None:
    """A page that a browser cannot hold shows nothing."""
    program = """
        import asyncio

        async def main():
            for n in range(3000):
                await asyncio.sleep(1)
                print("line", n)

        asyncio.run(main())
    """
    model = run(program)
    page = html([model])
    rows = len(table(model))
    assert rows > MOST_ROWS
    assert f"<p>and {rows - MOST_ROWS:,} more rows</p>" in page
    assert "<p>and 2,000 more lines</p>" in page
    assert "line 999<" in page and "line 1000<" not in page
    assert tables([model], 10).count("<tr>") == 11


NASTY = '</title></style></td><script>alert(1)</script><img src=x onerror="alert(2)">&lt;\x1b[31m'


def test_nothing_a_program_says_is_markup(run: Maker) -> None:
    """As title, name, printed line, source and error it is shown as it is written."""
    program = f"""
        import asyncio, time

        async def nap():
            print({NASTY!a})
            time.sleep(1)  # {NASTY!a}

        async def main():
            await asyncio.create_task(nap(), name={NASTY[:40]!a})
            raise ValueError({NASTY!a})

        asyncio.run(main())
    """
    page = html([run(program, title=NASTY[:60])])
    read = Reader(page)
    assert not read.open
    assert not {"script", "img"} & {tag for tag, _ in read.found}
    assert not [name for _, given in read.found for name in given if name.startswith("on")]
    assert read.of("td").count(NASTY.replace("\x1b", r"\x1b")) == 1
    assert NASTY[:60] in read.of("h2")
    assert "\x1b" not in page


def test_the_page_asks_nobody_for_anything(run: Maker) -> None:
    """No address in it but the name of SVG; and its policy forbids what could ask."""
    page = html([run(BLOCKING)])
    assert set(re.findall(r"https?://[^\s\"'<>]+", page)) == {"http://www.w3.org/2000/svg"}
    assert "@import" not in page
    read = Reader(page)
    for tag, attributes in read.found:
        links = [attributes.get(name) for name in ("src", "href", "action", "data")]
        assert [link for link in links if link] == (["data:,"] if tag == "link" else [])
    (policy,) = [
        str(given["content"])
        for tag, given in read.found
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'") and "script" not in policy


def test_no_runs_are_no_error() -> None:
    """A page that says so."""
    assert "nothing was run" in html([])
