"""A network in memory: hosts, ports and connections that are there for one run only.

Names and ports are invented, so that two runs at once never meet; descriptors are real, so that
loops and libraries need no change. Connections are pairs of connected descriptors of fixed size.

As in life: a port nobody listens on refuses; a name that nobody knows cannot be resolved, after a
look-up; what is sent is there at once, and waits for whoever is to read it. On purpose not as in
life: there is no internet. ``localhost`` and names that end in ``.test``, ``.example`` or
``.localhost`` (and example.com, .net, .org) are this machine, all others unknown.
"""

from __future__ import annotations

import errno
import os
import socket
import weakref
from collections.abc import Container
from typing import Any

from looplab.world.inside import World, here

Address = tuple[Any, ...]

FIRST_PORT = 40_001
# What a connection holds before whoever writes has to wait, in bytes; the kernel doubles it.
BUFFER = 1 << 17

_LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost")
_INVENTED = (".test", ".example", ".localhost", "example.com", "example.net", "example.org")
_NO_INTERNET = "there is no internet in this world; looplab run --real has it"
_V6 = {"::1": "::1", "::": "::"}

_real = {
    name: getattr(socket, name)
    for name in (
        "getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo",
        "gethostname", "getfqdn", "socketpair",
    )
}  # fmt: skip


class Listener:
    """A port that somebody listens on, and who has knocked and was not let in yet."""

    def __init__(self, fd: int, kick: socket.socket) -> None:
        self.fd = fd
        self.kick = kick
        # The end that is to be accepted, the visitor's address, its own, and both descriptors.
        self.queue: list[tuple[socket.socket, Address, Address, list[int]]] = []


class Network:
    """The ports of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.rewind()

    def rewind(self) -> None:
        """Begin anew: nobody listens anywhere."""
        # All of them weakly: a socket that the program drops is closed, and its port is free.
        self.sockets: weakref.WeakSet[Any] = weakref.WeakSet()
        self._bound: dict[int, list[tuple[str, weakref.ref[Any], bool]]] = {}
        self._listeners: weakref.WeakKeyDictionary[Any, Listener] = weakref.WeakKeyDictionary()
        self._open: set[int] = set()
        self._next = FIRST_PORT
        # Since when there is something to read, by descriptor.
        self.arrived: dict[int, int] = {}
        # The invented name that was looked up last: whoever is refused may not know what it is.
        self.invented = ""

    def port(self) -> int:
        """A port that nobody has had yet."""
        while self._next in self._bound:
            self._next += 1
        self._next += 1
        return self._next - 1

    def bind(self, owner: Any, host: str, port: int, shared: bool) -> tuple[str, int]:
        """Take a port, 0 for any; where it is. Raises OSError where it is taken."""
        port = port or self.port()
        host = "0.0.0.0" if host in ("", "0.0.0.0", "::") else resolved(host)
        if not local(host):
            raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
        for other, bound, also_shared in self._bound.get(port, ()):
            if bound() is None:
                continue
            same = host == other or "0.0.0.0" in (host, other)
            if same and not (shared and also_shared):
                raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        self._bound.setdefault(port, []).append((host, weakref.ref(owner), shared))
        return host, port

    def listen(self, owner: Any, listener: Listener) -> None:
        """Let visitors in at the port that ``owner`` is bound to."""
        self._listeners[owner] = listener
        self._open.add(listener.fd)

    def opened(self, fd: int) -> None:
        """A descriptor at which strangers may knock, that is not of this network."""
        self._open.add(fd)

    def listener(self, host: str, port: int) -> tuple[str, Listener]:
        """Who listens there, and at which address. Raises OSError: refused, or no way there."""
        host = resolved(host)
        if not local(host):
            words = f"{os.strerror(errno.ENETUNREACH)}: {_NO_INTERNET}"
            raise OSError(errno.ENETUNREACH, words)
        found = [
            owner()
            for there, owner, _ in self._bound.get(port, ())
            if there in (host, "0.0.0.0") or host == "0.0.0.0"
        ]
        able = [owner for owner in found if owner is not None and owner in self._listeners]
        if not able:
            words = os.strerror(errno.ECONNREFUSED)
            if self.invented:
                words += f": {self.invented} is this machine, and nothing listens on port {port}"
            raise ConnectionRefusedError(errno.ECONNREFUSED, words)
        # Where several share a port each gets its turn.
        first = min(able, key=lambda owner: len(self._listeners[owner].queue))
        return ("127.0.0.1" if host == "0.0.0.0" else host), self._listeners[first]

    def release(self, owner: Any, fd: int) -> None:
        """``owner`` is closed: its port is free, and who was not let in is turned away."""
        self._open.discard(fd)
        self.arrived.pop(fd, None)
        for port, those in list(self._bound.items()):
            those[:] = [each for each in those if each[1]() not in (owner, None)]
            if not those:
                del self._bound[port]
        listener = self._listeners.pop(owner, None)
        if listener is not None:
            for waiting, *_ in listener.queue:
                waiting.close()
            listener.kick.close()

    def close(self) -> None:
        """The run is over: nothing of it stays open, whoever may still hold it."""
        for each in list(self.sockets):
            each._real_close()

    def has_arrived(self, fd: int) -> None:
        """From now on there is something to read at this descriptor."""
        if fd >= 0:
            self.arrived.setdefault(fd, self._world.clock.now())

    def awaits_visitors(self, fds: Container[int] | None) -> bool:
        """Whether strangers may knock at one of these descriptors."""
        return fds is not None and any(fd in fds for fd in self._open)


def connected() -> tuple[socket.socket, socket.socket]:
    """Two ends of a new connection, of the same size on every machine."""
    pair: tuple[socket.socket, socket.socket] = _real["socketpair"]()
    for end in pair:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
    return pair


def local(host: str) -> bool:
    """Whether this address is the machine itself."""
    return host.startswith("127.") or host in ("0.0.0.0", "::1", "::")


def _is_number(host: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        return True
    return False


def resolved(host: Any, call: str = "socket.getaddrinfo") -> str:
    """The address of a host. A name costs a look-up, in ``call``. Raises socket.gaierror."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if name in ("", *_LOCAL_NAMES):
        return "127.0.0.1"
    if _is_number(name):
        return name
    world = here()
    if world is not None:
        world.blocking(call, None, world.latency.names)
    if name.lower().rstrip(".").endswith(_INVENTED):
        if world is not None:
            world.network.invented = name
        return "127.0.0.1"
    raise socket.gaierror(socket.EAI_NONAME, f"Name or service not known: {_NO_INTERNET}")


def _virtual() -> bool:
    world = here()
    return world is not None and world.scheduler is not None


def getaddrinfo(
    host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
) -> list[Any]:
    """As ``socket.getaddrinfo``."""
    if not _virtual():
        return _really("getaddrinfo", host, port, family, type, proto, flags)  # type: ignore[no-any-return]
    if host in (None, "", b""):
        address = "0.0.0.0" if flags & socket.AI_PASSIVE else "127.0.0.1"
    else:
        if flags & socket.AI_NUMERICHOST and not _is_number(str(host)):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        address = resolved(host)
    if family == socket.AF_INET6 and not _is_number(str(host)):
        address = {"127.0.0.1": "::1", "0.0.0.0": "::"}[address]
    if isinstance(port, str) and not port.isdigit():
        port = socket.getservbyname(port)
    kind = socket.AF_INET6 if ":" in address else socket.AF_INET
    if family not in (0, kind):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    end = (address, int(port or 0)) + ((0, 0) if kind == socket.AF_INET6 else ())
    kinds: dict[int, int] = {
        socket.SOCK_STREAM: socket.IPPROTO_TCP,
        socket.SOCK_DGRAM: socket.IPPROTO_UDP,
    }
    wanted = [type] if type in kinds else list(kinds)
    return [(kind, socket.SocketKind(each), kinds[each], "", end) for each in wanted]


def _really(name: str, *args: Any) -> Any:
    """The real look-up, which is timed on the real clock."""
    world = here()
    if world is None:
        return _real[name](*args)
    with world.timed(f"socket.{name}"):
        return _real[name](*args)


def _looked_up(name: str, host: str) -> tuple[str, list[str], list[str]]:
    if not _virtual():
        return _really(name, host)  # type: ignore[no-any-return]
    return host, [], [resolved(host, f"socket.{name}")]


def gethostbyname(host: str) -> str:
    """As ``socket.gethostbyname``."""
    return resolved(host, "socket.gethostbyname") if _virtual() else _really("gethostbyname", host)


def gethostbyname_ex(host: str) -> tuple[str, list[str], list[str]]:
    """As ``socket.gethostbyname_ex``."""
    return _looked_up("gethostbyname_ex", host)


def gethostbyaddr(host: str) -> tuple[str, list[str], list[str]]:
    """As ``socket.gethostbyaddr``; whoever is on this machine is called localhost."""
    _, aliases, addresses = found = _looked_up("gethostbyaddr", host)
    return ("localhost", aliases, addresses) if _virtual() else found


def getnameinfo(address: Any, flags: int) -> tuple[str, str]:
    """As ``socket.getnameinfo``."""
    if not _virtual():
        return _really("getnameinfo", address, flags)  # type: ignore[no-any-return]
    return ("localhost" if local(address[0]) else address[0]), str(address[1])


def gethostname() -> str:
    """The same on every machine."""
    return "localhost" if _virtual() else _real["gethostname"]()


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    functions = (
        getaddrinfo, gethostbyname, gethostbyname_ex, gethostbyaddr, getnameinfo, gethostname,
    )  # fmt: skip
    return [(socket, function.__name__, function) for function in functions]
