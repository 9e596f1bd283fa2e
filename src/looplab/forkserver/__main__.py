"""``python -m looplab.forkserver CONTROL FOLDER PLAN``: see the package."""

from __future__ import annotations

import os
import signal
import socket
import sys

from looplab.forkserver.walls import Walls
from looplab.sandbox.wire import Hello


def main() -> None:
    """Build the walls, warm up, and serve until whoever asks is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(control.fileno(), False)
    # From a child of the same account it would be an exception here.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    walls = Walls(sys.argv[2], set(sys.argv[3].split(",")), control)
    try:
        walls.enter_namespaces()
        # Not before: what is imported is imported from in there.
        from looplab.forkserver.serving import Serving
        from looplab.forkserver.warmup import warm_up
        from looplab.world.hidden import hide

        warm_up()
        walls.shut()
        hide()
    except Exception as reason:
        control.sendall(Hello(reason=f"{type(reason).__name__}: {reason}").to_line())
        raise
    control.sendall(Hello(layers=walls.layers).to_line())
    Serving(control, walls).serve()


if __name__ == "__main__":
    main()
