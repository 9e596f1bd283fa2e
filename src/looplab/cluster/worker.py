"""What runs on a worker: batches of submissions, judged as at home.

The fork servers are the worker's own, and live as long as it does. The lab's files are there only
while a batch is judged.
"""

from __future__ import annotations

import contextlib
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from looplab import sandbox
from looplab.cluster.batch import Batch, Judged, LabFiles, answer, differing, worth_sending
from looplab.course import Lab
from looplab.judging import CannotGrade, Interrupted, judged
from looplab.result import Result
from looplab.roster import Submission
from looplab.trace import Trace

# pytest has the process for itself: one batch at a time, whatever number of threads Dask has here.
_alone = threading.Lock()

# What was found out about the mistakes of a lab: it takes a second, and is the same for all
# batches. Only of the lab that came last.
_known: dict[tuple[str, int, str], dict[str, Any]] = {}


def judged_batch(batch: Batch) -> bytes:
    """Judge these submissions; the answer for whoever asked, also where nothing can be judged."""
    if different := differing(batch.versions):
        return answer((), f"a worker has {different}")
    results: list[Judged] = []

    def heard(result: Result, traces: dict[str, Trace]) -> None:
        results.append((result, worth_sending(result, traces)))

    def these(found: list[Submission]) -> list[Submission]:
        return list(batch.submissions)

    try:
        with _alone, _unpacked(batch.lab) as lab:
            judged(
                lab,
                lab.starter,
                seed=batch.seed,
                jobs=batch.jobs or _threads(),
                isolation=batch.isolation,
                wanted=these,
                on_result=heard,
                known=_known_of(batch),
            )
    except (CannotGrade, sandbox.CannotIsolate) as reason:
        return answer((), str(reason))
    except Interrupted:
        return answer((), "a worker was stopped")
    if batch.submissions and not results:
        return answer((), "there was nothing to grade: the lab has no checks")
    return answer(results)


def layers(isolation: str, versions: dict[str, str]) -> tuple[tuple[str, ...], str]:
    """What keeps programs apart on this worker; or nothing, and why it is of no use."""
    if different := differing(versions):
        return (), f"it has {different}"
    try:
        return sandbox.pool_for(isolation).layers, ""
    except sandbox.CannotIsolate as reason:
        return (), str(reason)


def dask_setup(worker: Any) -> None:
    """Dask calls this where a worker of ``--cluster local:N`` starts.

    Ctrl-C reaches all processes of a terminal. It is meant for the grading, which ends the workers.
    """
    # Not SIG_IGN, which the programs that are judged would inherit.
    signal.signal(signal.SIGINT, lambda number, frame: None)


def rest(isolation: str) -> None:
    """Nothing more is to be judged for now: end the processes that run programs."""
    sandbox.pool_for(isolation).close()


def _known_of(batch: Batch) -> dict[str, Any]:
    key = (batch.lab.digest, batch.seed, batch.isolation)
    if key not in _known:
        _known.clear()
    return _known.setdefault(key, {})


@contextlib.contextmanager
def _unpacked(files: LabFiles) -> Iterator[Lab]:
    """The lab, in a folder that nobody else can read, at the same place each time."""
    # Dask removes this folder also after a worker that was killed.
    folder = Path(_worker().local_directory) / f"looplab-{files.digest[:16]}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield files.written(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _threads() -> int:
    return int(_worker().state.nthreads)


def _worker() -> Any:
    from distributed import get_worker

    return get_worker()
