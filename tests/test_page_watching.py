"""When the page has my file judged: at each save, and never what an editor has only begun."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from looplab.course import Lab
from looplab.page import watching
from looplab.page.jobs import Jobs
from looplab.page.watching import Watcher
from looplab.saves import PATIENT

STARTER = "# TODO\n"
MINE = "mine = 1\n"


class Judges(Jobs):
    """Judges nothing: the verdict is what is in the file, once ``may`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.may = asyncio.Event()
        self.may.set()

    async def do(self, job: str, *arguments: str) -> dict[str, Any]:
        path = Path(arguments[1])
        found = path.read_text() if path.exists() else None
        await self.may.wait()
        return {"verdict": found}


class Desk:
    """A watched file, and what is told of it."""

    def __init__(self, lab: Lab) -> None:
        self.file = lab.path.parent.parent / "work" / "sleep.py"
        self.jobs = Judges()
        self.told: list[dict[str, Any]] = []
        self.watcher = Watcher(lab, self.jobs)
        self.watcher.join(self.told.append)

    @property
    def states(self) -> list[str]:
        return [message["state"] for message in self.told]

    async def until(self, count: int, state: str = "checked") -> None:
        """Wait until this was told so many times."""
        while self.states.count(state) < count:
            await asyncio.sleep(0.01)


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab of a course, with my file for it."""
    folder = tmp_path / "labs" / "01_sleep"
    folder.mkdir(parents=True)
    (folder / "starter.py").write_text(STARTER)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "sleep.py").write_text(MINE)
    return Lab(folder)


def watched(lab: Lab, story: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
    """Watch this lab for as long as the story takes: half a minute at most."""

    async def told() -> None:
        async with asyncio.timeout(30):
            desk = Desk(lab)
            await story(desk)
            desk.watcher.leave(desk.told.append)

    asyncio.run(told())


def looks(monkeypatch: pytest.MonkeyPatch, *found: str | None) -> None:
    """Let the watch see this, one look after the other, and the last of it from then on."""
    left = list(found)
    monkeypatch.setattr(watching, "look", lambda path: left.pop(0) if len(left) > 1 else left[0])
    monkeypatch.setattr(watching, "EVERY", 0)


def test_an_editor_may_replace_the_file(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is missing for a moment the starter is not put in its place."""
    looks(monkeypatch, "a", "a", *[None] * (PATIENT - 1), "b")

    async def story(desk: Desk) -> None:
        desk.file.unlink()
        await desk.until(2)
        assert desk.states == ["checking", "checked"] * 2
        assert not desk.file.exists()

    watched(lab, story)


def test_a_file_that_is_only_begun_is_not_judged(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor empties it, and writes it: that is one save."""
    looks(monkeypatch, "a", "a", "", "b")

    async def story(desk: Desk) -> None:
        await desk.until(2)
        for _ in range(20):
            await asyncio.sleep(0)
        assert desk.states == ["checking", "checked"] * 2

    watched(lab, story)


def test_a_save_that_leaves_size_and_time_is_one(lab: Lab) -> None:
    """Two saves within a tick of the clock."""

    async def story(desk: Desk) -> None:
        await desk.until(1)
        before = desk.file.stat()
        desk.file.write_text(MINE.replace("1", "2"))
        os.utime(desk.file, ns=(before.st_atime_ns, before.st_mtime_ns))
        await desk.until(2)
        assert desk.told[-1]["verdict"] == MINE.replace("1", "2")

    watched(lab, story)


def test_what_is_saved_during_a_check_is_checked_next(lab: Lab) -> None:
    """Also where it undoes the save that is checked: the last verdict is on what is in the file."""

    async def story(desk: Desk) -> None:
        await desk.until(1)
        desk.jobs.may.clear()
        desk.file.write_text("other = 1\n")
        await desk.until(2, "checking")
        desk.file.write_text(MINE)
        desk.jobs.may.set()
        await desk.until(3)
        assert desk.states == ["checking", "checked"] * 3
        assert [m.get("verdict") for m in desk.told[1::2]] == [MINE, "other = 1\n", MINE]

    watched(lab, story)


def test_a_file_that_is_gone_is_made_anew_and_judged(lab: Lab) -> None:
    """As it is where there was none at first."""

    async def story(desk: Desk) -> None:
        await desk.until(1)
        desk.file.unlink()
        await desk.until(2)
        assert desk.states == ["checking", "checked", "missing", "checking", "checked"]
        assert desk.told[2]["words"] == "Your file was made from the lab's starter."
        assert desk.told[-1]["verdict"] == STARTER

    watched(lab, story)


def test_what_cannot_be_read_is_said_and_judged_when_it_can(lab: Lab) -> None:
    """A folder of that name; then a file."""

    async def story(desk: Desk) -> None:
        await desk.until(1, "missing")
        assert desk.told[-1]["words"] == "Your file cannot be read: Is a directory."
        desk.file.rmdir()
        desk.file.write_text(MINE)
        await desk.until(1)
        assert desk.told[-1]["verdict"] == MINE

    mine = lab.path.parent.parent / "work" / "sleep.py"
    mine.unlink()
    mine.mkdir()
    watched(lab, story)
