"""Predict first: the code without its promise, and its lines to be put in order.

The answer stays here until an order is handed in: the question has the lines in an order that
says nothing, no times, and no run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tornado.routing import URLSpec

from looplab.course import Lesson
from looplab.page.code import code_of
from looplab.page.guard import Refused
from looplab.page.lessons import LessonHandler, pair_of
from looplab.page.readme import sections

# Nobody puts more lines than these in order; of a longer output the beginning is asked for.
MOST_LINES = 12


def shuffled(printed: Sequence[str]) -> list[str]:
    """The lines in the order of the alphabet, or backwards if that would be the answer."""
    lines = sorted(printed)
    return lines[::-1] if lines == list(printed) else lines


class PredictPage(LessonHandler):
    """The question. What answers it is not in this page."""

    def get(self, slug: str) -> None:
        lesson = self.lesson(slug)
        script = self.script(lesson)
        parts = sections(lesson.readme, breaks=True)
        self.render(
            "predict.html",
            title=f"Predict: {lesson.title}",
            lesson=lesson,
            script=script.stem,
            scripts=[path.stem for path in lesson.scripts],
            question=next((part for part in parts if part.heading == "Predict"), None),
        )


class Question(LessonHandler):
    """The code, and the lines in no order."""

    async def get(self, slug: str) -> None:
        script = self.script(self.lesson(slug))
        told = await self.told(script)
        printed = [line["text"] for line in told["run"]["prints"]]
        self.finish(
            {
                "code": code_of(script.name, _text(script), promise=False),
                "lines": shuffled(printed[:MOST_LINES]),
                "more": told["run"]["printed"] - len(printed[:MOST_LINES]),
            }
        )


class Answer(LessonHandler):
    """Compares an order with what was printed, and tells everything."""

    async def post(self, slug: str) -> None:
        lesson = self.lesson(slug)
        script = self.script(lesson)
        order = self._order()
        told = await self.told(script)
        printed = [line["text"] for line in told["run"]["prints"]][:MOST_LINES]
        if sorted(order) != sorted(printed):
            raise Refused(400, "These are not the lines that were asked for: load the page again.")
        places = [mine == right for mine, right in zip(order, printed, strict=True)]
        self.finish(
            {
                "right": all(places),
                "places": places,
                "following": following(lesson, script),
                **told,
            }
        )

    def _order(self) -> list[str]:
        try:
            order: Any = json.loads(self.request.body)["order"]
        except (ValueError, KeyError, TypeError):
            order = None
        if not (isinstance(order, list) and all(isinstance(line, str) for line in order)):
            raise Refused(400, "An order of lines was expected.")
        return order


def following(lesson: Lesson, script: Path) -> str | None:
    """The script to predict next: the pair first, then the others."""
    stems = list(dict.fromkeys([*pair_of(lesson), *(path.stem for path in lesson.scripts)]))
    rest = stems[stems.index(script.stem) + 1 :]
    return rest[0] if rest else None


def _text(script: Path) -> str:
    try:
        return script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        raise Refused(500, f"{script.name} cannot be read.") from reason


handlers = [
    URLSpec(r"/lesson/(\w+)/predict", PredictPage),
    URLSpec(r"/api/lesson/(\w+)/question", Question),
    URLSpec(r"/api/lesson/(\w+)/answer", Answer),
]
