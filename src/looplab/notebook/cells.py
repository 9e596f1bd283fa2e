"""A cell as a program of its own, and what to say where it counts on more than it holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from looplab.cures import cure_of
from looplab.request import Limits, Request, Source
from looplab.sandbox import Child
from looplab.timeline import run_of
from looplab.trace import Event, Trace

# More than anybody reads: a loop that prints without an end would fill the notebook, which is kept.
# Ten minutes of virtual time, so that one that never ends is told soon.
ENOUGH = Limits(lines=1_000, output=1 << 20, virtual=600.0)

_UNKNOWN = re.compile(r"\bname '(\w+)' is not defined")
_NO_KEYBOARD = "Nobody can type for such a cell: write into it what `input` should return."
_AWAITS_OUTSIDE = re.compile(r"^('a\w+|asynchronous).* outside")


@dataclass(frozen=True)
class Cell:
    """The text of a cell, under the name by which its lines are called.

    ``before`` are the earlier cells that run in front of it, in the same program.
    """

    source: Source
    before: tuple[Source, ...] = ()

    @classmethod
    def of(cls, name: str, body: str, before: tuple[Source, ...] = ()) -> Cell:
        """What stands below the line with ``%%timeline``, and the texts to put in front of it."""
        # Editors count that line, too.
        return cls(Source(name, "\n" + body), before)

    def run(self, clock: str, on_event: Callable[[Event], None]) -> Trace:
        """Run it as a program in a process of its own, on the ``virtual`` or the ``real`` clock.

        Imports and files are those of the kernel's folder, as for a script that lies there.
        """
        request = Request(
            self.source,
            folder=str(Path.cwd()),
            path=self.source.name,
            before=self.before,
            clock=clock,
            limits=ENOUGH,
        )
        return Child([request], on_event).traces()[0]


def remarks(
    cell: Cell, trace: Trace, named: Mapping[str, Cell], elsewhere: Collection[str]
) -> list[str]:
    """What to tell the reader about a run that did not go as a notebook makes one expect.

    ``named`` are the earlier cells that have a name, ``elsewhere`` the variables of the kernel.
    """
    error = trace.end.error or {}
    message = str(error.get("message") or "")
    said = [message, *(event.text or "" for event in trace.kind("log"))]
    told = [
        _missing(name, named, elsewhere)
        for name in dict.fromkeys(name for text in said for name in _UNKNOWN.findall(text))
    ]
    if trace.status == "syntax-error":
        told += _no_program(cell, message, error.get("line"))
    elif trace.status == "finished" and "main" in _coroutines(cell) and not run_of(trace).loop_ran:
        told.append("The cell defines main() and runs no loop: end it with `asyncio.run(main())`.")
    if error.get("type") == "EOFError" and "input" in cell.source.text:
        told.append(_NO_KEYBOARD)
    if cure := cure_of(message):
        told.append(cure)
    return told


def _missing(name: str, named: Mapping[str, Cell], elsewhere: Collection[str]) -> str:
    """Where a name might come from that the cell does not have."""
    alone = f"`{name}` is not in this cell, and the cell runs on its own, as a program"
    for title, cell in reversed(list(named.items())):
        if name in _defined(cell):
            return f"{alone}. The cell {title} has it: write `%%timeline --with {title}`."
    if name in elsewhere:
        alone += ": it does not see what other cells have made"
    return (
        f"{alone}. Write it here, or begin the cell that has it with `%%timeline --name NAME`, "
        "and this one with `%%timeline --with NAME`."
    )


def _no_program(cell: Cell, message: str, line: object) -> list[str]:
    """What a notebook understands, and a program does not."""
    if _AWAITS_OUTSIDE.search(message):
        return [
            "Here the cell is a program: put what it awaits into `async def main():`, and end with "
            "`asyncio.run(main())`."
        ]
    lines = cell.source.text.splitlines()
    if isinstance(line, int) and 0 < line <= len(lines):
        if lines[line - 1].lstrip().startswith(("%", "!", "?")):
            return ["Here the cell is a program, in plain Python: no lines with % or ! in it."]
    return []


def _top(cell: Cell) -> list[ast.stmt]:
    """The statements of its own text; none where that is no Python."""
    try:
        return ast.parse(cell.source.text).body
    except (SyntaxError, ValueError):
        return []


def _coroutines(cell: Cell) -> set[str]:
    return {node.name for node in _top(cell) if isinstance(node, ast.AsyncFunctionDef)}


def _defined(cell: Cell) -> set[str]:
    """The names that its top level defines, assigns or imports."""
    found: set[str] = set()
    for node in _top(cell):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            found |= {
                part.id
                for part in ast.walk(node)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            }
    return found
