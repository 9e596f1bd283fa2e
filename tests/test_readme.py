"""The README says what is so: its picture, its diff and its commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from looplab.course import Course

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    """The blocks of this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """What it says to type: indented lines, without their explanation."""
    lines = re.findall(r"^    (\S.*)$", README, re.MULTILINE)
    return [re.split(r" {2,}", line)[0] for line in lines]


def test_the_picture_is_what_the_command_draws() -> None:
    """Every line of it stands in the output of `looplab compare sleep`, in this order."""
    done = subprocess.run(
        [sys.executable, "-m", "looplab", "compare", "sleep"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
    )
    drawn = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    (picture,) = fenced("text")
    assert picture.rstrip("\n") in drawn


def test_the_diff_is_the_difference_of_the_pair() -> None:
    """Its lines are taken out of the first script and put into the second."""
    pair = Course(ROOT).lesson("sleep").pair
    assert pair is not None
    texts = [path.read_text(encoding="utf-8").splitlines() for path in pair]
    (diff,) = fenced("diff")
    for line in diff.splitlines():
        there, gone = (texts[0], texts[1]) if line.startswith("-") else (texts[1], texts[0])
        assert line[1:] in there
        assert line[1:] not in gone[gone.index("def fall_asleep(awake):") :][:4]


@pytest.mark.parametrize("command", [c for c in commands() if c.startswith(("looplab", "python "))])
def test_its_commands_exist(command: str) -> None:
    """Each option and slug that it names is one."""
    words = command.split()
    if words[0] == "python":
        assert (ROOT / words[1]).exists()
        return
    help_of = subprocess.run(
        [sys.executable, "-m", "looplab", words[1], "--help"], capture_output=True, text=True
    )
    assert help_of.returncode == 0
    for option in re.findall(r"--[a-z-]+", command):
        assert option in help_of.stdout
    if "/" in words[2]:
        assert Course(ROOT).script(words[2]).exists()


def test_its_links_lead_somewhere() -> None:
    """Every relative link is a file or folder of this checkout."""
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    for link in links:
        assert (ROOT / link).exists(), link


def test_make_does_what_it_says() -> None:
    """The two commands that do everything are targets of the Makefile, and CI calls the second."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make (\w+)`?", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
