"""The watch in a real terminal: a pseudo-terminal that is typed at, and read from.

What comes next waits for what was read; nothing is decided by the time.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GIVE_UP = 120.0

# Takes the terminal as its own, as a shell's child has it, and becomes looplab.
LAUNCH = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.executable, [sys.executable, '-m', 'looplab', *sys.argv[1:]])"
)
CODES = re.compile(rb"\x1b\][^\x1b\x07]*(\x1b\\|\x07)|\x1b\[[0-9;?]*[A-Za-z]")


class Desk:
    """A terminal at which `looplab watch` runs, in a course with two labs."""

    def __init__(self, course: Path) -> None:
        self.course = course
        self.ours, self.theirs = os.openpty()
        self.size(80, 24)
        self.before = termios.tcgetattr(self.theirs)
        self.raw = b""
        self._read_to = 0
        # What looplab starts has few variables, but this one; so it can be found again.
        self.mark = f"/{uuid.uuid4()}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
        environment |= {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
        environment["PATH"] += f":{self.mark}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, "watch", *arguments],
            cwd=self.course,
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            start_new_session=True,
            env=environment,
        )

    def size(self, width: int, height: int) -> None:
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    @property
    def work(self) -> Path:
        return self.course / "work"

    def type(self, text: str) -> None:
        os.write(self.ours, text.encode())

    def until(self, text: str) -> str:
        """All that is read up to this text, which comes after what was waited for before."""
        deadline = time.monotonic() + GIVE_UP
        while True:
            new = CODES.sub(b"", self.raw).decode("utf-8", "replace")[self._read_to :]
            if text in new:
                found = new[: new.index(text) + len(text)]
                self._read_to += len(found)
                return found
            left = deadline - time.monotonic()
            ready = select.select([self.ours], [], [], max(0.0, left))[0]
            assert ready, f"{text!r} did not come; what did:\n{new}"
            self.raw += os.read(self.ours, 65536)

    def ends(self) -> int:
        """The exit status, when it has ended; what it writes meanwhile is read."""
        assert self.process is not None
        deadline = time.monotonic() + GIVE_UP
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "it does not end"
            if select.select([self.ours], [], [], 0.05)[0]:
                self.raw += os.read(self.ours, 65536)
        return self.process.returncode

    def processes(self, named: str = "") -> list[int]:
        """Those that it has started, or has been, and that still run."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                mine = self.mark.encode() in (path / "environ").read_bytes()
                if mine and named.encode() in (path / "cmdline").read_bytes():
                    found.append(int(path.name))
            except OSError:
                continue
        return found

    def close(self) -> None:
        if self.process is not None:
            for pid in self.processes():
                os.kill(pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for name in ("01_sleep", "05_server"):
        shutil.copytree(ROOT / "labs" / name, tmp_path / "labs" / name)
    (tmp_path / "lessons").mkdir()
    desk = Desk(tmp_path)
    yield desk
    desk.close()


SOLUTION = (ROOT / "labs" / "01_sleep" / "solution.py").read_text(encoding="utf-8")
FOREVER = "async def everybody(sleepers):\n    while True:\n        pass\n"
linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")


def test_from_the_starter_to_the_next_lab(desk: Desk) -> None:
    """Save a right file, see that all is right, press n, then q; the terminal is as it was."""
    desk.start("sleep")
    first = desk.until("check again")
    assert "0 of 2 labs done" in first and "the goal: 0.1 s at most" in first
    assert (desk.work / "sleep.py").exists()
    assert termios.tcgetattr(desk.theirs) != desk.before, "single keys, and no echo"
    (desk.work / "sleep.py").write_text(SOLUTION)
    desk.until("Checking work/sleep.py")
    desk.until("All is right: 7 of 7 points.")
    desk.until("n next")
    assert '"sleep": 1.0' in (desk.work / ".progress.json").read_text()
    desk.type("n")
    desk.until("05 server: A bakery")
    desk.until("check again")
    assert (desk.work / "server.py").exists()
    desk.type("q")
    assert desk.ends() == 0
    assert termios.tcgetattr(desk.theirs) == desk.before
    assert re.search(rb"\x1b\]8;[^;]*;" + (desk.work / "sleep.py").as_uri().encode(), desk.raw)


def test_without_a_lab_it_is_the_next_one_to_do(desk: Desk) -> None:
    """As `looplab` says what is next."""
    desk.work.mkdir()
    (desk.work / ".progress.json").write_text('{"sleep": 1.0}')
    desk.start()
    desk.until("05 server: A bakery")
    desk.type("q")
    assert desk.ends() == 0


@pytest.mark.thorough
def test_an_editor_may_replace_the_file(desk: Desk) -> None:
    """Written beside and renamed, or removed for a moment: it is one save."""
    desk.start("sleep")
    desk.until("check again")
    new = desk.work / "sleep.py~"
    new.write_text(SOLUTION)
    new.replace(desk.work / "sleep.py")
    desk.until("All is right")
    desk.until("n next")
    (desk.work / "sleep.py").unlink()
    (desk.work / "sleep.py").write_text(
        "import time\n" + SOLUTION.replace("await a", "await\\\n a")
    )
    assert "is gone" not in desk.until("Checking")
    desk.until("All is right")
    desk.until("n next")
    (desk.work / "sleep.py").unlink()
    desk.until("work/sleep.py is gone: r makes it anew from the starter.")
    desk.type("ry")
    desk.until("This is the starter again.")
    desk.type("q")
    assert desk.ends() == 0


@pytest.mark.thorough
def test_a_reset_keeps_what_was_there(desk: Desk) -> None:
    """And says where; y is asked for."""
    desk.work.mkdir()
    (desk.work / "sleep.py").write_text(SOLUTION)
    desk.start("sleep")
    desk.until("n next")
    desk.type("r")
    desk.until("y yes")
    desk.type("n")
    desk.until("Nothing was changed.")
    assert (desk.work / "sleep.py").read_text() == SOLUTION
    desk.type("r")
    desk.until("y yes")
    desk.type("y")
    desk.until("What you had is in work/sleep.before.py.")
    assert (desk.work / "sleep.before.py").read_text() == SOLUTION
    desk.until("0 of 7 points")
    desk.type("q")
    assert desk.ends() == 0


@linux
@pytest.mark.parametrize(
    ("how", "status"),
    [
        ("\x03", 130),
        pytest.param("q", 0, marks=pytest.mark.thorough),
        pytest.param(signal.SIGTERM, 143, marks=pytest.mark.thorough),
        pytest.param(signal.SIGHUP, 129, marks=pytest.mark.thorough),
    ],
    ids=str,
)
def test_a_check_that_takes_long_can_be_left(
    desk: Desk, how: str | signal.Signals, status: int
) -> None:
    """No process stays, and the terminal is as it was."""
    desk.start("sleep")
    desk.until("check again")
    (desk.work / "sleep.py").write_text(FOREVER)
    desk.until("Checking work/sleep.py")
    deadline = time.monotonic() + GIVE_UP
    while not desk.processes("looplab.forkserver"):
        assert time.monotonic() < deadline
    assert desk.process is not None
    if isinstance(how, str):
        desk.type(how)
    else:
        desk.process.send_signal(how)
    assert desk.ends() == status
    assert termios.tcgetattr(desk.theirs) == desk.before
    assert desk.processes() == []
    assert b"Traceback" not in desk.raw


@pytest.mark.thorough
def test_another_size_is_another_screen(desk: Desk) -> None:
    """Drawn anew at once, in the new width."""
    desk.start("sleep")
    desk.until("r reset   c check again   q quit")
    assert desk.process is not None
    desk.size(40, 24)
    # The size was set from the other side, which tells nobody; a real terminal does.
    desk.process.send_signal(signal.SIGWINCH)
    new = desk.until("r reset   c check again")
    assert "t timeline (short)\nr reset" in new.replace("\r", "")
    assert "01 sleep: Everybody sleeps at the same \u2026" in new
    desk.type("q")
    assert desk.ends() == 0


@pytest.mark.thorough
@linux
def test_it_can_be_stopped_and_go_on(desk: Desk) -> None:
    """Ctrl-Z leaves the terminal as it was; when it goes on, the screen is drawn anew."""
    desk.start("sleep")
    desk.until("check again")
    assert desk.process is not None
    single = termios.tcgetattr(desk.theirs)
    desk.process.send_signal(signal.SIGTSTP)
    os.waitid(os.P_PID, desk.process.pid, os.WSTOPPED | os.WNOWAIT)
    assert termios.tcgetattr(desk.theirs) == desk.before
    desk.process.send_signal(signal.SIGCONT)
    desk.until("check again")
    assert termios.tcgetattr(desk.theirs) == single
    desk.type("q")
    assert desk.ends() == 0


@pytest.mark.thorough
@linux
def test_a_key_typed_while_it_was_stopped_counts(desk: Desk) -> None:
    """What it does to the terminal when it goes on does not throw away what was typed."""
    desk.start("sleep")
    desk.until("check again")
    assert desk.process is not None
    desk.process.send_signal(signal.SIGTSTP)
    os.waitid(os.P_PID, desk.process.pid, os.WSTOPPED | os.WNOWAIT)
    desk.type("q")
    desk.process.send_signal(signal.SIGCONT)
    assert desk.ends() == 0


@pytest.mark.thorough
def test_the_students_escape_codes_are_shown_not_sent(desk: Desk) -> None:
    """What my program prints and raises cannot clear the screen or set its title."""
    desk.work.mkdir()
    (desk.work / "sleep.py").write_text(
        "async def everybody(sleepers):\n    print('\\x1b]0;mine\\x07')\n"
        "    raise ValueError('\\x1b[31mmine')\n"
    )
    desk.start("sleep")
    desk.until("check again")
    desk.type("t")
    shown = desk.until("timeline (full)")
    assert r"\x1b]0;mine\x07" in shown and r"\x1b[31mmine" in shown
    assert b"\x1b]0;mine" not in desk.raw and b"\x1b[31mmine" not in desk.raw
    desk.type("q")
    assert desk.ends() == 0


def test_without_a_terminal_it_says_what_to_do(desk: Desk) -> None:
    """Piped, or from a script: exit status 2, and nothing is made."""
    done = subprocess.run(
        [sys.executable, "-m", "looplab", "watch"],
        cwd=desk.course,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal; looplab check sleep checks once" in done.stderr
    assert not desk.work.exists()


def test_a_terminal_that_cannot_be_cleared_is_refused(desk: Desk) -> None:
    """TERM=dumb: a sentence, and exit status 2."""
    done = subprocess.run(
        [sys.executable, "-m", "looplab", "watch", "sleep"],
        cwd=desk.course,
        stdin=desk.theirs,
        stdout=desk.theirs,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TERM": "dumb"},
    )
    assert done.returncode == 2
    assert "looplab check sleep checks once" in done.stderr
    assert not desk.work.exists()
