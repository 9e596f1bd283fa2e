"""sqlite3: each statement on a database in a file costs time, and a locked database is waited for.

On the virtual clock connecting to a file, each ``execute`` and ``executemany``, each statement of
an ``executescript`` and each ``commit`` of a transaction cost ``Latency.files``. To fetch rows
costs nothing more, and neither does a database in memory.

SQLite waits for a lock inside of C, where nobody can see it. Here it never does: a statement that
finds the database locked is tried again every twentieth of a second, until the connection's
timeout. Where SQLite would not wait either, because this connection reads already and two of them
could wait for each other for ever, the statement fails at once.

This module imports sqlite3, and is itself imported only after a program did.
"""

from __future__ import annotations

import re
import sqlite3
import sqlite3.dbapi2
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Literal

from looplab.world.clock import SECOND
from looplab.world.files import charges
from looplab.world.inside import World, here

# Virtual seconds between two tries.
AGAIN = 0.05
# What sqlite3 waits for a lock unless told otherwise, in seconds.
TIMEOUT = 5.0

_connect: Any = sqlite3.connect
_BEGINS = re.compile(r"\s*(?:begin|savepoint)\b", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:commit|end|release|rollback)\b", re.IGNORECASE)
_ATTACHES = re.compile(r"\s*(?:attach|detach)\b", re.IGNORECASE)
_NOTHING = re.compile(r"(?:[\s;]|--[^\n]*|/\*.*?(?:\*/|$))*", re.DOTALL)
_TIMEOUT = re.compile(r"\s*pragma\s+(?:\w+\.)?busy_timeout\s*(?:[=(]\s*(\d+))?", re.IGNORECASE)


class _Rows:
    """The parameters of an ``executemany``: the one that could not be written comes once more."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = iter(rows)
        self._last: list[Any] = []
        self.again = False

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if not (self.again and self._last):
            self._last = [next(self._rows)]
        self.again = False
        return self._last[0]


class Connection(sqlite3.Connection):
    """A connection that asks the world when it has to wait."""

    # A connection of a factory whose __init__ does not pass this way is one in memory.
    _in_file = False
    _reads = False
    _wait = TIMEOUT

    def __init__(self, database: Any, timeout: float = TIMEOUT, *args: Any, **options: Any) -> None:
        known = _virtual() is not None and isinstance(timeout, int | float)
        super().__init__(database, 0.0 if known else timeout, *args, **options)
        self._wait = timeout
        self._look()

    def _look(self) -> None:
        found = sqlite3.Cursor(self).execute("PRAGMA database_list").fetchall()
        self._in_file = any(file for _, _, file in found)

    def cursor(self, factory: Any = sqlite3.Cursor) -> Any:
        """As ``Connection.cursor``."""
        return super().cursor(_asking(factory, sqlite3.Cursor, Cursor))

    def execute(self, sql: str, *parameters: Any) -> Any:
        """As ``Connection.execute``."""
        return Connection.cursor(self)._execute("Connection.execute", sql, *parameters)

    def executemany(self, sql: str, rows: Any, /) -> Any:
        """As ``Connection.executemany``."""
        return Connection.cursor(self)._executemany("Connection.executemany", sql, rows)

    def executescript(self, script: str, /) -> Any:
        """As ``Connection.executescript``."""
        return Connection.cursor(self)._executescript("Connection.executescript", script)

    def commit(self) -> None:
        """As ``Connection.commit``."""
        if self.in_transaction:
            _attempt(self, "Connection.commit", "commit", super().commit)
        else:
            super().commit()

    def rollback(self) -> None:
        """As ``Connection.rollback``."""
        super().rollback()
        self._reads = False

    def __exit__(self, kind: Any, value: Any, trace: Any) -> Literal[False]:
        if kind is not None:
            return super().__exit__(kind, value, trace)
        try:
            self.commit()
        except BaseException:
            self.rollback()
            raise
        return False

    def cannot_wait(self, sql: str) -> bool:
        """Whether this connection reads already: then SQLite does not wait to write."""
        if self._reads:
            return _ENDS.match(sql) is None
        try:
            # A function cannot be taken back while rows are still to be fetched.
            self.create_function("looplab_is_idle", 0, bool)
            self.create_function("looplab_is_idle", 0, None)
        except sqlite3.OperationalError:
            return True
        return False

    def done(self, sql: str) -> None:
        """A statement was carried out: note what follows from it."""
        if not self.in_transaction or _ENDS.match(sql):
            self._reads = False
        elif _BEGINS.match(sql) is None:
            self._reads = True
        if _ATTACHES.match(sql):
            self._look()


class Cursor(sqlite3.Cursor):
    """A cursor that asks the world when it has to wait."""

    connection: Any

    def execute(self, sql: str, *parameters: Any) -> Any:
        """As ``Cursor.execute``."""
        return self._execute("Cursor.execute", sql, *parameters)

    def executemany(self, sql: str, rows: Any, /) -> Any:
        """As ``Cursor.executemany``."""
        return self._executemany("Cursor.executemany", sql, rows)

    def executescript(self, script: str, /) -> Any:
        """As ``Cursor.executescript``."""
        return self._executescript("Cursor.executescript", script)

    def _execute(self, call: str, sql: str, *parameters: Any) -> Any:
        real = super().execute
        if not isinstance(sql, str):
            return real(sql, *parameters)
        if (found := _TIMEOUT.match(sql)) and _virtual() is not None:
            if found[1]:
                self.connection._wait = int(found[1]) / 1000
            sql = f"SELECT {round(self.connection._wait * 1000)} AS timeout"
        return _attempt(self.connection, call, sql, lambda: real(sql, *parameters))

    def _executemany(self, call: str, sql: str, rows: Any) -> Any:
        real, once = super().executemany, _Rows(rows)

        def attempt() -> Any:
            try:
                return real(sql, once)
            except sqlite3.OperationalError:
                once.again = True
                raise

        return _attempt(self.connection, call, sql, attempt)

    def _executescript(self, call: str, script: str) -> Any:
        connection, real = self.connection, super().executescript
        if _virtual() is None or not connection._in_file or not isinstance(script, str):
            return _attempt(connection, call, "", lambda: real(script))
        if connection.in_transaction:
            # A script begins with a commit, also an empty one.
            _attempt(connection, call, "commit", lambda: real(""))
        for statement in _statements(script):
            if _NOTHING.fullmatch(statement):
                continue
            one = sqlite3.Cursor(connection)
            # What begins with a semicolon is carried out as it stands: no transaction is begun.
            _attempt(connection, call, statement, partial(one.execute, f";{statement}"))
            one.fetchall()
        return self


Connection.__module__ = Cursor.__module__ = "sqlite3"


def _virtual() -> World | None:
    world = here()
    return world if world is not None and world.scheduler is not None else None


def _statements(script: str) -> Iterator[str]:
    begun = ""
    *parts, rest = script.split(";")
    for part in parts:
        begun += part + ";"
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""
    yield begun + rest


def _attempt(connection: Any, call: str, sql: str, real: Callable[[], Any]) -> Any:
    """Do it, as soon as the database is not locked. Raises sqlite3.OperationalError."""
    world = here()
    if world is None or not connection._in_file:
        made = real()
    elif world.scheduler is None:
        with world.timed(call):
            made = real()
    else:
        world.blocking(call, None, world.latency.files)
        made = _persist(world, connection, call, sql, real)
    connection.done(sql)
    return made


def _persist(world: World, connection: Any, call: str, sql: str, real: Callable[[], Any]) -> Any:
    until = world.clock.now() + round(connection._wait * SECOND)
    while True:
        try:
            return real()
        except sqlite3.OperationalError as error:
            left = (until - world.clock.now()) / SECOND
            if not _is_locked(error) or left <= 0 or connection.cannot_wait(sql):
                raise
        world.blocking(call, None, min(AGAIN, left))


def _is_locked(error: sqlite3.OperationalError) -> bool:
    """Whether it is worth a wait: what was read meanwhile may be out of date for good."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY and code != sqlite3.SQLITE_BUSY_SNAPSHOT


def connect(*args: Any, **options: Any) -> Any:
    """As ``sqlite3.connect``."""
    world = here()
    if world is None or not charges.asked_for(world, sys._getframe(1)):
        return _connect(*args, **options)
    # The sixth argument, as long as it may be given without its name.
    given = args[5] if len(args) > 5 else options.pop("factory", sqlite3.Connection)
    factory = _asking(given, sqlite3.Connection, Connection)
    if len(args) > 5:
        args = (*args[:5], factory, *args[6:])
    else:
        options["factory"] = factory
    if world.scheduler is None:
        with world.timed("sqlite3.connect"):
            return _connect(*args, **options)
    try:
        made = _connect(*args, **options)
    except sqlite3.OperationalError:
        world.blocking("sqlite3.connect", None, world.latency.files)
        raise
    if getattr(made, "_in_file", False):
        world.blocking("sqlite3.connect", None, world.latency.files)
    return made


def _asking(factory: Any, real: type, ours: type) -> Any:
    """The program's own class, on top of ours; what is no class stays as it is."""
    if factory is real:
        return ours
    if not isinstance(factory, type) or not issubclass(factory, real) or issubclass(factory, ours):
        return factory
    world = here()
    made: dict[type, type] = {} if world is None else world.kept.setdefault("sqlite3", {})
    if factory not in made:
        about = {"__module__": factory.__module__, "__qualname__": factory.__qualname__}
        made[factory] = type(factory.__name__, (factory, ours), about)
    return made[factory]


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    return [(sqlite3, "connect", connect), (sqlite3.dbapi2, "connect", connect)]
