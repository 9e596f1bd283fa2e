"""What can be typed after ``looplab``, and what its help says."""

from __future__ import annotations

import argparse

from looplab import __version__
from looplab.cli.judging import check as do_check
from looplab.cli.judging import grade as do_grade
from looplab.cli.running import compare as do_compare
from looplab.cli.running import course as do_course
from looplab.cli.running import run as do_run


def parser_of_commands() -> argparse.ArgumentParser:
    """The parser of all commands; ``do`` in what it returns is the command to call."""
    parser = argparse.ArgumentParser(
        prog="looplab",
        description="Learn non-blocking I/O by seeing who holds the event loop.",
        epilog="Without a command: the course, where you are in it, and what is next.",
    )
    parser.add_argument("--version", action="version", version=f"looplab {__version__}")
    parser.set_defaults(do=do_course, command=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    run = _command(
        commands,
        "run",
        "run a script and show who held the loop",
        "Runs any single-threaded Tornado or asyncio script on a virtual clock: a sleep of five "
        "seconds takes no time. Prints what the script prints, then the timeline. The virtual "
        "clock follows timers and time.sleep; it does not follow threads, sockets and other "
        "processes yet, and says so (use --real for them).",
        "looplab run sleep/blocking\n  looplab run my_script.py --real\n"
        "  looplab run my_script.py -- --its-own option",
    )
    run.add_argument("script", help="a Python file, or slug/script from the course")
    _how_to_run(run)
    run.add_argument(
        "--schedule",
        type=int,
        metavar="N",
        help="shuffle timers that are due at the same instant; the same N repeats the shuffle",
    )
    run.add_argument("--seed", type=int, default=0, help="seeds Python's random (default 0)")
    run.set_defaults(do=do_run)

    compare = _command(
        commands,
        "compare",
        "run the pair of a lesson, on one time scale",
        "Runs the scripts of a lesson and shows their timelines on one time scale, under one "
        "another, or side by side in a wide terminal.",
        "looplab compare sleep\n  looplab compare styles --all",
    )
    compare.add_argument("slug", help="a lesson, e.g. sleep")
    compare.add_argument("--all", action="store_true", help="all scripts of the lesson")
    _how_to_run(compare)
    compare.set_defaults(do=do_compare)

    check = _command(
        commands,
        "check",
        "check my own work on a lab, in words",
        "Runs the checks of a lab on your file, work/SLUG.py, which is made from the lab's starter "
        "the first time. Exits with 0 when all is right, else with 1.",
        "looplab check sleep\n  looplab check sleep other_try.py",
    )
    check.add_argument("lab", help="a lab, e.g. sleep, or a path to a lab's folder")
    check.add_argument("file", nargs="?", help="another file than work/SLUG.py")
    check.add_argument("--plain", action="store_true", help="no drawings: sentences and tables")
    check.add_argument("--seed", type=int, default=0, help="draws the inputs (default 0)")
    check.set_defaults(do=do_check)

    grade = _command(
        commands,
        "grade",
        "grade a class",
        "Runs a lab's checks on every program at PATH: a folder with a .py file, or a folder, for "
        "each student. Writes DIR/results.jsonl, one result a line as soon as it is known, and "
        "DIR/grades.csv. Exits with 0 when every submission has a verdict, whatever the marks.",
        "looplab grade sleep submissions/ --out marks/",
    )
    grade.add_argument("lab", help="a lab, e.g. sleep, or a path to a lab's folder")
    grade.add_argument("path", help="the folder with the submissions, or a single file")
    grade.add_argument("--out", required=True, metavar="DIR", help="where to write the results")
    grade.add_argument(
        "--jobs", type=int, metavar="N", help="programs run at once (default: cores)"
    )
    grade.add_argument("--seed", type=int, default=0, help="draws the inputs (default 0)")
    grade.add_argument(
        "--resume", action="store_true", help="go on: grade only what is new or has changed"
    )
    grade.add_argument(
        "--isolation",
        choices=("auto", "strict", "basic"),
        default="auto",
        help="how far programs are kept apart from this account. This version has basic only: a "
        "process each, limits on time, memory and output, an empty folder; files and network "
        "stay open to them. auto takes it and says so; strict refuses to start",
    )
    grade.set_defaults(do=do_grade)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    short: str,
    description: str,
    examples: str,
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=short,
        description=description,
        epilog=f"examples:\n  {examples}",
        formatter_class=_Formatter,
    )


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Wraps the description, and leaves the examples as they stand."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith("examples:"):
            return super()._fill_text(text, width, indent)
        return argparse.HelpFormatter._fill_text(self, text, width, indent)


def _how_to_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--real", action="store_true", help="on the real clock, in real seconds")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="the trace as JSON lines, nothing else")
    shape.add_argument("--plain", action="store_true", help="no drawing: sentences and a table")
