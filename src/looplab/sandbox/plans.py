"""Which layers are wanted, and which of them are found to hold, by an attack on each.

No version of anything is asked. The first server of a pool runs a program that reads and writes
somebody else's file, connects to ports of this machine, starts another program and kills a process;
what it cannot do is closed off.
"""

from __future__ import annotations

import sys

from looplab.sandbox.probe import attacked
from looplab.sandbox.server import CannotIsolate, CannotStart, Server

_INSIDE = "landlock,seccomp,capabilities,account"
# The best first; what cannot be had as a whole is tried without its largest part.
PLANS = {
    "auto": (f"users,files,{_INSIDE}", f"users,{_INSIDE}", _INSIDE),
    "basic": ("basic",),
}
PLANS["strict"] = PLANS["auto"]
STRICT = ("network", "files", "signals")


def first_server(isolation: str) -> tuple[str, Server, tuple[str, ...]]:
    """The largest plan that works here, a server of it, and its layers. Raises CannotIsolate."""
    plans = PLANS[isolation] if sys.platform == "linux" else PLANS["basic"]
    for plan in plans:
        try:
            server = Server(plan)
        except CannotStart:
            # With fewer layers there would be no more room.
            raise
        except CannotIsolate as reason:
            why = reason
            continue
        closed = attacked(server)
        if server.lost:
            why = CannotIsolate("the process that runs programs did not survive an attack")
            continue
        if isolation == "strict" and not set(STRICT) <= closed:
            server.close()
            missing = ", ".join(what for what in STRICT if what not in closed)
            raise CannotIsolate(
                f"strict isolation cannot be had here: {missing} would be open to the programs. "
                "Use a machine or a container of its own, and --isolation basic"
            )
        layers = (*server.layers, *(f"no-{what}" for what in sorted(closed)))
        return plan, server, layers
    raise CannotIsolate(f"programs cannot be run apart: {why}")
