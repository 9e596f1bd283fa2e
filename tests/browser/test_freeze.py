"""The page that freezes its own server: on purpose, in sight, and not for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Served


def test_the_heart_stops_while_the_loop_is_held(page: Page, served: Served) -> None:
    """Both answers take as long; the silence of one is many times that of the other."""
    page.goto(served.address)
    page.goto(served.origin + "/freeze")
    page.get_by_text("The heart beats").wait_for()
    gaps = {}
    for kind, name in (("wait", "Wait 3 seconds"), ("block", "Block this server for 3 seconds")):
        page.get_by_role("button", name=name).click()
        assert page.get_by_role("button", name=name).is_disabled()
        told = page.locator(f"#told .{kind}")
        told.wait_for(timeout=30_000)
        gaps[kind] = int(told.get_attribute("data-gap") or 0)
    assert gaps["block"] > 4 * gaps["wait"] > 0
    assert page.locator("#strip rect.block").count() >= 1
    assert page.locator("#strip rect.held").count() > 10
    words = page.locator("#told .block").inner_text()
    assert "time.sleep(seconds)" in words and "freeze.py:" in words
    assert "await asyncio.sleep(seconds)" in page.locator("#told .wait").inner_text()
    assert page.get_by_text("The heart beats").is_visible()
