"""The blocked server shows for real what its README says: who waits when a handler holds the loop.

Time is real, and the machine may be busy. So a test looks at ratios within one run, with wide
margins, and at bounds that no machine can break; it asserts no time.
"""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.test_demos import (
    ENVIRONMENT,
    PATIENCE,
    ROOT,
    becomes_free,
    port_in,
    read_until,
    readme,
    run,
    started,
)

pytestmark = pytest.mark.real_clock

SHOW = "demos/blocked_server/show.py"
WAITING = ["sleep", "fetch"]
COMPUTING = ["hash", "count", "query"]
PAIRS = [*WAITING, *COMPUTING]
CLIENTS, SLEEP, FETCH = 20, 0.02, 0.04
DEFAULT_THREADS = ThreadPoolExecutor()._max_workers
HANDS = min(8, os.cpu_count() or 1)
QUICK = ("--clients", "3", "--sleep", "0.01", "--fetch", "0.01", "--seconds", "0.03")

Results = dict[str, Any]
Figures = dict[str, dict[str, float]]


def masked(text: str) -> list[str]:
    """The lines of a text, those with words in them, with # for numbers and single spaces."""
    text = re.sub(r"http\S+", "#", text)
    lines = (" ".join(re.sub(r"\d+(\.\d+)?", "#", line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def figures(results: Results) -> Figures:
    """What was measured of each row, by its name."""
    return {row["name"]: row for row in results["rows"]}


def crowded(results: Results) -> float:
    """How many times as long a ping waits beside many threads that compute as beside processes."""
    rows = figures(results)
    return rows["count/threads"]["ping_p50"] / rows["count/processes"]["ping_p50"]


def as_expected(results: Results) -> bool:
    """Whether the ratios are as large as the tests below want them."""
    ratios = results["ratios"]
    return (
        crowded(results) >= 3
        and all(ratios[pair]["requests_per_second"] >= 5 for pair in WAITING)
        and all(ratios[pair]["ping_p50"] >= 5 for pair in PAIRS)
        and all(ratios[pair]["requests_per_second"] <= 4 * HANDS for pair in COMPUTING)
    )


@pytest.fixture(scope="module")
def results() -> Results:
    """What is measured with twenty clients, in the best of at most three runs.

    Neighbours on the machine can only make what does not block look worse.
    """
    waits = ("--sleep", str(SLEEP), "--fetch", str(FETCH))
    load = ("--clients", str(CLIENTS), *waits, "--seconds", "0.15")
    for _ in range(3):
        answer = run(SHOW, "--json", *load)
        assert (answer.returncode, answer.stderr) == (0, "")
        found: Results = json.loads(answer.stdout)
        if as_expected(found):
            break
    return found


@pytest.fixture(scope="module")
def shown() -> str:
    """What a quick run of all rows prints into a pipe."""
    answer = run(SHOW, *QUICK)
    assert (answer.returncode, answer.stderr) == (0, "")
    return answer.stdout


@pytest.mark.parametrize("pair", WAITING)
def test_who_waits_at_the_same_time_is_answered_sooner(results: Results, pair: str) -> None:
    """Clients who wait at the same time are answered many times as often as in turn."""
    assert results["ratios"][pair]["requests_per_second"] >= 5


@pytest.mark.parametrize("pair", PAIRS)
def test_a_ping_waits_while_the_loop_is_held(results: Results, pair: str) -> None:
    """A ping waits many times as long beside a handler that holds the loop."""
    assert results["ratios"][pair]["ping_p50"] >= 5


@pytest.mark.parametrize("pair", COMPUTING)
def test_what_computes_gains_no_more_than_processors(results: Results, pair: str) -> None:
    """Off the loop as much is computed as on it, and so nothing like the gain of waiting is had."""
    assert results["ratios"][pair]["requests_per_second"] <= 4 * HANDS


def test_a_thread_for_each_client_is_as_good_for_waiting(results: Results) -> None:
    """Blocking calls in as many threads as there are clients keep nobody waiting either."""
    rows = figures(results)
    blocking, threads = rows["sleep/blocking"], rows["sleep/threads"]
    assert threads["requests_per_second"] >= 5 * blocking["requests_per_second"]
    assert threads["ping_p50"] * 5 <= blocking["ping_p50"]


def test_many_threads_that_compute_keep_a_ping_waiting(results: Results) -> None:
    """In many threads a Python loop is off the loop, and a ping waits all the same."""
    assert crowded(results) >= 3


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("sleep/blocking", 1),
        ("sleep/default", DEFAULT_THREADS),
        ("sleep/threads", CLIENTS),
        ("sleep/coroutine", CLIENTS),
        ("fetch/blocking", 1),
        ("fetch/default", 10),
        ("fetch/coroutine", CLIENTS),
    ],
)
def test_no_more_than_have_a_place_wait_at_the_same_time(
    results: Results, name: str, places: int
) -> None:
    """On the loop one waits, in threads as many as there are, in a fetcher as many as it takes."""
    wait = SLEEP if name.startswith("sleep") else FETCH
    assert figures(results)[name]["requests_per_second"] * wait <= places * 1.02


def test_the_ratios_are_those_of_the_first_row_and_the_last(results: Results) -> None:
    """A ratio compares the row of a pair that blocks with the one to write instead."""
    rows = figures(results)
    for pair in PAIRS:
        name, *_, instead = (name for name in rows if name.startswith(pair))
        assert name == f"{pair}/blocking"
        first, last = rows[name], rows[instead]
        assert results["ratios"][pair] == {
            "requests_per_second": last["requests_per_second"] / first["requests_per_second"],
            "ping_p50": first["ping_p50"] / last["ping_p50"],
        }


def test_the_results_are_those_that_a_program_reads(results: Results) -> None:
    """Each row has its five figures, times in order, and the run says what it was."""
    assert (results["clients"], results["sleep"], results["fetch"]) == (CLIENTS, SLEEP, FETCH)
    assert list(results["ratios"]) == PAIRS
    for row in results["rows"]:
        assert set(row) == {"name", "requests_per_second", "p50", "p99", "ping_p50", "ping_max"}
        assert 0 < row["p50"] <= row["p99"]
        assert 0 < row["ping_p50"] <= row["ping_max"]


def test_the_readme_shows_what_is_printed(shown: str) -> None:
    """The README's output is the demo's own, up to the numbers in it."""
    [block] = re.findall(r"```text\n(.*?)```", readme("blocked_server"), re.DOTALL)
    assert masked(block) == masked(shown)


def test_the_lines_are_no_wider_than_a_screen(shown: str) -> None:
    """In a pipe the table and the sentences fit into 80 columns, without escape sequences."""
    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown


def test_in_a_terminal_the_table_is_alive() -> None:
    """In a terminal the rows change while they are measured; NO_COLOR takes the colours away."""
    quick = ("--only", "query", "--clients", "3", "--seconds", "0.3")
    text = in_a_terminal(SHOW, *quick)
    drawn = text.count("a second")
    assert drawn >= 6  # empty, twice for each of the two rows, and once more at the end
    assert "sqlite3 in" in text.rpartition("\x1b[2K")[2]  # the last table is not wiped away
    assert text.count("\x1b[?25h") == 1  # the cursor is back
    assert not re.search(r"\x1b\[[\d;]*3\d", text)
    assert "times as many requests" in text.splitlines()[-2]


def in_a_terminal(*arguments: str) -> str:
    """What a script writes to a terminal of 80 columns."""
    leader, terminal = pty.openpty()
    environment = ENVIRONMENT | {"TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "1"}
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=terminal, stderr=terminal
    ) as process:
        os.close(terminal)
        written = b""
        try:
            while part := os.read(leader, 65536):
                written += part
        except OSError:
            pass  # so a terminal ends on Linux
        finally:
            os.close(leader)
            process.kill()
    return written.decode()


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_nothing_is_left_of_a_stopped_demo(number: signal.Signals, status: int) -> None:
    """However the demo is stopped while its server is held: all its processes end with it."""
    with started(SHOW, "--only", "sleep", "--sleep", "3600") as process:
        port = port_in(read_until(process, "Server at"))
        while answers(port):
            pass
        process.send_signal(number)
        # All children hold the other ends of these pipes: this returns when the last has ended.
        out, err = process.communicate(timeout=PATIENCE)
    # Of a demo that is killed the children may still say that somebody is gone.
    if number == signal.SIGKILL and "Traceback" not in err:
        err = ""
    assert (process.returncode, err) == (status, "")
    assert number != signal.SIGINT or out.endswith("\nStopped.\n")
    assert becomes_free(port)


def answers(port: int) -> bool:
    """Whether a ping comes back soon."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(0.15)
        connection.sendall(b"GET /ping HTTP/1.0\r\n\r\n")
        try:
            return bool(connection.recv(1024))
        except TimeoutError:
            return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for children in /proc")
@pytest.mark.parametrize("script", ["server.py", "backend.py", "clients.py"])
def test_a_child_that_is_gone_is_told_in_a_sentence(script: str) -> None:
    """Where one of its processes is killed, the demo says that it cannot go on, and ends."""
    with started(SHOW, "--only", "fetch", "--seconds", "60", "--clients", "3") as process:
        read_until(process, "a second")
        os.kill(child(process, script), signal.SIGKILL)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert re.fullmatch(r"The demo could not go on: .+\. Run it once more\.\n", err)


def child(process: subprocess.Popen[str], script: str) -> int:
    """The number of the child that runs this script."""
    numbers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    [found] = (n for n in numbers if script in Path(f"/proc/{n}/cmdline").read_text())
    return int(found)


def test_a_taken_port_is_told_in_a_sentence() -> None:
    """Where another program listens at the port, the demo says so and what to try."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = run(SHOW, "--port", str(port))
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        f"Cannot listen at 127.0.0.1, port {port}: Address already in use. Try another --port.\n"
    )


def test_too_few_descriptors_are_told_in_a_sentence() -> None:
    """Where the system allows too few open connections, the demo says so before it begins."""
    limited = f"""
import os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
os.execv(sys.executable, [sys.executable, {SHOW!r}])
"""
    answer = run("-c", limited)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert re.fullmatch(r"50 clients for 3 s may need \d+ descriptors, .*\n", answer.stderr)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--clients", "0"), "--clients must be between 1 and 1000"),
        (("--seconds", "nan"), "--seconds must be between 0.01 and 60"),
        (("--port", "65536"), "--port must be between 0 and 65535"),
        (("--only", "nap"), "invalid choice: 'nap'"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(arguments: tuple[str, str], sentence: str) -> None:
    """An option that cannot be is refused before anything starts."""
    answer = run(SHOW, *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
