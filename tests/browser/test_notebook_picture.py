"""What a reader of a notebook sees: the stored pictures, in a real browser, with scripts off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NOTEBOOKS = Path(__file__).resolve().parent.parent.parent / "notebooks"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("[0-9]*_*.ipynb"))

# How many pixels of an image have each of these colours; the image is drawn as large as it is.
COUNTED = """
([image, colours]) => {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  const found = Object.fromEntries(colours.map((colour) => [colour, 0]));
  for (let i = 0; i < bytes.length; i += 4) {
    const colour = "#" + [0, 1, 2].map((k) => bytes[i + k].toString(16).padStart(2, "0")).join("");
    if (colour in found) found[colour] += 1;
  }
  return found;
}
"""
BLOCK, TICK, READY = "#d55e00", "#0072b2", "#e69f00"


def pictures(name: str) -> list[str]:
    """The HTML of all that a notebook shows, as it is stored."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
    return ["".join(data["text/html"]) for data in outputs if "text/html" in data]


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """An empty page in which no script runs."""
    context = browser.new_context(
        viewport={"width": 1200, "height": 900}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_the_marks_are_to_be_seen(page: Page) -> None:
    """In the first picture of `sleep` two sleepers hold the loop all the time, one after another.

    So a solid bar is as long as the run in the loop's lane and again in the lanes of the two, and
    the hatched bars of those who have to wait are not as large.
    """
    page.set_content(pictures("01_sleep")[0])
    image = page.locator("img")
    assert image.evaluate("image => image.naturalWidth") == 760
    found = image.evaluate(
        f"(image, colours) => ({COUNTED})([image, colours])", [BLOCK, TICK, READY]
    )
    across = 500  # at least so much of the 760 pixels is for the time
    assert found[BLOCK] > 2 * across * 10
    assert found[BLOCK] > found[READY] > across
    assert found[TICK] > 10


def test_a_picture_needs_no_script(page: Page, still: Page) -> None:
    """With scripts off it is the same to the last pixel, and its table can be opened."""
    shown = pictures("01_sleep")[0]
    for each in (page, still):
        each.set_content(shown)
    assert still.locator("img").screenshot() == page.locator("img").screenshot()
    assert not still.locator("table").first.is_visible()
    still.locator("summary").click()
    assert still.locator("table").first.is_visible()
    assert "blocking.py:20" in still.locator("table").first.inner_text()


@pytest.mark.parametrize("name", NAMES)
def test_every_stored_picture_is_drawn(page: Page, name: str) -> None:
    """No image is broken, none is wider than the column of a notebook, and each has its words."""
    shown = pictures(name)
    page.set_content("\n".join(shown))
    images = page.locator("img").evaluate_all(
        "all => all.map(i => [i.complete, i.naturalWidth, i.naturalHeight, i.alt.length])"
    )
    assert len(images) == len(shown) > 0
    for complete, width, height, words in images:
        assert complete and width == 760 and height > 100 and words > 20
