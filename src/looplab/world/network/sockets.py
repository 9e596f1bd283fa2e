"""What a socket sends and receives: what blocks on it is seen, timed and blamed.

In the virtual clock's world a socket's descriptor never blocks; one that is to block waits in the
world instead, which also keeps its timeout.
"""

from __future__ import annotations

import errno
import os
import select
import socket
from collections.abc import Callable
from typing import Any

from looplab.world.inside import NotInThisWorld, World, here
from looplab.world.network.hosts import Address, Listener
from looplab.world.network.selecting import real_poll

RealSocket: Any = socket.socket
_INTERNET = (socket.AF_INET, socket.AF_INET6)


class WaitingSocket(RealSocket):  # type: ignore[misc]
    """A socket that asks the world when it has to wait."""

    # What it pretends to be, where it is an end of the network in memory: family, own name, peer.
    _family: Any = None
    _proto = 0
    _name: Address | None = None
    _peer: Address | None = None
    # The descriptors of both ends of its connection, its own first.
    _ends: list[int] | None = None
    _listener: Listener | None = None
    _timeout: float | None = None
    _world: World | None = None
    _shared = False
    # What a connect that did not wait has come to.
    _refused = 0

    def __init__(
        self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None
    ) -> None:
        world = here()
        if world is None or world.scheduler is None:
            super().__init__(family, type, proto, fileno)
            self._world = world
            return
        kind = socket.SOCK_STREAM if type == -1 else type & 0xF
        if fileno is None and family in (-1, *_INTERNET):
            if kind != socket.SOCK_STREAM:
                raise NotInThisWorld(
                    "there are no datagrams (UDP) in this world: looplab run --real has them"
                )
            super().__init__(socket.AF_UNIX, socket.SOCK_STREAM)
            self._family = socket.AddressFamily(socket.AF_INET if family == -1 else family)
            self._proto = max(proto, 0)
        else:
            super().__init__(family, type, proto, fileno)
        self._world = world
        world.network.sockets.add(self)
        self._timeout = (
            0.0 if type != -1 and type & socket.SOCK_NONBLOCK else socket.getdefaulttimeout()
        )
        super().setblocking(False)

    # ---- what it is

    @property
    def family(self) -> Any:
        """As ``socket.family``."""
        return RealSocket.family.__get__(self) if self._family is None else self._family

    @property
    def proto(self) -> int:
        """As ``socket.proto``."""
        return RealSocket.proto.__get__(self) if self._family is None else self._proto

    @property
    def _virtual(self) -> bool:
        return self._world is not None and self._world.scheduler is not None

    def settimeout(self, value: float | None) -> None:
        """As ``socket.settimeout``."""
        if not self._virtual:
            super().settimeout(value)
        elif value is not None and value < 0:
            raise ValueError("Timeout value out of range")
        else:
            self._timeout = value

    def gettimeout(self) -> float | None:
        """As ``socket.gettimeout``."""
        return self._timeout if self._virtual else super().gettimeout()

    timeout = property(gettimeout)

    def setblocking(self, flag: bool) -> None:
        """As ``socket.setblocking``."""
        if self._virtual:
            self._timeout = None if flag else 0.0
        else:
            super().setblocking(flag)

    def getblocking(self) -> bool:
        """As ``socket.getblocking``."""
        return self.gettimeout() != 0.0

    def setsockopt(self, *args: Any) -> None:
        """As ``socket.setsockopt``; what only TCP has is let pass."""
        if args[:2] == (socket.SOL_SOCKET, getattr(socket, "SO_REUSEPORT", None)):
            self._shared = bool(args[2])
        try:
            super().setsockopt(*args)
        except OSError:
            if self._family is None:
                raise

    def getsockopt(self, *args: Any) -> Any:
        """As ``socket.getsockopt``."""
        if args[:2] == (socket.SOL_SOCKET, socket.SO_ERROR) and self._refused:
            # It is told once.
            self._refused = 0
            return errno.ECONNREFUSED
        try:
            return super().getsockopt(*args)
        except OSError:
            if self._family is None:
                raise
            return 0

    def getsockname(self) -> Any:
        """As ``socket.getsockname``."""
        if self._family is None:
            return super().getsockname()
        nowhere = ("0.0.0.0", 0) if self._family == socket.AF_INET else ("::", 0, 0, 0)
        return self._name or nowhere

    def getpeername(self) -> Any:
        """As ``socket.getpeername``."""
        if self._family is None:
            return super().getpeername()
        if self._peer is None:
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        return self._peer

    # ---- waiting

    def _do(self, name: str, mask: int, real: Callable[..., Any], *args: Any) -> Any:
        """Do it now, or as soon as the descriptor is ready for it. Raises TimeoutError."""
        world = self._world
        if world is None:
            return real(*args)
        if world.scheduler is None:
            if super().gettimeout() == 0.0:
                return real(*args)
            with world.timed(f"socket.{name}"):
                return real(*args)
        while True:
            try:
                return real(*args)
            except BlockingIOError:
                if self._timeout == 0.0 or here() is None:
                    raise
            if not self._wait(world, f"socket.{name}", mask):
                raise TimeoutError("timed out")

    def _wait(self, world: World, call: str, mask: int) -> bool:
        poll, fds = real_poll(), (self.fileno(),)
        poll.register(fds[0], mask)
        return world.blocking(
            call,
            lambda: poll.poll(0),
            self._timeout,
            visitors=lambda: world.network.awaits_visitors(fds),
        )

    def _need_a_peer(self, otherwise: int) -> None:
        if self._family is not None and self._peer is None:
            raise OSError(otherwise, os.strerror(otherwise))

    def _receive(self, name: str, *args: Any) -> Any:
        self._need_a_peer(errno.ENOTCONN)
        got = self._do(name, select.POLLIN, getattr(super(), name), *args)
        if self._ends is not None and self._world is not None:
            # What comes now comes for a new reason.
            self._world.network.arrived.pop(self.fileno(), None)
        return got

    def recv(self, *args: Any) -> Any:
        """As ``socket.recv``."""
        return self._receive("recv", *args)

    def recv_into(self, *args: Any) -> Any:
        """As ``socket.recv_into``."""
        return self._receive("recv_into", *args)

    def recvfrom(self, *args: Any) -> Any:
        """As ``socket.recvfrom``."""
        return self._receive("recvfrom", *args)

    def recvfrom_into(self, *args: Any) -> Any:
        """As ``socket.recvfrom_into``."""
        return self._receive("recvfrom_into", *args)

    def recvmsg(self, *args: Any) -> Any:
        """As ``socket.recvmsg``."""
        return self._receive("recvmsg", *args)

    def recvmsg_into(self, *args: Any) -> Any:
        """As ``socket.recvmsg_into``."""
        return self._receive("recvmsg_into", *args)

    def _transmit(self, name: str, *args: Any) -> Any:
        self._need_a_peer(errno.EPIPE)
        sent = self._do(name, select.POLLOUT, getattr(super(), name), *args)
        self._tell_the_other_end()
        return sent

    def send(self, *args: Any) -> Any:
        """As ``socket.send``."""
        return self._transmit("send", *args)

    def sendto(self, *args: Any) -> Any:
        """As ``socket.sendto``; a connection has one other end, whatever is asked for."""
        if self._family is not None:
            return self._transmit("send", *args[:-1])
        return self._transmit("sendto", *args)

    def sendmsg(self, *args: Any) -> Any:
        """As ``socket.sendmsg``."""
        return self._transmit("sendmsg", *args)

    def sendall(self, data: Any, *flags: int) -> None:
        """As ``socket.sendall``."""
        if not self._virtual:
            self._do("sendall", select.POLLOUT, super().sendall, data, *flags)
            return
        self._need_a_peer(errno.EPIPE)
        left = memoryview(data).cast("B")
        while left:
            left = left[self.send(left, *flags) :]

    def _tell_the_other_end(self) -> None:
        if self._ends is not None and self._world is not None:
            other = self._ends[1] if self._ends[0] == self.fileno() else self._ends[0]
            self._world.network.has_arrived(other)
