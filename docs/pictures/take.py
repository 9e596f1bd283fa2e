"""Take the pictures of the documentation: what the page and the terminal look like, by themselves.

    python docs/pictures/take.py             all of them
    python docs/pictures/take.py live        those whose name begins so

It starts `looplab serve` on a free port, and looks at it with Debian's Chromium (`apt install
chromium`, `pip install playwright`). The pictures on the virtual clock are the same each time, up
to the fonts of the machine; the live one is of a moment on the real clock.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WIDE = {"width": 1180, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]

# The pictures of a lesson show this moment of it.
MOMENT = "?t=1.4"


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of a page, with its token; the work that it shows is nobody's."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("lessons", "labs", "docs"):
            Path(folder, part).symlink_to(ROOT / part)
        process = subprocess.Popen(
            [sys.executable, "-m", "looplab", "serve", "--port", "0", "--no-browser"],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if found := re.search(r"http://127\.0\.0\.1:\S+", line):
                    yield found.group()
                    return
            sys.exit("looplab serve named no address")
        finally:
            process.terminate()
            process.wait()


def terminal(page: Any, path: Path) -> None:
    """What `looplab compare sleep` shows in a terminal of 80 columns."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme

    from looplab import sandbox
    from looplab.course import Course
    from looplab.timeline import run_of
    from looplab.timeline.text import show

    pair = Course(ROOT).lesson("sleep").pair
    assert pair is not None
    console = Console(record=True, width=80, file=open(os.devnull, "w"), force_terminal=True)
    show([run_of(sandbox.run(script)) for script in pair], console=console)
    theme = TerminalTheme((24, 24, 27), (228, 228, 231), [(24, 24, 27)] * 8)
    text = console.export_html(theme=theme, inline_styles=True, code_format="{code}")
    page.set_content(
        "<body style='margin:0;background:#18181b;color:#e4e4e7'>"
        f"<pre style='margin:0;padding:20px;display:inline-block;line-height:1.3;"
        f"font:14px/1.25 DejaVu Sans Mono,monospace'>{text}</pre>"
    )
    page.locator("pre").screenshot(path=path)


def lesson(page: Any, address: str, path: Path, **look: Any) -> None:
    """The page of the lesson sleep, in the middle of its runs."""
    page.set_viewport_size(look.pop("size", WIDE))
    page.emulate_media(**look)
    page.goto(at(address, f"/lesson/sleep{MOMENT}"))
    page.wait_for_selector("svg")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)


def at(address: str, path: str) -> str:
    """Another page of the same server."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{path}"


def live(page: Any, address: str, path: Path) -> None:
    """The moment in which one of two watched programs stands still, and the picture does not."""
    page.set_viewport_size({"width": 1180, "height": 620})
    page.emulate_media(color_scheme="light")
    page.goto(at(address, "/lesson/sleep/live"))
    page.get_by_role("button", name="Start").click()
    page.wait_for_function("() => document.body.innerText.includes('has held the loop for 0.7')")
    page.screenshot(path=path)


def lab(page: Any, address: str, path: Path) -> None:
    """What the page says of the starter of a lab."""
    page.set_viewport_size({"width": 1180, "height": 1000})
    page.emulate_media(color_scheme="light")
    page.goto(at(address, "/lab/sleep"))
    page.wait_for_selector("svg", timeout=60_000)
    page.screenshot(path=path)


def picture(page: Any, path: Path) -> None:
    """The picture of a pair as a file, as `looplab compare server --svg` writes it."""
    from looplab import sandbox
    from looplab.course import Course
    from looplab.timeline import run_of
    from looplab.timeline.svg import svg

    pair = Course(ROOT).lesson("server").pair
    assert pair is not None
    page.set_content(
        f"<body style='margin:0'>{svg([run_of(sandbox.run(script)) for script in pair])}"
    )
    page.locator("svg").screenshot(path=path)


def main(wanted: list[str]) -> None:
    """Take the pictures whose names begin as asked, or all."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("there is no chromium here: apt install chromium")
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_context(device_scale_factor=1).new_page()
        page.goto(address)
        # What is no page of ours must not stand under its policy, which forbids styles in a text.
        bare = browser.new_page()
        shots: dict[str, Callable[[Path], None]] = {
            "lesson": lambda path: lesson(page, address, path, color_scheme="light"),
            "lesson_dark": lambda path: lesson(page, address, path, color_scheme="dark"),
            "lesson_phone": lambda path: lesson(
                page, address, path, size=PHONE, color_scheme="light"
            ),
            "lab": lambda path: lab(page, address, path),
            "live": lambda path: live(page, address, path),
            "pair": lambda path: picture(bare, path),
            "terminal": lambda path: terminal(bare, path),
        }
        for name, shot in shots.items():
            if not wanted or any(name.startswith(start) for start in wanted):
                path = HERE / f"{name}.png"
                shot(path)
                print(f"{path.name}: taken")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
