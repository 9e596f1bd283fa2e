"""A real browser, and the page that it looks at: `looplab serve` in a process of its own.

Without Chromium or playwright these tests are skipped, in one sentence; where LOOPLAB_BROWSER is
`required`, as in the whole check, they fail instead.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent.parent
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# A lesson that is full of what a careless page would take for HTML.
_SCRIPT = """
'''
<b id="doc">A name that is no name</b>

    0.0  <script>alert(1)</script>
'''

import asyncio


async def me():
    print("<script>alert(1)</script>")
    print("<img id='printed' src=x onerror=alert(2)>")
    await asyncio.sleep(1)  # <i id="comment">so</i>


async def main():
    await asyncio.create_task(me(), name="<u id='name'>me</u>")


asyncio.run(main())
"""
MARKUP = {
    "README.md": "# <em id='title'>Markup</em>\n\n## Predict\n<script>alert(3)</script>\n\n"
    "## Compare\n<img id='readme' src=x onerror=alert(4)>\n",
    "before.py": _SCRIPT,
    "after.py": _SCRIPT,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that is here needs a browser, and the one process that has it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        chromium = None
    if chromium is None:
        missing = "no browser tests: they need Debian's chromium and the package playwright"
        if os.environ.get("LOOPLAB_BROWSER") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@dataclass(frozen=True)
class Served:
    """A running page. ``address`` has the token; ``folder`` holds the course and ``work``."""

    address: str
    folder: Path

    @property
    def origin(self) -> str:
        """Its address without path and token."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def token(self) -> str:
        """What the address lets in with."""
        return str(re.findall(r"token=([^&]+)", self.address)[0])


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`looplab serve` on a free port, in a folder with the course in it, and MARKUP as a lesson."""
    folder = tmp_path_factory.mktemp("course")
    for part in ("labs", "docs"):
        (folder / part).symlink_to(ROOT / part)
    (folder / "lessons").mkdir()
    for lesson in (ROOT / "lessons").glob("*_*"):
        (folder / "lessons" / lesson.name).symlink_to(lesson)
    for name, text in MARKUP.items():
        (folder / "lessons" / "90_markup").mkdir(exist_ok=True)
        (folder / "lessons" / "90_markup" / name).write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "looplab", "serve", "--port", "0", "--no-browser"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if found := ADDRESS.search(line):
            break
    else:
        pytest.fail(f"looplab serve named no address: {''.join(said)}")
    yield Served(found.group(), folder)
    process.terminate()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile, 1200 pixels wide."""
    made = browser.new_context(viewport={"width": 1200, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty page. Afterwards: nothing left this machine, and the console has no errors."""
    opened = context.new_page()
    errors: list[str] = []
    elsewhere: list[str] = []
    opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: errors.append(str(e)))

    def asked(url: str) -> None:
        if urlsplit(url).hostname != "127.0.0.1" and urlsplit(url).scheme not in ("data", "blob"):
            elsewhere.append(url)

    opened.on("request", lambda r: asked(r.url))
    opened.on("websocket", lambda w: asked(w.url))
    yield opened
    assert not elsewhere
    assert not errors
