"""The picture as SVG: what is drawn where, and that nothing a program prints can break it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest

from looplab.timeline import Run, run_of
from looplab.timeline.shapes import fitting, width_of, wrapped
from looplab.timeline.svg import svg
from looplab.trace import Trace

SVG = "{http://www.w3.org/2000/svg}"
NEEDED = {"svg", "title", "desc", "defs", "pattern", "path", "rect", "text", "g"}
COLOURS = {"block": "#D55E00", "held": "#0072B2", "thread": "#009E73", "wait": "#767676"}

BLOCKING = """
    import asyncio, time

    async def nap(name, pause):
        print(name, "sleeps")
        time.sleep(pause)
        print(name, "is awake")

    async def main():
        ann = asyncio.create_task(nap("Ann", 1), name="Ann")
        bob = asyncio.create_task(nap("Bob", 3), name="Bob")
        await ann
        await bob

    asyncio.run(main())
"""
NONBLOCKING = BLOCKING.replace("time.sleep(pause)", "await asyncio.sleep(pause)")
THREADS = """
    import asyncio, time

    async def main():
        await asyncio.to_thread(time.sleep, 2)

    asyncio.run(main())
"""

Maker = Callable[..., Run]


@pytest.fixture
def run(traced: Callable[..., Trace]) -> Maker:
    """Runs the text of a program and returns its model."""

    def made(text: str, title: str | None = None, **options: object) -> Run:
        return run_of(traced(text, **options), title=title)

    return made


def shapes(picture: str, kind: str = "") -> list[ElementTree.Element]:
    """The elements of this kind, or all, without those that define others."""
    root = ElementTree.fromstring(picture)
    defined = {id(part) for part in root.iter(f"{SVG}defs") for part in part.iter()}
    named = root.iter(f"{SVG}{kind}" if kind else None)
    return [part for part in named if id(part) not in defined]


def texts(picture: str) -> list[str]:
    return [part.text or "" for part in shapes(picture, "text")]


def told(part: ElementTree.Element) -> str:
    return part.findtext(f"{SVG}title") or ""


def at(picture: str, text: str, which: int = 0) -> float:
    """Where a text begins, or its middle, or its end."""
    found = [part for part in shapes(picture, "text") if part.text == text]
    return float(found[which].attrib["x"])


def bars(picture: str, colour: str) -> list[tuple[float, float, float]]:
    """The boxes of a colour with something to say: from, width and height."""
    return [
        (float(part.attrib["x"]), float(part.attrib["width"]), float(part.attrib["height"]))
        for part in shapes(picture, "rect")
        if part.attrib.get("fill") == colour and told(part)
    ]


def test_a_pair_is_drawn_on_one_scale(run: Maker) -> None:
    """Who held the loop and from when to when, where the axis says so; the short run is done."""
    picture = svg([run(BLOCKING), run(NONBLOCKING)])
    zero, second = at(picture, "0.0 s"), at(picture, "1.0 s") - at(picture, "0.0 s")
    assert second > 100
    # The loop's lane and those of Ann and Bob.
    held = bars(picture, COLOURS["block"])
    expected = [(0, 1), (1, 4), (0, 1), (1, 4)]
    assert len(held) == len(expected)
    for (x, wide, _), (since, until) in zip(held, expected, strict=True):
        assert x == pytest.approx(zero + since * second, abs=0.15)
        assert x + wide == pytest.approx(zero + until * second, abs=1)
    names = ["Ann", "Bob", "program.py:6", "program.py:6"]
    on_bars = [part.text for part in shapes(picture, "text") if part.get("fill") == "#000"]
    assert on_bars == names
    (done,) = [part for part in shapes(picture, "text") if part.text == "done"]
    assert zero + 3 * second < float(done.attrib["x"]) < zero + 4 * second


def test_a_bar_says_who_what_when_and_where(run: Maker) -> None:
    """Where the pointer rests on it."""
    picture = svg([run(BLOCKING)])
    said = [told(part) for part in shapes(picture, "rect") if told(part)]
    assert "Ann: holds the loop, 0.00 s to 1.00 s, program.py:6" in said
    assert "Bob: ready, but the loop is taken, 0.00 s to 1.00 s" in said
    assert "main: short turn, at 4.00 s, program.py:12" in said


def test_every_state_has_a_shape_of_its_own(run: Maker) -> None:
    """Without colours the marks still differ: tall, thin, hatched, half as high, dotted."""
    picture = svg([run(BLOCKING), run(THREADS)])
    (block, *_), (held, *_) = bars(picture, COLOURS["block"]), bars(picture, COLOURS["held"])
    (thread,) = bars(picture, COLOURS["thread"])
    assert block[2] == held[2] == 2 * thread[2]
    assert held[1] == 2.5, "a short turn is to be seen, however short"
    hatched = [part for part in shapes(picture, "rect") if "url" in part.get("fill", "")]
    assert hatched and all(part.get("stroke") == "#E69F00" for part in hatched)
    dotted = [part for part in shapes(picture, "path") if part.get("stroke-dasharray")]
    assert {part.get("stroke") for part in dotted} == {COLOURS["wait"]}


def test_the_sentences_are_there_to_read_and_to_be_read_out(run: Maker) -> None:
    """The blame with its source line, the victim, and the totals; also as the description."""
    blocking = run(BLOCKING)
    picture = svg([blocking])
    sentences = blocking.sentences()
    assert len(sentences) == 4
    root = ElementTree.fromstring(picture)
    desc = root.findtext(f"{SVG}desc") or ""
    assert root.get("role") == "img"
    for sentence in sentences:
        assert sentence in texts(picture)
        assert sentence in desc
    labels = (root.get("aria-labelledby") or "").split()
    ids = [part.get("id") for part in root if part.get("id")]
    assert labels == ids


def test_the_key_explains_the_marks_that_occur_and_no_others(run: Maker) -> None:
    """What is not drawn needs no words."""
    words = texts(svg([run(NONBLOCKING)]))
    assert {"short turn", "waits", "printed"} <= set(words)
    assert not {
        "holds the loop",
        "ready, but the loop is taken",
        "busy in a thread or process",
    } & set(words)
    words = texts(svg([run(THREADS)]))
    assert "busy in a thread or process" in words and "printed" not in words


def test_printed_lines_have_a_triangle_at_their_time_and_stand_in_a_list(run: Maker) -> None:
    """Above the lane of who printed them, with the number that the list has."""
    picture = svg([run(NONBLOCKING)])
    marks = [part for part in shapes(picture, "path") if told(part).startswith("printed ")]
    assert [told(part) for part in marks] == [
        "printed 1 at 0.00 s: Ann sleeps",
        "printed 3 at 1.00 s: Ann is awake",
        "printed 2 at 0.00 s: Bob sleeps",
        "printed 4 at 3.00 s: Bob is awake",
    ]
    where = [float(re.match(r"M([\d.]+)", part.attrib["d"])[1]) for part in marks]  # type: ignore[index]
    zero, end = at(picture, "0.0 s"), where[3]
    assert where == pytest.approx([zero, zero + (end - zero) / 3, zero, end], abs=0.1)
    small = [part.text for part in shapes(picture, "text") if part.get("font-size") == "9"]
    assert small == ["1", "3", "2", "4"]
    assert "Bob is awake" in texts(picture)


def test_numbers_of_printed_lines_never_overlap(run: Maker) -> None:
    """Where there is no room for one it is left out; those at one time are told as 2-5."""
    program = """
        import asyncio

        async def main():
            for pause in (0, 0, 0.01, 1, 0.5, 0, 0.001, 0.001, 3, 0.01, 0.01, 0.01, 0.01):
                await asyncio.sleep(pause)
                print("now")

        asyncio.run(main())
    """
    for width in (300, 400, 760, 1200):
        picture = svg([run(program)], width=width)
        ends = []
        for part in shapes(picture, "text"):
            if part.get("font-size") == "9":
                x, wide = float(part.attrib["x"]), width_of(part.text or "", 9)
                ends.append((x - wide, x) if part.get("text-anchor") else (x, x + wide))
        assert len(ends) > 1
        for (_, before), (after, _) in zip(sorted(ends), sorted(ends)[1:], strict=False):
            assert before <= after
    assert "1-3" in texts(picture)


def test_a_long_list_of_printed_lines_is_cut(run: Maker) -> None:
    """After 20 lines it says how many more there are; the triangles that touch are drawn as one."""
    picture = svg([run("for n in range(500):\n    print('number', n)\n")])
    words = texts(picture)
    assert "number 19" in words and "number 20" not in words
    assert "and 480 more lines" in words
    assert len([part for part in shapes(picture, "path") if "number" in told(part)]) == 1


def test_what_happens_very_often_is_drawn_as_one(run: Maker) -> None:
    """20,000 turns and waits make no more shapes than fit beside each other."""
    program = """
        import asyncio, time

        async def main():
            for n in range(10_000):
                await asyncio.sleep(0.001)
                if n % 1000 == 0:
                    time.sleep(0.2)

        asyncio.run(main())
    """
    model = run(program)
    assert sum(len(lane.segments) for lane in model.lanes) > 20_000
    picture = svg([model])
    assert len(picture) < 60_000
    assert len([x for x in bars(picture, COLOURS["block"]) if x[1] > 5]) == 20


def test_two_bars_beside_each_other_stay_two(run: Maker) -> None:
    """Only what is too thin to be told apart is joined."""
    program = """
        import asyncio, time

        async def hold(pause):
            time.sleep(pause)

        async def main():
            await asyncio.gather(*(hold(pause) for pause in (0.1, 20, 0.1, 20)))

        asyncio.run(main())
    """
    held = bars(svg([run(program)]), COLOURS["block"])
    loop = held[:4]
    assert [wide > 100 for _, wide, _ in loop] == [False, True, False, True]


def test_of_many_lanes_those_are_drawn_that_tell_something(run: Maker) -> None:
    """20 as in the terminal, the culprit among them though it is the last, and how many more."""
    program = """
        import asyncio, time

        async def work(n):
            await asyncio.sleep(n)
            if n == 50:
                time.sleep(1)

        async def main():
            async with asyncio.TaskGroup() as group:
                for n in range(1, 51):
                    group.create_task(work(n), name=f"w{n}")

        asyncio.run(main())
    """
    words = texts(svg([run(program)]))
    assert "and 30 more" in words
    names = {word for word in words if re.fullmatch(r"w\d+", word)}
    assert len(names) == 20 and "w50" in names


CASES = {
    "without a loop": ("import time\ntime.sleep(1)\nprint('b')\n", "no event loop ran"),
    "nothing at all": ("x = 1\n", "no event loop ran"),
    "not Python": ("async de main(): pass\n", "Python cannot read it"),
    "no time": ("import asyncio\nasync def main(): print('x')\nasyncio.run(main())\n", "done"),
    "an error": (
        "import asyncio\nasync def main():\n    await asyncio.sleep(1)\n    1 / 0\n"
        "asyncio.run(main())\n",
        "ZeroDivisionError",
    ),
    "without an end": (
        "import asyncio\nasync def main():\n    while True:\n        print('tick')\n"
        "        await asyncio.sleep(1)\nasyncio.run(main())\n",
        "the first 16.00 s of 3600.00 s",
    ),
}


@pytest.mark.parametrize("width", [280, 400, 760, 1600])
@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_run_has_a_picture_that_fits(case: str, width: int, run: Maker) -> None:
    """Also without lanes, without time, without an end; no text reaches out of the card."""
    text, expected = CASES[case]
    picture = svg([run(text)], width=width)
    assert any(expected in word for word in texts(picture)) or width < 400
    assert inside(picture, width) == []


@pytest.mark.parametrize("width", [280, 400, 760])
def test_long_names_and_lines_are_cut_or_wrapped(width: int, run: Maker) -> None:
    """None of them reaches out of the card, and a number at the end of a name survives."""
    program = f"""
        import asyncio, time

        async def {"very_" * 10}long():
            print("word " * 60 + "x" * 300)
            time.sleep(1)  # {"why " * 60}

        async def main():
            await asyncio.gather({"very_" * 10}long(), {"very_" * 10}long())

        asyncio.run(main())
    """
    picture = svg([run(program, title="name_" * 30 + ".py"), run(NONBLOCKING)], width=width)
    assert inside(picture, width) == []
    assert any(word.startswith("very_") and word.endswith("… #2") for word in texts(picture))


def inside(picture: str, width: int) -> list[str]:
    """The texts that reach out of the card on either side."""
    out = []
    for part in shapes(picture, "text"):
        words, size = part.text or "", float(part.attrib["font-size"])
        bold, mono = bool(part.get("font-weight")), bool(part.get("font-family"))
        wide = width_of(words, size, bold=bold, mono=mono)
        share = {"end": 1.0, "middle": 0.5}.get(part.get("text-anchor", ""), 0.0)
        left = float(part.attrib["x"]) - share * wide
        if left < 0 or left + wide > width + 0.1:
            out.append(words)
    return out


NASTY = [
    "</text><script>alert(1)</script>",
    "]]> <!-- <![CDATA[ <?xml &amp; &nope; &#0; \"'",
    "\x00\x01\x1b[31m\x7f\x85\x9f\r\n\t\x0b",
    "\ufffe\uffff\ud800\udfff\U0010ffff",
    "\u202eevil\u202c \u200f\u2066\u05e9\u05dc\u05d5\u05dd \u0639\u0627\u0644\u0645",
    "🎉👩‍👩‍👧 名前 e\u0301" + "\u0300" * 50,
]


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_whatever_a_program_prints_the_picture_is_valid(nasty: str, run: Maker) -> None:
    """As a name, as a printed line, in the source and in an error; and nothing of it is markup."""
    program = f"""
        import asyncio, time

        async def nap():
            print({nasty!a})
            time.sleep(1)  # {nasty.encode("unicode_escape").decode()}

        async def main():
            await asyncio.create_task(nap(), name={nasty!a})
            raise ValueError({nasty!a})

        asyncio.run(main())
    """
    picture = svg([run(program, title=nasty)])
    assert {part.tag.removeprefix(SVG) for part in shapes(picture)} < NEEDED
    picture.encode("utf-8")
    words = "".join(texts(picture))
    assert all(letter.isprintable() for letter in words)
    shown = nasty if nasty.isprintable() else nasty[:1].encode("unicode_escape").decode()
    assert shown in words


def test_it_asks_for_nothing_and_reaches_out_to_nothing(run: Maker) -> None:
    """No script, no style sheet, no link, no font; only its own pattern is referred to."""
    picture = svg([run(BLOCKING), run(THREADS)])
    root = ElementTree.fromstring(picture)
    assert {part.tag.removeprefix(SVG) for part in root.iter()} == NEEDED
    for part in root.iter():
        for name, value in part.attrib.items():
            assert not name.lower().startswith("on") and "href" not in name and name != "style"
            if "url(" in value:
                assert value == f"url(#{next(root.iter(f'{SVG}pattern')).get('id')})"
    assert picture.count("http") == 1, "the namespace, which nobody fetches"


def test_two_pictures_in_one_page_share_no_ids(run: Maker) -> None:
    """Else the hatch of one would vanish with the other; the same runs give the same bytes."""
    first, second = svg([run(BLOCKING)]), svg([run(NONBLOCKING)])
    assert first == svg([run(BLOCKING)])

    def ids(picture: str) -> set[str]:
        return set(re.findall(r' id="([^"]+)"', picture))

    assert len(ids(first)) == 3
    assert not ids(first) & ids(second)
    assert not ids(first) & ids(svg([run(BLOCKING)], width=761))


def test_lengths_have_one_decimal_at_most(run: Maker) -> None:
    """So that the bytes do not depend on how a machine rounds."""
    picture = svg([run(NONBLOCKING.replace("sleep(pause)", "sleep(pause / 7)"))])

    def numbers() -> Iterator[str]:
        for part in shapes(picture):
            for name in ("x", "y", "width", "height", "d", "font-size"):
                yield from re.findall(r"-?[\d.]+", part.get(name, ""))

    found = list(numbers())
    assert any("." in number for number in found)
    assert all(re.fullmatch(r"-?\d+(\.\d)?", number) for number in found)


def test_nothing_run_is_no_error() -> None:
    """An empty list has a card that says so."""
    assert texts(svg([])) == ["nothing was run"]


def test_words_are_wrapped_between_and_cut_within() -> None:
    """A number stays with its unit, and a word that is too long goes on in the next line."""
    lines = wrapped("it was ready but waited 1.75 s for the loop", 150, 12)
    assert " ".join(lines) == "it was ready but waited 1.75 s for the loop"
    assert all(width_of(line, 12) <= 150 for line in lines) and len(lines) > 1
    for room in range(60, 300):
        assert any("1.75 s" in line for line in wrapped("it waited 1.75 s, then 2.00 s", room, 12))
    long = wrapped("a " + "x" * 100 + " b", 100, 12)
    assert "".join(long).replace(" ", "") == "a" + "x" * 100 + "b"
    assert fitting("short", 100, 12) == "short"
    assert fitting("x" * 100 + " #12", 100, 12).endswith("… #12")
