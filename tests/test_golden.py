"""Three lessons, drawn in every way: the bytes are those that are kept in tests/golden.

Where a picture is meant to change, this writes the files anew, for `git diff` to show:

    python tests/test_golden.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from looplab import sandbox
from looplab.course import Course
from looplab.timeline import run_of
from looplab.timeline.svg import svg
from looplab.timeline.text import picture, plain_text

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
LESSONS = ("sleep", "server", "wrapping")
WIDTHS = (80, 120)


def pictures(slug: str) -> dict[str, str]:
    """All pictures of a lesson's pair, by the name of their file."""
    pair = Course(ROOT).lesson(slug).pair
    assert pair is not None
    runs = [run_of(sandbox.run(path)) for path in pair]
    texts = {f"{slug}.svg": svg(runs)}
    for width in WIDTHS:
        for name, unicode in (("unicode", True), ("ascii", False)):
            lines = [line.plain for line in picture(runs, width=width, unicode=unicode)]
            texts[f"{slug}.{width}.{name}.txt"] = "\n".join(lines) + "\n"
    texts[f"{slug}.plain.txt"] = plain_text(runs).rstrip("\n") + "\n"
    return texts


def write(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for slug in LESSONS:
        for name, text in pictures(slug).items():
            (folder / name).write_bytes(text.encode())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_pictures_are_the_same_bytes_in_every_process(seed: str, tmp_path: Path) -> None:
    """Each file is what the scripts of the lesson draw, whatever order sets and dicts have."""
    subprocess.run(
        [sys.executable, __file__, str(tmp_path / "made")],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    made, golden = contents(tmp_path / "made"), contents(GOLDEN)
    assert set(made) == set(golden)
    for name, text in made.items():
        # As text: pytest shows where two differ.
        assert text.decode() == golden[name].decode(), f"{name}: see the top of this test"


def test_the_golden_pictures_show_what_they_are_kept_for() -> None:
    """All marks are in them: else a mark could change its shape, and nobody would see it."""
    unicode = "".join((GOLDEN / f"{slug}.80.unicode.txt").read_text("utf-8") for slug in LESSONS)
    assert set("█▌░▒─") <= set(unicode)
    assert max(map(len, unicode.splitlines())) <= 80
    for path in GOLDEN.glob("*.ascii.txt"):
        assert path.read_bytes().isascii()
    for path in GOLDEN.glob("*.plain.txt"):
        assert not set("█▌░▒") & set(path.read_text("utf-8"))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN)
