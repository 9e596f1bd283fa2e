"""The page of a lab: the verdict on each save, in words; hints one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.test_lesson import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Served

LAB = Path(__file__).resolve().parent.parent.parent / "labs" / "01_sleep"
SLOW = 60_000


def verdict(page: Page, words: str) -> None:
    """Wait for this sentence."""
    page.locator(".state", has_text=words).wait_for(timeout=SLOW)


def test_each_save_gets_its_verdict(page: Page, served: Served) -> None:
    """The starter, no Python at all, the solution."""
    enter(page, served, "/lab/sleep")
    mine = served.folder / "work" / "sleep.py"
    page.wait_for_selector(".state.bad", timeout=SLOW)
    assert page.locator("#file").inner_text() == "work/sleep.py"
    assert mine.read_text() == (LAB / "starter.py").read_text()
    assert page.locator(".checks .bad").count() == 4
    assert "nobody holds the loop for longer than 0.1 s" in page.locator(".checks").inner_text()
    # The timeline of the first check that failed, with my own code in step.
    page.keyboard.press("ArrowRight")
    assert "main holds the loop at sleep.py:10" in page.locator(".panel .now").inner_text()
    assert "time.sleep(seconds)" in page.locator(".panel [aria-current]").inner_text()
    mine.write_text("async de everybody(sleepers):\n")
    verdict(page, "0 of 7 points (it is not valid Python).")
    assert "SyntaxError" in page.locator(".checks").inner_text()
    mine.write_text((LAB / "solution.py").read_text())
    verdict(page, "All is right: 7 of 7 points.")
    assert page.locator(".checks .good").count() == 4
    assert page.locator(".panel").count() == 0
    page.goto(served.origin)
    assert page.get_by_role("link", name="Lab sleep: done").is_visible()
    assert page.locator(".next a").get_attribute("href") == "/lesson/loop/predict"
    # The other tests begin at the beginning.
    mine.write_text((LAB / "starter.py").read_text())
    (served.folder / "work" / ".progress.json").unlink()


def test_hints_come_one_by_one(page: Page, served: Served) -> None:
    """The next one shows when the one before has been opened; the task has none of them."""
    enter(page, served, "/lab/sleep")
    hints = page.locator("#hints details")
    assert hints.count() == 3
    assert [hint.is_visible() for hint in hints.all()] == [True, False, False]
    assert page.get_by_text("Start all of them first").is_hidden()
    for n in range(3):
        hints.nth(n).locator("summary").click()
        page.wait_for_timeout(50)
        assert sum(hint.is_visible() for hint in hints.all()) == min(3, n + 2)
    assert page.get_by_text("Start all of them first").is_visible()
    assert "looplab check" not in page.locator(".task").inner_text()
