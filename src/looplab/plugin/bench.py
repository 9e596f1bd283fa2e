"""Runs submissions for checks: ahead of time, side by side, and never twice for equal inputs."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import Any, Protocol

from looplab import sandbox
from looplab.course import Lab
from looplab.plugin.diagnoses import Diagnoses, kept
from looplab.plugin.mistakes import key_of, known_mistakes
from looplab.request import Source
from looplab.result import NOT_RUN, Check, Result, verdict_of
from looplab.roster import LARGEST, Submission
from looplab.suspicion import STRAY, suspicions
from looplab.trace import Event, Trace

# A submission that had to be stopped is not run with the inputs of further checks: each time costs
# seconds, and the rest of the class waits.
_STOPPED = frozenset({"cpu-limit", "wall-limit", "memory", "output-limit", "virtual-time-limit"})


class Judged(Protocol):
    """What is judged: one submission at one lab."""

    lab: Lab
    submission: Submission
    index: int
    checks: list[Check]


class Bench:
    """All runs of one grading. ``jobs`` programs run at once, two a core are no gain.

    Inputs are the same for all submissions; so what the first one was run with is what the next
    ones will be, and is run while the first one's checks are still being read.
    """

    def __init__(
        self,
        seed: int,
        jobs: int | None,
        isolation: str = "auto",
        known: dict[str, Diagnoses | None] | None = None,
    ) -> None:
        self.seed = seed
        self.jobs = max(1, jobs or os.cpu_count() or 1)
        self.isolation = isolation
        # Whether nobody reads pytest's own reports.
        self.unread = False
        self.cases: dict[str, list[Any]] = {}
        self.results: list[Result] = []
        self._pool: ThreadPoolExecutor | None = None
        self._asked: dict[str, dict[str, dict[str, Any]]] = {}
        # What was begun, perhaps before anybody asked; and what was answered, in the order asked.
        self._runs: dict[tuple[str, int], dict[str, Future[Trace | None]]] = {}
        self._answers: dict[tuple[str, int], dict[str, Trace]] = {}
        self._stopped: set[tuple[str, int]] = set()
        self._took: dict[tuple[str, int], float] = {}
        self._drivers: dict[str, Source | None] = {}
        self._sources: dict[tuple[str, int], Source | str] = {}
        self._known = {} if known is None else known
        self._orders: dict[tuple[str, int, str], list[Trace]] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """No more runs are wanted."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    # ---- running

    def layers(self) -> tuple[str, ...]:
        """What the programs are kept apart by. Raises CannotIsolate where none can be run."""
        return sandbox.pool_for(self.isolation).layers

    def trace(self, case: Judged, inputs: dict[str, Any]) -> Trace:
        """The trace of a submission with these inputs; equal inputs are run once.

        Where an earlier run of this submission had to be stopped, it is that one's trace. Earlier
        means asked for earlier, so that it does not matter how many run at once.
        """
        key = key_of(inputs)
        self._asked.setdefault(str(case.lab.path), {}).setdefault(key, inputs)
        answers = self._answers.setdefault(_id(case), {})
        if key not in answers:
            answers[key] = self._stopped_run(case) or self._trace(case, key, inputs)
        return answers[key]

    def inputs_of(self, case: Judged, trace: Trace, asked: dict[str, Any]) -> dict[str, Any]:
        """With which inputs a trace came about: earlier ones, where it had to be stopped then."""
        for key, answer in self._answers.get(_id(case), {}).items():
            if answer is trace:
                return self._asked[str(case.lab.path)][key]
        return asked

    def _trace(self, case: Judged, key: str, inputs: dict[str, Any]) -> Trace:
        trace = self._begin(case, key, inputs).result()
        # One that nobody has asked for yet was stopped, and so this one was not begun.
        return self._judge(case, inputs) if trace is None else trace

    def _stopped_run(self, case: Judged) -> Trace | None:
        """The first run, of those that were asked for, that had to be stopped."""
        answers = self._answers.get(_id(case), {}).values()
        return next((trace for trace in answers if trace.status in _STOPPED), None)

    def orders(self, case: Judged, inputs: dict[str, Any]) -> list[Trace]:
        """The traces of a submission in every order that was found; equal inputs are run once."""
        key = (*_id(case), key_of(inputs))
        if key not in self._orders:
            self._orders[key] = self._judge_orders(case, inputs)
        return self._orders[key]

    def _judge_orders(self, case: Judged, inputs: dict[str, Any]) -> list[Trace]:
        source = self._source(case)
        if isinstance(source, str):
            return [self._judge(case, inputs)]
        if (stopped := self._stopped_run(case)) is not None:
            return [stopped]
        began = time.monotonic()
        traces = sandbox.judge_orders(
            self._driver(case.lab),
            source,
            inputs,
            self.seed,
            isolation=self.isolation,
        )
        with self._lock:
            self._took[_id(case)] = self._took.get(_id(case), 0.0) + time.monotonic() - began
        return traces

    def look_ahead(self, case: Judged) -> None:
        """Begin what this submission and the next ones will be asked for."""
        asked = self._asked.get(str(case.lab.path), {})
        for near in self.cases[str(case.lab.path)][case.index : case.index + 1 + self.jobs]:
            for key, inputs in list(asked.items()):
                self._begin(near, key, inputs)

    def _begin(self, case: Judged, key: str, inputs: dict[str, Any]) -> Future[Trace | None]:
        runs = self._runs.setdefault(_id(case), {})
        if key not in runs:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self.jobs, thread_name_prefix="looplab-judge")
            runs[key] = self._pool.submit(self._ahead, case, inputs)
        return runs[key]

    def _ahead(self, case: Judged, inputs: dict[str, Any]) -> Trace | None:
        """The trace, or None where a run of this submission had to be stopped."""
        return None if _id(case) in self._stopped else self._judge(case, inputs)

    def _judge(self, case: Judged, inputs: dict[str, Any]) -> Trace:
        source = self._source(case)
        if isinstance(source, str):
            status, _, message = source.partition(": ")
            return _not_run(status, message)
        began = time.monotonic()
        trace = sandbox.judge(
            self._driver(case.lab),
            source,
            inputs,
            self.seed,
            isolation=self.isolation,
        )
        with self._lock:
            self._took[_id(case)] = self._took.get(_id(case), 0.0) + time.monotonic() - began
            if trace.status in _STOPPED:
                self._stopped.add(_id(case))
        return trace

    def _driver(self, lab: Lab) -> Source | None:
        """The lab's driver, the same one for everybody. Raises CannotRead."""
        key = str(lab.path)
        if key not in self._drivers:
            self._drivers[key] = None if lab.driver is None else sandbox.source_of(lab.driver)
        return self._drivers[key]

    def _source(self, case: Judged) -> Source | str:
        """The submission's text, or ``status: words`` where there is none."""
        if _id(case) not in self._sources:
            self._sources[_id(case)] = _read(case.submission)
        return self._sources[_id(case)]

    # ---- judging

    def result(self, case: Judged, functions: Mapping[str, Callable[..., Any]]) -> Result:
        """The verdict, when all checks are done.

        ``functions`` are the lab's checks, by name, as far as they ask for nothing but traces: by
        these its known mistakes are told apart.
        """
        source = self._source(case)
        if isinstance(source, str):
            verdict = source.partition(": ")[0]
        else:
            orders = [self._orders[key] for key in self._orders if key[:2] == _id(case)]
            ends = [trace.status for trace in self._answers.get(_id(case), {}).values()]
            ends += [trace.status for traces in orders for trace in traces]
            verdict = verdict_of(case.checks, ends)
        diagnosis = None
        failed = [c.name for c in case.checks if not c.passed and c.name in functions]
        if failed and verdict not in NOT_RUN:
            diagnosis = self._diagnosis(case, failed, functions)
        result = Result(
            student=case.submission.student,
            lab=case.lab.slug,
            source_sha256=case.submission.sha256,
            verdict=verdict,
            points=sum(check.points for check in case.checks),
            max_points=sum(check.max_points for check in case.checks),
            checks=tuple(case.checks),
            diagnosis=diagnosis,
            suspicions=() if isinstance(source, str) else self._suspicions(case, source),
            isolation=self.layers(),
            seed=self.seed,
            ms=round(self._took.get(_id(case), 0.0) * 1000),
            late=case.submission.late,
            unknown=case.submission.unknown,
        )
        for future in self._runs.pop(_id(case), {}).values():
            future.cancel()
        for known in (self._answers, self._sources, self._took):
            known.pop(_id(case), None)
        for key in [key for key in self._orders if key[:2] == _id(case)]:
            del self._orders[key]
        return result

    def _suspicions(self, case: Judged, source: Source) -> tuple[dict[str, Any], ...]:
        found = suspicions(source)
        orders = (traces for key, traces in self._orders.items() if key[:2] == _id(case))
        traces = chain(self._answers.get(_id(case), {}).values(), *orders)
        if any(trace.end.stray for trace in traces):
            found.insert(0, {"what": STRAY, "file": source.name, "line": 1})
        return tuple(found)

    def _diagnosis(
        self, case: Judged, failed: list[str], functions: Mapping[str, Callable[..., Any]]
    ) -> dict[str, str] | None:
        key = str(case.lab.path)
        if key not in self._known:
            self._known[key] = self._diagnoses(case.lab, functions)
        known = self._known[key]
        if known is None:
            return None
        runs = {key: self.trace(case, inputs) for key, inputs in known.inputs.items()}
        orders = {key: self.orders(case, inputs) for key, inputs in known.orders.items()}
        return known.diagnosis(failed, runs, orders)

    def _diagnoses(self, lab: Lab, functions: Mapping[str, Callable[..., Any]]) -> Diagnoses | None:
        """What is known of a lab's mistakes: from their programs, else from what was exported."""
        if not (lab.wrong and lab.solution.exists()):
            return kept(lab, self.seed)
        known = known_mistakes(
            lab,
            self.seed,
            functions,
            partial(sandbox.rehearse, isolation=self.isolation),
            likely=self._asked.get(str(lab.path)),
        )
        return Diagnoses.of(lab, known, self.seed)


def _read(submission: Submission) -> Source | str:
    data = submission.read()
    if data is None:
        if submission.path is None:
            return f"missing: {submission.missing}"
        return f"unreadable: {submission.name} is no file, or may not be read"
    if len(data) > LARGEST:
        return f"too-large: the file is larger than {LARGEST >> 20} MiB"
    try:
        return sandbox.decoded(submission.name, data)
    except sandbox.CannotRead as reason:
        return f"unreadable: {reason}"


def _not_run(status: str, message: str) -> Trace:
    error = {"type": status, "message": message}
    return Trace((Event("start", 0, 0.0), Event("end", 1, 0.0, status=status, error=error)))


def _id(case: Judged) -> tuple[str, int]:
    return str(case.lab.path), case.index
