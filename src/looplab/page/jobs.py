"""Starts the processes that run and judge programs, and ends them with the server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from typing import Any

# Real seconds. The engine stops a program long before; this is for what nobody has thought of.
PATIENCE = 120.0
LAST_WORDS = 3.0
AT_ONCE = 2

_NOT_STARTED = (
    "The machine cannot start another process just now ({reason}). "
    "Close what you do not need, and load this page again."
)
_LOST = "The process that did this was lost. Try again; if it happens again, it is our mistake."
_TOO_LONG = f"This took more than {PATIENCE:g} seconds, and was stopped."


class Jobs:
    """The processes of one server: at most two at a time, the others wait for their turn."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._running: set[asyncio.subprocess.Process] = set()
        self._closed = False

    async def do(self, job: str, *arguments: str) -> dict[str, Any]:
        """The answer of one job of ``looplab.page.child``, or ``{"words": ...}``."""
        async with self._turn:
            if self._closed:
                return {"words": "The page is being closed."}
            try:
                process = await _started(job, *arguments)
            except OSError as reason:
                # Too many processes or descriptors: that passes.
                return {"words": _NOT_STARTED.format(reason=reason.strerror)}
            self._running.add(process)
            try:
                async with asyncio.timeout(PATIENCE):
                    told, _ = await process.communicate()
            except TimeoutError:
                return {"words": _TOO_LONG}
            finally:
                await _end(process)
                self._running.discard(process)
        try:
            answer = json.loads(told)
        except ValueError:
            return {"words": _LOST}
        return answer if isinstance(answer, dict) else {"words": _LOST}

    async def close(self) -> None:
        """End all that runs."""
        self._closed = True
        await asyncio.gather(*(_end(process) for process in list(self._running)))


async def _started(job: str, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        "looplab.page.child",
        job,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # A session of its own: whatever it starts can be ended with it.
        start_new_session=True,
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask a job to stop, so that it ends what it has started; then insist."""
    if process.returncode is not None:
        return
    for number, patience in ((signal.SIGINT, LAST_WORDS), (signal.SIGKILL, LAST_WORDS)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(process.wait()), patience)
            return
