"""A class is graded on a cluster as it is here: the same marks, each once, whoever dies."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import pytest
import tornado

from looplab import cluster as package
from looplab.cluster import Cluster, address, cluster_at, dealing, worker
from looplab.cluster.batch import Batch, answer, answered
from looplab.course import Course, Lab
from looplab.grade import HERE, CannotGrade, grade
from looplab.result import Result
from looplab.results import recorded
from looplab.roster import Submission
from looplab.trace import Trace

pytestmark = pytest.mark.cluster

ROOT = Path(__file__).resolve().parent.parent
SLEEP = Course(ROOT).lab("sleep")
# It has no types to speak of.
DASK: Any = importlib.import_module("distributed")
HOSTILE = ROOT / "tests" / "hostile" / "sleep"

# What this file sends to workers, they cannot import.
importlib.import_module("cloudpickle").register_pickle_by_value(sys.modules[__name__])

CHECKS = '''
from looplab.order import in_order


def test_it_greets(trace):
    """It says hello."""
    in_order(trace, "hello")
'''


@pytest.fixture(scope="module", autouse=True)
def importable() -> Iterator[None]:
    """Workers get the path of whoever starts them: what they run is found there."""
    sys.path.append(str(ROOT))
    yield
    sys.path.remove(str(ROOT))


@pytest.fixture
def small(tmp_path: Path) -> Lab:
    """A lab with one check, and programs that are run as they are."""
    folder = tmp_path / "01_small"
    folder.mkdir()
    (folder / "starter.py").write_text("")
    (folder / "test_small.py").write_text(CHECKS)
    return Lab(folder)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two workers, each a process with a nanny that starts it again."""
    with cluster_at("local:2") as found:
        yield found


def handed_in(folder: Path, count: int) -> Path:
    """So many programs, each of its own kind, every third of them wrong."""
    folder.mkdir()
    for n in range(count):
        word = "bye" if n % 3 == 0 else "hello"
        (folder / f"student_{n:04}.py").write_text(f"print({word!r})  # {n}\n")
    return folder


def each_once(out: Path, subs: Path) -> None:
    """Everybody has one line in the file, and the right verdict."""
    lines = map(json.loads, (out / "results.jsonl").read_text().splitlines())
    found = [line for line in lines if "kind" not in line]
    students = sorted(path.stem for path in subs.iterdir())
    assert Counter(line["student"] for line in found) == Counter(students)
    wrong = {line["student"] for line in found if line["verdict"] == "failed"}
    assert wrong == {student for n, student in enumerate(students) if n % 3 == 0}
    assert {line["verdict"] for line in found} == {"failed", "passed"}


def same(result: Result) -> dict[str, Any]:
    """A result, but for how long it took and which walls there were."""
    data: dict[str, Any] = json.loads(result.to_json())
    return {**data, "ms": 0, "isolation": []}


# ---- the same marks


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Right programs, every mistake, hostile ones, and all that is no program."""
    folder = tmp_path_factory.mktemp("class")
    for path in (ROOT / "tests" / "labs" / "01_sleep" / "right").glob("*.py"):
        shutil.copy(path, folder / f"right_{path.name}")
    for path in SLEEP.wrong:
        shutil.copy(path, folder / f"wrong_{path.name}")
    for name in ("syntax_error", "raises", "never_done", "forges_the_trace", "leaves_at_once"):
        shutil.copy(HOSTILE / f"{name}.py", folder)
    (folder / "not_text.py").write_bytes(b"print('caf\xe9')\n")
    (folder / "too_large.py").write_bytes(b"#" * (3 << 20))
    (folder / "forgets.py").write_text(
        "import time\nasync def f(): ...\n"
        "async def everybody(sleepers):\n    time.sleep(0.5)\n    f()\n"
    )
    (folder / "nothing_there").mkdir()
    (folder / "gone.py").symlink_to(folder / "nowhere")
    return folder


def test_the_marks_are_those_of_this_machine(
    cluster: Cluster, classroom: Path, tmp_path: Path
) -> None:
    """Every verdict, message, point, advice and suspicion, and the picture on every page."""
    roster = tmp_path / "roster.csv"
    names = sorted({path.name.removesuffix(".py") for path in classroom.iterdir()})
    roster.write_text("\n".join(["student", "who_is_ill", *names[1:]]))

    def drawn(trace: Trace, limit: float | None) -> str:
        return f"<svg><title>{len(trace.events)} events of {trace.start.script}</title></svg>"

    told: list[tuple[list[dict[str, Any]], dict[str, str], list[Result]]] = []
    for where in (HERE, cluster):
        out = tmp_path / f"out{len(told)}"
        results = grade(SLEEP, classroom, out, roster=roster, picture=drawn, judges=where)
        pages = {
            path.name: re.sub(r'content="\w+"|\b\d+ ms\b', "", path.read_text())
            for path in (out / "students").iterdir()
        }
        told.append(([same(result) for result in results], pages, recorded(out)))
    here, there = told
    assert here[0] == there[0]
    assert here[1] == there[1]
    assert [each["student"] for each in there[0]] == sorted(result.student for result in there[2])
    verdicts = Counter(each["verdict"] for each in there[0])
    assert len(there[0]) >= 20 and verdicts["passed"] >= 3
    assert {"missing", "unreadable", "too-large", "syntax-error", "deadlock"} <= set(verdicts)
    assert any(each["unknown"] for each in there[0])
    assert any("<svg>" in page for page in there[1].values())
    assert "do not await it" in there[1]["forgets.html"]


def test_a_result_names_the_walls_of_its_worker(cluster: Cluster, tmp_path: Path) -> None:
    """As its header does; the isolation that was asked for is the one there."""
    subs = tmp_path / "subs"
    subs.mkdir()
    shutil.copy(SLEEP.solution, subs / "ann.py")
    (result,) = grade(SLEEP, subs, tmp_path / "out", isolation="basic", judges=cluster)
    assert "rlimits" in result.isolation and "seccomp" not in result.isolation
    header = json.loads((tmp_path / "out" / "results.jsonl").read_text().splitlines()[0])
    assert set(header["isolation"]) <= set(cluster.layers("basic"))


# ---- whoever dies


def killed(cluster: Cluster) -> int:
    """Kill one worker with -9; its process."""
    pid: int = next(iter(cluster.client.run(os.getpid).values()))
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_worker_killed_twice_costs_nobody_a_result(
    cluster: Cluster, small: Lab, tmp_path: Path
) -> None:
    """In the middle of a class, while its batches are under way: every submission once."""
    subs, out = handed_in(tmp_path / "subs", 2000), tmp_path / "out"
    died = []

    def heard(result: Result, traces: Any) -> None:
        seen.append(result.student)
        if len(seen) in (1, 700):
            died.append(killed(cluster))

    seen: list[str] = []
    results = grade(small, subs, out, isolation="basic", judges=cluster, on_result=heard)
    each_once(out, subs)
    assert len(results) == len(seen) == 2000
    assert len(set(died)) == 2


def impatient(dask_scheduler: Any) -> None:
    """Once is enough, instead of four times: it takes long to start a worker."""
    dask_scheduler.allowed_failures = 0


# In basic isolation a program can reach the worker: the parent of the process that forked it.
POISON = """
import os, signal
with open(f"/proc/{os.getppid()}/stat") as file:
    worker = int(file.read().rpartition(")")[2].split()[1])
with open(f"/proc/{worker}/cmdline") as file:
    if "multiprocessing" in file.read():
        os.kill(worker, signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the attack reads /proc")
def test_a_program_that_kills_its_worker_is_found_out(
    cluster: Cluster, small: Lab, tmp_path: Path
) -> None:
    """It is sandbox-lost and to be looked at; its neighbours in the batch have their marks."""
    subs, out = handed_in(tmp_path / "subs", 20), tmp_path / "out"
    (subs / "evil.py").write_text(POISON)
    (subs / "evil_too.py").write_text(POISON + "\nprint('hello')\n")

    cluster.client.run_on_scheduler(impatient)
    results = grade(small, subs, out, isolation="basic", judges=cluster)
    found = {result.student: result for result in results}
    for name in ("evil", "evil_too"):
        evil = found.pop(name)
        assert (evil.verdict, evil.points, evil.max_points) == ("sandbox-lost", 0, 1)
        assert evil.source_sha256 == Submission(name, subs / f"{name}.py").sha256
        (suspicion,) = evil.suspicions
        assert "no worker could judge it" in suspicion["what"]
        (subs / f"{name}.py").unlink()
    assert "evil" in (out / "grades.csv").read_text()
    assert Counter(result.verdict for result in found.values()) == {"passed": 13, "failed": 7}
    assert len(recorded(out)) == 22


def stumbles(batch: Batch) -> bytes:
    """A worker that has an error of its own over one submission."""
    if any(submission.student == "student_0003" for submission in batch.submissions):
        raise RecursionError("too deep for me")
    return worker.judged_batch(batch)


def test_a_program_over_which_a_worker_stumbles_is_found_out(
    cluster: Cluster, small: Lab, tmp_path: Path
) -> None:
    """Its neighbours have their marks, and the grading its end."""
    subs, out = handed_in(tmp_path / "subs", 8), tmp_path / "out"
    stumbling = Cluster(cluster.client, stumbles)
    results = grade(small, subs, out, isolation="basic", judges=stumbling)
    verdicts = {result.student: result.verdict for result in results}
    assert len(verdicts) == 8
    assert [name for name in verdicts if verdicts[name] == "sandbox-lost"] == ["student_0003"]


def dies(batch: Batch) -> bytes:
    """A worker that is killed whatever it is given."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def test_where_every_worker_dies_nobody_gets_a_mark(
    cluster: Cluster, small: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty program dies there too, or nobody is left: it is the cluster, and it is said."""
    monkeypatch.setattr(dealing, "PATIENCE", 1.0)
    monkeypatch.setattr(dealing, "LOOK", 0.5)
    subs, out = handed_in(tmp_path / "subs", 2), tmp_path / "out"
    says = r"(every worker .* has died|no workers for 1 s): .* --resume goes on"
    # Workers that die while they start are not started again, so that these are others.
    with cluster_at("local:2") as doomed, pytest.raises(CannotGrade, match=says):
        doomed.client.run_on_scheduler(impatient)
        grade(small, subs, out, isolation="basic", judges=Cluster(doomed.client, dies))
    assert recorded(out) == []
    assert len(grade(small, subs, out, isolation="basic", judges=cluster, resume=True)) == 2
    each_once(out, subs)


def twice(batch: Batch) -> bytes:
    """All results two times over, and that of somebody else."""
    found = answered(worker.judged_batch(batch))
    other = Submission("stranger", None, data=b"print('hello')")
    return answer([*found, *found, *_judged(batch, other)])


def _judged(batch: Batch, submission: Submission) -> Any:
    from dataclasses import replace

    return answered(worker.judged_batch(replace(batch, submissions=(submission,))))


def test_what_comes_twice_counts_once(cluster: Cluster, small: Lab, tmp_path: Path) -> None:
    """And what was not asked for does not count."""
    subs, out = handed_in(tmp_path / "subs", 5), tmp_path / "out"
    grade(small, subs, out, isolation="basic", judges=Cluster(cluster.client, twice))
    each_once(out, subs)


def loses(batch: Batch) -> bytes:
    """All results but the first."""
    return answer(answered(worker.judged_batch(batch))[1:])


def test_what_never_came_is_missed(cluster: Cluster, small: Lab, tmp_path: Path) -> None:
    """At the end those who should have a result are counted."""
    subs, out = handed_in(tmp_path / "subs", 5), tmp_path / "out"
    with pytest.raises(CannotGrade, match=r"1 of 5 have no result in .*student_0000.*--resume"):
        grade(small, subs, out, isolation="basic", judges=Cluster(cluster.client, loses))
    grade(small, subs, out, isolation="basic", judges=cluster, resume=True)
    each_once(out, subs)


def test_stopped_by_ctrl_c(small: Lab, tmp_path: Path) -> None:
    """Of a whole terminal, workers too: status 130, a sentence, and --resume goes on, here."""
    subs, out = handed_in(tmp_path / "subs", 400), tmp_path / "out"
    command = [sys.executable, "-m", "looplab", "grade", str(small.path), str(subs)]
    command += ["--out", str(out), "--report", "csv", "--isolation", "basic"]
    first = subprocess.Popen(
        [*command, "--cluster", "local:2"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    path = out / "results.jsonl"
    while first.poll() is None and not (path.exists() and path.read_bytes().count(b"\n") > 1):
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGINT)
    _, told = first.communicate()
    # Where Ctrl-C comes in the middle of an exec of text, as there is one in each dataclass that is
    # imported, Python 3.11 ends itself by that signal in the end: a shell says 130 of both.
    assert first.returncode in (130, -signal.SIGINT), told
    assert "is kept, --resume goes on" in told and "Traceback" not in told
    kept = recorded(out)
    assert 0 < len(kept) < 400
    subprocess.run([*command, "--resume"], check=True, capture_output=True)
    each_once(out, subs)


# ---- what is left on the workers


def leftovers(dask_worker: Any) -> list[str]:
    """Folders of looplab's, and processes that the worker has started."""
    psutil = importlib.import_module("psutil")

    left = [path.name for path in Path(dask_worker.local_directory).glob("looplab-*")]
    return left + [" ".join(child.cmdline()) for child in psutil.Process().children()]


def test_nothing_is_left_on_a_worker(cluster: Cluster, small: Lab, tmp_path: Path) -> None:
    """No file of the lab, and at the end no process."""
    grade(small, handed_in(tmp_path / "subs", 4), tmp_path / "out", judges=cluster)
    during = [each for left in cluster.client.run(leftovers).values() for each in left]
    assert any("looplab.forkserver" in each for each in during)
    assert not any(each.startswith("looplab-") for each in during)
    cluster.rest()
    assert not any(cluster.client.run(leftovers).values())


# ---- what is refused


def test_nobody_gets_in_without_the_certificate(
    cluster: Cluster, small: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a plain client, not one with another certificate; with the right one it works."""
    monkeypatch.setattr(address, "REACH", 2.0)
    at = cluster.client.scheduler.address
    assert at.startswith("tls://127.0.0.1:")
    with pytest.raises(CannotGrade, match="no Dask scheduler to be reached"):
        with cluster_at(at.replace("tls:", "tcp:")):
            pass
    with named(DASK.Security.temporary(), tmp_path / "other"):
        with pytest.raises(CannotGrade, match="may not belong together"), cluster_at(at):
            pass
    monkeypatch.setattr(address, "REACH", 30.0)
    subs = handed_in(tmp_path / "subs", 3)
    with named(cluster.client.security, tmp_path / "right"), cluster_at(at) as found:
        grade(small, subs, tmp_path / "out", isolation="basic", judges=found)
    each_once(tmp_path / "out", subs)


@contextlib.contextmanager
def named(security: Any, folder: Path) -> Iterator[None]:
    """Certificates in files, named as in Dask's configuration."""
    folder.mkdir()
    for name in ("tls_ca_file", "tls_client_cert", "tls_client_key"):
        (folder / name).write_text(getattr(security, name))
    with dask.config.set(
        {
            "distributed.comm.tls.ca-file": str(folder / "tls_ca_file"),
            "distributed.comm.tls.client.cert": str(folder / "tls_client_cert"),
            "distributed.comm.tls.client.key": str(folder / "tls_client_key"),
        }
    ):
        yield


def test_a_scheduler_without_workers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With how to start one; and so is a place without any scheduler."""
    monkeypatch.setattr(address, "FIRST_WORKER", 0.3)
    monkeypatch.setattr(address, "REACH", 5.0)
    with DASK.LocalCluster(
        n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=False
    ) as empty:
        at = empty.scheduler_address
        with pytest.raises(CannotGrade, match=f"has no workers: .* dask worker {at}"):
            with cluster_at(at):
                pass
    monkeypatch.setattr(address, "REACH", 1.0)
    with pytest.raises(CannotGrade, match=r"dask scheduler --host 127\.0"), cluster_at(at):
        pass


def test_other_versions_are_refused(
    cluster: Cluster, small: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the beginning, and by a worker that comes later."""
    wanted = {"looplab": "9.9", "Python": "3.99", "Tornado": tornado.version}
    monkeypatch.setattr(package, "versions", lambda: wanted)
    says = r"looplab \S+ instead of 9.9, Python \S+ instead of 3.99"
    with pytest.raises(CannotGrade, match=rf"worker at tls://\S+ cannot judge: it has {says}$"):
        cluster.layers("basic")
    with pytest.raises(CannotGrade, match=f"a worker has {says}$"):
        cluster.judged(small, handed_in(tmp_path / "subs", 1), isolation="basic")


def test_workers_that_cannot_do_strict_are_named(cluster: Cluster) -> None:
    """Strict isolation is what each worker can do, not what this machine can."""

    def weaken(to: str) -> None:
        from looplab import sandbox
        from looplab.sandbox import plans

        plans.PLANS["strict"] = plans.PLANS[to]
        sandbox.pool_for.cache_clear()

    cluster.client.run(weaken, "basic")
    try:
        with pytest.raises(CannotGrade, match=r"worker at tls://.*strict isolation cannot be had"):
            cluster.layers("strict")
    finally:
        cluster.client.run(weaken, "auto")


def test_a_lab_that_is_broken_is_nobodys_mark(cluster: Cluster, small: Lab, tmp_path: Path) -> None:
    """Checks that cannot be loaded, none at all, and a folder that is too large to send."""
    subs = handed_in(tmp_path / "subs", 2)
    (small.path / "test_small.py").write_text("import nonsense_that_is_not_there\n")
    with pytest.raises(CannotGrade, match="nonsense_that_is_not_there"):
        grade(small, subs, tmp_path / "a", isolation="basic", judges=cluster)
    (small.path / "test_small.py").write_text("")
    with pytest.raises(CannotGrade, match="the lab has no checks"):
        grade(small, subs, tmp_path / "b", isolation="basic", judges=cluster)
    (small.path / "film.bin").write_bytes(bytes(5 << 20))
    with pytest.raises(CannotGrade, match="larger than 4 MiB"):
        grade(small, subs, tmp_path / "c", isolation="basic", judges=cluster)
