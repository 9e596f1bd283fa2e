"""The c10k demo holds as many friends as it says, and counts those whom it loses.

Memory is compared between servers of one run, with wide margins; no time is asserted.
"""

from __future__ import annotations

import http.client
import json
import os
import pty
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.test_demos import (
    ENVIRONMENT,
    PATIENCE,
    ROOT,
    becomes_free,
    is_free,
    masked,
    read_until,
    readme,
    run,
    run_with,
    started,
)

pytestmark = [
    pytest.mark.real_clock,
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux's /proc"),
]

SHOW = "demos/c10k/show.py"
SERVER = "demos/c10k/server.py"
FRIENDS = "demos/c10k/friends.py"
THREADS = "demos/c10k/thread_limit.py"
KINDS = ["protocol", "stream", "poll", "websocket", "threads"]
Row = dict[str, Any]


@contextmanager
def serving(kind: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server alone, and its port."""
    with started(SERVER, kind, "--port", "0", *arguments) as process:
        found = re.search(r"port (\d+)", read_until(process, "Listening"))
        assert found
        yield process, int(found[1])


@pytest.fixture(scope="module")
def ran() -> tuple[dict[str, Row], str]:
    """What one run says, with a thousand friends at each server: the numbers and the words."""
    result = run(SHOW, "--json")
    assert result.returncode == 0, result.stderr
    return {row["kind"]: row for row in json.loads(result.stdout)["rows"]}, result.stderr


@pytest.fixture(scope="module")
def rows(ran: tuple[dict[str, Row], str]) -> dict[str, Row]:
    """The numbers, by the kind of server."""
    return ran[0]


@pytest.fixture(scope="module")
def words(ran: tuple[dict[str, Row], str]) -> str:
    """What is printed where there is no terminal."""
    return ran[1]


def test_nobody_of_a_thousand_is_lost(rows: dict[str, Row]) -> None:
    """All five servers hold all their friends, threads as well, and answer the active one."""
    assert list(rows) == KINDS
    for row in rows.values():
        assert (row["asked"], row["open"], row["failed"], row["left"]) == (1000, 1000, 0, 0)
        assert 0 < row["few_p50_ms"] <= row["few_p99_ms"]
        assert 0 < row["all_p50_ms"] <= row["all_p99_ms"]


def test_a_friend_costs_least_without_layers_and_most_with_a_thread(rows: dict[str, Row]) -> None:
    """A protocol, a stream, what HTTP needs, a thread: each costs clearly more than the last."""
    protocol, stream, poll, websocket, threads = (rows[kind]["own_kib"] for kind in KINDS)
    assert 0 < protocol * 1.4 < stream
    assert stream * 1.5 < min(poll, websocket)
    assert max(poll, websocket) * 1.3 < threads


def test_only_threads_cost_the_kernel_a_stack_each(rows: dict[str, Row]) -> None:
    """A friend with a thread has a kernel stack and address space; the others share one thread."""
    for kind in KINDS[:-1]:
        assert rows[kind]["threads"] == 0
        assert rows[kind]["kernel_kib"] < 1
    threads = rows["threads"]
    assert threads["threads"] == pytest.approx(1)
    assert threads["kernel_kib"] > 4
    assert threads["reserved_kib"] > 20 * threads["own_kib"]


def test_the_words_say_what_the_numbers_say(rows: dict[str, Row], words: str) -> None:
    """The table has each server's memory and losses, in lines that fit into eighty columns."""
    lines = re.findall(r"^  [a-zA-Z. ]{16} +([\d.]+) .* (\d+)$", words, re.MULTILINE)
    assert lines == [(f"{row['own_kib']:.1f}", "0") for row in rows.values()]
    assert max(len(line) for line in words.splitlines()) <= 80


def blocks() -> list[str]:
    """The outputs in the README."""
    return re.findall(r"```text\n(.*?)```", readme("c10k"), re.DOTALL)


def joined(text: str) -> str:
    """A text without its numbers and breaks, and without what depends on the machine's limits."""
    lines = masked(text.replace(",", "").replace(">", ""))
    together = " ".join(line for line in lines if not re.match("file|ports|threads|accept", line))
    return re.sub(r"The first one here.*?\.", "", together)


def test_the_readme_shows_what_is_printed(words: str) -> None:
    """The README's two tables are the demo's own, up to numbers and what a machine allows."""
    few, many, *_ = blocks()
    assert joined(few) == joined(words)
    assert joined(many) in joined(words)


# Limits


def test_too_few_descriptors_are_told_and_fewer_friends_come() -> None:
    """With 300 descriptors, soft and hard, fewer friends come, nobody is lost, and it says why."""
    result = run_with(resource.RLIMIT_NOFILE, 300, SHOW, "--only", "websocket")
    assert (result.returncode, result.stderr) == (0, "")
    said = " ".join(result.stdout.split())
    assert "file descriptors 300 for a process 236 " in said
    assert "1,000 friends were asked for, and the file descriptors allow 236." in said
    assert "236 here" in said
    assert "Nobody was lost" in said


def test_far_too_few_descriptors_are_told_in_a_sentence() -> None:
    """Where not even a hundred friends may come, it says what to do, and starts nothing."""
    result = run_with(resource.RLIMIT_NOFILE, 100, SHOW)
    assert result.returncode == 1
    assert result.stderr == (
        "Only 36 friends may come, and the demo needs 100. What stops it: file descriptors, 100 "
        "for a process. To go on, raise the hard limit of descriptors (as root: ulimit -Hn, or "
        "limits.conf).\n"
    )


def test_the_soft_limit_is_raised_to_the_hard_one() -> None:
    """A usual limit of descriptors is a soft one, and no reason for fewer friends."""
    result = run_with(resource.RLIMIT_NOFILE, 700, "demos/c10k/limits.py", soft=100)
    assert "700 for a process, raised from 100" in result.stdout


@pytest.mark.parametrize("kind", ["protocol", "websocket", "threads"])
def test_a_server_without_descriptors_ends_with_a_sentence(kind: str) -> None:
    """It does not try for ever to take a connection out of its queue, and fills no log."""
    with ExitStack() as stack:
        process, port = stack.enter_context(serving(kind))
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (40, 40))
        for _ in range(40):
            connection = stack.enter_context(socket.socket())
            connection.setblocking(False)
            connection.connect_ex(("127.0.0.1", port))
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert err == (
        "The server ends: Too many open files. Raise the hard limit of descriptors (ulimit -Hn).\n"
    )


def test_threads_fail_where_their_addresses_end_and_a_loop_does_not() -> None:
    """With two GiB of address space there are threads for some friends, and streams for all."""
    limit = 2 * 2**30
    arguments = (SHOW, "--only", "stream", "threads", "--connections", "400", "--json")
    result = run_with(resource.RLIMIT_AS, limit, *arguments)
    assert result.returncode == 0
    stream, threads = json.loads(result.stdout)["rows"]
    assert (stream["open"], stream["failed"]) == (400, 0)
    assert 0 < threads["open"] == 400 - threads["failed"] < 300
    assert "The server hangs up on a friend: can't start new thread." in result.stderr
    assert f"a thread each: {threads['failed']} of 400 friends were lost" in result.stderr
    assert "Traceback" not in result.stderr


def test_more_threads_start_where_there_are_more_addresses() -> None:
    """The other script finds where bare threads fail: later, with twice the address space."""
    found = []
    for limit in (2 * 2**30, 4 * 2**30):
        result = run_with(resource.RLIMIT_AS, limit, THREADS, "--most", "3000")
        assert (result.returncode, result.stderr) == (0, "")
        end = re.search(r"^(\d+) threads wait, and the next one does not", result.stdout, re.M)
        assert end, result.stdout
        found.append(int(end[1]))
    assert 1.5 < found[1] / found[0] < 6


def test_a_terminal_has_bars() -> None:
    """In a terminal memory is drawn as well, to scale, and without colours if none are wanted."""
    out = in_a_terminal(SHOW, "--only", "stream", "threads", "--connections", "100")
    bars = re.findall(r"^  (plain stream|a thread each) +(█+)(░*) [\d.]+", out, re.MULTILINE)
    (stream, own, kernel), (thread, its_own, its_kernel) = bars
    assert (stream, thread) == ("plain stream", "a thread each")
    assert 3 * len(own) < len(its_own)
    assert (len(kernel), len(its_kernel) > 5) == (0, True)
    assert "\033[3" not in out

    def drawn(text: str) -> set[str]:
        return {re.sub("[█░]+", "|", line) for line in masked(text) if "█" in line}

    assert drawn(out) < drawn(blocks()[2])


def in_a_terminal(*arguments: str) -> str:
    """What a script prints into a terminal of eighty columns, where no colours are wanted."""
    mine, its = pty.openpty()
    environment = ENVIRONMENT | {"NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "80"}
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=its, stderr=its
    )
    os.close(its)
    heard = b""
    with process, open(mine, "rb", buffering=0) as terminal:
        try:
            while more := terminal.read(4096):
                heard += more
        except OSError:  # all that wrote into it have ended
            pass
    assert process.returncode == 0, heard
    return heard.decode().replace("\r\n", "\n")


# Friends and servers alone


def test_friends_who_are_turned_away_are_counted() -> None:
    """A server that hangs up on each third friend has lost exactly those, whoever says hello."""
    with (
        socket.create_server(("127.0.0.1", 0), backlog=200) as server,
        served(server, turn_away, 3),
    ):
        port = str(server.getsockname()[1])
        where = ("--port", port, "--server", str(os.getpid()))
        result = run(FRIENDS, "stream", *where, "--connections", "90")
    row = json.loads(result.stdout.splitlines()[-1])["row"]
    assert (row["asked"], row["open"], row["failed"]) == (90, 60, 30)
    assert row["why"]


@contextmanager
def served(server: socket.socket, serve: Callable[..., None], *arguments: object) -> Iterator[None]:
    """A thread of its own accepts, and has ended afterwards."""
    thread = threading.Thread(target=serve, args=(server, *arguments))
    thread.start()
    try:
        yield
    finally:
        # Whoever waits in accept() does not hear that the socket is closed.
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def turn_away(server: socket.socket, each: int) -> None:
    """Answer all but each third friend, or so; the first one of all is the active one."""
    number = 0
    while True:
        try:
            friend, _ = server.accept()
        except OSError:
            return
        number += 1
        if number % each:
            threading.Thread(target=echo, args=(friend,), daemon=True).start()
        else:
            friend.close()


def echo(friend: socket.socket) -> None:
    with friend:
        try:
            while heard := friend.recv(1024):
                friend.sendall(heard)
        except OSError:
            pass


def overflows() -> int:
    """How often an accept queue of this machine was full."""
    names, counts = Path("/proc/net/netstat").read_text().splitlines()[:2]
    return int(counts.split()[names.split().index("ListenOverflows")])


def test_a_full_accept_queue_is_counted() -> None:
    """Where only two may wait to be accepted, and wait they must, the friends say so."""
    before = overflows()

    def accept_late(server: socket.socket) -> None:
        friend, _ = server.accept()
        threading.Thread(target=echo, args=(friend,), daemon=True).start()
        while overflows() == before:
            time.sleep(0.01)
        server.listen(100)
        turn_away(server, 100)

    with socket.create_server(("127.0.0.1", 0), backlog=1) as server, served(server, accept_late):
        where = ("--port", str(server.getsockname()[1]), "--server", str(os.getpid()))
        result = run(FRIENDS, "stream", *where, "--connections", "30")
    row = json.loads(result.stdout.splitlines()[-1])["row"]
    assert (row["open"], row["failed"]) == (30, 0)
    assert row["overflows"] > 0


def test_a_full_accept_queue_is_told() -> None:
    """The sentences under the table say how often that was, if it was."""
    program = (
        "import limits, table; from friends import Row; limit = limits.threads();"
        "print(*table.sentences([Row('stream', 9, overflows=7)], limit));"
        "print(*table.sentences([Row('stream', 9, overflows=0)], limit))"
    )
    printed = subprocess.check_output(
        [sys.executable, "-c", program], cwd=ROOT / "demos/c10k", text=True
    )
    full, free = printed.splitlines()
    assert "7 times an accept queue was full" in full
    assert "queue" not in free


@pytest.mark.parametrize(("origin", "status"), [("http://127.0.0.1", 101), ("http://x.org", 403)])
def test_a_page_of_another_site_gets_no_websocket(websocket: int, origin: str, status: int) -> None:
    """Whoever comes from the server's own page gets one, whoever comes from elsewhere does not."""
    connection = http.client.HTTPConnection("127.0.0.1", websocket, timeout=PATIENCE)
    headers = {
        "Host": "127.0.0.1",
        "Origin": origin,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    connection.request("GET", "/websocket", headers=headers)
    assert connection.getresponse().status == status
    connection.close()


@pytest.fixture(scope="module")
def websocket() -> Iterator[int]:
    """The port of a server with WebSockets, which Ctrl-C ends."""
    with serving("websocket") as (process, port):
        yield port
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out.splitlines()[-1], err) == (130, "Stopped.", "")


@pytest.mark.parametrize(
    "arguments",
    [(SHOW, "--only", "stream"), (SERVER, "threads")],
    ids=["show", "server"],
)
def test_a_taken_port_is_told_in_a_sentence(arguments: tuple[str, ...]) -> None:
    """Where another program listens, the server says so and what to try, and that is the end."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run(*arguments, "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == (
        f"Cannot listen at 127.0.0.1, port {port}: Address already in use. Try another --port.\n"
    )


@pytest.mark.parametrize("arguments", [("--connections", "99"), ("--backlog", "0")])
def test_a_number_out_of_range_is_told_in_a_sentence(arguments: tuple[str, str]) -> None:
    """What cannot be is refused before anything starts."""
    result = run(SHOW, *arguments)
    assert result.returncode == 2
    assert "must be" in result.stderr.splitlines()[-1]
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("number", "status", "kind"),
    [
        (signal.SIGINT, 130, "websocket"),
        (signal.SIGTERM, 143, "stream"),
        (signal.SIGKILL, -9, "threads"),
    ],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_nothing_is_left_of_a_stopped_demo(number: signal.Signals, status: int, kind: str) -> None:
    """However the demo is stopped, servers and friends end with it and the port is free again."""
    with started(SHOW, "--only", kind, "--connections", "150", "--hold", "3600") as process:
        line = read_until(process, "all are here")
        found = re.search(r"process (\d+), port (\d+)", line)
        assert found, line
        server, port = map(int, found.groups())
        assert len(os.listdir(f"/proc/{server}/fd")) > 150
        assert not is_free(port)
        process.send_signal(number)
        # Its children hold the other ends of these pipes too: this returns when all have ended.
        _, err = process.communicate(timeout=PATIENCE)
    # Of a demo that is killed the children may still say that somebody is gone.
    if number == signal.SIGKILL and "Traceback" not in err:
        err = ""
    assert (process.returncode, err) == (status, "")
    assert becomes_free(port)
