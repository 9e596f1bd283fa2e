"""``%%timeline``: a cell runs as a program, and shows who held the loop."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from looplab import course, sandbox
from looplab.notebook.cells import Cell, remarks
from looplab.notebook.shown import show, traces_as_pictures
from looplab.request import Source
from looplab.timeline import Run, run_of
from looplab.trace import Event, Trace
from looplab.usage import KeepsExamples

# What a cell is called that was given no name.
ANY = "cell"

_NAME = re.compile(r"\w[\w.-]*")


def load(shell: Any) -> None:
    """Give an IPython ``%%timeline``, and have it show a Trace as its picture."""
    magic = Timelines(shell)
    shell.register_magic_function(magic.timeline, "cell", "timeline")
    shell.register_magic_function(magic.helped, "line", "timeline")
    traces_as_pictures()


class BadOptions(Exception):
    """What stands behind ``%%timeline`` makes no sense: the message says why."""


class Interrupted(KeyboardInterrupt):
    """The reader stopped the cell. It ends with a sentence: where it was is in the picture."""

    def _render_traceback_(self) -> list[str]:
        return ["The cell was interrupted."]


@dataclass(frozen=True)
class Remembered:
    """A cell that has a name, and its last run."""

    cell: Cell
    run: Run


class Timelines:
    """The magic of one kernel, which knows the cells that were given a name."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._named: dict[str, Remembered] = {}

    def timeline(self, line: str, body: str) -> None:
        """Run this cell as a program of its own and draw who held the loop, and when.

        The options are told by %timeline --help.
        """
        try:
            options = _parser().parse_args(_words(line))
            if options.help:
                print(_parser().format_help())
                return
            self._timeline(options, body)
        except (BadOptions, course.NotInCourse, sandbox.CannotRead) as reason:
            raise _complaint(str(reason)) from None
        except KeyboardInterrupt:
            raise Interrupted from None

    def helped(self, line: str) -> None:
        """Say what %%timeline does, and with which options."""
        if line.strip() not in ("", "--help"):
            raise _complaint("a program goes below %%timeline, with two %; this is %timeline")
        print(_parser().format_help())

    def _timeline(self, options: argparse.Namespace, body: str) -> None:
        name = ANY if options.name is None else _new_name(options.name)
        beside = [self._beside(other, name) for other in options.vs]
        cell = Cell.of(name, body, self._before(options.fronts, name))
        echo = _echo(options.real, options.predict)
        trace = cell.run("real" if options.real else "virtual", echo)
        run = run_of(trace)
        show([*beside, run], plain=options.plain, fold=options.predict)
        named = {title: known.cell for title, known in self._named.items()}
        for remark in remarks(cell, trace, named, self._shell.user_ns):
            print("\n" + textwrap.fill(remark, 80, break_on_hyphens=False))
        if options.name is not None:
            self._named[name] = Remembered(cell, run)
        if _interrupted(trace):
            raise Interrupted

    def _known(self, name: str) -> Remembered:
        """An earlier cell. Raises BadOptions."""
        if name in self._named:
            return self._named[name]
        there = f"there are: {', '.join(self._named)}" if self._named else "none has a name yet"
        raise BadOptions(
            f"no cell that has run is called {name}; {there}. "
            "A cell gets its name with %%timeline --name NAME."
        )

    def _before(self, fronts: Sequence[str], name: str) -> tuple[Source, ...]:
        """The texts to run first: these cells and what they need themselves, as they last ran.

        Raises BadOptions.
        """
        cells = [self._known(front).cell for front in fronts]
        names = [source.name for cell in cells for source in (*cell.before, cell.source)]
        if name in names:
            raise BadOptions(f"{name} cannot run in front of itself: give this cell another name")
        return tuple(self._named[each].cell.source for each in dict.fromkeys(names))

    def _beside(self, other: str, name: str) -> Run:
        """What to draw above this cell: an earlier one, or a script of the course.

        Raises BadOptions, NotInCourse and CannotRead.
        """
        if other not in self._named and ("/" in other or other.endswith(".py")):
            return run_of(sandbox.run(course.find().script(other)))
        run = self._known(other).run
        # The same cell before it was changed: two pictures with one title would tell nothing.
        return replace(run, title=f"{name}, before") if other == name else run


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadOptions(f"{message}. All options: %timeline --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="%%timeline",
        add_help=False,
        allow_abbrev=False,
        description="Runs the cell as a program, in a process of its own and on a virtual clock, "
        "and draws who held the loop, and when. A sleep of five seconds takes no time. The cell "
        "sees no other cell: it imports what it needs, and starts its own loop, with "
        "asyncio.run(main()) at its end. The number of a line counts the one with the two percent "
        "signs as the first.",
        epilog="examples:\n  %%timeline --name waiter\n  %%timeline --with waiter --vs waiter\n"
        "  %%timeline --vs sleep/blocking --predict",
        formatter_class=lambda prog: KeepsExamples(prog, width=80),
    )
    add = parser.add_argument
    add("--real", action="store_true", help="on the real clock, in real seconds")
    add(
        "--name",
        help="remember the cell under this name, for the other options; its lines are called so",
    )
    add(
        "--vs",
        action="append",
        default=[],
        metavar="NAME",
        help="draw it below an earlier cell of this name, or below a script of the course "
        "(sleep/blocking), on one time scale; may be given again",
    )
    add(
        "--with",
        action="append",
        default=[],
        dest="fronts",
        metavar="NAME",
        help="run the text of an earlier cell in front of this one; may be given again",
    )
    shape = "no drawing: sentences and a table"
    add("--plain", action="store_true", help=shape)
    add("--predict", action="store_true", help="close the answer: say first what will happen")
    add("--help", action="store_true", help="print this, and run nothing")
    return parser


def _words(line: str) -> list[str]:
    """The options, split as a shell does. Raises BadOptions."""
    try:
        return shlex.split(line)
    except ValueError as reason:
        raise BadOptions(f"{line.strip()} cannot be read: {str(reason).lower()}") from None


def _new_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadOptions(f"{name!r} is no name: take letters, digits, - and _, as in first_try")
    if name == ANY:
        raise BadOptions(f"{name} is any cell without a name: take another one, as in first_try")
    return name


def _echo(real: bool, predict: bool) -> Callable[[Event], None]:
    """Passes on what the program says while it runs.

    Its lines on stdout are in the picture; on the real clock nobody wants to wait for that.
    """

    def hear(event: Event) -> None:
        if event.kind == "print" and not predict:
            if event.stream == "stderr":
                print(event.text, file=sys.stderr, flush=True)
            elif real:
                print(event.text, flush=True, end="" if event.what == "prompt" else "\n")

    return hear


def _interrupted(trace: Trace) -> bool:
    # There is no limit on real time: what was stopped for it did not heed the interrupt.
    stopped = (trace.end.error or {}).get("type") == "KeyboardInterrupt"
    return stopped or trace.status == "wall-limit"


def _complaint(sentence: str) -> Exception:
    """An error that IPython shows without a traceback."""
    from IPython.core.error import UsageError

    return UsageError(sentence)
