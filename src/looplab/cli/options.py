"""The options that several commands share, and how what is typed for them is read."""

from __future__ import annotations

import argparse

from looplab.cli.writing import OPTIONS
from looplab.latency import USUAL
from looplab.usage import KeepsExamples


def command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    short: str,
    description: str,
    examples: str,
) -> argparse.ArgumentParser:
    """One more command, with its examples."""
    return commands.add_parser(
        name,
        help=short,
        description=description,
        epilog=f"examples:\n  {examples}",
        formatter_class=KeepsExamples,
    )


def what_it_meets(parser: argparse.ArgumentParser) -> None:
    """Options on what a program finds: its seed, and how long things take."""
    parser.add_argument("--seed", type=int, default=0, help="seeds Python's random (default 0)")
    defaults = ", ".join(f"{what} {seconds:g}" for what, seconds in USUAL.items())
    parser.add_argument(
        "--latency",
        action="append",
        type=latency,
        default=[],
        metavar="WHAT=SECONDS",
        help="how long things take on the virtual clock: to open a file or read a megabyte "
        "(files), to look up a host (names), to type a line (input), to start a program "
        f"(processes); default: {defaults}",
    )


def latency(text: str) -> tuple[str, float]:
    """``files=0.1``. Raises ArgumentTypeError."""
    what, _, seconds = text.partition("=")
    if what not in USUAL:
        raise argparse.ArgumentTypeError(f"{what!r} is none of {', '.join(USUAL)}")
    try:
        value = float(seconds)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e6:
        raise argparse.ArgumentTypeError(f"{seconds!r} is no number of seconds")
    return what, value


def schedule(text: str) -> int | list[int]:
    """A number, or a list of choices. Raises ArgumentTypeError."""
    try:
        if "," not in text:
            return int(text)
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a number nor a list of them, such as 0,2,1"
        ) from None


def reports(text: str) -> tuple[str, ...]:
    """The kinds of reports, each once. Raises ArgumentTypeError."""
    # Those of looplab.report.writing, which is too heavy to import for the help.
    known = ("html", "csv", "junit", "gradescope", "classroom")
    kinds = tuple(dict.fromkeys(kind.strip() for kind in text.split(",")))
    for kind in kinds:
        if kind not in known:
            raise argparse.ArgumentTypeError(f"{kind!r} is none of {', '.join(known)}")
    return kinds


def how_to_run(parser: argparse.ArgumentParser) -> None:
    """Options on the clock and on what is shown or written."""
    parser.add_argument("--real", action="store_true", help="on the real clock, in real seconds")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument(
        "--live",
        action="store_true",
        help="draw while it runs, on the real clock and without input; needs a terminal",
    )
    shape.add_argument("--json", action="store_true", help="the trace as JSON lines, nothing else")
    shape.add_argument("--plain", action="store_true", help="no drawing: sentences and a table")
    for kind, meaning in OPTIONS.items():
        parser.add_argument(f"--{kind}", metavar="FILE", help=meaning)
