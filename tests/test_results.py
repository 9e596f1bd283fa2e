"""results.jsonl: whole after every crash, one grading at a time, loud when the disk is full."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from looplab import results
from looplab.result import Check, Result
from looplab.results import CannotRecord, Log, opened, recorded, sealed


def result(student: str, points: float = 1.0, **more: Any) -> Result:
    check = Check("test_it", "It works.", points > 0, points, 2.0, False, "Expected: \u2028 it")
    fields: dict[str, Any] = {
        "lab": "sleep",
        "source_sha256": "ab" * 32,
        "verdict": "failed",
        "points": points,
        "max_points": 2.0,
        "checks": (check,),
        "diagnosis": None,
        "suspicions": (),
        "isolation": ("process",),
        "seed": 3,
        "ms": 12,
    }
    return Result(student=student, **fields | more)


def filled(folder: Path, *found: Result, version: str = "v") -> bytes:
    log = Log(folder, resume=False, version=version, conditions={"seed": 3})
    for one in found:
        log.write(one)
    log.close()
    return (folder / "results.jsonl").read_bytes()


# ---- what is in it


def test_a_header_and_a_line_for_each_result(tmp_path: Path) -> None:
    """The header has a kind and the conditions; a result has all its own keys, and no kind."""
    evil = result("Ren\udce9\n\x1b[31m{", late=True)
    data = filled(tmp_path, result("ann"), evil)
    header, *lines = [json.loads(line) for line in data.decode("ascii").splitlines()]
    assert header["kind"] == "header"
    assert (header["version"], header["seed"], header["format"]) == ("v", 3, 1)
    assert len(header["run"]) == 32
    assert [line["student"] for line in lines] == ["ann", "Ren\udce9\n\x1b[31m{"]
    assert all("kind" not in line and line["lab"] == "sleep" for line in lines)
    assert recorded(tmp_path) == [result("ann"), evil]


def test_a_checksum_sees_every_change() -> None:
    """Each byte of a line counts, also those of the checksum."""
    text = result("ann").to_json()
    line = sealed(text)
    assert json.loads(line)["checksum"] and opened(line) == text
    for at in range(len(line)):
        changed = line[:at] + chr(ord(line[at]) ^ 1) + line[at + 1 :]
        assert opened(changed) is None, at
    for end in range(len(line)):
        assert opened(line[:end]) is None


def test_of_two_results_the_later_one_counts(tmp_path: Path) -> None:
    """A program that was changed is graded again; the first result stays in the file."""
    filled(tmp_path, result("ann", 0.0), result("bob"), result("ann", 2.0))
    assert recorded(tmp_path) == [result("bob"), result("ann", 2.0)]
    assert len((tmp_path / "results.jsonl").read_text().splitlines()) == 4


# ---- going on


def resumed(folder: Path, version: str = "v") -> tuple[list[Result], int]:
    log = Log(folder, resume=True, version=version)
    log.close()
    return log.kept, log.torn


def test_torn_at_any_byte(tmp_path: Path) -> None:
    """Whatever was written last is cut off, all before it is kept, and it can be gone on."""
    data = filled(tmp_path, result("ann"), result("bob"), result("cid"))
    ends = [n for n, byte in enumerate(data, 1) if byte == ord("\n")]
    path = tmp_path / "results.jsonl"
    near = {end + n for end in ends for n in (-2, -1, 0, 1)} | set(range(0, len(data), 23))
    for end in sorted(n for n in near if n <= len(data)):
        path.write_bytes(data[:end])
        whole = max((n for n in ends if n <= end), default=0)
        kept, torn = resumed(tmp_path)
        names = ["ann", "bob", "cid"][: max(0, len([n for n in ends if n <= end]) - 1)]
        assert [one.student for one in kept] == names
        assert torn == end - whole
        after = path.read_bytes()
        assert after.startswith(data[:whole])
        (added,) = after[whole:].splitlines()
        assert json.loads(added)["kind"] == "header"


@pytest.mark.parametrize("tail", [bytes(700), b"\0" * 9 + b"\n" + b"\0\n", b'{"student": "eve"}\n'])
def test_a_tail_of_rubbish_is_cut_off(tmp_path: Path, tail: bytes) -> None:
    """After a loss of power a file may end in zeros, over several lines."""
    data = filled(tmp_path, result("ann"))
    (tmp_path / "results.jsonl").write_bytes(data + tail)
    kept, torn = resumed(tmp_path)
    assert ([one.student for one in kept], torn) == (["ann"], len(tail))


def test_a_line_that_was_changed_is_not_passed_over(tmp_path: Path) -> None:
    """Somebody edited a mark, or the disk did: it is said, with its number, and nothing is lost."""
    data = filled(tmp_path, result("ann"), result("bob"))
    changed = data.replace(b'"points": 1.0', b'"points": 2.0', 1)
    assert changed != data
    (tmp_path / "results.jsonl").write_bytes(changed)
    for read in (lambda: Log(tmp_path, resume=True), lambda: recorded(tmp_path)):
        with pytest.raises(CannotRecord, match=r"line 2 of .* has been changed or damaged"):
            read()
    assert (tmp_path / "results.jsonl").read_bytes() == changed


def test_what_was_found_under_other_conditions_does_not_count(tmp_path: Path) -> None:
    """Another lab, another seed: another version; and what it replaced does not come back."""
    filled(tmp_path, result("ann"), result("bob"), version="old")
    log = Log(tmp_path, resume=True, version="new")
    assert log.kept == []
    log.write(result("ann", 2.0))
    log.close()
    assert resumed(tmp_path, "new")[0] == [result("ann", 2.0)]
    assert resumed(tmp_path, "old")[0] == [result("bob")]
    assert recorded(tmp_path) == [result("bob"), result("ann", 2.0)]


def test_a_strangers_file_is_left_alone(tmp_path: Path) -> None:
    """Also with --resume, also where it looks torn."""
    path = tmp_path / "results.jsonl"
    for text in ("something\n", "something", '{"student": "ann"}\n', '{"kind": "other"}\n'):
        path.write_text(text)
        with pytest.raises(CannotRecord, match="no file of looplab's results"):
            Log(tmp_path, resume=True)
        assert path.read_text() == text
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(CannotRecord, match="is no file"):
        Log(tmp_path, resume=True)


def test_results_are_never_overwritten(tmp_path: Path) -> None:
    """A folder that holds results is refused, unless --resume says to go on."""
    data = filled(tmp_path, result("ann"))
    with pytest.raises(CannotRecord, match="go on with --resume, or name another folder"):
        Log(tmp_path, resume=False)
    assert (tmp_path / "results.jsonl").read_bytes() == data


# ---- one at a time


def test_two_gradings_in_one_folder(tmp_path: Path) -> None:
    """The second is told so, and changes nothing; when the first is done it may go on."""
    first = Log(tmp_path, resume=False)
    first.write(result("ann"))
    before = (tmp_path / "results.jsonl").read_bytes()
    program = (
        "import sys; from pathlib import Path; from looplab.results import Log, CannotRecord\n"
        "try: Log(Path(sys.argv[1]), resume=True)\n"
        "except CannotRecord as reason: print(reason)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True
    )
    assert done.stdout.startswith("another grading is writing to"), done.stderr
    assert (tmp_path / "results.jsonl").read_bytes() == before
    first.close()
    resumed(tmp_path)
    assert [one.student for one in recorded(tmp_path)] == ["ann"]


# ---- the disk


@pytest.fixture
def saves(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How large the file was each time when it was told to reach the disk."""
    sizes: list[int] = []
    real: Callable[[int], None] = results._to_disk

    def save(file: int) -> None:
        real(file)
        sizes.append(os.fstat(file).st_size)

    monkeypatch.setattr(results, "_to_disk", save)
    return sizes


def test_results_reach_the_disk_soon(tmp_path: Path, saves: list[int]) -> None:
    """Every 32 of them at once, and a single one after a moment, without any other coming."""
    log = Log(tmp_path, resume=False)
    for n in range(100):
        log.write(result(f"s{n}"))
    assert len(saves) >= 1 + 100 // 33
    log.write(result("last"))
    size = (tmp_path / "results.jsonl").stat().st_size
    give_up = time.monotonic() + 30
    while max(saves) < size and time.monotonic() < give_up:
        time.sleep(0.01)
    assert max(saves) == size
    log.close()
    assert saves[-1] == size


def test_a_disk_that_fails_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the failure comes later than the write: nothing more is written then."""
    log = Log(tmp_path, resume=False)

    def fail(file: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(results, "_to_disk", fail)
    with pytest.raises(CannotRecord, match="Input/output error"):
        for n in range(100):
            log.write(result(f"s{n}"))
    with pytest.raises(CannotRecord, match="Input/output error"):
        log.write(result("one more"))
    size = (tmp_path / "results.jsonl").stat().st_size
    with pytest.raises(CannotRecord):
        log.close()
    assert (tmp_path / "results.jsonl").stat().st_size == size


FULL = """
import resource, signal, sys
from pathlib import Path
from looplab.results import Log, CannotRecord
from tests.test_results import result
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
log = Log(Path(sys.argv[1]), resume=False, version="v")
written = 0
for n in range(100):
    try:
        log.write(result(f"s{n}"))
        written += 1
    except CannotRecord as reason:
        refused = str(reason)
        break
print(written, refused)
try:
    log.write(result("late"))
    print("written all the same")
except CannotRecord as reason:
    print("again:", reason)
"""


def test_a_full_disk_stops_the_grading(tmp_path: Path) -> None:
    """A line goes in half: it is said, nothing is skipped, and --resume goes on from there."""
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, cwd=root
    )
    assert done.returncode == 0, done.stderr
    first, again = done.stdout.splitlines()
    written, words = first.split(" ", 1)
    assert words.endswith(("No space left on device", "File too large"))
    assert again.startswith("again:")
    data = (tmp_path / "results.jsonl").read_bytes()
    assert len(data) == 2000 and not data.endswith(b"\n")
    kept, torn = resumed(tmp_path)
    assert [one.student for one in kept] == [f"s{n}" for n in range(int(written))]
    assert torn > 0


@pytest.mark.parametrize("place", ["file/out", "file"])
def test_a_folder_that_cannot_be_made(tmp_path: Path, place: str) -> None:
    """A sentence with the reason."""
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotRecord, match="cannot write to"):
        Log(tmp_path / place, resume=False)
