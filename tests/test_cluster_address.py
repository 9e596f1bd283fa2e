"""Which addresses of a cluster are taken, and what crosses between it and the grading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from looplab.cluster import address, cluster_at
from looplab.cluster.batch import answer, answered, carried, worth_sending
from looplab.course import Course, Lab
from looplab.grade import CannotGrade, judged
from looplab.roster import Submission

ROOT = Path(__file__).resolve().parent.parent
SLEEP = Course(ROOT).lab("sleep")

CHECKS = '''
from looplab.order import in_order


def test_it_greets(trace):
    """It says hello."""
    in_order(trace, "hello")
'''


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("tcp://192.0.2.1:8786", "is not encrypted.*dask scheduler --protocol tls.*TLS__CA_FILE"),
        ("tcp://localhost.example:8786", "is not encrypted"),
        ("tcp://[2001:db8::1]:8786", "is not encrypted"),
        ("tcp://0.0.0.0:8786", "is not encrypted"),
        ("ws://127.0.0.1:8786", "is no address of a cluster.*local:2"),
        ("127.0.0.1:8786", "is no address of a cluster"),
        ("tcp://127.0.0.1", "is no address of a cluster"),
        ("tcp://127.0.0.1:port", "is no address of a cluster"),
        ("local:0", "names no number of workers"),
        ("local:many", "names no number of workers"),
        ("tls://127.0.0.1:8786", "TLS__CA_FILE"),
    ],
)
def test_an_address_is_refused_before_anything_is_sent(where: str, says: str) -> None:
    """With what to write instead."""
    with pytest.raises(CannotGrade, match=says), cluster_at(where):
        pass


def test_a_cluster_that_is_open_to_the_network_is_refused() -> None:
    """Whoever reaches its scheduler, or a worker, runs code on it."""
    safe = [("scheduler", "tcp://127.0.0.1:1"), ("worker", "tls://192.0.2.1:2")]
    address.refuse_the_open("tcp://127.0.0.1:1", safe)
    for who in ("scheduler", "worker"):
        with pytest.raises(CannotGrade, match=rf"the {who} of .* open to the network"):
            address.refuse_the_open("tcp://127.0.0.1:1", [*safe, (who, "tcp://192.0.2.1:3")])


def test_without_dask_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    """With status 2, and nothing written."""
    program = (
        "import sys; sys.modules['distributed'] = None\n"
        "from looplab.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["grade", "sleep", str(SLEEP.solution), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments, "--cluster", "local:2"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert done.stderr.strip().endswith("pip install 'looplab[dask]'")
    assert not (tmp_path / "out").exists()


def test_a_submission_is_carried_as_it_was_read(tmp_path: Path) -> None:
    """Its bytes travel; one that is missing or unreadable stays what it is."""
    (tmp_path / "ann.py").write_bytes(b"print()")
    read = carried(Submission("ann", tmp_path / "ann.py", late=True))
    assert (read.data, read.name, read.late, read.path) == (b"print()", "ann.py", True, None)
    gone = carried(Submission("bob", tmp_path / "bob.py"))
    assert gone.data is None and gone.path is not None and gone.name == "bob.py"
    missing = Submission("cid", None, "no file")
    assert carried(missing) == missing


def test_what_is_printed_crosses_as_it_is(tmp_path: Path) -> None:
    """Also other ends of a line than a trace has, and what is no valid text."""
    path = tmp_path / "odd.py"
    path.write_text(r"print('a\u2028b\x85c\x0bd'); print('\ud800')" + "\nprint('bye')\n")
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "starter.py").write_text("")
    (tmp_path / "lab" / "test_it.py").write_text(CHECKS)
    sent = []
    judged(
        Lab(tmp_path / "lab"), path, on_result=lambda r, t: sent.append((r, worth_sending(r, t)))
    )
    assert len(sent) == 1 and sent[0][1]
    assert answered(answer(sent)) == sent
