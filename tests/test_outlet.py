"""The pipe on which events leave: a full one holds up nobody, and what is left out is counted."""

from __future__ import annotations

import json
import os
import threading
from typing import Any

from looplab import outlet
from looplab.outlet import Outlet
from looplab.trace import Event


def drained(fd: int) -> list[dict[str, Any]]:
    """All that comes out at this end, until the other one is closed."""
    data = b""
    while more := os.read(fd, 1 << 20):
        data += more
    return [json.loads(line) for line in data.splitlines()]


def test_nobody_reads_and_nobody_waits() -> None:
    """Far more than a pipe holds goes in at once; it all comes out later, in order and whole."""
    ours, theirs = os.pipe()
    out = Outlet(theirs)
    for n in range(5_000):
        out.put(Event("print", n, float(n), text="x" * 100, stream="stdout"))
    found: list[dict[str, Any]] = []
    reader = threading.Thread(target=lambda: found.extend(drained(ours)))
    reader.start()
    # Only the end waits for who reads.
    out.put(Event("end", 5_000, 5_000.0, status="finished"))
    os.close(theirs)
    reader.join()
    os.close(ours)
    assert [event["n"] for event in found] == list(range(5_001))
    assert "left_out" not in found[-1]


def test_details_are_left_out_before_lines(monkeypatch: Any) -> None:
    """Where too much is kept, turns and waits are counted instead; lines are kept for longer."""
    monkeypatch.setattr(outlet, "SOME", 100_000)
    monkeypatch.setattr(outlet, "MOST", 300_000)
    ours, theirs = os.pipe()
    out = Outlet(theirs)
    for n in range(10_000):
        out.put(Event("turn", n, float(n), float(n), who="Ann"))
    kept = out.left_out
    assert 0 < kept < 10_000
    out.put(Event("print", 10_000, 1.0, text="a line", stream="stdout"))
    assert out.left_out == kept
    for n in range(20_000):
        out.put(Event("print", n, 2.0, text="a line of many", stream="stdout"))
    assert out.left_out > kept
    found: list[dict[str, Any]] = []
    reader = threading.Thread(target=lambda: found.extend(drained(ours)))
    reader.start()
    out.put(Event("end", 0, 3.0, status="finished", left_out=5))
    os.close(theirs)
    reader.join()
    os.close(ours)
    assert next(e["text"] for e in found if e["kind"] == "print") == "a line"
    assert found[-1]["left_out"] == out.left_out + 5
    assert len(found) + out.left_out == 30_002


def test_what_is_kept_is_sent_from_another_thread() -> None:
    """While the program is held, whoever looks on sends what was kept before."""
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    out = Outlet(theirs)
    for n in range(2_000):
        out.put(Event("print", n, 0.0, text="x" * 100, stream="stdout"))
    data = b""
    for _ in range(100):
        threads = [threading.Thread(target=out.flush) for _ in range(3)]
        try:
            data += os.read(ours, 1 << 20)
        except BlockingIOError:
            break
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [json.loads(line)["n"] for line in data.splitlines()] == list(range(2_000))
    os.close(ours)
    os.close(theirs)
