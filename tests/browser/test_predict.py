"""Predict first: nothing of the answer is there before somebody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_lesson import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

    from tests.browser.conftest import Served

RIGHT = ["Nora: orders", "Nora: drinks", "Otto: orders", "Otto: drinks", "host: Nora, meet Otto"]


def lines(page: Page) -> list[str]:
    return page.locator(".order li code").all_inner_texts()


def put(page: Page, wanted: list[str]) -> None:
    """Bring the lines into this order, with the buttons."""
    for place, text in enumerate(wanted):
        while (at := lines(page).index(text, place)) > place:
            page.get_by_role("button", name=f"Move up: {text}").nth(0).click()
            assert lines(page).index(text, place) == at - 1
    assert lines(page) == wanted


@pytest.fixture
def heard(page: Page) -> list[Response]:
    """All that the page has fetched."""
    responses: list[Response] = []
    page.on("response", lambda answer: responses.append(answer))
    return responses


def test_a_right_order(page: Page, served: Served, heard: list[Response]) -> None:
    """It is right, and the facts say why; before that there was nothing to copy from."""
    enter(page, served, "/lesson/party/predict?script=blocking")
    page.wait_for_load_state("networkidle")
    # All but the map, which is gone: it was the way in.
    fetched = [answer for answer in heard if answer.url.startswith(f"{served.origin}/api/")]
    assert any("/question" in answer.url for answer in fetched)
    before = [*(answer.text() for answer in fetched), page.content()]
    for told in before:
        assert "held the loop" not in told
        assert "cannot speak" not in told, "the promise"
        assert '"t":' not in told and '"prints"' not in told
        assert "tosses the ball" not in told, "what the README says under Compare"
    assert not [one.url for one in fetched if "/run" in one.url or "/answer" in one.url]
    put(page, RIGHT)
    page.get_by_role("button", name="This is my prediction").click()
    page.wait_for_selector(".comparison")
    assert "Right: it prints them in this order." in page.locator(".result").inner_text()
    assert page.locator(".comparison tr.good").count() == 5
    why = page.get_by_role("region", name="Why").inner_text()
    assert "blocking.py:21 held the loop 2.50 s in 2 turns" in why
    assert "introduce was ready but waited 2.00 s for the loop" in why
    assert page.locator("#spoken").inner_text().startswith("Right")
    page.get_by_role("link", name="Predict nonblocking.py").click()
    page.wait_for_selector(".order")
    assert "script=nonblocking" in page.url


def test_a_wrong_order(page: Page, served: Served) -> None:
    """As if the loop were free: which lines stand elsewhere, and what was printed when."""
    enter(page, served, "/lesson/party/predict?script=blocking")
    put(page, ["Nora: orders", "Otto: orders", "Nora: drinks", *RIGHT[3:]])
    page.get_by_role("button", name="This is my prediction").click()
    page.wait_for_selector(".comparison")
    assert "Not quite: 2 of 5 lines" in page.locator(".result").inner_text()
    marks = page.locator(".comparison tbody tr").evaluate_all("rows => rows.map(r => r.className)")
    assert marks == ["good", "bad", "bad", "good", "good"]
    assert "1.00 s Nora: drinks" in page.locator(".comparison").inner_text()
    # What happened can be played from here, and the answer can be given again.
    page.keyboard.press("End")
    assert page.locator(".panel .prints li").count() == 5
    put(page, RIGHT)
    page.get_by_role("button", name="This is my prediction").click()
    page.wait_for_selector(".result h2.good")


def test_keys_alone_put_the_lines_in_order(page: Page, served: Served) -> None:
    """Up and down move the line that has the focus, the focus goes with it, and is heard."""
    enter(page, served, "/lesson/sleep/predict?script=blocking")
    assert lines(page) == ["awake!", "awake!", "sleeping", "sleeping"]
    page.locator(".order li").nth(2).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert lines(page) == ["sleeping", "awake!", "awake!", "sleeping"]
    assert page.locator("#spoken").inner_text() == "sleeping: now 1 of 4"
    page.keyboard.press("ArrowUp")
    assert lines(page)[0] == "sleeping"
    page.locator(".order li").nth(3).focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="This is my prediction").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".result h2.good")


def test_dragging_puts_a_line_elsewhere(page: Page, served: Served) -> None:
    """With a mouse, too."""
    enter(page, served, "/lesson/sleep/predict?script=blocking")
    items = page.locator(".order li")
    items.nth(2).drag_to(items.nth(0), target_position={"x": 40, "y": 4})
    assert lines(page) == ["sleeping", "awake!", "awake!", "sleeping"]
