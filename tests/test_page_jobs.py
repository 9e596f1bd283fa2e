"""What the page does where a process cannot be started, or is lost: it says so, and tries again."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from looplab.course import Lab
from looplab.page.jobs import Jobs
from looplab.page.lessons import Runs
from looplab.page.watching import Watcher

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "lessons" / "01_sleep" / "blocking.py"
FULL = OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))


class Answers(Jobs):
    """Answers what it was given, one after the other; an exception is raised."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        super().__init__()
        self.answers = list(answers)

    async def do(self, job: str, *arguments: str) -> dict[str, Any]:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    """A lab of a course, with my file for it."""
    folder = tmp_path / "labs" / "01_sleep"
    folder.mkdir(parents=True)
    (folder / "starter.py").write_text("# TODO\n")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "sleep.py").write_text("# mine\n")
    return Lab(folder)


def told(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """The story to its end, which comes within a minute."""

    async def within_a_minute() -> None:
        async with asyncio.timeout(60):
            await story()

    asyncio.run(within_a_minute())


def test_a_process_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the system's reason; the next one is started as ever."""
    first = [FULL]
    start = asyncio.create_subprocess_exec

    async def refuses(*arguments: Any, **how: Any) -> asyncio.subprocess.Process:
        if first:
            raise first.pop()
        return await start(*arguments, **how)

    async def story() -> None:
        runs = Runs(Jobs())
        words = (await runs.of(SCRIPT))["words"]
        assert "cannot start another process just now" in words and FULL.strerror in words
        assert "again" in words
        assert "run" in await runs.of(SCRIPT)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refuses)
    told(story)


@pytest.mark.parametrize("failed", [{"words": "It was lost."}, RuntimeError("a mistake")])
def test_a_run_that_came_to_nothing_is_not_kept(failed: dict[str, Any] | Exception) -> None:
    """Also where whoever asked for it is gone before it is over; one that was made is kept."""

    async def story() -> None:
        runs = Runs(Answers(failed, failed, {"run": 1}, {"run": 2}))
        gone = asyncio.create_task(runs.of(SCRIPT))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.wait({gone})
        if isinstance(failed, Exception):
            with pytest.raises(RuntimeError, match="a mistake"):
                await runs.of(SCRIPT)
        else:
            assert await runs.of(SCRIPT) == failed
        assert await runs.of(SCRIPT) == {"run": 1}
        assert await runs.of(SCRIPT) == {"run": 1}

    told(story)


@pytest.mark.parametrize("failed", [{"words": "It was lost."}, RuntimeError("a mistake")])
def test_who_loads_the_page_again_has_the_check_tried_anew(
    failed: dict[str, Any] | Exception, lab: Lab
) -> None:
    """After a check that came to nothing, and after a watch that broke. A verdict is only told."""

    async def story() -> None:
        # What is no news of this test: that an exception of the watch was heard of by nobody.
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        heard: list[dict[str, Any]] = []
        later: list[dict[str, Any]] = []
        last: list[dict[str, Any]] = []
        watcher = Watcher(lab, Answers(failed, {"verdict": 1}))
        watcher.join(heard.append)
        watch = watcher._task
        assert watch is not None
        while not watch.done() and heard[-1:] != [{"state": "failed", "words": "It was lost."}]:
            await asyncio.sleep(0.01)
        watcher.join(later.append)
        while later[-1:] != [{"state": "checked", "verdict": 1}]:
            await asyncio.sleep(0.01)
        assert [message["state"] for message in later] == ["checking", "checked"]
        assert heard[-2:] == later, "who was there before hears it as well"
        watcher.join(last.append)
        assert last == later[-1:]
        for listener in (heard, later, last):
            watcher.leave(listener.append)

    told(story)
