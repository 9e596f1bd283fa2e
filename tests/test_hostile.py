"""Programs that attack what is outside of them: each gets its verdict, and nobody else notices.

They are in ``tests/hostile/machine``. Words such as ``@CANARY@`` in them are filled in: a file, a
port, a process of this account, all of which must be as they were. The same programs in basic
isolation show what it does not stop, and so that each attack is one.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from looplab import sandbox
from looplab.course import Course
from looplab.plugin.mistakes import failing
from looplab.request import STRICT, Request, Source
from looplab.result import Check, verdict_of
from looplab.sandbox.plans import PLANS
from looplab.sandbox.pool import Pool
from looplab.suspicion import suspicions
from looplab.trace import Trace

pytestmark = [pytest.mark.xdist_group("hostile")]

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / "tests" / "hostile" / "machine"
SLEEP = Course(ROOT).lab("sleep")

# How each is judged where all layers are in force. Several: it differs from Python to Python.
VERDICTS = {
    "asks_for_input": "error",
    "blocks_in_c": "wall-limit",
    "closes_every_descriptor": "ended-early crashed internal-error",
    "computes_in_c": "cpu-limit",
    "connects_to_the_host": "passed",
    "floods_after_the_right_lines": "output-limit",
    "floods_every_descriptor": "output-limit",
    # To make so many copies is work, on the loop's thread.
    "forks_without_end": "passed failed",
    "freezes_its_server": "passed",
    "ignores_all_signals": "cpu-limit",
    "kills_everybody": "passed",
    "kills_its_server": "passed",
    "leaves_a_daemon": "passed",
    "leaves_its_walls": "passed",
    "leaves_threads": "passed",
    "looks_for_the_answer": "failed",
    "pauses_in_c": "wall-limit",
    "reads_files": "passed",
    "reads_other_processes": "passed",
    "recurses_in_c": "crashed error memory",
    "replaces_the_checks": "failed",
    "runs_a_shell": "passed",
    "serves_its_own_port": "passed",
    "sleeps_first_and_prints_later": "failed",
    "speaks_for_the_engine": "error",
    "starts_5000_threads": "passed failed",
    "stops_itself": "wall-limit",
    "touches_files": "passed",
    "writes_to_every_descriptor": "passed",
}
# What honest work does not need, and a person is shown.
FLAGGED = {"looks_for_the_answer", "speaks_for_the_engine", "replaces_the_checks", "pauses_in_c"}
# In basic isolation: what is hit, and how the program ends where that is different.
GETS_THROUGH: dict[str, tuple[str, set[str]]] = {
    "connects_to_the_host": ("passed", {"network"}),
    "freezes_its_server": ("wall-limit sandbox-lost", {"server"}),
    "kills_its_server": ("sandbox-lost", {"server", "process"}),
    "reads_files": ("passed", {"read"}),
    "reads_other_processes": ("passed", {"read"}),
    "runs_a_shell": ("passed", {"files"}),
    # As many as there is room for, which takes its time.
    "starts_5000_threads": ("passed failed cpu-limit", set()),
    "touches_files": ("passed", {"files"}),
}
# They end at a limit of seconds; plain pytest leaves them out.
SLOW = {
    "blocks_in_c",
    "computes_in_c",
    "forks_without_end",
    "ignores_all_signals",
    "pauses_in_c",
    "stops_itself",
}
# It would kill all that belongs to this account.
NEVER_IN_BASIC = {"kills_everybody"}
STOPPED = {"cpu-limit", "wall-limit", "memory", "output-limit", "virtual-time-limit"}


@dataclass
class Outside:
    """What an attack could hit: a folder with a file, two kinds of ports, a process."""

    folder: Path
    tcp: socket.socket
    udp: socket.socket
    local: socket.socket
    process: subprocess.Popen[bytes]
    words: dict[str, str] = field(default_factory=dict)

    @property
    def canary(self) -> Path:
        return self.folder / "canary"

    def mend(self) -> None:
        """As it was before an attack."""
        for path in self.folder.iterdir():
            path.unlink()
        self.canary.write_text("untouched")
        self.canary.chmod(0o666)

    def hit(self) -> set[str]:
        """What is not as it was."""
        found = set()
        if [path.name for path in self.folder.iterdir()] != ["canary"]:
            found.add("files")
        elif self.canary.read_text() != "untouched" or self.canary.stat().st_mode & 0o777 != 0o666:
            found.add("files")
        if self.process.poll() is not None:
            found.add("process")
        for one in (self.tcp, self.local):
            with contextlib.suppress(BlockingIOError):
                one.accept()[0].close()
                found.add("network")
        with contextlib.suppress(BlockingIOError):
            self.udp.recv(100)
            found.add("network")
        return found


@contextlib.contextmanager
def outside(folder: Path, mark: str) -> Iterator[Outside]:
    """Things of this account."""
    with contextlib.ExitStack() as stack:
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(tcp.getsockname())
        local = stack.enter_context(socket.socket(socket.AF_UNIX))
        local.bind(f"\0{mark}")
        local.listen()
        for one in (tcp, udp, local):
            one.setblocking(False)
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", "import time; time.sleep(3600)"],
            stdin=subprocess.DEVNULL,
        )
        folder.chmod(0o777)
        things = Outside(folder, tcp, udp, local, process)
        things.mend()
        things.words = {
            "@CANARY@": str(things.canary),
            "@PORT@": str(tcp.getsockname()[1]),
            "@ABSTRACT@": mark,
            "@PID@": str(process.pid),
            "@NAME@": mark[:15],
            "@SOLUTION@": str(SLEEP.solution),
            "@CHECKS@": str(SLEEP.checks[0]),
        }
        try:
            yield things
        finally:
            process.kill()
            process.wait()


@cache
def checks() -> dict[str, Callable[..., Any]]:
    """The checks of the lab."""
    spec = importlib.util.spec_from_file_location("checks_of_sleep", SLEEP.checks[0])
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: f for name, f in vars(module).items() if name.startswith("test_")}


class Judge:
    """Judges submissions of the lab, in one pool, and remembers what they did."""

    def __init__(self, isolation: str) -> None:
        self.pool = Pool(isolation)
        self.traces: list[Trace] = []

    def verdict(self, source: Source, wall: float = 60.0) -> str:
        """Of one submission; ``wall`` is its limit in real seconds."""
        assert SLEEP.driver is not None
        driver, self.traces = sandbox.source_of(SLEEP.driver), []
        limits = replace(STRICT, wall=wall, cpu=4)

        def judge(inputs: dict[str, Any]) -> Trace:
            if not (self.traces and self.traces[-1].status in STOPPED | {"sandbox-lost"}):
                request = sandbox.asked(driver, source, inputs, 1, limits)
                self.traces.append(self.pool.run([request])[0])
            return self.traces[-1]

        failed = failing(checks(), judge, lambda inputs: [judge(inputs)], SLEEP, 1)
        told = [Check(name, "", name not in failed, 0, 1, False, "") for name in checks()]
        return verdict_of(told, [trace.status for trace in self.traces])

    def honest(self) -> str:
        """The verdict of the lab's solution."""
        return self.verdict(sandbox.source_of(SLEEP.solution))

    def servers(self) -> list[int]:
        """The servers there are, by their process."""
        return [server._process.pid for server in self.pool._idle]


@pytest.fixture(scope="module", params=["auto", pytest.param("basic", marks=pytest.mark.thorough)])
def judge(request: pytest.FixtureRequest) -> Iterator[Judge]:
    judge = Judge(request.param)
    assert judge.honest() == "passed"
    yield judge
    judge.pool.close()


@pytest.fixture
def things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("outside")
    for above in (folder.parent, folder.parent.parent):
        above.chmod(0o755)
    with outside(folder, f"canary-{os.getpid()}") as things:
        yield things


def source(name: str, things: Outside, isolation: str) -> Source:
    text = (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")
    # Without a limit on processes nobody has to prove that there is none.
    for word, value in {**things.words, "@FORKS@": "3000" if isolation == "auto" else "40"}.items():
        text = text.replace(word, value)
    return Source(f"{name}.py", text)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.thorough) if name in SLOW else name
        for name in sorted(VERDICTS)
    ],
)
def test_a_hostile_program_gets_its_verdict(judge: Judge, name: str, things: Outside) -> None:
    """And nothing outside is hit, nothing is left, and the next submission is judged as ever."""
    isolation = judge.pool.isolation
    if name in NEVER_IN_BASIC and "process-namespace" not in judge.pool.layers:
        pytest.skip("it would kill all that belongs to this account")
    before = judge.servers()
    program = source(name, things, isolation)
    expected, through = VERDICTS[name], set[str]()
    if isolation == "basic":
        expected, through = GETS_THROUGH.get(name, (expected, through))
    verdict = judge.verdict(program, 2.0 if "wall-limit" in expected else 60.0)
    said = " ".join(event.text or "" for trace in judge.traces for event in trace.prints())
    hit = things.hit() | ({"read"} if "read " in said or "opened " in said else set())
    if isolation != "basic" and before != judge.servers():
        hit.add("server")
    assert verdict in expected.split(), judge.traces[-1].end
    assert hit == through - ({"server"} if isolation == "basic" else set())
    assert "late" not in said
    assert not _alive(str(things.words["@NAME@"]))
    assert judge.honest() == "passed"


@pytest.mark.thorough
@pytest.mark.parametrize("plan", PLANS["auto"][1:])
@pytest.mark.parametrize("name", sorted({*GETS_THROUGH, "leaves_its_walls", "leaves_a_daemon"}))
def test_fewer_layers_stop_the_same(
    plan: str, name: str, things: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where namespaces cannot be had, what a program may do is still what it may do."""
    monkeypatch.setitem(PLANS, "auto", (plan,))
    judge = Judge("auto")
    if not {"no-files", "no-network", "no-signals"} <= set(judge.pool.layers):
        pytest.skip(f"this machine cannot do it: {judge.pool.layers}")
    before = judge.servers()
    verdict = judge.verdict(source(name, things, "auto"))
    said = " ".join(event.text or "" for trace in judge.traces for event in trace.prints())
    assert (verdict, things.hit()) == ("passed", set())
    assert "read " not in said
    assert not _alive(things.words["@NAME@"])
    assert judge.honest() == "passed"
    assert judge.servers() == before
    judge.pool.close()


def _alive(mark: str) -> bool:
    """Whether there is a process of this name."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if mark in (entry / "comm").read_text():
                    return True
    return False


def test_all_hostile_programs_are_expected_here() -> None:
    """A program added to the folder gets a verdict in this file too."""
    assert {path.stem for path in PROGRAMS.glob("*.py")} == set(VERDICTS)


@pytest.mark.parametrize("name", sorted(FLAGGED))
def test_what_reaches_for_the_engine_is_shown_to_a_person(name: str) -> None:
    """Whatever its verdict, an attack on the engine itself is in the suspicions."""
    assert suspicions(sandbox.source_of(PROGRAMS / f"{name}.py"))


def test_a_neighbour_loses_nothing_while_a_server_is_attacked(things: Outside) -> None:
    """In basic isolation, where a server can be killed: those beside it and after it are judged."""
    judge = Judge("basic")
    attack = source("kills_its_server", things, "basic")
    assert SLEEP.driver is not None
    driver, solution = sandbox.source_of(SLEEP.driver), sandbox.source_of(SLEEP.solution)
    ends: list[str] = []

    def neighbour() -> None:
        for seed in range(8):
            request = sandbox.asked(driver, solution, {}, seed)
            ends.append(judge.pool.run([request])[0].status)

    thread = threading.Thread(target=neighbour)
    thread.start()
    attacked = [judge.pool.run([sandbox.asked(driver, attack, {}, 0)])[0] for _ in range(3)]
    thread.join()
    judge.pool.close()
    assert [trace.status for trace in attacked] == ["sandbox-lost"] * 3
    assert ends == ["finished"] * 8


def test_strict_refuses_where_something_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence that says what, before anything runs."""
    monkeypatch.setitem(PLANS, "strict", ("seccomp",))
    pool = Pool("strict")
    with pytest.raises(
        sandbox.CannotIsolate, match=r"strict isolation cannot be had here: .*files"
    ):
        pool.run([Request(Source("mia.py", "print('never')"))])
    pool.close()


def test_nothing_is_left_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders of servers go with them."""
    make = tempfile.mkdtemp
    folders: list[str] = []

    def mkdtemp(*args: Any, **options: Any) -> str:
        folders.append(make(*args, **options))
        return folders[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", mkdtemp)
    judge = Judge("auto")
    assert judge.honest() == "passed"
    judge.pool.close()
    assert folders
    until = time.monotonic() + 10
    while any(map(os.path.lexists, folders)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(os.path.lexists, folders))
