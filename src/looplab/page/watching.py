"""Looks at a student's file, and has it judged at every save."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from looplab import work
from looplab.course import Lab
from looplab.page.jobs import Jobs
from looplab.saves import EVERY, Saves, look

Hear = Callable[[dict[str, Any]], None]


class Watcher:
    """Watches one lab's file for as long as somebody listens. All listeners hear the same."""

    def __init__(self, lab: Lab, jobs: Jobs) -> None:
        self._lab = lab
        self._jobs = jobs
        self._listeners: set[Hear] = set()
        self._task: asyncio.Task[None] | None = None
        self._last: dict[str, Any] | None = None

    def join(self, hear: Hear) -> None:
        """Tell this listener what is known, and all that comes."""
        self._listeners.add(hear)
        if self._task is not None and not self._is_stuck():
            if self._last is not None:
                hear(self._last)
            return
        self._end()
        self._task = asyncio.create_task(self._watch())

    def leave(self, hear: Hear) -> None:
        """Nobody is told any more; the last one to leave ends the watch."""
        self._listeners.discard(hear)
        if not self._listeners:
            self._end()

    def _is_stuck(self) -> bool:
        """Whether no verdict will come by itself: then who loads the page again has it tried anew.

        The watch has ended, or the last check came to nothing, which the file may not be to blame
        for: the machine could not start a process.
        """
        ended = self._task is None or self._task.done()
        return ended or (self._last is not None and self._last["state"] == "failed")

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task, self._last = None, None

    def _tell(self, what: dict[str, Any]) -> None:
        self._last = what
        for hear in list(self._listeners):
            hear(what)

    async def _watch(self) -> None:
        # While a check runs the file is looked at too: what is saved meanwhile is checked next.
        to_check = asyncio.Event()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._look_out(to_check))
            both.create_task(self._check_each(to_check))

    async def _look_out(self, to_check: asyncio.Event) -> None:
        file = work.folder_for(self._lab) / f"{self._lab.slug}.py"
        if look(file) is None:
            self._tell({"state": "missing", "words": self._make()})
        found = look(file)
        saves = Saves(found)
        if found is not None:
            to_check.set()
        while True:
            await asyncio.sleep(EVERY)
            news = saves.see(look(file))
            if news == "saved":
                to_check.set()
            elif news == "gone":
                to_check.clear()
                self._tell({"state": "missing", "words": self._make()})

    async def _check_each(self, to_check: asyncio.Event) -> None:
        while True:
            await to_check.wait()
            to_check.clear()
            self._tell({"state": "checking"})
            file = work.folder_for(self._lab) / f"{self._lab.slug}.py"
            told = await self._jobs.do("check", str(self._lab.path), str(file))
            self._tell({"state": "failed" if "words" in told else "checked", **told})

    def _make(self) -> str:
        """The file is not there: it is made from the starter."""
        try:
            file = work.file_for(self._lab)
        except OSError as reason:
            return f"Your file cannot be made: {reason.strerror}."
        try:
            file.open("rb").close()
        except OSError as reason:
            return f"Your file cannot be read: {reason.strerror}."
        return "Your file was made from the lab's starter."
