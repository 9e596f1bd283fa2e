"""What crosses between the grading and a worker: a lab and some submissions, results and traces.

A worker needs looplab and nothing else: the lab's files come with each batch. Its answer is text
in the formats of ``results.jsonl`` and of a trace, compressed.
"""

from __future__ import annotations

import contextlib
import json
import platform
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Self

import tornado

from looplab import __version__
from looplab.course import Lab
from looplab.feedback import help_for
from looplab.judging import CannotGrade
from looplab.result import NOT_RUN, Result
from looplab.roster import Submission
from looplab.trace import Trace, TraceError

# Bytes. A lab is some 30 KiB of programs; each batch brings all of it.
LARGEST_LAB = 4 << 20

Judged = tuple[Result, dict[str, Trace]]


def versions() -> dict[str, str]:
    """What has to be the same where programs are judged for one grading, and which it is here."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"looplab": __version__, "Python": python, "Tornado": tornado.version}


def differing(wanted: dict[str, str]) -> str:
    """How the versions of this process differ from these, in words; empty where they do not."""
    here = versions()
    return ", ".join(
        f"{what} {here.get(what, 'none')} instead of {version}"
        for what, version in wanted.items()
        if here.get(what) != version
    )


@dataclass(frozen=True)
class LabFiles:
    """A lab as bytes: the name of its folder, and its files by their place in it."""

    name: str
    files: dict[str, bytes] = field(repr=False)

    @classmethod
    def of(cls, lab: Lab) -> Self:
        """All files of a lab, but for hidden and compiled ones. Raises CannotGrade."""
        files, size = {}, 0
        for path in sorted(lab.path.rglob("*")):
            parts = path.relative_to(lab.path).parts
            if any(part.startswith(".") or part == "__pycache__" for part in parts):
                continue
            if path.is_file():
                size += path.stat().st_size
                if size > LARGEST_LAB:
                    raise CannotGrade(
                        f"the lab {lab.slug} is larger than {LARGEST_LAB >> 20} MiB, and would "
                        "be sent with each batch of programs: take out of its folder what its "
                        "checks do not need"
                    )
                files["/".join(parts)] = path.read_bytes()
        return cls(lab.path.name, files)

    @property
    def digest(self) -> str:
        """Stands for all of it: other files, another digest."""
        text = sha256(self.name.encode())
        for name, data in sorted(self.files.items()):
            text.update(f"\0{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            text.update(data)
        return text.hexdigest()

    def written(self, folder: Path) -> Lab:
        """The lab, in a new folder of its own below this one. Raises OSError."""
        top = folder / self.name
        for name, data in self.files.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return Lab(top)


@dataclass(frozen=True)
class Batch:
    """Some submissions to judge in one go, with all that it takes.

    ``versions`` are those of whoever asks. ``jobs`` programs run at once; None: as many as the
    worker has threads.
    """

    lab: LabFiles
    submissions: tuple[Submission, ...]
    seed: int
    jobs: int | None
    isolation: str
    versions: dict[str, str]


def carried(submission: Submission) -> Submission:
    """A submission with its bytes, as it can be read elsewhere; read once, here."""
    data = submission.read()
    # One that cannot be read keeps a path, at which there is nothing: so it is judged as unreadable
    # there too. One that is missing has no path.
    nowhere = Path("/nonexistent") / submission.name
    return Submission(
        submission.student,
        nowhere if data is None and submission.path is not None else None,
        submission.missing,
        data,
        submission.name,
        submission.late,
        submission.unknown,
        submission.ids,
    )


# ---- the answer


def answer(results: Iterable[Judged], refused: str = "") -> bytes:
    """What a worker sends back. ``refused`` says why it did not judge, or not to the end."""
    judged = [(result.to_json(), _written(traces)) for result, traces in results]
    return zlib.compress(json.dumps({"refused": refused, "results": judged}).encode(), 1)


def _written(traces: dict[str, Trace]) -> dict[str, str]:
    written = {}
    for name, trace in traces.items():
        # Without one there is no picture on one page.
        with contextlib.suppress(ValueError, RecursionError):
            written[name] = trace.to_json()
    return written


def answered(data: bytes) -> list[Judged]:
    """Read what ``answer`` wrote. Raises CannotGrade where the worker did not judge."""
    told = json.loads(zlib.decompress(data))
    if told["refused"]:
        raise CannotGrade(told["refused"])
    return [(Result.from_json(text), _read(traces)) for text, traces in told["results"]]


def _read(traces: dict[str, str]) -> dict[str, Trace]:
    read = {}
    for name, lines in traces.items():
        # Without one there is no picture on one page: no reason to stop a class. Not splitlines:
        # what a program prints may hold other ends of a line than a trace has.
        with contextlib.suppress(TraceError):
            read[name] = Trace.read(lines.split("\n"))
    return read


def worth_sending(result: Result, traces: dict[str, Trace]) -> dict[str, Trace]:
    """The traces that a student's page is made from: of the picture, and of the advice."""
    if result.verdict == "passed" or result.verdict in NOT_RUN:
        return {}
    failed = (check.name for check in result.checks if not check.passed and not check.hidden)
    drawn = next((name for name in failed if name in traces), None)
    # The advice for a known mistake is in the result.
    advised = next(
        (n for n in traces if not result.diagnosis and help_for(result, {n: traces[n]})), None
    )
    return {name: trace for name, trace in traces.items() if name in (drawn, advised)}
