"""The ``looplab`` command. Thin: it reads arguments, and says in words what went wrong.

Nothing heavy (rich, tornado, pytest) is imported before a command needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from looplab.cli.arguments import parser_of_commands
from looplab.cli.words import FINE, INTERRUPTED, USAGE, Complaint


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0, 1 (a check failed), 2 (bad input), 130 (Ctrl-C)."""
    parser = parser_of_commands()
    given = list(sys.argv[1:] if arguments is None else arguments)
    own, rest = (
        (given[: given.index("--")], given[given.index("--") + 1 :])
        if "--" in given
        else (given, [])
    )
    options = parser.parse_args(own)
    options.args = rest
    if rest and options.command != "run":
        parser.error("only run passes arguments on after --")
    try:
        status: int = options.do(options)
        sys.stdout.flush()
        return status
    except Complaint as complaint:
        print(f"looplab: {complaint}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads our output has seen enough (`| head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def entry() -> NoReturn:
    """``python -m looplab``."""
    sys.exit(main())
