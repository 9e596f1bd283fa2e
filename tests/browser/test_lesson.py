"""The page of a lesson: two runs in step, forwards and back, with a mouse or with keys alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Served

PARTS = ".panel .now, .panel .line.on, .prints, .bar .time"


def enter(page: Page, served: Served, path: str) -> None:
    """Go to a page of this server, and wait until it has fetched what it shows."""
    page.goto(served.address)
    page.goto(served.origin + path)
    page.wait_for_selector("p.wait", state="detached", timeout=60_000)


def shown(page: Page) -> Any:
    """All that changes with the time: sentences, marked lines, printed lines, playheads."""
    return page.evaluate(
        """parts => (all => ({
            texts: all(parts).map(e => e.className + '|' + e.innerText),
            heads: all('path.head').map(e => e.getAttribute('d').split(' ')[0]),
            pasts: all('clipPath rect').map(e => e.getAttribute('width')),
            value: document.querySelector('input[type=range]').getAttribute('aria-valuetext'),
        }))(what => [...document.querySelectorAll(what)])""",
        PARTS,
    )


def time_of(page: Page) -> float:
    return float(page.locator(".bar .time").inner_text().removesuffix(" s"))


def test_both_panels_are_in_step_and_every_step_back_is_the_same(
    page: Page, served: Served
) -> None:
    """From the beginning to the end, event by event, and back to the very same states."""
    enter(page, served, "/lesson/party")
    states = [shown(page)]
    times = [time_of(page)]
    on = page.get_by_role("button", name="Next event")
    back = page.get_by_role("button", name="Previous event")
    assert back.is_disabled()
    while on.is_enabled():
        on.click()
        states.append(shown(page))
        times.append(time_of(page))
    # Orders, meets, drinks: the moments of both runs, each once.
    assert times == [0.0, 0.5, 1.0, 1.5, 2.5]
    assert len({str(state) for state in states}) == len(states)
    for state in states:
        assert state["heads"][0] == state["heads"][1], "one scale, one moment"
    assert page.locator(".panel .now").all_inner_texts() == ["Finished.", "Finished."]
    for state in reversed(states[:-1]):
        back.click()
        assert shown(page) == state


def test_it_tells_who_holds_the_loop_and_who_suffers(page: Page, served: Served) -> None:
    """The moment of the address, as a sentence, a marked line with names, and printed lines."""
    enter(page, served, "/lesson/party?t=1.2")
    left, right = page.locator(".panel").all()
    assert left.locator(".now").inner_text() == (
        "visit_bar #2 holds the loop at blocking.py:21. Ready, but the loop is taken: introduce."
    )
    assert right.locator(".now").inner_text() == "The loop is free. Waiting: visit_bar #2."
    line = left.locator("[aria-current]")
    assert "time.sleep(MIXING[name])" in line.inner_text()
    assert "visit_bar #2 holds" in line.inner_text()
    assert "block" in (line.get_attribute("class") or "")
    assert "visit_bar #2 waits" in right.locator("[aria-current]").inner_text()
    assert left.locator(".prints li").all_inner_texts() == [
        "0.00 s\nNora: orders",
        "1.00 s\nNora: drinks",
        "1.00 s\nOtto: orders",
    ]
    value = page.get_by_role("slider").get_attribute("aria-valuetext")
    assert value == (
        "1.20 s, blocking.py: visit_bar #2 holds the loop; nonblocking.py: the loop is free"
    )
    assert "blocking.py:21 held the loop 2.50 s" in left.locator(".facts").inner_text()
    # The table has the same facts, with a caption, for each run.
    page.get_by_text("The same facts as a table").click()
    assert page.locator(".tables caption").count() == 2
    assert page.get_by_role(
        "row", name="introduce ready, but the loop is taken 0.50 s 2.50 s"
    ).count()


def test_a_loop_that_nobody_woke_is_not_called_taken(page: Page, served: Served) -> None:
    """A thread has set the result that main awaits: an empty box, in the key as well."""
    enter(page, served, "/lesson/threads?t=0.7")
    before = page.locator(".panel").first
    said = before.locator(".now").inner_text()
    assert said.startswith("The loop is free. Ready, but nobody woke the loop: main.")
    assert before.locator("rect.unwoken").first.get_attribute("fill") == "none"
    key = page.locator(".key").inner_text()
    assert "ready, but nobody woke the loop" in key and "taken" not in key


def test_a_process_is_not_called_a_thread(page: Page, served: Served) -> None:
    """The sentence of a moment, and the mark at the line that a process is at."""
    enter(page, served, "/lesson/processes?t=0.1")
    before = page.locator(".panel").first
    said = before.locator(".now").inner_text()
    assert "Busy in a thread or process: process 1." in said
    assert "process 1 busy" in before.locator(".line.thread .who").inner_text()


def test_play_pause_and_scrub(page: Page, served: Served) -> None:
    """Playing moves on by itself, pausing holds, a drag on either picture moves both."""
    enter(page, served, "/lesson/sleep")
    page.get_by_role("button", name="Play").click()
    until(page, lambda: time_of(page) > 0.1)
    page.get_by_role("button", name="Pause").click()
    state = shown(page)
    assert 0 < time_of(page) < 2
    page.wait_for_timeout(150)
    assert shown(page) == state
    assert f"t={time_of(page):g}"[:5] in page.url
    # On the second picture, in the middle of its time axis.
    box = page.locator("svg.timeline").nth(1).bounding_box()
    axis = page.locator("svg.timeline").nth(1).locator(".axis path").first.bounding_box()
    assert box is not None and axis is not None
    page.mouse.move(axis["x"] + 5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(axis["x"] + axis["width"] / 2, box["y"] + 20)
    page.mouse.up()
    assert abs(time_of(page) - 1.0) < 0.05
    heads = shown(page)["heads"]
    assert heads[0] == heads[1]
    page.get_by_role("slider").fill("0.5")
    assert time_of(page) == 0.5
    assert "t=0.5" in page.url


def until(page: Page, true: Any) -> None:
    """Wait for something of the page, without asking it to evaluate strings as code."""
    for _ in range(200):
        if true():
            return
        page.wait_for_timeout(25)
    raise AssertionError("it did not happen")


def test_the_address_is_the_moment_and_the_scripts(page: Page, served: Served) -> None:
    """Another script on the right: same time; the address brings all of it back."""
    enter(page, served, "/lesson/party?t=1.2")
    page.get_by_label("Second script").select_option("in_turn")
    page.wait_for_selector(".panel[aria-label='in_turn.py']")
    assert "right=in_turn" in page.url and "t=1.2" in page.url
    state = shown(page)
    page.reload()
    page.wait_for_selector("p.wait", state="detached")
    assert shown(page) == state
    assert page.locator(".panel").nth(1).get_attribute("aria-label") == "in_turn.py"
    # Nonsense in the address is no error.
    enter(page, served, "/lesson/party?t=soon&left=../../x&right=%3Cb%3E")
    assert time_of(page) == 0
    assert page.locator(".panel").count() == 2


def test_keys_alone(page: Page, served: Served) -> None:
    """Arrows, Home, End and Space work from anywhere, scroll nothing, and trap nobody."""
    enter(page, served, "/lesson/sleep")
    page.keyboard.press("ArrowRight")
    assert time_of(page) == 1.0
    page.keyboard.press("End")
    assert time_of(page) == 2.0
    page.keyboard.press("ArrowLeft")
    assert time_of(page) == 1.0
    assert page.locator("#spoken").inner_text().startswith("1.00 s. blocking.py: fall_asleep")
    page.keyboard.press("Home")
    assert time_of(page) == 0.0
    page.keyboard.press("Space")
    until(page, lambda: time_of(page) > 0)
    said = page.locator("#spoken").inner_text()
    page.wait_for_timeout(150)
    assert page.locator("#spoken").inner_text() == said, "nothing is spoken during play"
    page.keyboard.press("Space")
    assert page.get_by_role("button", name="Play").is_visible()
    assert page.evaluate("scrollY") == 0
    # Keys of the browser, and of a selector, stay theirs.
    page.keyboard.press("Home")
    page.keyboard.press("Control+ArrowRight")
    assert time_of(page) == 0.0
    page.get_by_label("First script").focus()
    page.keyboard.press("End")
    assert time_of(page) == 0.0
    # The focus goes through everything and comes out at the end.
    seen = []
    page.reload()
    page.wait_for_selector("p.wait", state="detached")
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.textContent + document.activeElement.type")
        )
        if "To the lab" in seen[-1]:
            break
    assert "To the lab" in seen[-1]
    assert any("range" in name for name in seen)


def test_hover_tells_the_details(page: Page, served: Served) -> None:
    """Who, what, from when to when, and where; not of what is hidden."""
    enter(page, served, "/lesson/sleep?t=0.5")
    bars = page.locator("svg.timeline").first.locator("g[clip-path] rect.block")
    box = page.locator("svg.timeline").first.locator(".future rect.block").last.bounding_box()
    assert bars.count() and box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    tip = page.locator(".tip").first
    assert tip.inner_text() == "fall_asleep #2: holds the loop, 1.00 s to 2.00 s, blocking.py:20"
    page.get_by_label("Show what is to come").uncheck()
    assert page.locator(".future").first.is_hidden()
    assert page.locator(".facts").first.is_hidden()
    page.mouse.move(x + 2, y)
    assert tip.is_hidden()


def test_the_whole_picture_is_there_until_somebody_moves(page: Page, served: Served) -> None:
    """In its full colours; then what is to come is pale. Hidden is hidden also at the beginning."""
    enter(page, served, "/lesson/sleep")
    clip = "getComputedStyle(document.querySelector('.present')).clipPath"
    assert page.evaluate(clip) == "none"
    page.get_by_label("Show what is to come").uncheck()
    assert page.evaluate(clip) != "none"
    page.get_by_label("Show what is to come").check()
    page.get_by_role("button", name="Next event").click()
    assert time_of(page) > 0
    assert page.evaluate(clip) != "none"
    page.keyboard.press("Home")
    assert page.evaluate(clip) == "none"


def test_less_motion_makes_play_a_step(browser: Browser, served: Served) -> None:
    """Where the system asks for it."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        enter(page, served, "/lesson/sleep")
        assert page.get_by_role("button", name="Play").count() == 0
        page.get_by_role("button", name="Step").click()
        assert time_of(page) == 1.0
        page.wait_for_timeout(150)
        assert time_of(page) == 1.0


def test_what_a_program_prints_is_text(page: Page, served: Served) -> None:
    """In all places: README, code, names, printed lines, tables, details, and when predicted."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    for path in ("/lesson/markup?t=0.5", "/lesson/markup/predict", "/"):
        enter(page, served, path)
        for name in ("printed", "readme", "name", "comment", "doc", "title"):
            assert page.locator(f"#{name}").count() == 0, name
        assert not re.search(
            "alert", page.evaluate("[...document.scripts].map(s => s.text).join()")
        )
    enter(page, served, "/lesson/markup?t=0.5")
    assert page.locator(".prints").first.get_by_text("<script>alert(1)</script>").is_visible()
    assert page.locator(".prints").first.get_by_text("<img id='printed' src=x").is_visible()
    assert "<u id='name'>me</u>" in page.locator(".now").first.inner_text()
    assert not asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(browser: Browser, served: Served, scheme: Any) -> None:
    """The colours follow the system, and the marks keep theirs."""
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        enter(page, served, "/lesson/sleep?t=0.5")
        colours = page.evaluate(
            """() => {
                const first = element => document.querySelector(element);
                const of = (element, name) => getComputedStyle(first(element))[name];
                return [of('body', 'backgroundColor'), of('body', 'color'),
                    of('rect.block', 'fill'), of('rect.held', 'fill'), of('.on-block', 'fill')];
            }"""
        )
    dark = scheme == "dark"
    brightness = [sum(map(int, re.findall(r"\d+", colour))) for colour in colours[:2]]
    assert (brightness[0] < brightness[1]) is dark
    assert colours[2] == "rgb(213, 94, 0)"
    assert colours[3] == ("rgb(86, 180, 233)" if dark else "rgb(0, 114, 178)")
    assert colours[4] == "rgb(0, 0, 0)"
