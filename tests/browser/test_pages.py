"""What holds for every page: phone width, targets, and who is let in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.conftest import Served

PAGES = ("/", "/lesson/server?t=0.9", "/lesson/server/predict", "/lab/server", "/freeze")

# What can be pressed is 44 pixels high; links inside of a sentence are as high as their line.
TARGETS = "button, select, summary, .site a, .map a, .tabs a, .button, .check"
SMALL = """targets => [...document.querySelectorAll(targets)]
    .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 43.5)
    .map(e => e.outerHTML)"""


@pytest.fixture(scope="module")
def phone(browser: Browser, served: Served) -> Any:
    """A phone that has been let in."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(served.address)
    yield page
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(phone: Page, served: Served, path: str) -> None:
    """No page scrolls sideways, and a thumb hits every target."""
    phone.goto(served.origin + path)
    phone.wait_for_selector("p.wait", state="detached", timeout=60_000)
    phone.wait_for_selector(".state.busy", state="detached", timeout=60_000)
    for details in phone.locator("details:not([open]) > summary").all():
        if details.is_visible():
            details.click()
    wide, window = phone.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert window == 390
    assert wide <= window
    assert phone.evaluate(SMALL, TARGETS) == []


def test_the_map_says_where_one_is(page: Page, served: Served) -> None:
    """All lessons, what is next, and a way to each."""
    page.goto(served.address)
    assert "token" not in page.url
    rows = page.locator(".map tbody tr")
    assert rows.count() == len(list((served.folder / "lessons").iterdir()))
    assert page.locator(".next a").get_attribute("href") == "/lesson/sleep/predict"
    page.get_by_role("link", name="Watch sleep").click()
    page.wait_for_selector(".panel")
    assert page.url.startswith(served.origin + "/lesson/sleep")


def test_without_the_token_there_are_only_words(page: Page, served: Served) -> None:
    """And the cookie is not for scripts to see."""
    context: BrowserContext = page.context
    outside = context.new_page()
    answer = outside.goto(served.origin + "/lesson/sleep")
    assert answer is not None and answer.status == 403
    assert "looplab serve printed" in outside.locator("main").inner_text()
    outside.goto(served.address)
    assert outside.evaluate("document.cookie") == ""
    (cookie,) = context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
    assert outside.goto(served.origin + "/lesson/sleep").status == 200  # type: ignore[union-attr]


class Evil(BaseHTTPRequestHandler):
    """A page of somebody else, on another port of this machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><link rel=icon href=data:,><p>evil</p>")

    def log_message(self, *args: object) -> None:
        """Nothing is said."""


@pytest.fixture
def evil() -> Iterator[str]:
    """The address of that page. To a browser it is the same site, so the cookie goes along."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Evil) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


ATTACK = """async origin => {
    const told = [];
    const send = (path, how) => fetch(origin + path, {credentials: 'include', ...how})
        .then(answer => answer.text(), () => 'refused');
    told.push(await send('/api/lesson/sleep'));
    told.push(await send('/api/freeze/block', {method: 'POST', body: '{"seconds": 5}'}));
    const socket = new WebSocket(origin.replace('http', 'ws') + '/api/freeze/heartbeat');
    told.push(await new Promise(done => {
        socket.onopen = () => done('open');
        socket.onerror = () => done('refused');
    }));
    return told;
}"""


def test_a_page_of_another_site_gets_nothing(
    context: BrowserContext, served: Served, evil: str
) -> None:
    """Even in a browser that has the cookie: it reads nothing, blocks nothing, hears nothing."""
    ours = context.new_page()
    ours.goto(served.address)
    stranger = context.new_page()
    stranger.goto(evil)
    begun = time.monotonic()
    assert stranger.evaluate(ATTACK, served.origin) == ["refused"] * 3
    assert time.monotonic() - begun < 5, "the server was not blocked"
