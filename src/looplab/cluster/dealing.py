"""Deals out the submissions of a class to workers, and takes each result exactly once.

A worker that dies costs time only: Dask gives its batch to another. A batch that is dealt out again
and again, and takes each worker with it, holds a program that kills workers. Its submissions are
judged one by one then, each with the cluster to itself, so that it is known whose program it was.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from looplab.cluster.batch import Batch, Judged, answered, carried
from looplab.judging import CannotGrade, Interrupted, OnResult
from looplab.result import ENDINGS, Result
from looplab.roster import Submission

# Submissions in a batch: at most, and at least, if there are as many; and bytes.
MOST, LEAST, LARGEST_BATCH = 64, 16, 4 << 20

# Batches that are dealt out ahead: so many for each worker, and in all.
AHEAD_EACH, AHEAD = 4, 8

# Real seconds: how often to look whether the cluster is there, and how long to do without it.
LOOK, PATIENCE = 5.0, 60.0

Key = tuple[str, str | None]

_GO_ON = "the results until then are kept, and --resume goes on"


class Dealing:
    """One grading. ``batch`` says how to judge, and has no submissions; ``task`` does it there."""

    def __init__(
        self, client: Any, task: Callable[[Batch], bytes], batch: Batch, on_result: OnResult
    ) -> None:
        self.client, self.task, self.batch, self.on_result = client, task, batch, on_result
        self.results: list[Result] = []
        self._left: deque[Submission] = deque()
        self._suspects: deque[Submission] = deque()
        self._expected: set[Key] = set()
        self._out: dict[Any, tuple[Submission, ...]] = {}
        self._back: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._unseen = 0.0
        # What was told of the last batch that did not come back.
        self._reason = ""

    def run(self, submissions: Iterable[Submission]) -> list[Result]:
        """Judge all of these. Raises CannotGrade, Interrupted, and what ``on_result`` raises."""
        self._left.extend(submissions)
        try:
            while self._left or self._out:
                self._deal()
                self._take()
            while self._suspects:
                self._judge_alone(self._suspects.popleft())
        except KeyboardInterrupt:
            raise Interrupted from None
        finally:
            self._cancel()
        return self.results

    def _cancel(self) -> None:
        if self._out:
            try:
                self.client.cancel(list(self._out), force=True)
            except Exception:
                return  # It is gone, and so is what ran there.

    # ---- dealing out

    def _deal(self) -> None:
        workers = self._workers()
        while self._left and len(self._out) < max(AHEAD, AHEAD_EACH * workers):
            even = -(-len(self._left) // (2 * max(1, workers)))
            self._submit(self._next(min(MOST, max(LEAST, even))))

    def _next(self, most: int) -> list[Submission]:
        """The next so many submissions, fewer where they are large."""
        batch: list[Submission] = []
        size = 0
        while self._left and len(batch) < most and size < LARGEST_BATCH:
            submission = carried(self._left.popleft())
            self._expected.add(_key(submission))
            size += len(submission.data or b"")
            batch.append(submission)
        return batch

    def _submit(self, submissions: Iterable[Submission]) -> None:
        batch = replace(self.batch, submissions=tuple(submissions))
        future = self.client.submit(self.task, batch, retries=2, pure=False)
        self._out[future] = batch.submissions
        future.add_done_callback(self._back.put)

    def _workers(self) -> int:
        """How many there are now. Raises CannotGrade where there have been none for too long."""
        try:
            count = len(self.client.nthreads())
        except (OSError, TimeoutError, RuntimeError):
            count = 0
        if count:
            self._unseen = 0.0
        elif not self._unseen:
            self._unseen = time.monotonic()
        elif time.monotonic() - self._unseen > PATIENCE:
            raise CannotGrade(f"the cluster has had no workers for {PATIENCE:.0f} s: {_GO_ON}")
        return count

    # ---- taking back

    def _take(self) -> None:
        """Wait for one batch, and hand on its results."""
        for result, traces in self._one_back():
            self._hand_on(result, traces)

    def _one_back(self) -> list[Judged]:
        while True:
            try:
                future = self._back.get(timeout=LOOK)
                break
            except queue.Empty:
                self._workers()
        submissions = self._out.pop(future)
        try:
            return answered(future.result())
        except CannotGrade:
            raise
        except Exception as reason:
            if gone := _gone(reason):
                raise CannotGrade(gone) from None
            # A worker died of it, or could not tell what came of it: each by itself, then.
            self._suspects.extend(submissions)
            self._reason = f"{type(reason).__name__}: {reason}"
            return []

    def _hand_on(self, result: Result, traces: Any) -> None:
        # What comes a second time, or was never asked for, is no result of this grading.
        key = (result.student, result.source_sha256)
        if key in self._expected:
            self._expected.remove(key)
            self.results.append(result)
            self.on_result(result, traces)

    # ---- whoever takes a worker along

    def _judge_alone(self, submission: Submission) -> None:
        """Judge one submission while nothing else runs; if that kills the workers, say so."""
        self._submit([submission])
        self._take()
        if self._suspects and self._suspects[-1] is submission:
            self._suspects.pop()
            self._hand_on(self._lost(submission), {})

    def _lost(self, submission: Submission) -> Result:
        """The result of a program that took every worker along. Raises CannotGrade.

        Which checks there are is known from an empty program; and if that one is lost as well, it
        is the cluster.
        """
        empty = Submission("", None, data=b"", file="empty.py")
        self._submit([empty])
        answers = self._one_back()
        if not answers:
            raise CannotGrade(
                f"every worker that was given something to judge has died: {_GO_ON}. Their logs "
                f"say why; perhaps they lack memory ({self._reason})"
            )
        ((result, _),) = answers
        says = ENDINGS["sandbox-lost"]
        return replace(
            result,
            student=submission.student,
            source_sha256=submission.sha256,
            verdict="sandbox-lost",
            points=0.0,
            checks=tuple(
                replace(check, passed=False, points=0.0, message=says) for check in result.checks
            ),
            diagnosis=None,
            suspicions=({"what": "no worker could judge it", "file": submission.name, "line": 1},),
            ms=0,
            late=submission.late,
            unknown=submission.unknown,
        )


def _key(submission: Submission) -> Key:
    return submission.student, submission.sha256


def _gone(reason: Exception) -> str:
    """Why nothing will come back any more, for whoever started the grading; else nothing."""
    name = type(reason).__name__
    if "Cancelled" in name or "Comm" in name or "Timeout" in name:
        return f"the scheduler is gone: {_GO_ON}"
    return ""
