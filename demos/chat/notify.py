"""The bus of several processes: PostgreSQL carries the messages, with LISTEN and NOTIFY."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable

import psycopg
from bus import BusError, checked
from psycopg.conninfo import make_conninfo

# Who speaks is told when that takes too long; psycopg need not log it for us as well.
logging.getLogger("psycopg").setLevel(logging.ERROR)

CHANNEL = "looplab_chat"
PATIENCE = 2.0  # seconds for a NOTIFY; psycopg needs some more to give one up that has begun
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0

# A network that dies without a word is noticed after some 20 seconds, not after two hours.
ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2}


class PostgresBus:
    """One connection that listens, and one that speaks: a listening one is taken all the time."""

    def __init__(self, url: str, say: Callable[[str], None]) -> None:
        self._url = url
        self._say = say
        self._speaker: psycopg.AsyncConnection | None = None
        self._one_at_a_time = asyncio.Lock()

    async def open(self, hear: Callable[[str, bytes], None], missed: Callable[[], None]) -> None:
        self._hear, self._missed = hear, missed
        try:
            connection = await self._listener()
        except (psycopg.OperationalError, TimeoutError) as error:
            why = str(error).partition("\n")[0] or "no answer"
            raise BusError(f"The bus cannot be reached: {why}. Is PostgreSQL there?") from None
        except psycopg.Error:  # its words may have the URL in them, and so a password
            raise BusError(
                "PostgreSQL does not understand the bus: postgresql://user@host:port/name"
            ) from None
        self._listening = asyncio.create_task(self._listen(connection))

    async def publish(self, room: str, message: bytes) -> None:
        line = checked(room, message).decode()
        try:
            async with asyncio.timeout(PATIENCE), self._one_at_a_time:
                if self._speaker is None or self._speaker.closed:
                    self._speaker = await self._connected()
                await self._speaker.execute("select pg_notify(%s, %s)", (CHANNEL, line))
        except (psycopg.Error, TimeoutError):
            await self._drop_speaker()
            # Not tried again: it may have been heard, and nobody should hear it twice.
            raise BusError("No answer. Perhaps nobody has got this message.") from None

    async def close(self) -> None:
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening
        await self._drop_speaker()

    async def _drop_speaker(self) -> None:
        speaker, self._speaker = self._speaker, None
        if speaker is not None:
            await speaker.close()

    async def _connected(self) -> psycopg.AsyncConnection:
        # One URL may name several hosts: the whole attempt has a limit, not only each of them.
        async with asyncio.timeout(2 * PATIENCE):
            return await psycopg.AsyncConnection.connect(
                make_conninfo(self._url, connect_timeout=2, **ALIVE), autocommit=True
            )

    async def _listener(self) -> psycopg.AsyncConnection:
        connection = await self._connected()
        await connection.execute(f"listen {CHANNEL}")
        return connection

    async def _listen(self, connection: psycopg.AsyncConnection) -> None:
        """Hear until cancelled, on a new connection each time that one is lost."""
        while True:
            try:
                async for told in connection.notifies():
                    room, _, message = told.payload.partition(" ")
                    self._hear(room, message.encode())
            except psycopg.Error:
                pass
            finally:
                await connection.close()
            self._say("The bus is lost.")
            await self._drop_speaker()  # most likely it has lost its other end, too
            connection = await self._again()
            self._say("The bus is back.")
            self._missed()

    async def _again(self) -> psycopg.AsyncConnection:
        pause = FIRST_PAUSE
        while True:
            # Not all processes at the same moment: hence a random part of the pause.
            await asyncio.sleep(pause * random.uniform(0.5, 1))
            pause = min(LONGEST_PAUSE, 2 * pause)
            with contextlib.suppress(psycopg.Error, TimeoutError):
                return await self._listener()
