"""The party demo: who drinks when, and who meets whom while drinks are mixed.

The order of the lines follows from who waits for whom, and holds on any machine. Of the times only
a ratio is looked at.
"""

from __future__ import annotations

import re
import resource
import signal
import socket
import urllib.error
import urllib.request

import pytest

from tests.test_demos import (
    PATIENCE,
    becomes_free,
    masked,
    port_in,
    read_until,
    readme,
    run,
    run_with,
    started,
)

pytestmark = pytest.mark.real_clock

SHOW = "demos/party/show.py"
BAR = "demos/party/bar.py"
DRINKS = {"Nora": "lemonade", "Otto": "punch", "Ida": "julep"}


def ratio(text: str) -> float:
    """How many times as long it took at the bar, as the demo says."""
    found = re.search(r"it takes (\d+\.\d+) times as long", text)
    assert found, text
    return float(found[1])


@pytest.fixture(scope="module")
def shown() -> str:
    """What is printed, in the best of at most three runs: a busy machine makes mingling slower."""
    runs: list[str] = []
    while len(runs) < 3 and not any(ratio(text) >= 1.6 for text in runs):
        result = run(SHOW, "--seconds", "0.3")
        assert (result.returncode, result.stderr) == (0, "")
        runs.append(result.stdout)
    return max(runs, key=ratio)


def story(shown: str, title: str) -> list[str]:
    """The lines of one party, without their times."""
    told = shown.partition(f". {title}\n\n")[2].partition("\n\n")[0]
    return [line[7:] for line in told.splitlines()]


def round_at_the_bar(guest: str) -> list[str]:
    """One drink, from the order on."""
    return [
        f"{guest}: orders a {DRINKS[guest]}",
        f"bar: mixes for {guest}",
        f"bar: ready for {guest}",
        f"{guest}: drinks",
    ]


MEETINGS = ["host: Nora, meet Otto", "host: Nora, meet Ida", "host: Otto, meet Ida"]


def test_who_stand_at_the_bar_hold_the_loop(shown: str) -> None:
    """Each orders when the one before drinks, and the host has a word when all is over."""
    rounds = [line for guest in DRINKS for line in round_at_the_bar(guest)]
    assert story(shown, "They stand at the bar") == rounds + MEETINGS


def test_who_order_in_turn_leave_the_loop_to_the_host_alone(shown: str) -> None:
    """The orders are as before, but the host speaks while the first drink is mixed."""
    told = story(shown, "They order in turn")
    rounds = [line for guest in DRINKS for line in round_at_the_bar(guest)]
    assert [line for line in told if not line.startswith("host")] == rounds
    assert [line for line in told if line.startswith("host")] == MEETINGS
    assert told.index(MEETINGS[0]) < told.index("Nora: drinks")


def test_who_mingle_have_all_ordered_before_the_bar_begins(shown: str) -> None:
    """All orders go out at once; each drink is mixed, ready and drunk in this order."""
    told = story(shown, "They mingle")
    assert told[:4] == [f"{guest}: orders a {DRINKS[guest]}" for guest in DRINKS] + MEETINGS[:1]
    for guest in DRINKS:
        places = [told.index(line) for line in round_at_the_bar(guest)]
        assert places == sorted(places)
    first_ready = min(told.index(f"bar: ready for {guest}") for guest in DRINKS)
    assert all(told.index(f"bar: mixes for {guest}") < first_ready for guest in DRINKS)


def test_only_who_leave_the_loop_free_meet_meanwhile(shown: str) -> None:
    """At the bar nobody meets anybody; in turn and mingling they meet while drinks are mixed."""
    met = dict(re.findall(r"^  (They [a-z ]+?) +\d.* s   (.+)$", shown, re.MULTILINE))
    assert met["They stand at the bar"] == "nobody"
    for title in ("They order in turn", "They mingle"):
        assert met[title].startswith("Nora-Otto")


def test_standing_at_the_bar_takes_longer(shown: str) -> None:
    """Three drinks one after the other take about twice as long as the slowest of them."""
    assert ratio(shown) >= 1.6


def test_the_readme_shows_what_is_printed(shown: str) -> None:
    """The README's lines are the demo's own, up to the numbers and who is mixed for first."""
    [block] = re.findall(r"```text\n(.*?)```", readme("party"), re.DOTALL)
    assert sorted(masked(block)) == sorted(masked(shown))


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)],
    ids=["SIGINT", "SIGTERM", "SIGKILL"],
)
def test_the_bar_closes_with_the_party(number: signal.Signals, status: int) -> None:
    """However the demo is stopped, its bar ends with it, though it has a drink to mix."""
    with started(SHOW, "--seconds", "0.2") as process:
        read_until(process, "They order in turn")
        read_until(process, "bar: mixes for Nora")
        process.send_signal(number)
        # The bar has our pipes, too: this returns when both have ended.
        out, err = process.communicate(timeout=PATIENCE)
    # Of a demo that is killed the children may still say that somebody is gone.
    if number == signal.SIGKILL and "Traceback" not in err:
        err = ""
    assert (process.returncode, err) == (status, "")
    assert "They mingle" not in out
    assert number != signal.SIGINT or out.splitlines()[-1] == "Stopped."


def test_a_bar_of_its_own_serves_until_ctrl_c() -> None:
    """The bar mixes what is on its menu, for guests whose names are names."""
    guests = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with started(BAR, "--port", "0", "--seconds", "0") as bar:
        port = port_in(read_until(bar, "open at"))
        with guests.open(f"http://127.0.0.1:{port}/punch?guest=Me") as response:
            assert response.read() == b'{"drink": "punch"}'
        for wish in ("beer?guest=Me", "punch?guest=%1b[2J"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                guests.open(f"http://127.0.0.1:{port}/{wish}")
        bar.send_signal(signal.SIGINT)
        out, _ = bar.communicate(timeout=PATIENCE)
    assert bar.returncode == 130
    assert out.split() == "bar: mixes for Me bar: ready for Me Stopped.".split()
    assert becomes_free(port)


def test_a_taken_port_is_told_in_a_sentence() -> None:
    """Where somebody listens already, the bar says so and what to try."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run(BAR, "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == (
        f"Cannot listen at port {port}: Address already in use. Try another --port.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((SHOW, "--seconds", "0"), "--seconds must be between 0.1"),
        ((BAR, "--port", "65536"), "--port must be between"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    """Options that make no sense are refused before anything starts."""
    result = run(*arguments)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_too_few_descriptors_are_told_in_a_sentence() -> None:
    """A bar without descriptors would log errors without end: so the party does not begin."""
    result = run_with(resource.RLIMIT_NOFILE, 20, SHOW)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "The party needs 64 files that may be open: allow more with ulimit -n.\n"
    )
