"""A script as coloured pieces of text, line by line: no HTML, so that nothing has to be escaped."""

from __future__ import annotations

import ast
from typing import Any

from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES  # type: ignore[import-untyped]

from looplab.course import without_promise

Piece = tuple[str, str]


def code_of(name: str, text: str, *, promise: bool = True) -> dict[str, Any]:
    """What the page shows of a script: ``lines`` of pieces (class, text), from line ``first`` on.

    The docstring at the top is left out: ``says`` has its first sentence, unless ``promise`` is
    False, which is for whoever has not predicted yet.
    """
    says = ""
    try:
        code = "\n".join(without_promise(text))
        doc = ast.get_docstring(ast.parse(text)) if promise else None
        says = " ".join((doc or "").partition("\n\n")[0].split())
    except (SyntaxError, ValueError):
        code = text
    lines = _pieces(code)
    first = next((n for n, line in enumerate(lines) if any(t.strip() for _, t in line)), 0)
    while lines and not any(t.strip() for _, t in lines[-1]):
        lines.pop()
    return {"name": name, "says": says, "first": first + 1, "lines": lines[first:]}


def _pieces(text: str) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    # stripnl would take the empty lines at the top away, and with them the numbers.
    for kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        for n, part in enumerate(value.split("\n")):
            if n:
                lines.append([])
            if part:
                lines[-1].append((STANDARD_TYPES.get(kind, ""), part))
    return lines
