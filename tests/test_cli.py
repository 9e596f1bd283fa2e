"""The command, as it is typed: what it prints, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from looplab.cli import main

ROOT = Path(__file__).resolve().parent.parent


def looplab(
    *arguments: str, where: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "looplab", *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80", **environment},
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A place with a small course of its own, to work in."""
    for kind in ("lessons", "labs"):
        shutil.copytree(ROOT / kind / "01_sleep", tmp_path / kind / "01_sleep")
    return tmp_path


def test_the_pair_of_the_first_lesson(desk: Path) -> None:
    """What the tour shows: 2 s with the culprit's line beside 1 s with the loop free."""
    done = looplab("compare", "sleep", where=desk)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("blocking.py") and line.endswith("2.00 s") for line in lines)
    assert any(line.startswith("nonblocking.py") and line.endswith("1.00 s") for line in lines)
    assert "time.sleep(SECONDS)" in done.stdout
    assert "nobody held the loop longer than 0.1 s" in done.stdout
    text = (desk / "lessons" / "01_sleep" / "blocking.py").read_text().splitlines()
    number = next(i for i, line in enumerate(text, 1) if "time.sleep(" in line and "    " in line)
    assert f"blocking.py:{number} held the loop 2.00 s" in done.stdout
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in done.stdout, "no colours where it is piped"


def test_the_museum_lists_its_exhibits_and_each_can_be_run() -> None:
    """Each is there with how it ends today; one that does not start says which name is gone."""
    done = looplab("museum")
    assert done.returncode == 0, done.stderr
    names = {path.stem for path in (ROOT / "docs" / "museum").glob("*.py")}
    listed = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("museum/")]
    assert set(listed) == {f"museum/{name}" for name in names}
    assert "docs/museum.md" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    ran = looplab("run", "museum/gist_async_sleep")
    assert ran.returncode == 1
    assert "module 'tornado.gen' has no attribute 'engine'" in ran.stderr
    assert looplab("run", "museum/hello").stdout.startswith("Hello World\n")


def test_show_hides_the_promise(desk: Path) -> None:
    """The code with the file's own line numbers, without the docstring; several at once."""
    done = looplab("show", "sleep/blocking", "sleep/coroutine", where=desk)
    assert done.returncode == 0, done.stderr
    text = (desk / "lessons" / "01_sleep" / "blocking.py").read_text().splitlines()
    number = next(i for i, line in enumerate(text, 1) if line == "    time.sleep(SECONDS)")
    assert f" {number}      time.sleep(SECONDS)\n" in done.stdout
    assert "awake!\n" not in done.stdout.replace('print("awake!")', "")
    assert '"""' not in done.stdout and "holds the loop" not in done.stdout
    assert "coroutine.py\n" in done.stdout
    assert looplab("show", "sleep/blockin", where=desk).returncode == 2


def test_show_says_which_line_is_no_python(tmp_path: Path) -> None:
    """In a sentence, as every command does."""
    (tmp_path / "mine.py").write_text("import asyncio\nasync de main():\n")
    done = looplab("show", "mine.py", where=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("looplab: mine.py:2 is no Python")


def test_run_prints_what_the_script_prints_then_the_timeline(desk: Path) -> None:
    """The script's own lines come first, as they would."""
    done = looplab("run", "sleep/blocking", where=desk)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:4] == ["sleeping", "awake!", "sleeping", "awake!"]
    assert "THE LOOP" in done.stdout


def test_json_is_the_trace_and_nothing_else(desk: Path) -> None:
    """Every line of stdout is an event."""
    done = looplab("run", "lessons/01_sleep/nonblocking.py", "--json", where=desk)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[0]["kind"] == "start"
    assert events[-1] == {**events[-1], "kind": "end", "status": "finished", "t": 1.0}
    printed = [(e["t"], e["text"]) for e in events if e["kind"] == "print"]
    assert printed == [(0.0, "sleeping"), (0.0, "sleeping"), (1.0, "awake!"), (1.0, "awake!")]
    assert done.stderr == ""


def test_plain_has_no_drawing(desk: Path) -> None:
    """Sentences and a table, for screen readers and logs."""
    done = looplab("run", "sleep/blocking", "--plain", where=desk)
    assert "held the loop 2.00 s" in done.stdout
    assert not set(done.stdout) & set("█▌░─│")


def test_ascii_terminals_get_ascii(desk: Path) -> None:
    """No character that the terminal cannot show."""
    done = looplab("compare", "sleep", where=desk, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "####" in done.stdout


def test_the_real_clock_takes_real_time(tmp_path: Path) -> None:
    """--real agrees with the virtual clock on the order, and says that it is real."""
    script = tmp_path / "short.py"
    script.write_text("import time\nprint('a')\ntime.sleep(0.2)\nprint('b')\n")
    began = time.monotonic()
    done = looplab("run", str(script), "--real", "--json")
    assert time.monotonic() - began >= 0.2
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events[0]["clock"] == "real"
    assert [e["text"] for e in events if e["kind"] == "print"] == ["a", "b"]


def test_arguments_after_two_dashes_are_the_scripts(tmp_path: Path) -> None:
    """Also those that look like ours."""
    script = tmp_path / "args.py"
    script.write_text("import sys\nprint(sys.argv[1:])\n")
    done = looplab("run", str(script), "--", "--json", "x")
    assert done.stdout.splitlines()[0] == "['--json', 'x']"


def test_how_a_run_ends_is_the_exit_status(tmp_path: Path) -> None:
    """0 for a program that finished, 1 for one that did not, with its traceback on stderr."""
    bad = tmp_path / "bad.py"
    bad.write_text("import asyncio\nasync def main():\n    1 / 0\nasyncio.run(main())\n")
    done = looplab("run", str(bad))
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback (most recent call last):")
    assert "ZeroDivisionError" in done.stdout, "the timeline says so too"
    stuck = tmp_path / "stuck.py"
    stuck.write_text("import asyncio\nasyncio.run(asyncio.Event().wait())\n")
    assert looplab("run", str(stuck)).returncode == 1


def test_a_students_first_check(desk: Path) -> None:
    """The file is made, the starter fails in words, the solution passes, the course knows."""
    done = looplab("check", "sleep", where=desk)
    assert done.returncode == 1, done.stderr
    assert "made work/sleep.py from the lab's starter" in done.stdout
    assert "0 of 7 points" in done.stdout
    assert "await asyncio.sleep(seconds)" in done.stdout
    assert "What will help" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "0%" in looplab(where=desk).stdout
    shutil.copy(desk / "labs" / "01_sleep" / "solution.py", desk / "work" / "sleep.py")
    done = looplab("check", "sleep", where=desk)
    assert done.returncode == 0
    assert "All is right: 7 of 7 points." in done.stdout
    assert "done" in looplab(where=desk).stdout
    assert "All labs are done." in looplab(where=desk).stdout


def test_a_lab_works_wherever_it_is_copied(tmp_path: Path) -> None:
    """A path to a lab's folder does as well as its slug."""
    shutil.copytree(ROOT / "labs" / "01_sleep", tmp_path / "elsewhere")
    solution = tmp_path / "elsewhere" / "solution.py"
    done = looplab("check", "elsewhere", str(solution), where=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_instructor_grades_a_folder(desk: Path) -> None:
    """One line of summary, the results and two reports, and 0 whatever the marks."""
    subs = desk / "subs"
    subs.mkdir()
    shutil.copy(desk / "labs" / "01_sleep" / "solution.py", subs / "ann.py")
    shutil.copy(desk / "labs" / "01_sleep" / "wrong" / "in_turn.py", subs / "bob.py")
    done = looplab("grade", "sleep", "subs", "--out", "marks", where=desk)
    assert done.returncode == 0, done.stderr
    assert "2 submissions: 1 passed, 1 failed" in done.stdout
    assert "commonest mistakes: in_turn (1)" in done.stdout
    written = {p.name for p in (desk / "marks").iterdir()}
    assert written == {"results.jsonl", "grades.csv", "report.html", "students"}
    again = looplab("grade", "sleep", "subs", "--out", "marks", where=desk)
    assert (again.returncode, "--resume" in again.stderr) == (2, True)
    resumed = looplab("grade", "sleep", "subs", "--out", "marks", "--resume", where=desk)
    assert resumed.returncode == 0
    lines = (desk / "marks" / "results.jsonl").read_text().splitlines()
    assert [line[:10] for line in lines].count('{"student"') == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nosuch.py"], "there is no file nosuch.py"),
        (["run", "lessons"], "lessons is a folder"),
        (["run", "latin.py"], "latin.py is not written in UTF-8"),
        (["run", "sleep/bloking"], "there are sleep/blocking"),
        (["run", "sleep"], "sleep/blocking"),
        (["compare", "slep"], "did you mean 'sleep'?"),
        (["compare", "sleep/blocking"], "looplab run sleep/blocking runs it"),
        (["check", "slep"], "did you mean 'sleep'?"),
        (["check", "sleep", "nosuch.py"], "there is no file nosuch.py"),
        (["grade", "slep", "subs", "--out", "o"], "did you mean 'sleep'?"),
        (["grade", "sleep", "subs", "--out", "o"], "subs holds no submissions"),
        (["grade", "sleep", "nosuch", "--out", "o"], "there is nothing at nosuch"),
        (["grade", "sleep", "one.py", "--out", "one.py/o"], "cannot write to one.py/o"),
        (["grade", "sleep", "one.py", "--out", "one.py"], "cannot write to one.py"),
        (["grade", "sleep", "subs.zip", "--out", "o"], "subs.zip is no zip archive"),
        (["grade", "sleep", "one.py", "--out", "o", "--report", "pdf"], "'pdf' is none of html,"),
        (["grade", "sleep", "one.py", "--out", "o", "--roster", "no.csv"], "the roster no.csv"),
        (["grade", "sleep", "one.py", "--out", "o", "--names", "("], "the pattern '(' cannot"),
        (["grade", "sleep", "one.py", "--out", "o", "--jobs", "0"], "--jobs must be 1 or more"),
        (["nonsense"], "invalid choice"),
        (["check", "sleep", "--", "x"], "only run passes arguments on"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_a_sentence(desk: Path, arguments: list[str], words: str) -> None:
    """Exit status 2, a sentence on stderr, no traceback, nothing written."""
    (desk / "subs").mkdir()
    (desk / "subs.zip").write_bytes(b"PK")
    (desk / "latin.py").write_bytes(b"print('caf\xe9')\n")
    shutil.copy(desk / "labs" / "01_sleep" / "solution.py", desk / "one.py")
    done = looplab(*arguments, where=desk)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (desk / "o").exists()


def test_away_from_any_course_the_installed_one_is_found(tmp_path: Path) -> None:
    """The one in the wheel, or the checkout that this package runs from."""
    done = looplab(where=tmp_path)
    assert done.returncode == 0
    assert "sleep" in done.stdout


@pytest.mark.parametrize("command", ["", "run", "compare", "check", "grade"])
def test_help_is_a_page_of_a_manual(command: str) -> None:
    """Every command says what it does, and gives an example."""
    done = looplab(*([command] if command else []), "--help")
    assert done.returncode == 0
    assert "usage: looplab" in done.stdout
    if command:
        assert f"looplab {command}" in done.stdout.partition("examples:")[2]
    assert max(map(len, done.stdout.splitlines())) <= 80


WAITS = """
import asyncio
async def main():
    print("begun")
    await asyncio.sleep(600)
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("waits", "line"),
    [
        ("import time\nwhile True:\n    time.sleep(0.2)\n    print('begun')\n", "long.py:3 held"),
        (WAITS, "nobody held"),
        ("print('begun')\nwhile True: pass\n", "Ctrl-C"),
    ],
)
def test_ctrl_c_ends_a_run_with_130_and_its_timeline(tmp_path: Path, waits: str, line: str) -> None:
    """What happened until then is shown, and no process of the script is left behind."""
    script = tmp_path / "long.py"
    script.write_text(waits)
    process = subprocess.Popen(
        [sys.executable, "-m", "looplab", "run", str(script), "--real"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"},
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    # The terminal sends it to the whole group, as here.
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "stopped with Ctrl-C" in stdout
    assert line in stdout
    assert stderr == ""
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_pipe_that_closes_early_is_no_error(desk: Path) -> None:
    """`looplab compare sleep | head -1` says nothing on stderr."""
    command = f"{sys.executable} -m looplab compare sleep | head -1"
    done = subprocess.run(command, shell=True, cwd=desk, capture_output=True, text=True)
    assert done.stderr == ""


RACE = """
import asyncio
async def main():
    balance = 0
    async def deposit():
        nonlocal balance
        before = balance
        await asyncio.sleep(0)
        balance = before + 1
    await asyncio.gather(deposit(), deposit())
    print("balance", balance)
asyncio.run(main())
"""


def test_explore_shows_every_outcome_and_what_repeats_it(tmp_path: Path) -> None:
    """A lost update: both balances, how often each came, and a command that prints it again."""
    (tmp_path / "race.py").write_text(RACE)
    done = looplab("explore", "race.py", where=tmp_path)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("2 outcomes in all 6 orders\n")
    again = [line.split("looplab ")[1] for line in done.stdout.splitlines() if "again:" in line]
    printed = [line.strip() for line in done.stdout.splitlines() if line.startswith("       ")]
    assert sorted(printed) == ["balance 1", "balance 2"]
    for command, line in zip(again, printed, strict=True):
        assert looplab(*command.split(), where=tmp_path).stdout.splitlines()[0] == line
    assert max(map(len, done.stdout.splitlines())) <= 80
    (tmp_path / "calm.py").write_text("print('soup')\n")
    done = looplab("explore", "calm.py", where=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("one outcome in the only order that there is\n")


def test_how_long_things_take_can_be_said(tmp_path: Path) -> None:
    """--latency moves the clock for files and names, and its defaults are in the help."""
    (tmp_path / "menu.py").write_text(
        "import socket\nopen('menu.py').close()\nsocket.gethostbyname('soup.test')\n"
    )
    slow = ("--latency", "files=2", "--latency", "names=3")
    for options, seconds in (((), 0.055), (slow, 5.0)):
        done = looplab("run", "menu.py", *options, "--json", where=tmp_path)
        assert json.loads(done.stdout.splitlines()[-1])["t"] == seconds
    help_ = " ".join(looplab("run", "--help").stdout.split())
    assert "files 0.005, names 0.05, input 1, processes 0.01" in help_


def test_a_live_run_that_is_lost_is_told_and_not_run_again(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script may have done something by then: whoever typed it decides on another time."""
    started: list[object] = []

    def fails(*arguments: object, **_: object) -> None:
        started.append(arguments)
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("looplab.cli.moving.can_move", lambda console: True)
    monkeypatch.setattr(subprocess, "Popen", fails)
    path = desk / "lessons" / "01_sleep" / "blocking.py"
    assert main(["run", str(path), "--live"]) == 1
    said = capsys.readouterr()
    assert len(started) == 1
    assert "the run was lost" in said.out and "Resource temporarily" in said.out
    assert "Traceback" not in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize("command", ["run", "explore", "compare"])
def test_a_machine_without_room_is_a_sentence(command: str) -> None:
    """Not a traceback: what is missing, and what to do."""
    limited = (
        "import resource, sys; from looplab.cli import main;"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)); sys.exit(main())"
    )
    what = "sleep" if command == "compare" else "lessons/01_sleep/blocking.py"
    done = subprocess.run(
        [sys.executable, "-c", limited, command, what], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("looplab: this machine cannot start a program just now (")
    assert done.stderr.count("\n") == 1
