"""What holds for every page: phone width, targets, and who is let in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from tornado.web import Application

from looplab.course import Course
from looplab.page.server import Serving, start

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


FREEZE = """() => fetch('/api/freeze/block', {method: 'POST', body: '{"seconds": 0.01}'})
    .then(answer => answer.status)"""


@pytest.fixture
def inside(served: Served) -> Iterator[Serving]:
    """A server in this process, that can be asked what it has done."""
    ready: Future[tuple[Serving, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        serving, over = start(Course(served.folder), 0), asyncio.Event()
        ready.set_result((serving, asyncio.get_running_loop(), over))
        await over.wait()
        await serving.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    serving, loop, over = ready.result(60)
    yield serving
    loop.call_soon_threadsafe(over.set)
    thread.join()


def test_a_page_of_another_site_gets_nothing(
    context: BrowserContext, inside: Serving, evil: str
) -> None:
    """Even in a browser that has the cookie: it reads nothing, blocks nothing, hears nothing."""
    application = inside.http.request_callback
    assert isinstance(application, Application)
    ours = context.new_page()
    ours.goto(inside.address)
    origin = inside.address.partition("/?")[0]
    stranger = context.new_page()
    stranger.goto(evil)
    assert stranger.evaluate(ATTACK, origin) == ["refused"] * 3
    assert application.settings["rests_until"] == 0.0, "the server was blocked"
    assert ours.evaluate(FREEZE) == 200
    assert application.settings["rests_until"] > 0.0, "our own page may do that"
