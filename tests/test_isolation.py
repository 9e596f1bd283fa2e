"""The layers, one by one: each is tried by what it is to stop."""

from __future__ import annotations

import errno
import json
import os
import pwd
import signal
import struct
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

import looplab
from looplab import sandbox
from looplab.isolation import seccomp, syscalls, trees
from looplab.request import STRICT, Request, Source
from looplab.sandbox.plans import PLANS, first_server
from looplab.sandbox.probe import _targets, attacked
from looplab.sandbox.server import CannotIsolate, Server

ALL = {"network", "files", "signals", "exec"}
ORDINARY = 4321
# How a kernel says that there are no such namespaces, or none for us, or no more of them.
NOT_ALLOWED = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EINVAL, errno.ENOSPC, errno.EUSERS)


@pytest.mark.parametrize("plan", PLANS["auto"])
def test_every_plan_that_can_be_had_holds(plan: str) -> None:
    """Each alone closes off everything that is attacked, or it cannot be had here."""
    try:
        server = Server(plan)
    except CannotIsolate as reason:
        # The kernel says no, which it may; a mistake of ours would be told otherwise.
        if not any(f"[Errno {number}]" in str(reason) for number in NOT_ALLOWED):
            raise
        pytest.skip(str(reason))
    try:
        closed = attacked(server)
        if "landlock" not in server.layers and "mount-namespace" not in server.layers:
            assert "files" not in closed
        else:
            assert closed == ALL
    finally:
        server.close()


def test_basic_closes_nothing_off() -> None:
    """The attacks work where nothing stops them: that they fail elsewhere means something."""
    server = Server("basic")
    try:
        assert attacked(server) == set()
    finally:
        server.close()


@pytest.mark.parametrize(
    ("plan", "closed"),
    [
        ("seccomp", {"exec", "network"}),
        # It knows nothing of datagrams; signals are stopped since its sixth version.
        ("landlock", {"exec", "files", "signals"}),
    ],
)
def test_one_layer_alone_is_told_as_what_it_is(plan: str, closed: set[str]) -> None:
    """What is closed is found out, and not what was asked for."""
    server = Server(plan)
    try:
        if plan not in server.layers or (
            plan == "landlock" and "signal-scope" not in server.layers
        ):
            pytest.skip(f"there is no {plan} here, or an old one")
        assert attacked(server) == closed
    finally:
        server.close()


def test_the_layers_are_in_every_result() -> None:
    """What is told is what the first server found out."""
    layers = sandbox.pool_for("auto").layers
    assert {"process", "session", "rlimits", "wall-clock", "empty-folder"} <= set(layers)
    assert set(sandbox.pool_for("basic").layers) == {
        "process", "session", "rlimits", "wall-clock", "empty-folder",
    }  # fmt: skip


def test_a_plan_that_fails_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the reason for the last one is told."""
    begun = []

    def start(server: Server, plan: str) -> None:
        begun.append(plan)
        raise CannotIsolate("there is no room")

    monkeypatch.setattr(Server, "__init__", start)
    with pytest.raises(CannotIsolate, match="there is no room"):
        first_server("auto")
    assert tuple(begun) == PLANS["auto"]


def _python_for_all(folder: Path) -> Path:
    """A Python that an ordinary account can use, with the packages of this one."""
    base = next(
        (each for each in ("/usr/bin/python3", "/usr/local/bin/python3") if _will_do(each)), None
    )
    if base is None:
        pytest.skip("there is no Python of the same version that everybody may use")
    if not os.access(looplab.__file__, os.R_OK):
        pytest.skip("an ordinary account cannot read looplab")
    subprocess.run([base, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    paths = [str(Path(looplab.__file__).parents[1]), sysconfig.get_path("purelib"), *sys.path]
    (packages / "here.pth").write_text(
        "\n".join(path for path in paths if "site-pack" in path or "src" in path)
    )
    return folder / "bin" / "python"


def _will_do(python: str) -> bool:
    program = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True)
    return done.stdout.split() == [str(each) for each in sys.version_info[:2]]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_an_ordinary_account_has_the_same_layers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of it needs root. And what one does to the folder, the next one does not find."""
    folder = tmp_path_factory.mktemp("python")
    for above in (folder, *folder.parents):
        if above.is_relative_to(tempfile.gettempdir()) and above != Path(tempfile.gettempdir()):
            above.chmod(0o755)
    python = _python_for_all(folder / "venv")
    program = """
import json
from looplab import sandbox
from looplab.request import Source
shut = Source("eve.py", "import os\\nos.chmod('.', 0o555)\\nprint(oct(os.stat('.').st_mode))")
said = [e.text for e in sandbox.judge(None, shut).prints()]
text = "import os\\nprint(os.getuid(), os.listdir('.'))\\nopen('x', 'w').close()"
trace = sandbox.judge(None, Source("mia.py", text))
assert (said, trace.status) == (["0o40555"], "finished"), (said, trace.end)
print(json.dumps([sandbox.pool_for("auto").layers, [e.text for e in trace.prints()]]))
"""
    done = subprocess.run(
        [python, "-c", program],
        user=ORDINARY,
        group=ORDINARY,
        extra_groups=[],
        cwd="/",
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    layers, lines = json.loads(done.stdout)
    assert lines == [f"{ORDINARY} []"]
    # Who is not root has no need to become nobody.
    assert set(layers) == set(sandbox.pool_for("auto").layers) - {"other-account"}


def test_programs_of_root_are_nobodys() -> None:
    """Where root grades, a submission is not root, also not in a namespace."""
    if "other-account" not in sandbox.pool_for("auto").layers:
        pytest.skip("not root, or nobody cannot read what Python needs")
    text = "import os, pwd\nprint(os.getuid(), os.geteuid(), os.getgid(), os.getgroups())"
    trace = sandbox.judge(None, Source("mia.py", text))
    nobody = pwd.getpwnam("nobody").pw_uid
    assert trace.prints()[0].text == f"{nobody} {nobody} {nobody} []"


def test_the_checks_and_solutions_are_not_among_what_can_be_read(tmp_path: Path) -> None:
    """A tree is taken apart around what is hidden in it."""
    for path in ("site/looplab/_course/labs/x.py", "site/looplab/trace.py", "site/tornado/web.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    site = str(tmp_path / "site")
    hidden = [str(tmp_path / "site" / "looplab" / "_course")]
    found = trees.without_hidden([site, "/usr/lib"], hidden)
    assert sorted(found) == sorted(["/usr/lib", f"{site}/looplab/trace.py", f"{site}/tornado"])
    assert trees.without_hidden([hidden[0]], hidden) == []


def _decided(filter: bytes, machine: str, number: int, *arguments: int) -> int:
    """What the kernel would answer to a call: the filter is carried out here."""
    lines: list[tuple[int, int, int, int]] = list(struct.iter_unpack("=HBBI", filter))
    words = [number, syscalls.AUDIT[machine], 0, 0]
    for argument in (*arguments, *[0] * (6 - len(arguments))):
        words += [argument & 0xFFFFFFFF, argument >> 32]
    at = loaded = 0
    while True:
        code, yes, no, value = lines[at]
        at += 1
        if code == 0x20:
            loaded = words[value // 4]
        elif code == 0x54:
            loaded &= value
        elif code == 0x06:
            return value
        else:
            true = {0x15: loaded == value, 0x35: loaded >= value, 0x45: loaded & value != 0}[code]
            at += yes if true else no


@pytest.mark.parametrize("machine", sorted(syscalls.AUDIT))
def test_the_filter_refuses_what_it_is_to_refuse(machine: str) -> None:
    """Calls that attack are refused, those that Python needs are not; on both processors."""
    allow, refuse, no_such = 0x7FFF0000, 0x00050001, 0x00050026
    shut = seccomp.program(machine, network=False, changes=False)
    open_ = seccomp.program(machine, network=True, changes=True)
    numbers = syscalls.REFUSED[machine]
    assert len(set(numbers.values())) == len(numbers)
    for number in numbers.values():
        assert _decided(shut, machine, number) == refuse
    for number in syscalls.CHANGES[machine].values():
        assert _decided(shut, machine, number) == refuse
        assert _decided(open_, machine, number) == allow
    for number in syscalls.ONLY_ITSELF[machine].values():
        assert _decided(shut, machine, number, 0) == allow
        assert _decided(shut, machine, number, 1) == refuse
    clone, clone3 = (syscalls.CLONES[machine][name] for name in ("clone", "clone3"))
    assert _decided(shut, machine, clone3) == no_such
    # As fork does it, as a thread is made, and with a network of its own.
    assert _decided(shut, machine, clone, 0x01200011) == allow
    assert _decided(shut, machine, clone, 0x003D0F00) == allow
    assert _decided(shut, machine, clone, 0x40000011) == refuse
    sockets = syscalls.SOCKETS[machine]
    for filter, answer in ((shut, refuse), (open_, allow)):
        assert _decided(filter, machine, sockets["connect"], 3) == answer
        assert _decided(filter, machine, sockets["socket"], 2, 1) == answer
        assert _decided(filter, machine, sockets["socket"], 1, 2) == answer
        assert _decided(filter, machine, sockets["socket"], 1, 0x80801) == allow
        assert _decided(filter, machine, sockets["socketpair"], 1, 1) == allow
    other = next(name for name in syscalls.AUDIT if name != machine)
    words = struct.pack("=HBBI", 0x20, 0, 0, 4)
    assert shut.startswith(words)
    assert _decided(shut, other, 0) == 0x80000000
    if machine == "x86_64":
        assert _decided(shut, machine, 0x40000000 + 59) == 0x80000000


@pytest.mark.parametrize("isolation", ["auto", "basic"])
def test_right_solutions_that_need_much_still_work(isolation: str) -> None:
    """Processes of a pool, threads, files, a database, temporary files."""
    text = """
import sqlite3, tempfile, threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
with ProcessPoolExecutor(4) as pool:
    print(list(pool.map(abs, [-1, 2, -3, 4])))
with ThreadPoolExecutor(50) as pool:
    print(sum(pool.map(abs, range(100))))
with open("notes.txt", "w") as file:
    file.write("hello")
print(open("notes.txt").read())
base = sqlite3.connect("some.db")
base.execute("create table people (name text)")
base.execute("insert into people values ('Ann')")
base.commit()
print(base.execute("select * from people").fetchall())
base.close()
with tempfile.TemporaryDirectory() as folder:
    print(bool(folder))
"""
    request = Request(Source("mia.py", text), limits=STRICT)
    (trace,) = sandbox.pool_for(isolation).run([request])
    assert trace.status == "finished", trace.end
    assert [e.text for e in trace.prints()] == [
        "[1, 2, 3, 4]", "4950", "hello", "[('Ann',)]", "True",
    ]  # fmt: skip


def test_a_process_that_was_killed_a_moment_ago_counts_as_reached() -> None:
    """It need not be dead yet: a signal that has been sent is one that was not stopped."""
    for _ in range(20):
        with _targets() as targets:
            assert "signals" not in targets.reached()
            os.kill(targets.victim.pid, signal.SIGKILL)
            assert "signals" in targets.reached()
