"""``--live`` in a terminal: what is drawn while a program is held, what is left when it is over."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.real_clock

ROOT = Path(__file__).resolve().parent.parent

HOLDING = """
import asyncio, os, time

async def heartbeat():
    for _ in range(8):
        await asyncio.sleep(0.1)

async def holder():
    await asyncio.sleep(0.15)
    print("[bold]before[/bold] \\x1b[2J")
    os.write(1, b"RAW")
    time.sleep(1.2)
    print("after")

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heartbeat(), name="heart")
        group.create_task(holder(), name="Bob")

asyncio.run(main())
"""
LINE = 12


class Terminal:
    """A command in a terminal of its own, and all that it has written there."""

    def __init__(self, *arguments: str, columns: int = 80, term: str = "xterm-256color") -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "looplab", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env={**environment, "TERM": term, "COLORTERM": "truecolor"},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        self._fd = ours
        self._written = b""

    def type(self, keys: bytes) -> None:
        os.write(self._fd, keys)

    def until(self, words: str) -> None:
        """Wait until this was written."""
        end = time.monotonic() + 60
        while words not in self.text and time.monotonic() < end and self._read():
            pass
        assert words in self.text, self.text[-2000:]

    def over(self) -> int:
        """Wait for the end; the exit status."""
        while self._read():
            pass
        os.close(self._fd)
        return self.process.wait(60)

    def _read(self) -> bool:
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            return False
        self._written += data
        return bool(data)

    @property
    def raw(self) -> str:
        return self._written.decode("utf-8", "ignore")

    @property
    def text(self) -> str:
        """Without colours."""
        return re.sub(r"\x1b\[[0-9;]*m", "", self.raw)

    @property
    def frames(self) -> list[str]:
        """One picture after the other: each begins by wiping out the one before."""
        return [part for part in re.split(r"(?:\x1b\[2K|\x1b\[1A)+", self.text) if "│" in part]


@pytest.fixture
def holding(tmp_path: Path) -> Path:
    path = tmp_path / "holding.py"
    path.write_text(HOLDING)
    return path


def test_the_picture_moves_while_the_loop_is_held(holding: Path) -> None:
    """The words count on, the bar grows; at the end there is the whole picture, and 0."""
    terminal = Terminal("run", str(holding), "--live")
    assert terminal.over() == 0
    said = [
        re.search(r"Bob has held the loop for (\d\.\d) s at (\S+)\.\s", f) for f in terminal.frames
    ]
    times = [float(found[1]) for found in said if found]
    assert len(times) >= 4 and times == sorted(times) and times[-1] >= times[0] + 0.5
    assert {found[2] for found in said if found} == {f"holding.py:{LINE}"}
    assert any("Ready, but the loop is taken: heart." in frame for frame in terminal.frames)
    bars = [
        len(re.findall("[█▉]", line))
        for frame in terminal.frames[:-1]
        for line in frame.splitlines()
        if line.startswith("Bob ") and " now" not in line
    ]
    assert bars and max(bars) > min(bars)
    end = terminal.frames[-1]
    assert f"holding.py:{LINE} held the loop 1.2" in end
    assert "[bold]before[/bold] \\x1b[2J" in end and "after" in end
    assert "RAW" not in terminal.text, "what the program writes must not tear the picture"
    assert "\x1b[2J" not in terminal.raw
    assert terminal.raw.rfind("\x1b[?25h") > terminal.raw.rfind("\x1b[?25l"), "the cursor is hidden"


@pytest.mark.parametrize("columns", [80, 120])
def test_two_runs_stand_beside_each_other_where_there_is_room(columns: int) -> None:
    """From 110 columns; below they are stacked. No line is wider than the terminal."""
    terminal = Terminal("compare", "sleep", "--live", columns=columns)
    assert terminal.over() == 0
    moving = [frame for frame in terminal.frames if " now" in frame]
    assert moving
    beside = [
        line
        for frame in moving
        for line in frame.splitlines()
        if re.match(r"blocking\.py.*nonblocking\.py", line)
    ]
    assert bool(beside) == (columns >= 110)
    assert max(len(line) for frame in moving for line in frame.splitlines()) <= columns
    assert "blocking.py" in terminal.frames[-1]


def test_ctrl_c_ends_the_program_and_the_picture(tmp_path: Path) -> None:
    """130, and nobody is left; a program that goes on all the same is ended after a while."""
    pids = tmp_path / "pid"
    path = tmp_path / "endless.py"
    path.write_text(
        "import os, signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"with open({str(pids)!r}, 'w') as file: file.write(str(os.getpid()))\n"
        "while True: time.sleep(0.2)\n"
    )
    terminal = Terminal("run", str(path), "--live")
    terminal.until("has held the main thread")
    program = int(pids.read_text())
    terminal.type(b"\x03")
    assert terminal.over() in (1, 130)
    with pytest.raises(ProcessLookupError):
        os.kill(program, 0)
    assert terminal.raw.rfind("\x1b[?25h") > terminal.raw.rfind("\x1b[?25l")


def test_ctrl_c_is_what_the_program_ends_with(tmp_path: Path) -> None:
    """As without --live: stopped with Ctrl-C, at its line."""
    path = tmp_path / "endless.py"
    path.write_text("import time\nwhile True: time.sleep(5)\n")
    terminal = Terminal("run", str(path), "--live")
    terminal.until("has held the main thread")
    terminal.type(b"\x03")
    assert terminal.over() == 130
    assert "stopped with Ctrl-C at" in terminal.text


def test_a_dumb_terminal_gets_the_picture_at_the_end(holding: Path) -> None:
    """Nothing moves, nothing is wiped out; the clock is the real one all the same."""
    terminal = Terminal("run", str(holding), "--live", term="dumb")
    assert terminal.over() == 0
    assert "\x1b[2K" not in terminal.raw and "\x1b[1A" not in terminal.raw
    assert "on the real clock" in terminal.text and terminal.text.count("THE LOOP  │") == 1


def test_a_pipe_gets_the_picture_at_the_end(holding: Path) -> None:
    """As a dumb terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "looplab", "run", str(holding), "--live"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0
    assert "\x1b[2K" not in done.stdout and "\x1b[1A" not in done.stdout
    assert "on the real clock" in done.stdout and done.stdout.count("THE LOOP  │") == 1


@pytest.mark.parametrize("other", ["--json", "--plain"])
def test_what_cannot_move_is_refused(other: str, holding: Path) -> None:
    """In a sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "looplab", "run", str(holding), "--live", other],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert f"argument {other}: not allowed with argument --live" in done.stderr
    assert done.stdout == ""
