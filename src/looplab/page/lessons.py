"""The map of the course, and the page of a lesson: its README around runs of its scripts."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from tornado.routing import URLSpec

from looplab.course import Lesson
from looplab.page.guard import Guarded, Refused
from looplab.page.jobs import Jobs
from looplab.page.readme import sections
from looplab.work import progress, state_of

Stamp = tuple[tuple[str, int, int], ...]


class Runs:
    """The runs of the course's scripts: each is run once, until a file of its folder changes."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._known: dict[Path, tuple[Stamp, asyncio.Task[dict[str, Any]]]] = {}

    async def of(self, script: Path) -> dict[str, Any]:
        """Its code and its run as data, or ``{"words": ...}``."""
        stamp = _stamp(script.parent)
        known = self._known.get(script)
        if known is None or known[0] != stamp:
            known = stamp, asyncio.create_task(self._jobs.do("run", str(script)))
            self._known[script] = known
            known[1].add_done_callback(lambda run: self._forget(script, run))
        # Whoever asked first may be gone before the run is over; others wait for it too.
        return await asyncio.shield(known[1])

    def _forget(self, script: Path, run: asyncio.Task[dict[str, Any]]) -> None:
        """What came to nothing is not kept: whoever asks next has it run again."""
        failed = run.cancelled() or run.exception() is not None or "words" in run.result()
        known = self._known.get(script)
        if failed and known is not None and known[1] is run:
            del self._known[script]


def _stamp(folder: Path) -> Stamp:
    found = []
    for path in sorted(folder.glob("*.py")):
        try:
            status = path.stat()
        except OSError:
            continue
        found.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


class LessonHandler(Guarded):
    """What the pages on one lesson share: only what is in the course can be asked for, by name."""

    def lesson(self, slug: str) -> Lesson:
        """The lesson of this slug. Raises Refused."""
        for lesson in self.course.lessons:
            if lesson.slug == slug:
                return lesson
        raise Refused(404, f"There is no lesson {slug!r} in this course.")

    def script(self, lesson: Lesson) -> Path:
        """The script that is asked for: one of this lesson's. Raises Refused."""
        asked = self.get_query_argument("script", "")
        for path in lesson.scripts:
            if path.stem == asked or not asked:
                return path
        there = ", ".join(path.stem for path in lesson.scripts) or "none"
        raise Refused(404, f"The lesson {lesson.slug} has no script {asked!r}; there are: {there}")

    async def told(self, script: Path) -> dict[str, Any]:
        """The run of a script. Raises Refused where it cannot be run."""
        runs: Runs = self.settings["runs"]
        told = await runs.of(script)
        if "words" in told:
            raise Refused(500, told["words"])
        return told


class Map(Guarded):
    """All lessons and labs, where I am, and what is next."""

    def get(self) -> None:
        course = self.course
        shares = progress(course)
        labs = {lab.slug: lab for lab in course.labs}
        rows = []
        following = None
        for lesson in course.lessons:
            lab = labs.pop(lesson.slug, None)
            share = shares.get(lesson.slug)
            if lab is not None and share != 1 and following is None:
                following = lesson
            rows.append({"folder": lesson, "lesson": True, "lab": lab, "state": state_of(share)})
        for lab in labs.values():
            state = state_of(shares.get(lab.slug))
            rows.append({"folder": lab, "lesson": False, "lab": lab, "state": state})
        self.render("map.html", title="The course", rows=rows, following=following)


def pair_of(lesson: Lesson) -> list[str]:
    """The stems of the two scripts to show first."""
    return [path.stem for path in lesson.pair or lesson.scripts[:2]]


class LessonPage(LessonHandler):
    """A lesson: the question, the two timelines in step, then the rest of the README."""

    def get(self, slug: str) -> None:
        lesson = self.lesson(slug)
        parts = sections(lesson.readme, breaks=True)
        self.render(
            "lesson.html",
            title=lesson.title,
            lesson=lesson,
            pair=pair_of(lesson),
            question=next((part for part in parts if part.heading == "Predict"), None),
            parts=[part for part in parts if part.heading != "Predict"],
            lab=any(lab.slug == slug for lab in self.course.labs),
        )


class LessonData(LessonHandler):
    """Which scripts a lesson has."""

    def get(self, slug: str) -> None:
        lesson = self.lesson(slug)
        self.finish({"scripts": [path.stem for path in lesson.scripts], "pair": pair_of(lesson)})


class RunData(LessonHandler):
    """One script's code and run."""

    async def get(self, slug: str) -> None:
        self.finish(await self.told(self.script(self.lesson(slug))))


handlers = [
    URLSpec(r"/", Map),
    URLSpec(r"/lesson/(\w+)", LessonPage),
    URLSpec(r"/api/lesson/(\w+)", LessonData),
    URLSpec(r"/api/lesson/(\w+)/run", RunData),
]
