"""What was typed, from the bytes that a terminal sends."""

from __future__ import annotations

import re

_ESCAPE = "\x1b"
# The letter at the end of what an arrow key sends: ESC [ A or ESC O A.
_ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}
_SEQUENCE = re.compile(r"\x1b[\[O]([0-9;]*)([A-Za-z~])")
_BEGUN = re.compile(r"\x1b([\[O][0-9;]*)?")
_NAMED = {"\r": "enter", "\n": "enter", "\x7f": "back", "\x08": "back", "\x04": "end"}


def keys(typed: str) -> tuple[list[str], str]:
    """The keys in what was typed, and the beginning of one whose rest is still to come.

    A key is its letter, or a name: enter, back, escape, up, down, left, right; end is Ctrl-D.
    Other keys that send more than a letter are left out.
    """
    found: list[str] = []
    while typed:
        if sequence := _SEQUENCE.match(typed):
            if sequence[2] in _ARROWS and not sequence[1]:
                found.append(_ARROWS[sequence[2]])
            typed = typed[sequence.end() :]
        elif _BEGUN.fullmatch(typed):
            return found, typed
        else:
            letter = typed[0]
            if letter == _ESCAPE:
                found.append("escape")
            elif letter in _NAMED or letter.isprintable():
                found.append(_NAMED.get(letter, letter))
            typed = typed[1:]
    return found, ""


def alone(begun: str) -> list[str]:
    """The key that it was, where nothing more has come: the Escape key by itself."""
    return ["escape"] if begun == _ESCAPE else []
