"""The page that moves while the programs that it shows are held."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

HERE = Path(__file__).resolve().parent
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")

HOLDING = """
import asyncio, time

async def heartbeat():
    for _ in range(10):
        await asyncio.sleep(0.1)

async def holder():
    await asyncio.sleep(0.25)
    {hold}

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heartbeat(), name="heart")
        group.create_task(holder(), name="Bob")

asyncio.run(main())
"""
LINE = 9
# Longer than any of the others, and endless for who does not stop it.
TWIN = """
import asyncio, os

async def main():
    print("<img src=x onerror=alert(1)>", os.getpid())
    for number in range(1200):
        await asyncio.sleep(0.05)
        print("tick", number)

asyncio.run(main())
"""
HOSTILE = """
import asyncio

async def ann():
    print("<img src=x onerror=alert(1)>")
    print("\\x1b[31mred\\x1b[0m & <b>bold</b>")

async def main():
    await asyncio.create_task(ann(), name="<b>Ann</b><script>alert(2)</script>")
    1 / 0

asyncio.run(main())
"""


def one_call(seconds: float) -> str:
    """One call in C that keeps the interpreter lock for about so long on this machine."""
    began = time.perf_counter()
    sum(range(3_000_000))
    rate = 3_000_000 / (time.perf_counter() - began)
    return f"sum(range({int(rate * seconds)}))"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one lesson, whose scripts hold the loop in each way there is."""
    folder = tmp_path_factory.mktemp("holds")
    (folder / "labs").mkdir()
    lesson = folder / "lessons" / "01_holds"
    lesson.mkdir(parents=True)
    (lesson / "README.md").write_text("# Holds\n")
    loop = "end = time.perf_counter() + 2\n    while time.perf_counter() < end: pass"
    holds = {"sleep": "time.sleep(2)", "python": loop, "one_call": one_call(2)}
    for name, hold in holds.items():
        (lesson / f"{name}.py").write_text(HOLDING.format(hold=hold).lstrip("\n"))
    (lesson / "twin.py").write_text(TWIN.lstrip("\n"))
    (lesson / "hostile.py").write_text(HOSTILE.lstrip("\n"))
    return folder


@contextlib.contextmanager
def started(*command: str, where: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own, and its address."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=where,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        found = next(match for line in process.stdout if (match := ADDRESS.search(line)))
        yield process, found.group()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.terminate()
        process.wait(15)
        if process.stdout is not None:
            process.stdout.close()


SERVE = ("-m", "looplab", "serve", "--port", "0", "--no-browser")


@pytest.fixture(scope="module")
def server(desk: Path) -> Iterator[str]:
    with started(*SERVE, where=desk) as (_, address):
        yield address


def live(page: Page, address: str, *scripts: str) -> None:
    """Open the page, choose these scripts, and start them."""
    page.goto(address)
    page.goto(f"{address.split('/?')[0]}/lesson/holds/live")
    for box in page.locator("input[name=script]").all():
        box.set_checked(box.get_attribute("value") in scripts)
    page.locator("#start").click()
    page.locator(".panel").first.wait_for()


def words(page: Page, title: str) -> str:
    return page.locator(f".panel[aria-label='{title}'] .now").inner_text()


def ticks(page: Page) -> int:
    said = page.locator(".panel[aria-label='twin.py'] .prints").inner_text()
    return max((int(number) for number in re.findall(r"tick (\d+)", said)), default=-1)


def in_time(page: Page, what: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        page.wait_for_timeout(30)
    return what()


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def pid_of_twin(page: Page) -> int:
    said: list[str] = []

    def printed() -> bool:
        text = page.locator(".panel[aria-label='twin.py'] .prints").inner_text()
        said[:] = re.findall(r"onerror=alert\(1\)> (\d+)", text)
        return bool(said)

    assert in_time(page, printed)
    return int(said[0])


@pytest.mark.parametrize("kind", ["sleep", "python", "one_call"])
def test_the_page_moves_while_the_loop_is_held(kind: str, page: Page, server: str) -> None:
    """Who, for how long, at which line, counting on; a twin ticks on; the end has it all."""
    live(page, server, kind, "twin")
    title = f"{kind}.py"
    seen: list[tuple[float, str, int]] = []

    def look() -> bool:
        said = words(page, title)
        found = re.match(r"Bob has held the loop for (\d+\.\d) s(?: at (\S+))?\.( |$)", said)
        if found:
            assert "Ready, but the loop is taken: heart." in said or float(found[1]) < 0.5
            seen.append((float(found[1]), found[2] or "", ticks(page)))
        page.wait_for_timeout(40)
        return said == "Finished."

    assert in_time(page, look, 60)
    held = [seconds for seconds, _, _ in seen]
    assert len(set(held)) >= 5 and held == sorted(held), held
    assert held[-1] > 3 * held[0]
    places = [place for _, place, _ in seen if place]
    allowed = {f"{title}:{LINE}"} | ({f"{title}:{LINE + 1}"} if kind == "python" else set())
    assert len(places) >= len(seen) / 2 and set(places) <= allowed
    counts = [count for _, _, count in seen]
    assert counts == sorted(counts) and len(set(counts)) >= 4, "the twin stood still"
    panel = page.locator(f".panel[aria-label='{title}']")
    facts = panel.locator(".facts").inner_text()
    assert re.search(rf"{title}:{LINE}|{title}:{LINE + 1}", facts) and "held the loop" in facts
    bars = [path.get_attribute("d") for path in panel.locator("path.block").all()]
    assert sum(bool(bar) for bar in bars) == 2, "one on the loop's lane, one on Bob's"
    page.locator("#stop").click()
    assert in_time(page, lambda: page.locator("#start").is_enabled())
    assert words(page, "twin.py") == "It was stopped."


def test_what_a_program_says_is_text(page: Page, server: str) -> None:
    """Its names, its lines and its errors are shown as they are, and run nowhere."""
    asked: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    live(page, server, "hostile")
    assert in_time(page, lambda: words(page, "hostile.py") == "It ended with an error.")
    said = page.locator(".prints").inner_text()
    assert "<img src=x onerror=alert(1)>" in said
    assert "\\x1b[31mred\\x1b[0m & <b>bold</b>" in said
    assert page.locator("main img, main b, main script").count() == 0
    assert "<b>Ann</b><script>alert(2)</script>" in (page.locator("svg").text_content() or "")
    assert "ZeroDivisionError" in page.locator(".facts").inner_text()
    assert not asked


def test_a_closed_page_ends_its_programs(context: BrowserContext, server: str) -> None:
    """At once, also where several scripts run."""
    page = context.new_page()
    live(page, server, "twin", "sleep")
    program = pid_of_twin(page)
    assert not gone(program)
    page.close()
    end = time.monotonic() + 15
    while not gone(program) and time.monotonic() < end:
        time.sleep(0.05)
    assert gone(program)


def test_a_killed_server_leaves_no_program(context: BrowserContext, desk: Path) -> None:
    """Not even with SIGKILL; and the page says that the connection is lost."""
    with started(*SERVE, where=desk) as (process, address):
        page = context.new_page()
        live(page, address, "twin")
        program = pid_of_twin(page)
        process.kill()
        end = time.monotonic() + 15
        while not gone(program) and time.monotonic() < end:
            time.sleep(0.05)
        assert gone(program)
        lost = page.locator("#connection")
        assert in_time(page, lambda: "The connection is lost" in lost.inner_text())
        assert page.locator("#start").is_enabled()


def test_silence_is_told(page: Page, desk: Path) -> None:
    """A server that says nothing for a while: the picture stands still, and says so."""
    with started(*SERVE, where=desk) as (process, address):
        live(page, address, "twin")
        assert in_time(page, lambda: ticks(page) > 2)
        connection = page.locator("#connection")
        process.send_signal(signal.SIGSTOP)
        assert in_time(page, lambda: "No news from the server for 2 s" in connection.inner_text())
        head = page.locator("path.head").get_attribute("d")
        page.wait_for_timeout(300)
        assert page.locator("path.head").get_attribute("d") == head
        process.send_signal(signal.SIGCONT)
        assert in_time(page, lambda: connection.inner_text() == "running")
        before = ticks(page)
        assert in_time(page, lambda: ticks(page) > before)


def test_too_many_and_none_are_refused(page: Page, server: str) -> None:
    """In a sentence, and nothing is started."""
    page.goto(server)
    page.goto(f"{server.split('/?')[0]}/lesson/holds/live")
    boxes = page.locator("input[name=script]")
    for box in boxes.all():
        box.set_checked(False)
    page.locator("#start").click()
    assert page.locator(".complaint").inner_text() == "Choose a script first."
    for box in boxes.all():
        box.set_checked(True)
    page.locator("#start").click()
    assert page.locator(".complaint").inner_text() == "At most 4 scripts run at once."
    assert page.locator("#stop").is_disabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it(browser: Browser, server: str, scheme: str) -> None:
    """Nothing is wider than the screen, and what is to be touched is large enough."""
    options = {"viewport": {"width": 360, "height": 740}, "color_scheme": scheme}
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    live(page, server, "sleep", "twin")
    assert in_time(page, lambda: "has held the loop" in words(page, "sleep.py"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for button in page.locator("#live button, #live label").all():
        box = button.bounding_box()
        assert box is not None and box["height"] >= 44
    context.close()


def test_a_stranger_gets_no_socket(server: str) -> None:
    """No page of another site, nobody without the token."""
    origin, token = server.split("/?")[0], server.split("token=")[1]
    port = origin.rsplit(":", 1)[1]
    cookie = f"looplab_{port}={token}"
    address = f"{origin.replace('http', 'ws', 1)}/api/lesson/holds/live"

    async def opened(**headers: str) -> bool:
        try:
            socket = await websocket_connect(HTTPRequest(address, headers=headers))
        except HTTPClientError as reason:
            assert reason.code == 403
            return False
        socket.close()
        # Until the other side has closed it too.
        while await socket.read_message() is not None:
            pass
        return True

    def asks(**headers: str) -> bool:
        # On a thread of its own: the driver of the browser has a loop on this one.
        with ThreadPoolExecutor() as pool:
            return pool.submit(asyncio.run, opened(**headers)).result()

    assert asks(Origin=origin, Cookie=cookie)
    assert not asks(Origin="http://example.com", Cookie=cookie)
    assert not asks(Origin=origin)
    assert not asks(Origin=origin, Cookie=f"looplab_{port}=guess")


FRAMES = """seconds => new Promise(done => {
  let frames = 0; const times = []; let last = performance.now(); const began = last;
  const next = now => {
    frames += 1; times.push(now - last); last = now;
    if (now - began < seconds * 1000) requestAnimationFrame(next);
    else done({rate: frames / (now - began) * 1000, worst: Math.max(...times),
      slow: times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]});
  };
  requestAnimationFrame(next);
})"""


def test_five_thousand_events_a_second(page: Page, desk: Path) -> None:
    """The rate of frames is printed; it is at least half of that of an empty page."""
    told: list[str] = []
    with started(str(HERE / "load.py"), str(desk), where=desk) as (_, address):
        page.on("websocket", lambda s: s.on("framereceived", lambda data: told.append(str(data))))
        page.goto("about:blank")
        empty = page.evaluate(FRAMES, 2)
        live(page, address, "twin")
        assert in_time(page, lambda: page.locator("svg.growing g").count() > 12)
        page.wait_for_timeout(1000)
        nodes = page.evaluate("document.querySelectorAll('*').length")
        first = int(page.locator(".prints li").last.locator("span").inner_text())
        began = time.monotonic()
        full = page.evaluate(FRAMES, 5)
        took = time.monotonic() - began
        # What has come by now, as the browser counts it; how fast it comes is up to the machine.
        come = json.loads(told[-1])["runs"][0]["prints"][-1][2]
        drawn = int(page.locator(".prints li").last.locator("span").inner_text()) - first
        after = page.evaluate("document.querySelectorAll('*').length")
        print(
            f"\n{drawn / took:,.0f} events a second: {full['rate']:.1f} frames a second "
            f"(95% within {full['slow']:.0f} ms, worst {full['worst']:.0f} ms), an empty page "
            f"{empty['rate']:.1f}; {after} elements, {nodes} of them after the first second"
        )
        assert drawn > 0 and first + drawn >= int(come), "the page does not keep up"
        assert full["rate"] >= empty["rate"] / 2
        assert after < 700 and after - nodes < 100
        spans = page.evaluate(
            "Math.max(...[...document.querySelectorAll('svg path')]"
            ".map(path => (path.getAttribute('d') || '').split('M').length))"
        )
        assert 20 < spans < 1500, "more than a pixel can show"
