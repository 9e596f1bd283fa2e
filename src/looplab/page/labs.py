"""The page of a lab: the task, hints, and what the checks say of my file at every save."""

from __future__ import annotations

from asyncio import Future
from pathlib import Path
from typing import Any

from tornado.ioloop import IOLoop
from tornado.routing import URLSpec
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from looplab import work
from looplab.course import Lab
from looplab.page.guard import Guarded, Refused
from looplab.page.readme import hints, sections
from looplab.page.watching import Watcher

# Said in the terminal's words; here the page does it.
_ELSEWHERE = ("Hints", "How to check it")


class LabHandler(Guarded):
    """What the handlers of one lab share: a lab of this course, by its slug."""

    def lab(self, slug: str) -> Lab:
        """The lab of this slug. Raises Refused."""
        for lab in self.course.labs:
            if lab.slug == slug:
                return lab
        raise Refused(404, f"There is no lab {slug!r} in this course.")


class LabPage(LabHandler):
    """The task. The verdict comes over the WebSocket."""

    def get(self, slug: str) -> None:
        lab = self.lab(slug)
        self.render(
            "lab.html",
            title=f"Lab: {lab.title}",
            lab=lab,
            parts=[part for part in sections(lab.readme) if part.heading not in _ELSEWHERE],
            hints=hints(lab.hints),
            file=_shown(work.folder_for(lab) / f"{lab.slug}.py"),
            lesson=any(lesson.slug == slug for lesson in self.course.lessons),
        )


def _shown(path: Path) -> str:
    """A path as it can be typed after ``looplab serve`` was started here, else the whole one."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _forget(sent: Future[None]) -> None:
    """The page may be closed while it is told something: that is no error."""
    sent.exception()


class Watch(LabHandler, WebSocketHandler):
    """Tells the page what became of each save, for as long as the page is open."""

    watcher: Watcher | None = None

    def open(self, *args: str, **kwargs: str) -> None:
        lab = self.lab(args[0])
        watchers: dict[str, Watcher] = self.settings["watchers"]
        self.watcher = watchers.setdefault(lab.slug, Watcher(lab, self.settings["jobs"]))
        self.watcher.join(self.hear)

    def hear(self, what: dict[str, Any]) -> None:
        """Pass on what the watcher says."""
        try:
            sent = self.write_message(what)
        except WebSocketClosedError:
            return
        IOLoop.current().add_future(sent, _forget)

    def on_close(self) -> None:
        if self.watcher is not None:
            self.watcher.leave(self.hear)

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            self.lab(self.path_args[0])


handlers = [
    URLSpec(r"/lab/(\w+)", LabPage),
    URLSpec(r"/api/lab/(\w+)/watch", Watch),
]
