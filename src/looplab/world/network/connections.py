"""``socket.socket`` in a world: an end of the network in memory, with a real descriptor.

Listening, connecting and accepting put the ends of connected pairs under the descriptors that the
program already has, so that loops and libraries need no change.
"""

from __future__ import annotations

import errno
import operator
import os
import select
import socket
import ssl
from typing import Any

from looplab.world.inside import NotInThisWorld, here
from looplab.world.network.hosts import Address, Listener, connected
from looplab.world.network.sockets import RealSocket, WaitingSocket

_real_wrap = ssl.SSLContext.wrap_socket


class Socket(WaitingSocket):
    """A socket that asks the world when it has to wait, and for its connections."""

    # Shown as what it stands for.
    __module__ = "socket"
    __qualname__ = "socket"

    def bind(self, address: Any) -> None:
        """As ``socket.bind``."""
        if self._family is None or self._world is None:
            super().bind(address)
            return
        host, port = self._checked(address, "bind")
        if self._name is not None or self._peer is not None:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        host, port = self._world.network.bind(self, host, port, self._shared)
        self._name = self._address(host, port)

    def _checked(self, address: Any, call: str) -> tuple[Any, int]:
        """Host and port of an address. Raises what the real one raises for a wrong one."""
        if not isinstance(address, tuple):
            kind = type(address).__name__
            raise TypeError(f"{call}(): {self._family.name} address must be tuple, not {kind}")
        if not 2 <= len(address) <= (2 if self._family == socket.AF_INET else 4):
            raise TypeError(f"{self._family.name} address must be a pair (host, port)")
        port = operator.index(address[1])
        if not 0 <= port <= 0xFFFF:
            raise OverflowError(f"{call}(): port must be 0-65535.")
        return address[0], port

    def _address(self, host: str, port: int) -> Address:
        if self._family == socket.AF_INET:
            return host, port
        return {"0.0.0.0": "::", "127.0.0.1": "::1"}.get(host, host), port, 0, 0

    def listen(self, backlog: int = 128) -> None:
        """As ``socket.listen``."""
        if self._family is None or self._world is None:
            super().listen(backlog)
            if self._virtual and self._world is not None:
                self._world.network.opened(self.fileno())
            return
        if self._listener is not None:
            return
        if self._peer is not None:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if self._name is None:
            self.bind(("", 0))
        self._listener = Listener(self.fileno(), self._become_an_end())
        self._world.network.listen(self, self._listener)

    def _become_an_end(self) -> socket.socket:
        """Put one end of a new connection under this socket's descriptor; the other is returned."""
        mine, other = connected()
        os.dup2(mine.fileno(), self.fileno(), inheritable=False)
        mine.close()
        RealSocket.setblocking(self, False)
        return other

    def connect(self, address: Any) -> None:
        """As ``socket.connect``."""
        world = self._world
        if self._family is None or world is None:
            self._do("connect", select.POLLOUT, super().connect, address)
            return
        host, port = self._checked(address, "connect")
        if self._peer is not None or self._listener is not None:
            raise OSError(errno.EISCONN, os.strerror(errno.EISCONN))
        try:
            host, listener = world.network.listener(host, port)
        except ConnectionRefusedError:
            if self._timeout != 0.0:
                raise
            # As in life: who does not wait hears of it later, from a descriptor that is ready.
            self._become_an_end().close()
            self._refused = True
        else:
            other = self._become_an_end()
            if self._name is None:
                self._name = self._address("127.0.0.1", world.network.port())
            self._peer = self._address(host, port)
            self._ends = [self.fileno(), -1]
            if not listener.queue:
                # As long as somebody waits there is one byte to read at the listening descriptor.
                listener.kick.send(b"c")
            listener.queue.append((other, self._name, self._peer, self._ends))
            world.network.has_arrived(listener.fd)
        if self._timeout == 0.0:
            raise BlockingIOError(errno.EINPROGRESS, os.strerror(errno.EINPROGRESS))

    def connect_ex(self, address: Any) -> int:
        """As ``socket.connect_ex``."""
        if self._family is None:
            return int(super().connect_ex(address))
        try:
            self.connect(address)
        except OSError as error:
            return error.errno or errno.EINVAL
        return 0

    def accept(self) -> tuple[socket.socket, Any]:
        """As ``socket.accept``."""
        if self._listener is None:
            if self._family is not None:
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            fd, address = self._do("accept", select.POLLIN, self._accept)
            made = Socket(self.family, self.type, self.proto, fileno=fd)
            if (
                not self._virtual
                and socket.getdefaulttimeout() is None
                and RealSocket.gettimeout(self)
            ):
                made.setblocking(True)
            return made, address
        other, visitor, name, ends = self._do("accept", select.POLLIN, self._next_visitor)
        made = Socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=other.detach())
        made._family, made._proto = self._family, self._proto
        made._name, made._peer = name, visitor
        ends[1] = made.fileno()
        made._ends = ends
        if self._listener.queue and self._world is not None:
            self._world.network.has_arrived(self._listener.fd)
        return made, visitor

    def _next_visitor(self) -> Any:
        """Who knocked first. Raises BlockingIOError where nobody has."""
        assert self._listener is not None
        queue, receive = self._listener.queue, super(WaitingSocket, self).recv
        if not queue:
            receive(1)
            # There is nothing to receive, so that somebody has shut it down.
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        found = queue.pop(0)
        if not queue:
            receive(1)
        return found

    def shutdown(self, how: int) -> None:
        """As ``socket.shutdown``."""
        if self._listener is None:
            self._need_a_peer(errno.ENOTCONN)
        super().shutdown(how)
        self._tell_the_other_end()

    def dup(self) -> socket.socket:
        """As ``socket.dup``."""
        made: Socket = super().dup()
        made._family, made._proto = self._family, self._proto
        made._name, made._peer = self._name, self._peer
        return made

    def _leave(self) -> None:
        if self._virtual and self._world is not None and self.fileno() >= 0:
            self._tell_the_other_end()
            if self._ends is not None and self.fileno() in self._ends:
                self._ends[self._ends.index(self.fileno())] = -1
            self._world.network.release(self, self.fileno())

    def _real_close(self, *args: Any) -> None:
        self._leave()
        super()._real_close(*args)

    def __del__(self) -> None:
        # Nobody holds it any more: then it is closed, with a warning, as in life.
        self._leave()
        super().__del__()


def wrap_socket(context: Any, sock: Any, *args: Any, **options: Any) -> Any:
    """As ``SSLContext.wrap_socket``, for sockets that do not block."""
    world = here()
    if world is not None and world.scheduler is not None and sock.gettimeout() != 0.0:
        raise NotInThisWorld(
            "a TLS socket that blocks waits where this world cannot see it: "
            "use plain HTTP here, or looplab run --real"
        )
    return _real_wrap(context, sock, *args, **options)


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [(socket, "socket", Socket), (ssl.SSLContext, "wrap_socket", wrap_socket)]
