"""The scale_out demo: who takes the visitors, and that nobody is left behind.

Nothing here depends on how fast the machine is: tests look at who answered, and who is left.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tests.test_demos import (
    ENVIRONMENT,
    PATIENCE,
    ROOT,
    becomes_free,
    is_free,
    masked,
    port_in,
    read_until,
    readme,
    run,
    run_with,
    started,
)

pytestmark = pytest.mark.real_clock

SHOW = "demos/scale_out/show.py"
SERVER = "demos/scale_out/server.py"
SUPERVISOR = "demos/scale_out/supervisor.py"

CONNECTIONS = 24


@contextmanager
def on_a_leash(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A script that is to end, with all its children, when its stdin does."""
    with subprocess.Popen(
        [sys.executable, *arguments, "--port", "0", "--until-eof"],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process  # leaving closes the stdin, so that a failed test leaves nothing either


def answers(port: int) -> int:
    """The process that answers at a port."""
    no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with no_proxy.open(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as response:
        return int(response.read())


def server_in(line: str) -> int:
    """The process that says that it serves."""
    found = re.match(r"(\d+) serves", line)
    assert found, line
    return int(found[1])


def without_widths(text: str) -> list[str]:
    """Lines with their numbers masked, where a process without visitors has no time for them."""
    return [re.sub(r"# ms( and # ms)?", "# ms", line) for line in masked(text)]


# What the demo shows


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What one run found out."""
    result = run(SHOW, "--json", "--connections", str(CONNECTIONS), "--seconds", "0.1")
    assert (result.returncode, result.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_every_connection_is_counted_at_one_of_the_processes(found: dict[str, Any]) -> None:
    """One process takes all; of two, both are counted, and who takes none as well."""
    ways = {way["way"]: way["connections"] for way in found["ways"]}
    assert ways["one process"] == [CONNECTIONS]
    for way in ("fork_processes", "reuse_port"):
        assert len(ways[way]) == 2
        assert sum(ways[way]) == CONNECTIONS


def test_with_reuse_port_every_process_has_visitors(found: dict[str, Any]) -> None:
    """The kernel draws lots: that one process gets all has a chance of one in eight millions."""
    assert min(found["ways"][2]["connections"]) > 0


def test_each_process_with_visitors_has_a_time_for_its_answers(found: dict[str, Any]) -> None:
    """The times between two answers belong to the processes that gave some."""
    for way in found["ways"]:
        assert len(way["ms"]) == len([count for count in way["connections"] if count])
        assert all(ms > 0 for ms in way["ms"])


def test_the_supervisor_leaves_nobody_and_the_fork_leaves_all(found: dict[str, Any]) -> None:
    """SIGTERM to the supervisor ends the servers; to the parent of a fork it leaves them."""
    assert found["supervisor"] == {
        "replaced": True,
        "silent_after_sigterm": True,
        "silent_after_sigkill": True,
    }
    assert len(found["orphans"]) == 2


def test_the_readme_shows_what_is_printed() -> None:
    """The README's output is the demo's own, up to the numbers."""
    result = run(SHOW, "--seconds", "0.1")
    assert (result.returncode, result.stderr) == (0, "")
    [block] = re.findall(r"```text\n(.*?)```", readme("scale_out"), re.DOTALL)
    assert without_widths(result.stdout) == without_widths(block)


# The trap, and what ends orphans


def test_children_of_a_killed_parent_serve_until_the_pipe_ends() -> None:
    """Children of fork_processes outlive their parent; these look at stdin, and end with that."""
    with on_a_leash(SERVER, "--fork", "2") as parent:
        port = port_in(read_until(parent, "Listening"))
        children = {server_in(read_until(parent, "serves")) for _ in range(2)}
        parent.terminate()
        assert parent.wait(timeout=PATIENCE) == -signal.SIGTERM
        assert answers(port) in children
        assert not is_free(port)
        _, err = parent.communicate(timeout=PATIENCE)  # the stdin ends
    assert err == ""
    assert becomes_free(port)


def test_a_forked_child_that_is_told_to_end_is_not_started_again() -> None:
    """SIGTERM to each child ends them all: they exit normally, and so the parent does, too."""
    with on_a_leash(SERVER, "--fork", "2") as parent:
        port = port_in(read_until(parent, "Listening"))
        for child in [server_in(read_until(parent, "serves")) for _ in range(2)]:
            os.kill(child, signal.SIGTERM)
        assert parent.wait(timeout=PATIENCE) == 0
    assert becomes_free(port)


# The supervisor


def test_a_server_that_does_not_end_is_killed() -> None:
    """A stopped process does not hear SIGTERM: after the patience comes SIGKILL, to it alone."""
    with started(SUPERVISOR, "--port", "0", "--patience", "0.5") as supervisor:
        port = port_in(read_until(supervisor, "Listening"))
        deaf, other = (server_in(read_until(supervisor, "serves")) for _ in range(2))
        os.kill(deaf, signal.SIGSTOP)
        try:
            supervisor.terminate()
            out, err = supervisor.communicate(timeout=PATIENCE)
        finally:
            with suppress(ProcessLookupError):  # as it should be
                os.kill(deaf, signal.SIGKILL)
    assert (supervisor.returncode, err) == (0, "")
    assert sorted(out.splitlines()) == sorted(
        [f"{deaf} did not end in 0.5 s: killed.", f"{other} has ended."]
    )
    assert becomes_free(port)


def test_ctrl_c_ends_the_servers_of_a_supervisor() -> None:
    """Ctrl-C reaches the supervisor alone, and it ends its servers one by one, as at SIGTERM."""
    with started(SUPERVISOR, "--port", "0", "--processes", "1") as supervisor:
        port = port_in(read_until(supervisor, "Listening"))
        server = server_in(read_until(supervisor, "serves"))
        assert answers(port) == server
        supervisor.send_signal(signal.SIGINT)
        out, err = supervisor.communicate(timeout=PATIENCE)
    assert (supervisor.returncode, out, err) == (0, f"{server} has ended.\n", "")
    assert becomes_free(port)


@pytest.mark.parametrize("other", ["anything", "a server with reuse_port"])
def test_a_taken_port_is_told_in_a_sentence(other: str) -> None:
    """A supervisor does not join at a port where somebody listens, though SO_REUSEPORT would."""
    with socket.socket() as listener:
        if other == "a server with reuse_port":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        results = [run(SUPERVISOR, "--port", port)]
        if other == "anything":
            results.append(run(SERVER, "--port", port, "--reuse-port"))
    for result in results:
        assert result.returncode == 1
        assert result.stderr == (
            f"Cannot listen at port {port}: Address already in use. Try another --port.\n"
        )


# Nothing is left


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_nothing_is_left_of_a_stopped_demo(number: signal.Signals, status: int) -> None:
    """However the demo is stopped, the server that it asks just then ends with it."""
    with started(SHOW, "--seconds", "60") as process:
        read_until(process, "an answer takes")
        process.send_signal(number)
        # The servers have our pipe for their errors: this returns when all of them have ended.
        out, err = process.communicate(timeout=PATIENCE)
    # Of a demo that is killed the children may still say that somebody is gone.
    if number == signal.SIGKILL and "Traceback" not in err:
        err = ""
    assert (process.returncode, err) == (status, "")
    assert number != signal.SIGINT or out.splitlines()[-1] == "Stopped."


@pytest.mark.parametrize(
    "arguments", [(SERVER, "--fork", "2"), (SUPERVISOR,)], ids=["fork", "ours"]
)
def test_who_is_started_by_a_demo_that_is_killed_then_ends(arguments: tuple[str, ...]) -> None:
    """Servers that find nobody to tell that they serve end, and are not started again and again."""
    with on_a_leash(*arguments) as process:
        assert process.stdout and process.stdin and process.stderr
        process.stdout.close()
        process.stdin.close()
        assert process.stderr.read() == ""  # at its end when all have ended
        assert process.wait(timeout=PATIENCE) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((SHOW, "--processes", "1"), "--processes must be between 2 and 16"),
        ((SHOW, "--seconds", "0"), "--seconds must be between"),
        ((SERVER, "--fork", "0"), "--fork must be between"),
        ((SUPERVISOR, "--processes", "0"), "--processes 1 to 64"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    """Options that make no sense are refused before anything starts."""
    result = run(*arguments)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_too_few_descriptors_are_told_in_a_sentence() -> None:
    """A server without descriptors would log errors without end: so the demo does not begin."""
    result = run_with(resource.RLIMIT_NOFILE, 100, SHOW)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "Only 100 files may be open here (ulimit -n): try fewer --connections.\n"
    )
