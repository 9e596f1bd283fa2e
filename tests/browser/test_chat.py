"""The demo's chat, as people use it: two in a real browser, and one who never reads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_pages import evil  # noqa: F401
from tests.test_demo_chat import chat, inside, silent, texts, told

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute

SECRET = "only for this test, and long enough"
SAYING = "#log .text"
# The contrast of all text that is seen to what is behind it: the worst, and where.
CONTRAST = """() => {
    const parts = color => color.match(/[\\d.]+/g).map(Number);
    const light = color => parts(color).slice(0, 3).map(c => c / 255)
        .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        const color = getComputedStyle(element).backgroundColor;
        return (parts(color)[3] ?? 1) > 0 || !element.parentElement
            ? color : behind(element.parentElement);
    };
    const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const speaks = element => [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    return [...document.querySelectorAll('body *')]
        .filter(e => e.getClientRects().length && speaks(e))
        .map(e => [ratio(light(getComputedStyle(e).color), light(behind(e))), e.outerHTML])
        .sort((a, b) => a[0] - b[0])[0];
}"""
SMALL = """() => [...document.querySelectorAll('button, a, input, textarea')]
    .filter(e => e.getClientRects().length && !e.matches('.skip'))
    .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a chat in which a page may say a lot at once."""
    with chat("--rate", "1000") as its:
        yield its


@contextmanager
def another(browser: Browser, **options: Any) -> Iterator[Page]:
    """The page of a second person, whose console has no errors either."""
    context = browser.new_context(**options)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    yield page
    context.close()
    assert not errors


def come_in(page: Page, port: int, name: str, room: str) -> None:
    """Through the door, as everybody does."""
    page.goto(f"http://127.0.0.1:{port}/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Room").fill(room)
    page.get_by_role("button", name="Come in").click()
    page.get_by_text("Connected", exact=True).wait_for()


def say(page: Page, text: str) -> None:
    page.get_by_label("Message to").fill(text)
    page.get_by_label("Message to").press("Enter")


def sees(page: Page, text: str) -> None:
    """Wait until a message is in the log."""
    page.locator(SAYING).get_by_text(text, exact=True).wait_for()


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_two_people_talk_and_markup_is_a_text(page: Page, browser: Browser, port: int) -> None:
    """Each sees what both say, once; nothing in a message becomes an element."""
    page.on("dialog", lambda dialog: pytest.fail(f"alert: {dialog.message}"))
    come_in(page, port, "Ulla", "talk")
    with another(browser) as other:
        come_in(other, port, "Viggo", "talk")
        page.get_by_text("Viggo has come.").wait_for()
        say(page, HOSTILE)
        sees(other, HOSTILE)
        say(other, "hello")
        sees(page, "hello")
        for one in (page, other):
            assert one.locator(SAYING).all_inner_texts() == [HOSTILE, "hello"]
            assert one.locator("#log script, #log img").count() == 0
        assert page.locator("#log .mine .text").all_inner_texts() == [HOSTILE]
        # A newcomer sees the same, out of the history.
        other.reload()
        sees(other, "hello")
        assert other.locator(SAYING).all_inner_texts() == [HOSTILE, "hello"]
    page.get_by_text("Viggo has left.").last.wait_for()


MANY = """count => {
    const [form, text] = ['say', 'text'].map(id => document.getElementById(id));
    for (let number = 0; number < count; number++) {
        text.value = `${number} `.padEnd(1000, 'x');
        form.requestSubmit();
    }
}"""


def test_one_who_never_reads_is_let_go_and_the_two_miss_nothing(
    page: Page, browser: Browser, port: int
) -> None:
    """The room says so, and the talk goes on.

    Half a queue at a time is more than the two ever have waiting, however slow this machine is.
    """
    come_in(page, port, "Ulla", "slow")
    with another(browser) as other, ExitStack() as stack:
        come_in(other, port, "Viggo", "slow")
        stack.enter_context(silent(port, "Never reads", "slow"))
        page.get_by_text("Never reads has come.").wait_for()
        for turn in range(1, 9):
            page.evaluate(MANY, 50)
            for one in (page, other):
                one.locator(SAYING).nth(50 * turn - 1).wait_for()
        for one in (page, other):
            one.get_by_text("Never reads has left: read too slowly.").wait_for()
        say(other, "still here")
        sees(page, "still here")
        said_by_all = [one.locator(SAYING).all_inner_texts() for one in (page, other)]
        assert said_by_all[0] == said_by_all[1]


def test_the_keyboard_is_enough(page: Page, port: int) -> None:
    """In, a message of two lines, back through the log, and out."""
    page.goto(f"http://127.0.0.1:{port}/")
    keys = page.keyboard
    keys.press("Tab")
    keys.type("Ulla")
    keys.press("Tab")
    keys.press("Control+a")
    keys.type("keys")
    keys.press("Enter")
    page.get_by_text("Connected", exact=True).wait_for()
    keys.type("one")
    keys.press("Shift+Enter")
    keys.type("two")
    keys.press("Enter")
    page.locator(SAYING).wait_for()
    assert page.locator(SAYING).all_inner_texts() == ["one\ntwo"]
    focused = "document.activeElement.id || document.activeElement.textContent.trim()"
    seen = []
    for _ in range(4):
        seen.append(page.evaluate(focused))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", f"no focus to be seen at {seen[-1]}"
        keys.press("Shift+Tab")
    assert seen == ["text", "log", "Log out", "Another room"]
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    page.get_by_role("button", name="Come in").wait_for()
    page.goto(f"http://127.0.0.1:{port}/room/keys")
    page.get_by_role("button", name="Come in").wait_for()


# Notes how loud the log was when each message was put into it.
LISTENS = """addEventListener('DOMContentLoaded', () => {
    const log = document.getElementById('log');
    globalThis.heard = [];
    if (log) new MutationObserver(changes => changes.forEach(change =>
        change.addedNodes.forEach(item => heard.push([log.ariaLive, item.innerText]))
    )).observe(log, {childList: true});
})"""


def test_what_a_screen_reader_is_told(page: Page, port: int) -> None:
    """The log, the state and a refusal are live regions, and everything has a name.

    Messages of the past are not read aloud: the log is quiet while they are put in.
    """
    page.add_init_script(LISTENS)
    come_in(page, port, "Ulla", "aloud")
    say(page, "old")
    sees(page, "old")
    assert page.get_by_role("log", name="What is said in aloud").count() == 1
    assert page.get_by_role("status").inner_text() == "Connected"
    assert page.get_by_role("textbox", name="Message to aloud").count() == 1
    assert page.get_by_role("heading", level=1).inner_text().endswith("aloud")
    page.reload()
    sees(page, "old")
    page.locator("#log[aria-live=polite]").wait_for()
    say(page, "new")
    sees(page, "new")
    heard = {text.split("\n")[-1]: live for live, text in page.evaluate("heard")}
    assert (heard["old"], heard["new"]) == ("off", "polite")


def test_a_refused_message_is_told_and_not_lost(page: Page) -> None:
    """The words of the server are an alert, and the text is in the box again."""
    with chat("--rate", "0.1") as port:
        come_in(page, port, "Ulla", "fast")
        say(page, "one")
        sees(page, "one")
        say(page, "two")
        page.get_by_role("alert").get_by_text("You are writing too fast").wait_for()
        assert page.get_by_label("Message to").input_value() == "two"
        assert page.locator(SAYING).all_inner_texts() == ["one"]


ATTACK = """async origin => {
    const socket = new WebSocket(origin.replace('http', 'ws') + '/room/lobby/socket');
    const opened = await new Promise(done => {
        socket.onopen = () => done('open');
        socket.onerror = () => done('refused');
    });
    const page = await fetch(origin + '/room/lobby', {credentials: 'include'})
        .then(answer => answer.text(), () => 'refused');
    return [opened, page];
}"""


def test_a_page_of_another_site_gets_nothing(
    context: BrowserContext,
    port: int,
    evil: str,  # noqa: F811
) -> None:
    """With the cookie in the browser: no WebSocket, no page, and no logging out by a form."""
    mine = context.new_page()
    come_in(mine, port, "Ulla", "lobby")
    page = context.new_page()
    page.goto(evil)
    origin = f"http://127.0.0.1:{port}"
    assert page.evaluate(ATTACK, origin) == ["refused", "refused"]
    with page.expect_navigation() as navigation:
        page.evaluate(
            """origin => {
                const form = document.createElement('form');
                form.method = 'post';
                form.action = origin + '/leave';
                document.body.append(form);
                form.submit();
            }""",
            origin,
        )
    answer = navigation.value
    assert answer is not None and answer.status == 403
    mine.reload()
    mine.get_by_text("Connected", exact=True).wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_in_light_and_dark(browser: Browser, port: int, scheme: Any) -> None:
    """375 pixels are enough for all, targets are big, and everything can be read."""
    phone = {"width": 375, "height": 667}
    options = {"color_scheme": scheme, "is_mobile": True, "has_touch": True, "viewport": phone}
    with another(browser, **options) as page:
        page.goto(f"http://127.0.0.1:{port}/")
        room = f"a-room-with-a-long-name-{scheme}"

        def looks_well() -> None:
            assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [375, 375]
            assert page.evaluate(SMALL) == []
            contrast, where = page.evaluate(CONTRAST)
            assert contrast >= 4.5, where

        looks_well()
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") == (scheme == "light")
        come_in(page, port, "Ulla Donaudampfschif", room)
        for text in ("x" * 1000, "https://example.org/" + "y" * 300, "hello"):
            say(page, text)
            sees(page, text)
        looks_well()
        page.locator("#log").evaluate("log => { log.scrollTop = 0; }")
        with ThreadPoolExecutor(1) as elsewhere:  # this thread has a loop already, playwright's
            elsewhere.submit(asyncio.run, visit(port, room)).result()
        page.get_by_role("button", name="New messages").wait_for()
        looks_well()
        page.get_by_role("button", name="New messages").click()
        page.get_by_role("button", name="New messages").wait_for(state="hidden")


async def visit(port: int, room: str) -> None:
    """Somebody comes, says a word, and goes."""
    async with inside(port, "Viggo", room) as line:
        await line.write_message(json.dumps({"text": "a visit"}))
        while texts([await told(line)]) != ["a visit"]:
            pass


def test_a_broken_line_loses_nothing_and_doubles_nothing(page: Page, port: int) -> None:
    """The page connects again, and takes from the history what it has not shown yet."""
    lines: list[WebSocketRoute] = []

    def between(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket("**/socket", between)
    come_in(page, port, "Ulla", "broken")
    say(page, "one")
    sees(page, "one")
    lines[0].close(code=1001, reason="broken")
    page.get_by_text("The connection is lost (broken).").wait_for()
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, visit(port, "broken")).result()
    sees(page, "a visit")
    assert page.locator(SAYING).all_inner_texts() == ["one", "a visit"]
    assert len(lines) == 2


def test_the_page_comes_back_by_itself(browser: Browser) -> None:
    """After a restart of the server; what it has shown, it still shows."""
    context = browser.new_context()
    page = context.new_page()  # its console complains, rightly, while nobody listens
    with chat(secret=SECRET) as port:
        come_in(page, port, "Ulla", "again")
        say(page, "before")
        sees(page, "before")
    page.get_by_text("It will be tried again.").wait_for()
    assert page.get_by_role("button", name="Send").is_disabled()
    with chat("--port", str(port), secret=SECRET):
        page.get_by_text("Connected", exact=True).wait_for()
        say(page, "after")
        sees(page, "after")
        assert page.locator(SAYING).all_inner_texts() == ["before", "after"]
    with chat("--port", str(port)):  # a new secret: the cookie is worth nothing
        page.get_by_text("You are logged out.").wait_for()
    context.close()
