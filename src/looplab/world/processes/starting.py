"""Other programs: ``subprocess``, ``os.system``, and what waits for them.

They run for real, and take no virtual time but that of starting them; the clock stands still while
they work. Only ``sleep N``, the classic of calls that block, takes its N virtual seconds: a child
that does nothing stands in for it, and ends when the clock gets there. What a child writes to the
program's own streams is printed as a line of its own.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

from looplab.world.clock import SECOND
from looplab.world.inside import Ended, World, here, move_out, settle_in
from looplab.world.moments.times import FUNCTIONS
from looplab.world.processes.children import Child, children_of
from looplab.world.recording.output import Lines

_Popen: Any = subprocess.Popen
_real_execute: Any = _Popen._execute_child
_real_handles: Any = _Popen._get_handles
_real_wait: Any = _Popen._wait
_real_poll: Any = _Popen.poll
_real_check: Any = _Popen._check_timeout
_real_system, _real_pipe, _real_close = os.system, os.pipe, os.close
_SIGNATURE = inspect.signature(_real_execute)

# Copies what it reads, and reads from a pipe that nobody writes to: it ends when that is closed.
_STAND_IN = shutil.which("cat")
_NAP = re.compile(r"(\d+\.?\d*|\.\d+)([smhd]?)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_STREAMS = {"stdout": 1, "stderr": 2}


class _System(subprocess.Popen):  # type: ignore[type-arg]
    """The shell that ``os.system`` starts."""

    call = "os.system"


@contextlib.contextmanager
def outside(world: World) -> Iterator[None]:
    """Inside this context the calling thread is in no world: what it waits for is the machine."""
    move_out()
    try:
        yield
    finally:
        settle_in(world)


# ---- what is started


def _words(given: Any, shell: bool) -> list[str]:
    """The words of a command; none where they cannot be told."""
    if shell and isinstance(given, list | tuple) and len(given) == 1:
        given = given[0]
    if isinstance(given, str | bytes | os.PathLike):
        command = os.fsdecode(given)
        if not shell:
            return [command]
        try:
            return shlex.split(command)
        except ValueError:
            return command.split()
    return [os.fsdecode(w) for w in given if isinstance(w, str | bytes | os.PathLike)]


def _seconds(words: list[str]) -> float | None:
    """How long ``sleep N`` sleeps; None where it is another command."""
    if len(words) != 2 or os.path.basename(words[0]) != "sleep" or shutil.which(words[0]) is None:
        return None
    found = _NAP.fullmatch(words[1])
    return None if found is None else float(found[1]) * _UNITS[found[2]]


def _name(words: list[str]) -> str:
    name = os.path.basename(words[0]) if words else "a process"
    # Which Python it is, is of no importance.
    return "python" if re.fullmatch(r"python[\d.]*", name) else name


def execute_child(popen: Any, *args: Any, **options: Any) -> None:
    """As ``Popen._execute_child``: start it, for as long as it takes to start a process."""
    world = here()
    if world is None:
        _real_execute(popen, *args, **options)
        return
    given = _SIGNATURE.bind(popen, *args, **options).arguments
    words = _words(given["args"], bool(given["shell"]))
    call = getattr(popen, "call", "subprocess.Popen")
    if world.scheduler is None:
        child = Child(_name(words))
        with world.timed(call), outside(world):
            _real_execute(**given)
        child.pid = popen.pid
        children_of(world).all.append(child)
        return
    if world.scheduler.over:
        raise Ended
    _start(world, popen, given, words, call)


def _start(world: World, popen: Any, given: dict[str, Any], words: list[str], call: str) -> None:
    seconds = _seconds(words) if _STAND_IN is not None else None
    child, children = Child(_name(words), seconds is not None), children_of(world)
    theirs: list[int] = []
    try:
        _tap(child, given, theirs)
        if seconds is not None:
            quiet, child.bell = _real_pipe()
            theirs.append(quiet)
            given |= {
                "args": [_STAND_IN, f"/dev/fd/{quiet}"],
                "executable": None,
                "shell": False,
                "close_fds": True,
                "pass_fds": (*given["pass_fds"], quiet),
            }
        for fd in (given["p2cread"], given["c2pwrite"], given["errwrite"]):
            # A socket of this world never blocks; a child's own descriptors do.
            if fd > 2 and not os.get_blocking(fd):
                os.set_blocking(fd, True)
        with outside(world):
            _real_execute(**given)
    except BaseException:
        child.let_go()
        raise
    finally:
        for fd in theirs:
            _real_close(fd)
    child.pid = popen.pid
    children.all.append(child)
    if seconds is None:
        # Most have nothing more to do when they have started: they are done, or wait for input.
        # To let them get there first makes every run the same.
        children.settle(child)
    world.blocking(call, None, world.latency.processes)
    child.starting = False
    children.look()
    if seconds is not None:
        at = world.clock.now() + round(seconds * SECOND)
        child.cancel = world.scheduler.at(at, lambda: _wake(world, child))  # type: ignore[union-attr]


def _tap(child: Child, given: dict[str, Any], theirs: list[int]) -> None:
    """Let it write to us where it would write to the streams of this very process."""
    made: dict[str, int] = {}
    for key, stream in (("c2pwrite", "stdout"), ("errwrite", "stderr")):
        fd = given[key]
        if fd in (1, 2):
            stream = "stdout" if fd == 1 else "stderr"
        elif fd != -1:
            continue
        if stream not in made:
            mine, made[stream] = _real_pipe()
            os.set_blocking(mine, False)
            child.taps[mine] = stream
            theirs.append(made[stream])
        given[key] = made[stream]


def _wake(world: World, child: Child) -> None:
    """A stand-in has slept for long enough."""
    child.cancel = None
    if child.bell is not None:
        _real_close(child.bell)
        child.bell = None
    children_of(world).settle(child)
    for fd in child.pidfds:
        world.network.has_arrived(fd)


def get_handles(popen: Any, stdin: Any, stdout: Any, stderr: Any) -> Any:
    """As ``Popen._get_handles``; the streams of this world have no descriptors of their own."""
    if here() is not None:
        stdout, stderr = (
            _STREAMS[one.name.strip("<>")] if isinstance(one, Lines) else one
            for one in (stdout, stderr)
        )
    return _real_handles(popen, stdin, stdout, stderr)


# ---- waiting for it


def wait_for(world: World, call: str, pids: Callable[[], list[int]], seconds: float | None) -> bool:
    """Hold this thread until one of these children has ended."""
    children = children_of(world)

    def ended() -> bool:
        wanted = pids()
        return any(child.ended() for child in children.all if child.pid in wanted)

    try:
        return ended() or world.blocking(call, ended, seconds)
    finally:
        children.look()


def wait(popen: Any, timeout: float | None) -> Any:
    """As ``Popen._wait``. Raises TimeoutExpired."""
    world = here()
    if world is None or popen.returncode is not None:
        return _real_wait(popen, timeout)
    call = getattr(popen, "call", "subprocess.Popen.wait")
    if world.scheduler is None:
        with world.timed(call), outside(world):
            return _real_wait(popen, timeout)
    # A thread keeps what it waited for last: its number, not all that belongs to it.
    pid, seconds = popen.pid, None if timeout is None else max(0.0, timeout)
    if children_of(world).find(pid) is not None and not wait_for(
        world, call, lambda: [pid], seconds
    ):
        raise subprocess.TimeoutExpired(popen.args, timeout)  # type: ignore[arg-type]
    with outside(world):
        return _real_wait(popen, None)


def check_timeout(popen: Any, endtime: Any, *args: Any, **options: Any) -> None:
    """As ``Popen._check_timeout``, which wants the clock to be past the end.

    A clock that moves only when everybody waits would stay there.
    """
    world = here()
    virtual = world is not None and world.scheduler is not None
    if virtual and endtime is not None and FUNCTIONS["monotonic"]() >= endtime:
        options["skip_check_and_raise"] = True
        args = args[:3]
    _real_check(popen, endtime, *args, **options)


def poll(popen: Any) -> Any:
    """As ``Popen.poll``; a program that does nothing but ask lets the clock move."""
    world, code = here(), _real_poll(popen)
    if code is None and world is not None and world.scheduler is not None:
        world.read()
    return code


def system(command: Any) -> int:
    """As ``os.system``."""
    world = here()
    if world is None:
        return _real_system(command)
    if world.scheduler is None:
        with world.timed("os.system"):
            return _real_system(command)
    if not isinstance(command, str | bytes | os.PathLike):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(command).__name__}")
    code = int(_System(os.fspath(command), shell=True).wait())
    return -code if code < 0 else code << 8


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [
        (_Popen, "_execute_child", execute_child),
        (_Popen, "_get_handles", get_handles),
        (_Popen, "_wait", wait),
        (_Popen, "poll", poll),
        (_Popen, "_check_timeout", check_timeout),
        (subprocess, "_time", FUNCTIONS["monotonic"]),
        # Children that nobody waited for are this run's own.
        (subprocess, "_active", []),
        # Where it is used, nobody could stand in for the child.
        (subprocess, "_USE_POSIX_SPAWN", False),
        (os, "system", system),
    ]
