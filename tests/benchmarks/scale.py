"""What a class costs, here and on two local workers: ``python -m tests.benchmarks.scale``.

Arguments: how many submissions (1024), how many rounds (5).

The same class is graded by turns in both places, in one run. Nothing here is asserted.
"""

from __future__ import annotations

import pickle
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from looplab.cluster import cluster_at
from looplab.cluster.batch import Batch as Sent
from looplab.cluster.batch import LabFiles, answer, carried, versions, worth_sending
from looplab.course import Course, Lab
from looplab.grade import HERE, grade
from looplab.judging import Judges, judged
from looplab.roster import submissions

ROOT = Path(__file__).resolve().parents[2]


def handed_in(lab: Lab, folder: Path, count: int) -> Path:
    """A class: half of it right, half of it spread over the known mistakes."""
    folder.mkdir()
    for n in range(count):
        path = lab.solution if n % 2 else lab.wrong[n // 2 % len(lab.wrong)]
        (folder / f"student_{n:06}.py").write_bytes(path.read_bytes() + b"# %d\n" % n)
    return folder


def rate(lab: Lab, subs: Path, out: Path, judges: Judges = HERE) -> float:
    """Submissions a second, of a whole grading with its log and its table."""
    began = time.perf_counter()
    results = grade(lab, subs, out, reports=("csv",), judges=judges)
    return len(results) / (time.perf_counter() - began)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as top, cluster_at("local:2") as cluster:
        for slug in ("sleep", "server"):
            lab = Course(ROOT).lab(slug)
            folder = Path(top, slug)
            folder.mkdir()
            subs = handed_in(lab, folder / "subs", count if slug == "sleep" else count // 4)
            few = handed_in(lab, folder / "few", 64)
            outs = (folder / f"out{n}" for n in range(99))
            rate(lab, few, next(outs))
            rate(lab, few, next(outs), cluster)
            rounds = [
                (rate(lab, subs, next(outs)), rate(lab, subs, next(outs), cluster))
                for _ in range(times)
            ]
            here, there = map(statistics.median, zip(*rounds, strict=True))
            ratio = statistics.median(b / a for a, b in rounds)
            print(f"{slug}: {len(list(subs.iterdir()))} submissions, medians of {times} rounds")
            print(f"    this machine alone     {here:>8.1f} submissions a second")
            print(
                f"    two local workers      {there:>8.1f} submissions a second ({ratio:.2f} x)",
                flush=True,
            )
            crossing(lab, few)


def crossing(lab: Lab, subs: Path) -> None:
    """How many bytes go to a worker, and come back, with a batch of 64."""
    files = LabFiles.of(lab)
    sent = tuple(map(carried, submissions(subs, lab.slug)))
    batch = Sent(files, sent, 0, None, "auto", versions())
    back: list[object] = []
    hear: Callable[..., None] = lambda result, traces: back.append(  # noqa: E731
        (result, worth_sending(result, traces))
    )
    judged(lab, subs, on_result=hear)
    there, home = len(pickle.dumps(batch)), len(answer(back))  # type: ignore[arg-type]
    lab_alone = len(pickle.dumps(files))
    of_these = f"{lab_alone / 1024:.0f} of them the lab's"
    print(
        f"    a batch of 64: {there / 1024:.0f} KiB there ({of_these}), {home / 1024:.0f} KiB back"
    )


if __name__ == "__main__":
    main()
