"""The bus: what is said on it is heard by every process of the chat, the speaker's own included.

This is all there is to it; `notify.py` has the bus of several processes, PostgreSQL.
"""

from collections.abc import Callable
from typing import Protocol

# What PostgreSQL takes in one NOTIFY. Both buses keep to it, so that a program that works on one
# works on the other.
LARGEST = 7999


class BusError(Exception):
    """The bus does not carry this now. The words say what is wrong and what to do."""


class Bus(Protocol):
    """Carries messages from a room in one process to the same room in all of them."""

    async def open(self, hear: Callable[[str, bytes], None], missed: Callable[[], None]) -> None:
        """Begin to call ``hear(room, message)``, and ``missed()`` after a time of deafness."""

    async def publish(self, room: str, message: bytes) -> None:
        """Hand a message over; the room here gets it by ``hear`` alone, as the others do."""

    async def close(self) -> None:
        """Hear nothing more."""


def checked(room: str, message: bytes) -> bytes:
    """The two as one line of at most so many bytes. A room has no space in it."""
    line = room.encode() + b" " + message
    if len(line) > LARGEST:
        raise BusError(f"That is too long: {len(line)} bytes, and the bus takes {LARGEST}.")
    return line


class MemoryBus:
    """The bus of a chat with one process: a call."""

    async def open(self, hear: Callable[[str, bytes], None], missed: Callable[[], None]) -> None:
        self._hear = hear

    async def publish(self, room: str, message: bytes) -> None:
        checked(room, message)
        self._hear(room, message)

    async def close(self) -> None:
        self._hear = lambda room, message: None


def bus_at(url: str | None, say: Callable[[str], None]) -> Bus:
    """The bus for this address: None is the memory of this process."""
    if url is None:
        return MemoryBus()
    try:
        from notify import PostgresBus
    except ImportError:
        raise BusError("A bus needs psycopg: pip install 'psycopg[binary]'") from None
    return PostgresBus(url, say)
