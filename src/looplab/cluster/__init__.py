"""Grade on more than one machine: the same checks and sandbox on the workers of a Dask cluster.

``address``: the way to a cluster, and who may be on it. ``batch``: what crosses. ``worker``: what
runs there. ``dealing``: who judges what, and that each result comes home exactly once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from looplab.cluster import worker
from looplab.cluster.address import FIRST_WORKER, client_of
from looplab.cluster.batch import Batch, LabFiles, versions
from looplab.cluster.dealing import Dealing
from looplab.course import Lab
from looplab.judging import CannotGrade, OnResult, Wanted
from looplab.result import Result
from looplab.roster import NoSubmissions, submissions

__all__ = ["Cluster", "cluster_at"]


@contextlib.contextmanager
def cluster_at(address: str) -> Iterator[Cluster]:
    """The cluster at ``tcp://127.0.0.1:PORT`` or ``tls://HOST:PORT``; ``local:N`` starts one here.

    Raises CannotGrade where it cannot be reached, has no workers, or is open to the network.
    """
    with client_of(address) as client:
        cluster = Cluster(client)
        try:
            yield cluster
        finally:
            cluster.rest()


class Cluster:
    """Judges on a cluster what ``looplab.judging.judged`` judges here. ``client`` is Dask's."""

    def __init__(self, client: Any, task: Callable[[Batch], bytes] = worker.judged_batch) -> None:
        self.client, self.task = client, task
        self._used: set[str] = set()

    def layers(self, isolation: str) -> tuple[str, ...]:
        """What keeps the programs apart on every one of the workers. Raises CannotGrade."""
        self._used.add(isolation)
        try:
            # One that has just been killed comes again.
            self.client.wait_for_workers(1, timeout=FIRST_WORKER)
            told = self.client.run(worker.layers, isolation, versions(), on_error="return")
        except (OSError, TimeoutError) as reason:
            raise CannotGrade(f"the workers do not answer: {reason}") from None
        for address, found in told.items():
            if isinstance(found, ImportError | AttributeError):
                same = f"pip install 'looplab[dask]=={versions()['looplab']}'"
                raise CannotGrade(
                    f"the worker at {address} has no looplab, or another one than this: {same} "
                    f"there, and start it again ({found})"
                )
            if isinstance(found, BaseException):
                raise CannotGrade(f"the worker at {address} cannot judge: {found}")
            if found[1]:
                raise CannotGrade(f"the worker at {address} cannot judge: {found[1]}")
        if not told:
            raise CannotGrade("the cluster has no workers any more: start some")
        first, *others = (found[0] for found in told.values())
        return tuple(layer for layer in first if all(layer in other for other in others))

    def judged(
        self,
        lab: Lab,
        path: Path,
        *,
        seed: int = 0,
        jobs: int | None = None,
        isolation: str = "auto",
        roster: Path | None = None,
        names: str | None = None,
        wanted: Wanted | None = None,
        on_result: OnResult | None = None,
    ) -> list[Result]:
        """As ``looplab.judging.judged``; the results come in any order.

        ``jobs`` programs run at once on each worker, by default as many as it has threads.
        """
        self._used.add(isolation)
        try:
            found = submissions(path, lab.slug, roster, names)
        except NoSubmissions as reason:
            raise CannotGrade(str(reason)) from None
        try:
            files = LabFiles.of(lab)
        except OSError as reason:
            raise CannotGrade(f"the lab {lab.slug} cannot be read: {reason}") from None
        left = found if wanted is None else wanted(found)
        batch = Batch(files, (), seed, jobs, isolation, versions())
        return Dealing(self.client, self.task, batch, on_result or _nobody_hears).run(left)

    def rest(self) -> None:
        """Let the workers end the processes that run programs; the next grading starts others."""
        for isolation in self._used:
            with contextlib.suppress(Exception):
                self.client.run(worker.rest, isolation, on_error="ignore")


def _nobody_hears(result: Result, traces: Any) -> None:
    pass
