"""Every demo can be found, run and understood; the sample demo does for real what it says.

Time is real here, because real sockets are the subject. So a test looks at the order of lines and
at ratios with wide margins, waits for lines and never for seconds, and asserts no absolute time.
"""

from __future__ import annotations

import ast
import difflib
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("demos")

ROOT = Path(__file__).parents[1]
DEMOS = ROOT / "demos"
FOLDERS = sorted({path.parent.name for path in DEMOS.glob("*/*") if path.suffix in {".py", ".md"}})

PATIENCE = 60.0  # seconds until a test gives up on a demo that says nothing more
ENVIRONMENT = os.environ | {
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "error::DeprecationWarning",
    "COLUMNS": "100",
}

SERVER = "demos/sample/sample_server.py"
BLOCKING_SERVER = "demos/sample/sample_server_blocking.py"
FETCHER = "demos/sample/sample_fetcher.py"
SHOW = "demos/sample/show.py"


def readme(folder: str) -> str:
    """The README of a demo; empty where there is none."""
    path = DEMOS / folder / "README.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def commands(folder: str) -> list[list[str]]:
    """The commands of a demo's README, each as a script and its arguments."""
    lines = re.findall(r"^\s*python (demos/\S+\.py.*)$", readme(folder), re.MULTILINE)
    return [line.split("#")[0].split() for line in lines]


def foreign_imports(folder: str) -> set[str]:
    """The packages a demo imports beside the standard library, tornado and its own modules."""
    names = set()
    sources = list((DEMOS / folder).rglob("*.py"))
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    own = {source.stem for source in sources}
    return names - set(sys.stdlib_module_names) - own - {"tornado"}


def run(
    *arguments: str, first: Callable[[], object] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a script from the repository's top, to its end and to that of all its children.

    The children share our pipes, so these reach their end only when no process is left. ``first``
    is called in the new process, before it begins.
    """
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        preexec_fn=first,
    )


def run_with(
    what: int, most: int, *arguments: str, soft: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a script under a limit, as after `ulimit`."""
    return run(*arguments, first=lambda: resource.setrlimit(what, (soft or most, most)))


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a script from the repository's top while the test goes on."""
    # A shell starts background jobs with SIGINT ignored, and children inherit that; but a handler
    # of ours they do not inherit, so with one in place they begin as in a terminal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        with process:
            yield process
            process.kill()
    finally:
        process.kill()
        watchdog.cancel()
        watchdog.join()


def read_until(process: subprocess.Popen[str], text: str) -> str:
    """The next line of a script that contains the text."""
    assert process.stdout is not None
    for line in process.stdout:
        if text in line:
            return line
    assert process.stderr is not None
    raise AssertionError(f"No line with {text!r} came. Errors: {process.stderr.read() or 'none'}")


def port_in(line: str) -> int:
    """The port of the address in a line."""
    found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
    assert found, f"no address in {line!r}"
    return int(found[1])


def becomes_free(port: int) -> bool:
    """Whether nobody listens any more, once all that a killed process had open is closed.

    Its descriptors are closed one after the other: its pipes, perhaps, before its sockets.
    """
    end = time.monotonic() + PATIENCE
    while not (free := is_free(port)) and time.monotonic() < end:
        time.sleep(0.01)
    return free


def is_free(port: int) -> bool:
    """Whether a server could listen at this port of 127.0.0.1 now."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


# Rules for every demo


def test_the_rules_below_have_a_demo_to_hold() -> None:
    """The folder of demos is found."""
    assert "sample" in FOLDERS


def test_the_index_names_every_demo_once() -> None:
    """The list of demos has one link for each folder and none for anything else."""
    index = (DEMOS / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^- .*\]\((\w+)/README\.md\)", index, re.MULTILINE)) == FOLDERS


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_readme_has_a_heading_and_a_command(folder: str) -> None:
    """A demo's README begins with its title, and says how to run it from the repository's top."""
    assert readme(folder).startswith("# "), f"demos/{folder}/README.md should begin with '# '"
    assert any(script.startswith(f"demos/{folder}/") for script, *_ in commands(folder)), (
        f"demos/{folder}/README.md should have a line with 'python demos/{folder}/…'"
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_command_names_a_script_that_explains_itself(folder: str) -> None:
    """Every script that a README runs answers --help, and knows the options it is run with."""
    missing = [name for name in foreign_imports(folder) if find_spec(name) is None]
    if missing:
        pytest.skip(f"demos/{folder} needs {', '.join(missing)}")
    options: dict[str, set[str]] = {}
    for script, *arguments in commands(folder):
        used = {word.partition("=")[0] for word in arguments if word.startswith("--")}
        options.setdefault(script, set()).update(used)
    for script, used in options.items():
        answer = run(script, "--help")
        assert answer.returncode == 0, f"{script} --help: {answer.stderr}"
        assert answer.stdout.startswith("usage:"), f"{script} --help: {answer.stdout}"
        unknown = {option for option in used if option not in answer.stdout}
        assert not unknown, f"{script} has no {unknown}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_demo_imports_only_what_its_readme_names(folder: str) -> None:
    """Beside the standard library and tornado, a README names in backticks what its demo needs."""
    unnamed = {name for name in foreign_imports(folder) if f"`{name}`" not in readme(folder)}
    assert not unnamed, f"demos/{folder}/README.md should name {unnamed}"


# The sample demo

FETCHER_SAYS = [
    "Synchronous: asking. Nothing else can happen here until the answer comes.",
    "The fetch took # seconds.",
    "The server said: Hello from the sample server",
    "That was long, and there was nothing to do but wait.",
    "Asynchronous: launching a fetch.",
    "This line comes before the answer.",
    "So does this one: the program goes on.",
    "Here is the answer!",
    "The server said: Hello from the sample server",
]


def masked(text: str) -> list[str]:
    """The lines of a text, those with words in them, with # for numbers and single spaces."""
    lines = (" ".join(re.sub(r"\d+(\.\d+)*", "#", line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def said_by(name: str, text: str) -> list[str]:
    """What one of the child processes printed, out of what the demo printed."""
    lines = (line.partition("|") for line in text.splitlines())
    return [words.strip() for who, bar, words in lines if bar and who.strip() == name]


def fetcher_lines(text: str) -> list[str]:
    """The fetcher's lines without their times."""
    return [line.removeprefix("# ") for line in masked(text)]


def ratio(text: str) -> float:
    """How many times as long both visitors waited at the blocking server, as the demo says."""
    found = re.search(r"took (\d+\.\d+) times as long", text)
    assert found, text
    return float(found[1])


@pytest.fixture(scope="module")
def shown() -> str:
    """What the one-command demo prints, from the best of at most three runs.

    The blocking server cannot be faster than its two sleeps, and a busy machine makes the mended
    one only slower: of several runs the largest ratio is the nearest to the truth.
    """
    runs: list[str] = []
    while len(runs) < 3 and not any(ratio(text) >= 1.6 for text in runs):
        result = run(SHOW, "--seconds", "0.5")
        assert (result.returncode, result.stderr) == (0, "")
        runs.append(result.stdout)
    return max(runs, key=ratio)


@pytest.mark.real_clock
def test_both_lines_come_before_the_answer(shown: str) -> None:
    """The fetcher first waits for its answer; then it goes on, and the answer comes later."""
    assert fetcher_lines("\n".join(said_by("fetcher", shown))) == FETCHER_SAYS


@pytest.mark.real_clock
def test_the_answer_comes_later_than_the_lines_before_it(shown: str) -> None:
    """The lines are printed while the answer is still to come, not after a wait for it."""
    times = [float(line.split()[0]) for line in said_by("fetcher", shown) if line]
    asked, answered, goes_on, arrived = (times[n] for n in (0, 1, 6, 7))
    assert answered > asked
    assert arrived > goes_on


@pytest.mark.real_clock
def test_two_visitors_of_a_blocking_server_wait_in_turn(shown: str) -> None:
    """The blocking server takes the second visitor after the first; the mended one takes both."""
    second_half = shown.partition("Two visitors at once")[2]
    words = [line.removesuffix(".") for line in said_by("server", second_half)]
    turns = [line.split()[-1] for line in words if "visitor" in line]
    assert turns == ["asks", "answered", "asks", "answered", "asks", "asks", "answered", "answered"]


@pytest.mark.real_clock
def test_two_visitors_of_a_blocking_server_wait_longer(shown: str) -> None:
    """Two visitors take about twice as long where the server holds its loop."""
    assert ratio(shown) >= 1.6


def test_the_servers_differ_in_the_lesson_alone() -> None:
    """After their docstrings the two servers differ in one import and two lines."""
    blocking, mended = (
        (ROOT / name).read_text(encoding="utf-8").partition("import argparse")[2].splitlines()
        for name in (BLOCKING_SERVER, SERVER)
    )
    difference = difflib.ndiff(blocking, mended)
    assert [" ".join(line.split()) for line in difference if line[0] in "+-"] == [
        "- import time",
        "- def get(self):",
        "+ async def get(self):",
        '- time.sleep(self.settings["seconds"])',
        '+ await asyncio.sleep(self.settings["seconds"])',
    ]


@pytest.mark.real_clock
def test_the_readme_shows_what_is_printed(shown: str) -> None:
    """The outputs in the sample's README are the demo's own, up to the numbers in them."""
    fetcher_block, show_block = re.findall(r"```text\n(.*?)```", readme("sample"), re.DOTALL)
    assert fetcher_lines(fetcher_block) == FETCHER_SAYS
    printed = masked(shown)
    assert masked(show_block) == printed[-len(masked(show_block)) :]


@pytest.mark.real_clock
@pytest.mark.parametrize("server", [SERVER, BLOCKING_SERVER])
def test_one_visitor_cannot_tell_the_servers_apart(server: str) -> None:
    """In two terminals the fetcher prints the same at either server, and ends; Ctrl-C ends it."""
    with started(server, "--port", "0", "--seconds", "0.1") as process:
        port = port_in(read_until(process, "Listening"))
        fetched = run(FETCHER, "--port", str(port))
        assert (fetched.returncode, fetched.stderr) == (0, "")
        assert fetcher_lines(fetched.stdout) == FETCHER_SAYS
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, err) == (130, "")
    assert out.splitlines()[-1] == "Stopped."
    assert becomes_free(port)


@pytest.mark.real_clock
@pytest.mark.parametrize("script", [SERVER, BLOCKING_SERVER, SHOW])
def test_a_taken_port_is_told_in_a_sentence(script: str) -> None:
    """Where another program listens at the port, a server says so and what to try."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = run(script, "--port", port)
    assert result.returncode == 1
    assert result.stderr == (
        f"Cannot listen at 127.0.0.1, port {port}: Address already in use. "
        "Try another --port or --address.\n"
    )


def test_a_missing_server_is_told_in_a_sentence() -> None:
    """Where nobody listens, the fetcher says so and how to start the server it wanted."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        result = run(FETCHER, "--port", str(port))
    assert result.returncode == 1
    assert result.stderr.startswith(f"No answer from http://127.0.0.1:{port}/: ")
    assert result.stderr.endswith(f"in another terminal: python {SERVER} --port {port}\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("--port", "65536"), ("--seconds", "-1")])
def test_a_number_out_of_range_is_told_in_a_sentence(arguments: tuple[str, str]) -> None:
    """A port or a time that cannot be is refused before anything starts."""
    for script in (SERVER, SHOW):
        result = run(script, *arguments)
        assert result.returncode == 2
        assert "--port must be between 0 and 65535" in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.real_clock
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_nothing_is_left_of_a_stopped_demo(number: signal.Signals, status: int) -> None:
    """However the demo is stopped, server and fetcher end with it and the port is free again."""
    with started(SHOW, "--seconds", "3600") as process:
        port = port_in(read_until(process, "Listening"))
        read_until(process, "A visitor asks.")
        assert not is_free(port)
        process.send_signal(number)
        # The children hold the other ends of these pipes too: this returns when all have ended.
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (status, "")
    assert becomes_free(port)


@pytest.mark.real_clock
def test_a_server_that_sleeps_ends_with_its_demo() -> None:
    """A server whose loop is held still ends when the demo that started it is killed."""
    with started(SHOW, "--seconds", "0.3") as process:
        read_until(process, "sample_server_blocking.py")
        port = port_in(read_until(process, "Listening"))
        read_until(process, "A visitor asks.")
        process.kill()
        process.communicate(timeout=PATIENCE)
    assert becomes_free(port)


@pytest.mark.parametrize("seconds", ["-1", "nan"])
def test_a_time_that_cannot_be_is_refused_before_anything_starts(seconds: str) -> None:
    """By the demo itself, in a sentence."""
    result = run(SHOW, "--seconds", seconds)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.endswith("--seconds between 0 and 3600\n")
