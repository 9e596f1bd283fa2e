"""sqlite3 in a world: what statements cost, and who waits for whose lock."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from looplab.trace import Trace

Traced = Callable[..., Trace]

BEGIN = """
import sqlite3, threading, time
begin = time.monotonic()
def now():
    return round(time.monotonic() - begin, 6)
def holding(seconds, how="BEGIN IMMEDIATE"):
    other = sqlite3.connect(name)
    other.execute(how)
    time.sleep(seconds)
    other.rollback()
    other.close()
"""


@pytest.fixture
def queries(traced: Traced, tmp_path: Path) -> Callable[..., Trace]:
    """Runs a program whose ``name`` is that of a new database with a table ``t(x)``."""
    name = str(tmp_path / "base.db")

    def run(text: str, **options: object) -> Trace:
        Path(name).unlink(missing_ok=True)
        make = "first = sqlite3.connect(name)\nfirst.execute('CREATE TABLE t(x)')\n"
        begin = f"name = {name!r}{BEGIN}{make}first.close()\nbegin = time.monotonic()\n"
        return traced(begin + textwrap.dedent(text), **options)

    return run


def said(trace: Trace) -> list[str | None]:
    assert trace.status == "finished", trace.end
    return [event.text for event in trace.prints()]


def held(trace: Trace) -> list[tuple[str | None, str | None, float]]:
    """Calls, lines, and seconds, without those that make the table."""
    return [(b.call, b.source, round(b.duration, 6)) for b in trace.kind("block")][2:]


def test_each_statement_on_a_file_costs_a_latency(queries: Traced) -> None:
    """connect, execute, executemany, every statement of a script, commit; rows cost nothing."""
    trace = queries("""
        db = sqlite3.connect(name)
        db.execute("INSERT INTO t VALUES (1)")
        db.executemany("INSERT INTO t VALUES (?)", ((n,) for n in range(100)))
        db.commit()
        db.commit()
        db.executescript("CREATE TABLE u(x); INSERT INTO u VALUES (';'); -- done;")
        cursor = db.cursor()
        cursor.execute("SELECT count(*) FROM t")
        print(cursor.fetchall(), now())
        with db:
            db.execute("DELETE FROM t")
        db.close()
    """)
    assert said(trace) == ["[(101,)] 0.035"]
    assert held(trace) == [
        ("sqlite3.connect", "db = sqlite3.connect(name)", 0.005),
        ("Connection.execute", 'db.execute("INSERT INTO t VALUES (1)")', 0.005),
        (
            "Connection.executemany",
            'db.executemany("INSERT INTO t VALUES (?)", ((n,) for n in range(100)))',
            0.005,
        ),
        ("Connection.commit", "db.commit()", 0.005),
        (
            "Connection.executescript",
            "db.executescript(\"CREATE TABLE u(x); INSERT INTO u VALUES (';'); -- done;\")",
            0.010,
        ),
        ("Cursor.execute", 'cursor.execute("SELECT count(*) FROM t")', 0.005),
        ("Connection.execute", 'db.execute("DELETE FROM t")', 0.005),
        ("Connection.commit", "with db:", 0.005),
    ]


def test_a_database_in_memory_costs_nothing_until_a_file_is_attached(queries: Traced) -> None:
    """Also without a name, or shared in memory by its name."""
    trace = queries("""
        for place in ":memory:", "", "file:x?mode=memory&cache=shared":
            db = sqlite3.connect(place, uri=True)
            db.execute("CREATE TABLE v(x)")
            db.execute("INSERT INTO v VALUES (1)")
            db.commit()
            db.executescript("DELETE FROM v")
        print(now())
        db.execute("ATTACH ? AS other", (name,))
        print(now())
        db.execute("SELECT * FROM v")
        print(now())
    """)
    assert said(trace) == ["0.0", "0.0", "0.005"]


def test_a_writer_is_held_until_the_other_one_commits(queries: Traced) -> None:
    """One has a transaction open for 2 s; the other waits at its INSERT, and loses nothing."""
    trace = queries("""
        def slow():
            with sqlite3.connect(name) as db:
                db.execute("INSERT INTO t VALUES ('slow')")
                time.sleep(2)
            db.close()
        thread = threading.Thread(target=slow)
        thread.start()
        time.sleep(0.1)
        db = sqlite3.connect(name)
        db.execute("INSERT INTO t VALUES ('quick')")
        assert 2.0 <= now() <= 2.1, now()
        db.commit()
        print(db.execute("SELECT * FROM t").fetchall())
    """)
    assert said(trace) == ["[('slow',), ('quick',)]"]
    (block,) = [b for b in trace.kind("block") if (b.source or "").endswith("('quick')\")")]
    assert (block.call, block.thread) == ("Connection.execute", "MainThread")
    assert block.t == pytest.approx(0.115)
    assert block.duration == pytest.approx(1.955)


def test_on_the_loop_a_locked_database_holds_everybody_and_in_a_worker_nobody(
    queries: Traced,
) -> None:
    """A heartbeat of a second hears of it, or not."""
    program = """
        import asyncio
        def insert():
            with sqlite3.connect(name) as db:
                db.execute("INSERT INTO t VALUES (1)")
            db.close()
        async def beat():
            for _ in range(3):
                await asyncio.sleep(1)
                print("beat", round(now(), 1))
        async def main():
            threading.Thread(target=holding, args=(2.5,)).start()
            await asyncio.sleep(0.1)
            beating = asyncio.create_task(beat())
            await asyncio.sleep(0)
            {insert}
            print("inserted")
            await beating
        asyncio.run(main())
    """
    on_loop = queries(program.format(insert="insert()"))
    assert said(on_loop) == ["inserted", "beat 2.5", "beat 3.5", "beat 4.5"]
    in_worker = queries(program.format(insert="await asyncio.to_thread(insert)"))
    assert said(in_worker) == ["beat 1.1", "beat 2.1", "inserted", "beat 3.1"]
    calls = {(b.call, b.thread) for b in in_worker.kind("block") if b.duration > 2}
    assert calls == {("time.sleep", "Thread-1 (holding)"), ("Connection.execute", "asyncio_0")}


@pytest.mark.parametrize(
    ("options", "pragma", "seconds"),
    [
        ("", "", 5.0),
        ("timeout=1.5", "", 1.5),
        ("1", "", 1.0),
        ("timeout=0", "", 0.0),
        ("timeout=0", "PRAGMA busy_timeout = 700", 0.7),
        ("", "pragma main.busy_timeout(0)", 0.0),
    ],
)
def test_after_its_timeout_it_gives_up_as_in_life(
    queries: Traced, options: str, pragma: str, seconds: float
) -> None:
    """5 seconds unless the program says otherwise, when it connects or with a pragma."""
    trace = queries(f"""
        threading.Thread(target=holding, args=(20,), daemon=True).start()
        time.sleep(0.1)
        db = sqlite3.connect(name, {options})
        db.execute({pragma!r} or "SELECT 1")
        asked = now()
        try:
            db.execute("INSERT INTO t VALUES (1)")
        except sqlite3.OperationalError as error:
            print(error, error.sqlite_errorname, round(now() - asked - 0.005, 6))
        print(db.execute("PRAGMA busy_timeout").fetchall())
    """)
    told = f"database is locked SQLITE_BUSY {seconds}"
    assert said(trace) == [told, f"[({round(seconds * 1000)},)]"]


def test_every_way_to_write_waits_for_the_lock_and_writes_once(queries: Traced) -> None:
    """execute, executemany from a generator, a script, a cursor's, a commit behind a reader."""
    trace = queries("""
        def again(seconds=2, how="BEGIN IMMEDIATE"):
            thread = threading.Thread(target=holding, args=(seconds, how))
            thread.start()
            time.sleep(0.1)
            return now()
        db = sqlite3.connect(name, isolation_level=None)
        cursor = db.cursor()
        for write in (
            lambda: db.execute("INSERT INTO t VALUES (1)"),
            lambda: db.executemany("INSERT INTO t VALUES (?)", ((n,) for n in (2, 3))),
            lambda: db.executescript("SELECT 1; INSERT INTO t VALUES (4); INSERT INTO t VALUES(5)"),
            lambda: cursor.execute("INSERT INTO t VALUES (6)"),
            lambda: cursor.executemany("INSERT INTO t VALUES (?)", iter([(7,), (8,)])),
            lambda: cursor.executescript("BEGIN; INSERT INTO t VALUES (9); COMMIT;"),
        ):
            at = again()
            write()
            assert 1.8 < now() - at < 2.1, now() - at
        db.isolation_level = "IMMEDIATE"
        at = again()
        db.executemany("INSERT INTO t VALUES (?)", iter([(10,), (11,)]))
        assert 1.8 < now() - at < 2.1, now() - at
        # Who reads keeps a commit from being written.
        def reading():
            other = sqlite3.connect(name)
            rows = other.execute("SELECT * FROM t UNION ALL SELECT * FROM t")
            next(rows)
            time.sleep(2)
            rows.close()
            other.close()
        threading.Thread(target=reading).start()
        time.sleep(0.1)
        at = now()
        db.commit()
        assert 1.8 < now() - at < 2.1, now() - at
        print([x for x, in db.execute("SELECT x FROM t ORDER BY rowid")])
    """)
    assert said(trace) == [str(list(range(1, 12)))]


WHERE_SQLITE_DOES_NOT_WAIT = """
    threading.Thread(target=holding, args=({seconds},)).start()
    time.sleep({seconds} / 2)
    for begin_with in "BEGIN; SELECT * FROM t", "cursor":
        db = sqlite3.connect(name, timeout=100, isolation_level=None)
        if begin_with == "cursor":
            rows = db.execute("SELECT 1 UNION ALL SELECT name FROM sqlite_master")
            next(rows)
        else:
            for one in begin_with.split(";"):
                db.execute(one).fetchall()
        try:
            db.execute("INSERT INTO t VALUES (1)")
        except sqlite3.OperationalError as error:
            print(error)
        print(now() < {seconds})
        db.close()
    db = sqlite3.connect(name, timeout=100)
    db.execute("BEGIN")
    db.execute("SELECT * FROM t").fetchall()
    db.rollback()
    db.execute("INSERT INTO t VALUES (1)")
    print(now() > {seconds})
"""


def test_where_sqlite_would_not_wait_it_fails_at_once(queries: Traced) -> None:
    """Who reads already and then wants to write could wait for ever: SQLite refuses."""
    trace = queries(WHERE_SQLITE_DOES_NOT_WAIT.format(seconds=2))
    locked = ["database is locked", "True"]
    assert said(trace) == [*locked, *locked, "True"]


@pytest.mark.real_clock
def test_on_the_real_clock_sqlite_itself_waits_and_fails_so(queries: Traced) -> None:
    """What is said above of SQLite holds, and the wait is blamed on its line."""
    trace = queries(WHERE_SQLITE_DOES_NOT_WAIT.format(seconds=1), clock="real")
    locked = ["database is locked", "True"]
    assert said(trace) == [*locked, *locked, "True"]
    waits = [b for b in trace.kind("block") if b.call == "Connection.execute"]
    assert any(b.source == 'db.execute("INSERT INTO t VALUES (1)")' for b in waits)


SHAPES = """
    class Own(sqlite3.Connection):
        def __init__(self, *args, **options):
            super().__init__(*args, **options)
            print("made", args[1:], sorted(options))
        def execute(self, sql, *args):
            print("own", sql)
            return super().execute(sql, *args)
    class OwnCursor(sqlite3.Cursor):
        def fetchone(self):
            return ("own", super().fetchone())
    for db in (
        sqlite3.connect(name),
        sqlite3.connect(name, 3.0, factory=Own),
        sqlite3.connect(database=name, isolation_level=None, detect_types=1),
        sqlite3.connect(":memory:", factory=Own),
    ):
        print(type(db).__name__, isinstance(db, sqlite3.Connection), isinstance(db, Own))
        print(repr(db).split(" at ")[0], db.isolation_level, db.total_changes)
        db.execute("CREATE TABLE IF NOT EXISTS w(x, y)")
        made = db.execute("INSERT INTO w VALUES (?, ?)", (1, "a"))
        print(type(made).__name__, made.rowcount, made.lastrowid, made.connection is db)
        print(made is made.execute("SELECT 1 AS one"), made.description, made.fetchall())
        print(db.executemany("INSERT INTO w VALUES (:x, 2)", [{"x": 1}, {"x": 2}]).rowcount)
        print(db.in_transaction, db.commit(), db.in_transaction)
        cursor = db.cursor(OwnCursor)
        print(isinstance(cursor, OwnCursor), cursor.execute("SELECT count(*) FROM w").fetchone())
        db.row_factory = sqlite3.Row
        print([tuple(row) for row in db.execute("SELECT * FROM w LIMIT 1")])
        print(db.execute("SELECT x AS z FROM w").fetchone().keys())
        db.row_factory = None
        script = "INSERT INTO w VALUES (3, 3); SELECT 1; /* ; */ ; DELETE FROM w WHERE x = 2;"
        print(isinstance(db.executescript(script), sqlite3.Cursor), db.in_transaction)
        script = "CREATE TRIGGER g AFTER DELETE ON w BEGIN SELECT 1; SELECT 2; END; DROP TRIGGER g"
        print(isinstance(cursor.executescript(script), OwnCursor), db.in_transaction)
        for wrong in (
            lambda: db.execute("SELEC"), lambda: db.execute("SELECT ?"), lambda: db.execute(3),
            lambda: db.execute("SELECT 1; SELECT 2"), lambda: db.executescript("SELECT 1; SELEC"),
            lambda: db.executescript(3), lambda: db.executemany("INSERT INTO w VALUES(?, 1)", 3),
            lambda: db.execute("SELECT 1", (), 3), lambda: db.executescript("CREATE TABLE (;"),
            lambda: db.execute("INSERT INTO nowhere VALUES (1)"), lambda: db.executescript(),
            lambda: db.cursor(int), lambda: db.execute("SELECT '"),
            lambda: db.executemany("INSERT INTO w VALUES (?, 1)", [(1,), (1, 2)]),
        ):
            try:
                print(wrong())
            except Exception as error:
                print(type(error).__name__, str(error).split("(")[0])
        db.rollback()
        try:
            with db:
                db.execute("DELETE FROM w")
                raise KeyError
        except KeyError:
            print(db.execute("SELECT count(*) FROM w").fetchall(), db.in_transaction)
        with db as same:
            print(same is db)
        db.close()
        try:
            db.execute("SELECT 1")
        except sqlite3.ProgrammingError as error:
            print(error)
    for wrong in (
        dict(database=folder + "/no/base.db"), dict(), dict(database=3.5),
        dict(database=name, timeout="x"), dict(database=name, nonsense=1),
        dict(database=name, factory=lambda *args, **options: "not one"),
    ):
        try:
            print(sqlite3.connect(**wrong))
        except Exception as error:
            print(type(error).__name__, str(error) if "database" in wrong else "")
    worker = []
    db = sqlite3.connect(name)
    def elsewhere():
        try:
            db.execute("SELECT 1")
        except sqlite3.ProgrammingError as error:
            worker.append(str(error).split("The")[0])
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    print(worker)
    db.close()
"""


def test_connections_and_cursors_are_as_in_life(queries: Traced, tmp_path: Path) -> None:
    """Classes of one's own, rows, counts, transactions, errors: the same words, on both clocks."""
    name = tmp_path / "base.db"
    shapes = f"folder = {str(tmp_path)!r}\n{textwrap.dedent(SHAPES)}"
    program = f"name = {str(name)!r}{BEGIN}{shapes}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    in_life = done.stdout.splitlines()
    assert len(in_life) > 100
    for clock in ("virtual", "real"):
        assert said(queries(shapes, clock=clock)) == in_life


def test_a_program_without_databases_does_not_import_sqlite(tmp_path: Path) -> None:
    """It would cost each run more than the program; one that imports it finds it patched."""
    program = tmp_path / "program.py"
    program.write_text("import sys\nprint('sqlite3' in sys.modules, end=' ')\n")
    look = "import sys, looplab.record as r; from looplab.request import *\n"
    look += "def run(text): return r.run(Request(Source('p.py', text)))\n"
    look += "run('print(1)'); print('sqlite3' in sys.modules)\n"
    look += "t = run('import sqlite3; c = sqlite3.connect(\"x.db\"); c.close()')\n"
    look += "print([b.call for b in t.kind('block')], sys.modules['sqlite3'].connect)\n"
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    first, second = done.stdout.splitlines()
    assert first == "False"
    assert second.startswith("['sqlite3.connect'] <built-in function connect>")
