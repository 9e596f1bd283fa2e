"""An attack on what lies outside of a sandbox, to see what is closed off in it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from looplab.request import Limits, Request, Source
from looplab.sandbox.server import Server

# On the real clock a program meets the machine, not the world. The last attack may hit itself.
_ATTACK = """
import os, signal, socket, subprocess, sys
canary, beside, port, name, victim = {canary!r}, {beside!r}, {port}, {name!r}, {victim}

def attempt(what, attack):
    try:
        attack()
        print(what, flush=True)
    except Exception:
        pass

def connect(kind, address):
    with socket.socket(*kind) as end:
        end.settimeout(2)
        end.connect(address)
        end.send(b"x")

def read():
    with open(canary) as file:
        file.read()

def write():
    with open(canary, "a") as file:
        file.write("touched")

def make():
    with open(beside, "w") as file:
        file.write("made")

tcp, udp, local = (socket.AF_INET,), (socket.AF_INET, socket.SOCK_DGRAM), (socket.AF_UNIX,)
attempt("network", lambda: connect(tcp, ("127.0.0.1", port)))
attempt("datagram", lambda: connect(udp, ("127.0.0.1", port)))
if sys.platform == "linux":
    attempt("network", lambda: connect(local, name))
attempt("files", read)
attempt("files", write)
attempt("files", make)
attempt("exec", lambda: subprocess.run(["/bin/sh", "-c", ":"], check=True))
attempt("exec", lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
print("over", flush=True)
os.kill(victim, signal.SIGKILL)
"""
# Says what it hears, until nobody speaks any more.
_VICTIM = """
import os
while heard := os.read(0, 1):
    os.write(1, heard)
"""
_LIMITS = Limits(wall=30.0, cpu=20, memory=1 << 30)
# What there is to be closed off.
_ALL = ("exec", "files", "network", "signals")


def attacked(server: Server) -> set[str]:
    """What programs of this server cannot reach: ``network``, ``files``, ``signals``, ``exec``."""
    with _targets() as targets:
        source = Source("probe.py", _ATTACK.format(**targets.told()))
        (trace,) = server.run([Request(source, clock="real", limits=_LIMITS)])
        said = [event.text for event in trace.prints()]
        if "over" not in said:
            # What it did not come to, nobody knows.
            return set()
        # A number of a process, or a datagram sent, says nothing: what they hit is seen here.
        return set(_ALL) - {*said} - targets.reached()


class _Targets:
    """A file, a folder, three kinds of sockets and a process, all open to this account."""

    def __init__(self, folder: Path, tcp: socket.socket, udp: socket.socket) -> None:
        self.canary, self._beside, self._udp = folder / "canary", folder / "beside", udp
        self.canary.write_text("untouched")
        for path, mode in ((folder, 0o777), (self.canary, 0o666)):
            path.chmod(mode)
        self._port = tcp.getsockname()[1]
        self.name = f"\0looplab-{os.getpid()}-{self._port}"
        self.victim = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _VICTIM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def told(self) -> dict[str, object]:
        return {
            "canary": str(self.canary),
            "beside": str(self._beside),
            "port": self._port,
            "name": self.name,
            "victim": self.victim.pid,
        }

    def _lives(self) -> bool:
        """Whether the victim answers: one that was killed, a moment ago even, never does."""
        assert self.victim.stdin is not None and self.victim.stdout is not None
        try:
            self.victim.stdin.write(b"?")
            return self.victim.stdout.read(1) == b"?"
        except OSError:
            return False

    def reached(self) -> set[str]:
        """What was hit, as it is seen from here."""
        found = set()
        if not self._lives():
            found.add("signals")
        if self._beside.exists() or self.canary.read_text() != "untouched":
            found.add("files")
        with contextlib.suppress(OSError):
            self._udp.recv(10)
            found.add("network")
        return found


@contextlib.contextmanager
def _targets() -> Iterator[_Targets]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="looplab-probe-")))
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(tcp.getsockname())
        udp.setblocking(False)
        targets = _Targets(folder, tcp, udp)
        try:
            if sys.platform == "linux":
                local = stack.enter_context(socket.socket(socket.AF_UNIX))
                local.bind(targets.name)
                local.listen()
            yield targets
        finally:
            with targets.victim:
                targets.victim.kill()
