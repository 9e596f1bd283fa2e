"""The calendar in a world: the virtual clock's day, in UTC, by classes that pass for the real."""

from __future__ import annotations

import copyreg
import datetime
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from looplab.trace import Trace

Traced = Callable[..., Trace]


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine is somewhere else."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a module that was handed a moment, and the class, before the run."""
    (tmp_path / "outside.py").write_text("import sys\nMOMENT, KIND = sys.modules['outer']\n")
    real = datetime.datetime
    monkeypatch.setitem(sys.modules, "outer", (real(2020, 1, 2, 3, 4, 5, 6), real))
    return tmp_path


def texts(trace: Trace) -> list[str]:
    assert trace.status == "finished", trace.end.error
    return [e.text or "" for e in trace.prints()]


def test_now_is_the_virtual_clocks_now(traced: Traced) -> None:
    """However it is asked for, before and after a wait."""
    trace = traced("""
        import asyncio, datetime, time
        from datetime import date, datetime as moment
        print(moment.now())
        time.sleep(1800.25)
        print(moment.now())
        asyncio.run(asyncio.sleep(1000.000001))
        print(datetime.datetime.now(datetime.timezone.utc), moment.today())
        print(date.today(), datetime.date.today())
        print(moment.now(datetime.timezone(datetime.timedelta(hours=-9))))
        print(moment.now(tz=None) == moment.fromtimestamp(time.time()))
    """)
    assert texts(trace) == [
        "1970-01-13 03:16:16",
        "1970-01-13 03:46:16.250000",
        "1970-01-13 04:02:56.250001+00:00 1970-01-13 04:02:56.250001",
        "1970-01-13 1970-01-13",
        "1970-01-12 19:02:56.250001-09:00",
        "True",
    ]


def test_utcnow_warns_where_python_does(traced: Traced) -> None:
    """From 3.12 on it is deprecated, and the warning names the line of the program."""
    trace = traced("""
        import datetime, warnings
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            print(datetime.datetime.utcnow())
        print([(w.category.__name__, w.filename, w.lineno) for w in heard])
    """)
    warned = [("DeprecationWarning", "program.py", 5)] if sys.version_info >= (3, 12) else []
    assert texts(trace) == ["1970-01-13 03:16:16", str(warned)]


def test_to_ask_for_the_date_is_to_look_at_the_clock(traced: Traced) -> None:
    """A loop that waits for a time of day comes to its end."""
    trace = traced("""
        from datetime import datetime, timedelta
        until = datetime.now() + timedelta(seconds=1)
        while datetime.now() < until:
            pass
        print("over")
    """)
    assert texts(trace) == ["over"]
    assert 1 <= trace.prints()[0].t < 1.01


def test_the_zone_of_the_machine_does_not_matter(traced: Traced, in_new_york: None) -> None:
    """Whatever shows local time shows UTC; after the run the machine is where it was."""
    trace = traced("""
        import datetime, email.utils, os, time
        print(datetime.datetime.now(), datetime.datetime.fromtimestamp(0))
        print(datetime.datetime(1970, 7, 1).timestamp(), datetime.datetime(1970, 7, 1).astimezone())
        print(time.localtime(0).tm_hour, time.mktime((1970, 1, 2, 0, 0, 0, 0, 0, 0)), time.ctime(0))
        print(time.tzname, time.timezone, time.strftime("%Z %H"), os.environ["TZ"])
        print(email.utils.localtime())
    """)
    assert texts(trace) == [
        "1970-01-13 03:16:16 1970-01-01 00:00:00",
        "15638400.0 1970-07-01 00:00:00+00:00",
        "0 86400.0 Thu Jan  1 00:00:00 1970",
        "('UTC', 'UTC') 0 UTC 03 UTC",
        "1970-01-13 03:16:16+00:00",
    ]
    assert os.environ["TZ"] == "America/New_York"
    assert (time.tzname[0], time.localtime(0).tm_hour) == ("EST", 19)


def test_a_program_may_choose_another_zone(traced: Traced) -> None:
    """As in life, with TZ and tzset; and none is left behind."""
    before = os.environ.get("TZ"), time.tzname
    trace = traced("""
        import datetime, os, time
        os.environ["TZ"] = "Asia/Tokyo"
        time.tzset()
        print(datetime.datetime.now(), datetime.datetime.now(datetime.timezone.utc))
    """)
    assert texts(trace) == ["1970-01-13 12:16:16 1970-01-13 03:16:16+00:00"]
    assert (os.environ.get("TZ"), time.tzname) == before


def test_the_class_passes_for_the_real_one(traced: Traced, library: Path) -> None:
    """Moments made by either are instances of both, equal, and look as in life."""
    trace = traced(
        """
        import json, outside
        from datetime import date, datetime, timedelta
        theirs, mine = outside.MOMENT, datetime(2020, 1, 2, 3, 4, 5, 6)
        print(theirs == mine, repr(mine), mine)
        print(isinstance(theirs, datetime), isinstance(mine, datetime), isinstance(mine, date))
        print(isinstance(date(2020, 1, 1), datetime), isinstance(mine, outside.KIND))
        print(issubclass(type(theirs), datetime), issubclass(datetime, date))
        print(issubclass(date, datetime), issubclass(bool, datetime))
        print(type(mine) == datetime, datetime != type(mine), {datetime: 1}[type(mine)])
        print(datetime, datetime | None, type(mine + timedelta(1)) == datetime)
        print(datetime.strptime("2020-01-02", "%Y-%m-%d"), datetime.fromisoformat("2020-01-02"))
        print(datetime.combine(mine.date(), mine.time()), mine.replace(year=1), datetime.max)
        match theirs:
            case datetime(year=year):
                print(year)
    """,
        folder=str(library),
    )
    assert texts(trace) == [
        "True datetime.datetime(2020, 1, 2, 3, 4, 5, 6) 2020-01-02 03:04:05.000006",
        "True True True",
        "False True",
        "True True",
        "False False",
        "True False 1",
        "<class 'datetime.datetime'> datetime.datetime | None True",
        "2020-01-02 00:00:00 2020-01-02 00:00:00",
        "2020-01-02 03:04:05.000006 0001-01-02 03:04:05.000006 9999-12-31 23:59:59.999999",
        "2020",
    ]


def test_moments_are_pickled_copied_and_dispatched_by_type(traced: Traced) -> None:
    """In a form that any Python reads, also one without looplab; and sqlite3 knows them."""
    (told, *rest) = texts(
        traced("""
        import copy, functools, pickle, sqlite3, warnings
        from datetime import datetime
        moment = datetime(2020, 1, 2, 3, 4, 5, 6, fold=1)
        print(pickle.dumps(moment, 4).hex())
        for again in (pickle.loads(pickle.dumps(moment)), copy.deepcopy(moment), copy.copy(moment)):
            print(repr(again))
        print(pickle.loads(pickle.dumps(datetime)) is datetime)
        @functools.singledispatch
        def told(value):
            return "something"
        @told.register
        def _(value: datetime):
            return "a moment"
        print(told(moment), told(1))
        warnings.simplefilter("ignore")
        print(sqlite3.connect(":memory:").execute("select ?", (datetime.now(),)).fetchone())
    """)
    )
    moment = datetime.datetime(2020, 1, 2, 3, 4, 5, 6, fold=1)
    again = pickle.loads(bytes.fromhex(told))
    assert (again, again.fold, type(again)) == (moment, 1, datetime.datetime)
    assert b"looplab" not in bytes.fromhex(told)
    assert rest == [
        *[repr(moment)] * 3,
        "True",
        "a moment something",
        "('1970-01-13 03:16:16',)",
    ]


def test_a_programs_own_subclass_stays_itself(traced: Traced) -> None:
    """Its now() is of its kind, and so is what is reckoned with it."""
    trace = traced("""
        import pickle
        from datetime import datetime, timedelta
        class Stamp(datetime):
            def __new__(cls, *args, **options):
                return super().__new__(cls, *args, **options)
            def short(self):
                return f"{self:%H:%M}"
        now = Stamp.now()
        print(repr(now), now.short(), (now + timedelta(hours=1)).short(), Stamp.today() == now)
        print(isinstance(now, datetime), isinstance(datetime.now(), Stamp), type(now) == datetime)
    """)
    assert texts(trace) == [
        "Stamp(1970, 1, 13, 3, 16, 16) 03:16 04:16 True",
        "True False False",
    ]


def test_the_real_class_is_put_back(traced: Traced, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a module kept of the replacement shows the real time once the run is over."""
    kinds: list[type[datetime.datetime]] = []
    real = datetime.datetime
    monkeypatch.setitem(sys.modules, "kinds", kinds)
    trace = traced("""
        import datetime, sys
        sys.modules["kinds"].append(datetime.datetime)
    """)
    assert trace.status == "finished"
    assert datetime.datetime is real
    assert real not in copyreg.dispatch_table
    (kept,) = kinds
    assert kept is not real
    assert type(kept.now()) is real
    assert abs(kept.now() - real.now()) < datetime.timedelta(days=1)


def test_on_the_real_clock_it_is_today(traced: Traced, in_new_york: None) -> None:
    """The zone, too, is the machine's."""
    trace = traced(
        """
        import datetime, time
        print(datetime.datetime.now().year > 2000, time.tzname[0])
        """,
        clock="real",
    )
    assert texts(trace) == ["True EST"]
