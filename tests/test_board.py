"""The board: what one process writes, another reads whole, at any time."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from looplab.board import QUEUE, TURNS, WAITS, Board

WRITER = """
import sys
from looplab.board import Board
board = Board(int(sys.argv[1]))
board.begin(1)
n = 0
while True:
    n += 1
    board.write(5, n, due=2 * n, turn=3 * n, line=n % 1000, who=f"who {n}", file=f"file {n}")
"""


def test_a_note_is_read_as_it_was_written() -> None:
    """All of its fields, at its place, until it is taken off."""
    board = Board.new()
    assert board.origin is None
    board.begin(7)
    assert board.origin == 7
    board.write(
        WAITS, 10, due=20, turn=3, line=5, kind=2, ident=99, who="Ann", file="a.py", call="f"
    )
    (note,) = board.notes(WAITS, 3)
    assert (note.slot, note.n, note.t, note.due, note.turn, note.line) == (WAITS, 1, 10, 20, 3, 5)
    assert (note.kind, note.ident, note.who, note.file, note.call) == (2, 99, "Ann", "a.py", "f")
    board.clear(WAITS)
    assert not list(board.notes(WAITS, QUEUE - WAITS))
    board.close()


def test_a_turn_is_a_note_with_less_in_it() -> None:
    """The fast way leaves nothing of what was there before."""
    board = Board.new()
    board.write(TURNS, 1, due=2, turn=3, line=4, kind=1, ident=5, who="x" * 60, file="a", call="b")
    board.turn(TURNS, 8, 6, "Bob")
    (note,) = board.notes(TURNS, 1)
    assert (note.n, note.t, note.ident, note.who) == (2, 8, 6, "Bob")
    assert (note.due, note.turn, note.line, note.kind, note.file, note.call) == (0, 0, 0, 0, "", "")
    board.close()


def test_a_name_that_is_too_long_is_cut_between_letters() -> None:
    """Also one of letters that take several bytes each, and one that is no proper text."""
    board = Board.new()
    board.turn(TURNS, 1, 1, "ü" * 200)
    assert [note.who for note in board.notes(TURNS, 1)] == ["ü" * 64]
    board.turn(TURNS, 1, 1, "a" + "ü" * 200)
    assert [note.who for note in board.notes(TURNS, 1)] == ["a" + "ü" * 63]
    board.turn(TURNS, 1, 1, "\udcff!")
    assert [note.who for note in board.notes(TURNS, 1)] == ["?!"]
    board.close()


@pytest.mark.thorough
def test_no_note_is_half_of_two() -> None:
    """While another process writes as fast as it can, each note that is read is one of its own."""
    board = Board.new()
    os.set_inheritable(board.fd, True)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(board.fd)], pass_fds=(board.fd,))
    try:
        while board.origin is None:
            time.sleep(0.01)
        met: set[int] = set()
        end = time.monotonic() + 30
        while len(met) < 1000 and time.monotonic() < end:
            for note in board.notes(5, 1):
                n = note.t
                met.add(n)
                assert (note.due, note.turn, note.line) == (2 * n, 3 * n, n % 1000)
                assert (note.who, note.file, note.n) == (f"who {n}", f"file {n}", n)
    finally:
        writer.kill()
        writer.wait()
        board.close()
    assert len(met) >= 1000, "the writer did not write meanwhile"


def test_whoever_leaves_writes_where_nobody_reads() -> None:
    """A forked copy of a program is not the one that is watched."""
    board = Board.new()
    copy = Board(os.dup(board.fd))
    copy.turn(TURNS, 1, 1, "the program")
    copy.leave()
    copy.turn(TURNS, 2, 1, "its copy")
    assert [note.who for note in board.notes(TURNS, 1)] == ["the program"]
    copy.close()
    board.close()
