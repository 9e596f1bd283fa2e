"""Rooms, and who is in them: every member has a queue with a bound, and a task that empties it."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from bus import Bus, BusError
from rules import Allowance, Refused, decoded, encoded
from tornado.websocket import WebSocketClosedError, WebSocketHandler

GOING_AWAY, POLICY, TRY_LATER = 1001, 1008, 1013  # RFC 6455 and its registry of close codes


@dataclass(frozen=True)
class Limits:
    """How much of everything there may be in one process."""

    queue: int = 100  # messages that wait for one reader
    history: int = 50  # messages that a newcomer to a room is shown
    rooms: int = 100
    people: int = 1000  # open WebSockets
    windows: int = 8  # of one browser
    rate: float = 5.0  # messages a second of one browser
    keep: float = 600.0  # seconds until an empty and quiet room is forgotten


class Person(NamedTuple):
    """Who is logged in. Two may call themselves the same; the browser tells them apart."""

    browser: str
    name: str


class Member:
    """One open WebSocket in a room."""

    def __init__(self, person: Person, room: str, socket: WebSocketHandler, bound: int) -> None:
        self.browser, self.name = person
        self.room = room
        self.leaving = False
        self._socket = socket
        assert socket.ws_connection is not None and socket.ws_connection.stream is not None
        self._stream = socket.ws_connection.stream
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(bound)
        self._writing = asyncio.create_task(self._write())

    def deliver(self, message: bytes) -> bool:
        """Put a message into the queue, and never wait. False: there is no place left in it."""
        try:
            self._queue.put_nowait(message)
        except asyncio.QueueFull:
            return False
        return True

    async def _write(self) -> None:
        # The await is the point: it goes on when the kernel has taken the message, and until then
        # the next one stays in the queue, which has a bound. Tornado's own buffer has none.
        with contextlib.suppress(WebSocketClosedError):
            while True:
                writing = self._socket.write_message(await self._queue.get())
                # Let go in the middle of a write: Tornado logs a complaint if that is cancelled,
                # and asyncio logs one if nobody asks for its error.
                writing.add_done_callback(lambda done: done.cancelled() or done.exception())
                await asyncio.shield(writing)
                self._queue.task_done()

    def close(self, code: int, reason: str) -> None:
        """Deliver no more, and say why; Tornado hangs up after 5 s on who does not answer that."""
        self.leaving = True
        self.stop_writing()
        self._socket.close(code, reason)

    async def take_leave(self, seconds: float) -> None:
        """Close when everything in the queue is written, or after so many seconds."""
        if not self.leaving:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._queue.join()
        self.close(GOING_AWAY, "the server stops")

    def hang_up(self) -> None:
        """Close the connection itself, without a word."""
        self.stop_writing()
        self._stream.close()

    def stop_writing(self) -> None:
        self._writing.cancel()


class Room:
    """Its members in this process, and the last that was said in it."""

    def __init__(self, history: int) -> None:
        self.members: set[Member] = set()
        self.history: deque[bytes] = deque(maxlen=history)
        self.quiet_since = time.monotonic()

    def has(self, name: str) -> bool:
        return any(member.name == name for member in self.members)


class Rooms:
    """All rooms of this process. What happens in a room comes from the bus, and from there only."""

    def __init__(self, bus: Bus, limits: Limits, say: Callable[[str], None]) -> None:
        self.bus = bus
        self.limits = limits
        self.say = say
        self.rooms: dict[str, Room] = {}
        self.people: set[Member] = set()  # those too who are told to go, until they are gone
        self._allowances: dict[str, Allowance] = {}
        self._everybody_left = asyncio.Event()
        self.closing = False
        self._announcing: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        await self.bus.open(self.hear, self.missed)
        self._forgetting = asyncio.create_task(self._forget())

    def enter(self, member: Member) -> None:
        """Show the history to a newcomer, and let all know who it is."""
        if sum(other.browser == member.browser for other in self.people) >= self.limits.windows:
            raise Refused(f"{self.limits.windows} windows are open already.")
        room = self._room(member.room)
        if room is None:
            raise Refused("There are too many rooms already.")
        self.people.add(member)
        # No await between the two: what is said meanwhile would be missed, or shown twice.
        member.deliver(b'{"kind": "history", "texts": [' + b", ".join(room.history) + b"]}")
        is_new = not room.has(member.name)
        room.members.add(member)
        if is_new:
            self.announce(member.room, "came", name=member.name)

    def leave(self, member: Member, why: str = "") -> None:
        """Take somebody out of the room, and say so unless the name has another window in it."""
        room = self.rooms.get(member.room)
        if room is None or member not in room.members:
            return
        room.members.discard(member)
        room.quiet_since = time.monotonic()
        if not room.has(member.name):
            self.announce(member.room, "went", name=member.name, why=why)

    def may_speak(self, member: Member) -> bool:
        # The windows of one browser have one allowance, and so has one that leaves and comes back.
        return self._allowances.setdefault(member.browser, Allowance(self.limits.rate)).take()

    def announce(self, room: str, kind: str, **facts: object) -> None:
        """Tell a room something that nobody waits for."""

        async def publish() -> None:
            with contextlib.suppress(BusError):
                await self.bus.publish(room, encoded(kind, **facts))

        if not self.closing:
            # The loop keeps no strong reference to a task: who starts one has to.
            task = asyncio.create_task(publish())
            self._announcing.add(task)
            task.add_done_callback(self._announcing.discard)

    def hear(self, name: str, message: bytes) -> None:
        """Something came by the bus. It must not fail, whatever came, or nothing more is heard."""
        try:
            kind = decoded(message)["kind"]
        except (ValueError, RecursionError):
            return
        # Remembered as well where nobody is in the room: the next one may come to this process.
        room = self._room(name) if kind == "text" else self.rooms.get(name)
        if room is None:
            return
        if kind == "text":
            room.history.append(message)
            room.quiet_since = time.monotonic()
        for member in list(room.members):
            if not member.deliver(message):
                self.let_go(member)

    def let_go(self, member: Member) -> None:
        """Part with somebody who reads too slowly, rather than keep everything in memory."""
        self.say(f"{member.name} reads too slowly in {member.room}, and is let go.")
        self.leave(member, "read too slowly")
        member.close(TRY_LATER, "you read too slowly")

    def missed(self) -> None:
        """The bus was deaf for some time: nobody knows what was said."""
        for room in self.rooms.values():
            for member in list(room.members):
                member.deliver(encoded("gap"))

    def gone(self, member: Member) -> None:
        """The connection of a member is closed, whoever closed it."""
        self.leave(member)
        member.stop_writing()
        self.people.discard(member)
        if not self.people:
            self._everybody_left.set()

    async def close(self, seconds: float) -> tuple[int, int]:
        """Everybody is told to go. Returns how many were there, and how many had to be cut off."""
        end = time.monotonic() + seconds
        self.closing = True
        self._forgetting.cancel()
        there = set(self.people)
        if there:
            self._everybody_left.clear()
            # Half of the time for what they have not been sent yet, the other half for goodbye.
            await asyncio.gather(*(member.take_leave(seconds / 2) for member in there))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(end - time.monotonic()):
                    await self._everybody_left.wait()
        left = set(self.people)
        for member in left:
            member.hang_up()
        if self._announcing:
            await asyncio.wait(self._announcing)  # each has a limit of its own
        await self.bus.close()
        return len(there), len(left)

    def _room(self, name: str) -> Room | None:
        """The room of this name. A new one takes the place of an empty one where all are taken."""
        if name not in self.rooms and len(self.rooms) >= self.limits.rooms:
            empty = [other for other, room in self.rooms.items() if not room.members]
            if not empty:
                return None
            del self.rooms[min(empty, key=lambda other: self.rooms[other].quiet_since)]
        return self.rooms.setdefault(name, Room(self.limits.history))

    async def _forget(self) -> None:
        """Every now and then, drop what nobody needs any more."""
        while True:
            await asyncio.sleep(self.limits.keep / 4)
            old = time.monotonic() - self.limits.keep
            for name, room in list(self.rooms.items()):
                if not room.members and room.quiet_since < old:
                    del self.rooms[name]
            for browser, allowance in list(self._allowances.items()):
                if allowance.is_full():
                    del self._allowances[browser]
