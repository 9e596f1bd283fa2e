"""What the pages that the course comes from have wrong: each correction, run, by its number.

The numbers are those of docs/coverage.md.
"""

from __future__ import annotations

import importlib.util
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from looplab import record
from looplab.request import Request, Source
from looplab.trace import Trace

ROOT = Path(__file__).resolve().parent.parent
Traced = Callable[..., Trace]


def ran(path: str) -> Trace:
    """A script of the course, run in a world."""
    script = ROOT / path
    source = Source(script.name, script.read_text(encoding="utf-8"))
    return record.run(Request(source, folder=str(script.parent)))


def printed(trace: Trace) -> list[tuple[float, str]]:
    return [(round(event.t, 3), event.text or "") for event in trace.prints()]


def texts(trace: Trace) -> list[str]:
    return [text for _, text in printed(trace)]


def when(trace: Trace, text: str) -> float:
    return next(t for t, line in printed(trace) if line == text)


def says(path: str, words: str) -> bool:
    """Whether a text of the course says this, wherever its lines end."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return words in " ".join(text.split())


def logged(trace: Trace) -> str:
    return "\n".join(event.text or "" for event in trace.kind("log"))


def test_b1_the_two_sleepers_of_the_gist_never_end() -> None:
    """Nothing stops their loop; those of the lesson end."""
    assert ran("docs/museum/gist_blocking.py").status == "deadlock"
    for name in ("blocking", "nonblocking", "coroutine"):
        assert ran(f"lessons/01_sleep/{name}.py").status == "finished"


def test_b2_one_function_has_two_names() -> None:
    """The text calls blocking_call what the gist calls blocking_func."""
    words = "The `blocking_call` of the text is `blocking_func` in the gist"
    assert says("lessons/12_wrapping/README.md", words)


def test_b3_a_wrapper_calls_its_function_at_once() -> None:
    """Nothing is scheduled: the function has held the loop before anybody awaits its Future."""
    trace = ran("lessons/12_wrapping/as_a_future.py")
    [first, *_] = [event for event in trace.kind("block") if event.duration > 0]
    assert first.t == when(trace, "Yuki: what is neko?") == 0.0
    assert first.until == pytest.approx(when(trace, "kettle: boils"))
    assert when(trace, "kettle: boils") > 0.6


def test_b4_add_timeout_takes_a_moment_or_a_timedelta(traced: Traced) -> None:
    """A bare number is a moment long ago."""
    assert {t for t, _ in printed(ran("lessons/01_sleep/bare_number.py"))} == {0.0}
    trace = traced(
        """
        import asyncio, time
        from datetime import timedelta
        from tornado.ioloop import IOLoop

        async def main():
            loop = IOLoop.current()
            loop.add_timeout(0.2, print, "a number")
            loop.add_timeout(loop.time() + 0.4, print, "a moment")
            loop.add_timeout(timedelta(seconds=0.6), print, "a timedelta")
            loop.call_later(0.8, print, "call_later")
            await asyncio.sleep(1)

        asyncio.run(main())
        """
    )
    assert [t for t, _ in printed(trace)] == pytest.approx([0.0, 0.4, 0.6, 0.8], abs=0.001)


def test_b5_engine_and_task_are_gone() -> None:
    """Since Tornado 6.0."""
    from tornado import gen

    assert not hasattr(gen, "engine")
    assert not hasattr(gen, "Task")
    assert says("lessons/12_wrapping/README.md", "gone since Tornado 6.0")


def test_b6_motor_and_urllib_have_successors() -> None:
    """PyMongo's AsyncMongoClient, and urllib.request."""
    assert importlib.util.find_spec("urllib2") is None
    assert importlib.util.find_spec("urllib.request") is not None
    assert says("lessons/15_replacing/README.md", "PyMongo has `AsyncMongoClient`")


def test_b7_one_callback_runs_and_thousands_wait(traced: Traced) -> None:
    """Two thousand operations are under way at once, and no two turns overlap."""
    trace = traced(
        """
        import asyncio

        async def main():
            await asyncio.gather(*(asyncio.sleep(1) for _ in range(2000)))
            print("all are done")

        asyncio.run(main())
        """
    )
    assert printed(trace) == [(1.0, "all are done")]
    turns = sorted((event.t, event.until or 0.0) for event in trace.kind("turn"))
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(turns))


def test_b8_the_future_by_hand_of_the_newer_guide_loses_errors() -> None:
    """Whoever awaits it after a 404 waits for ever; with set_exception the error arrives."""
    trace = ran("docs/museum/fetch_manual.py")
    assert texts(trace)[-1] == "still nothing, a second after the 404"
    assert "HTTP 404" in logged(trace)
    assert ran("lessons/08_styles/error_lost.py").status == "deadlock"
    assert ran("lessons/08_styles/future_by_hand.py").status == "finished"


def test_b9_the_future_by_hand_of_the_older_guide_has_the_wrong_result() -> None:
    """The whole response instead of the body, and it loses errors as well."""
    trace = ran("docs/museum/fetch_future.py")
    assert texts(trace) == ["HTTPResponse", "still nothing, a second after the 404"]


def test_b10_an_error_in_a_callback_is_only_logged() -> None:
    """The try block around the call has been left; the coroutine is still inside its own."""
    trace = ran("lessons/10_errors/before.py")
    assert "Kyoto: broken" not in texts(trace)
    assert "no answer from Kyoto" in logged(trace)
    assert "Kyoto: broken" in texts(ran("lessons/10_errors/after.py"))


def test_b11_return_of_gen_is_an_exception() -> None:
    """In an async def it escapes, and an except in a gen.coroutine eats the result."""
    lines = texts(ran("lessons/09_yield_await/gen_return.py"))
    assert "Otis: raised Return(3)" in lines
    assert "Maud: weighed, None stamps" in lines
    assert "Lars: weighed, 3 stamps" in lines


def test_b12_fetch_takes_no_callback_any_more() -> None:
    """Since Tornado 6.0."""
    error = ran("docs/museum/fetch_callback.py").end.error
    assert error is not None
    assert error["type"] == "TypeError" and "'callback'" in error["message"]
    assert says("lessons/06_fetch/README.md", "is gone since Tornado 6.0")


def test_b13_the_output_on_the_page_is_not_all() -> None:
    """The fetcher prints more than the page shows, and as it was it never ends; ours does."""
    words = "Its output leaves out the first line, and that the program never ends"
    assert says("lessons/06_fetch/README.md", words)
    trace = ran("lessons/06_fetch/sample_fetcher.py")
    assert trace.status == "finished"
    assert texts(trace)[0] == "0 s: starting synchronous fetch"


def test_b14_the_server_of_the_answer_is_the_wrong_program() -> None:
    """Its second visitor waits for the first one too: ten seconds for two of five."""
    assert when(ran("docs/museum/sample_server.py"), "second visitor: Hello, world") == 10.0
    juri = "Juri gets 200 'a cake'"
    assert when(ran("lessons/05_server/blocking.py"), juri) == pytest.approx(2.0)
    assert when(ran("lessons/05_server/nonblocking.py"), juri) == pytest.approx(1.5)


def test_b15_a_coroutine_that_awaits_needs_no_loop_at_the_end() -> None:
    """asyncio.run starts the loop and stops it; who does not wait loses the answer."""
    for name in ("nonblocking", "ends_early"):
        assert ".start()" not in (ROOT / f"lessons/06_fetch/{name}.py").read_text().replace(
            "daemon=True).start()", ""
        )
    answer = "Milo: the answer is b'Hello, world'"
    assert texts(ran("lessons/06_fetch/nonblocking.py"))[-1] == answer
    assert answer not in texts(ran("lessons/06_fetch/ends_early.py"))


def test_b16_a_body_is_bytes() -> None:
    """On Python 3; it takes a decode() to print the text."""
    assert texts(ran("docs/museum/fetch_native.py"))[0] == "b'hi'"
    assert says("lessons/06_fetch/README.md", "`response.body` is bytes")


def test_b17_instance_is_another_name_of_current(traced: Traced) -> None:
    """Since 5.0: inside a loop both give it."""
    trace = traced(
        """
        import asyncio
        from tornado.ioloop import IOLoop

        async def main():
            print(IOLoop.instance() is IOLoop.current())
            print(IOLoop.current().asyncio_loop is asyncio.get_running_loop())

        asyncio.run(main())
        """
    )
    assert texts(trace) == ["True", "True"]
    assert says("lessons/02_loop/README.md", "only another name for `current()` since 5.0")


def test_b18_a_periodic_callback_is_no_background() -> None:
    """A body that blocks makes the ticks of all others late; its number is in milliseconds."""
    flashes = [t for t, line in printed(ran("lessons/14_periodic/blocking.py")) if "flash" in line]
    assert 2.6 in flashes and 2.0 not in flashes
    free = [t for t, line in printed(ran("lessons/14_periodic/nonblocking.py")) if "flash" in line]
    assert 2.0 in free
    assert len(ran("lessons/14_periodic/milliseconds.py").prints()) > 0
    assert says("lessons/14_periodic/README.md", "its number is in milliseconds")


def test_b19_nobody_can_await_a_list() -> None:
    """multi and gather take one apart."""
    error = ran("docs/museum/fetch_urls.py").end.error
    assert error is not None
    assert error["message"] == "object list can't be used in 'await' expression"
    lines = texts(ran("lessons/11_together/await_a_list.py"))
    assert "multi(fetches): [6, 3]" in lines and "gather(*fetches): [6, 3]" in lines


def test_b20_coroutines_alone_give_no_concurrency() -> None:
    """In turn takes the sum, together takes as long as the slowest."""
    in_turn, together = ran("lessons/11_together/before.py"), ran("lessons/11_together/after.py")
    assert in_turn.end.t == pytest.approx(1.2 + 0.3 + 1.6)
    assert together.end.t == pytest.approx(1.6)


def test_b21_try_protects_what_is_awaited_inside_it() -> None:
    """Around a task that nobody awaits it catches nothing."""
    trace = ran("lessons/10_errors/not_awaited.py")
    assert "Kyoto: broken" not in texts(trace)
    assert "Task exception was never retrieved" in logged(trace)


def test_b22_one_loop_uses_one_core_and_memory_is_not_shared() -> None:
    """Two processes have the third plate sooner, and each has a book of its own."""
    plate = "guest 3: my plate"
    one_loop, front = ran("lessons/21_processes/one_loop.py"), ran("lessons/21_processes/front.py")
    assert when(one_loop, plate) == pytest.approx(2.4)
    assert when(front, plate) == pytest.approx(1.6)
    assert "guests 1 and 2 had one cook: False" in texts(front)
    apart, shared = ran("lessons/21_processes/before.py"), ran("lessons/21_processes/after.py")
    assert texts(apart)[-1] == "host: 0 orders are in my book"
    assert texts(shared)[-1] == "host: 3 orders are in my book"


def test_b23_no_blocking_at_all_is_impossible() -> None:
    """Work holds the loop as a sleep does, with nothing to wait for."""
    trace = ran("lessons/13_cpu/blocking.py")
    assert {event.call for event in trace.kind("block")} >= {"hashlib.pbkdf2_hmac"}
    assert when(trace, "bell: ding-dong") == pytest.approx(0.75)
    assert when(ran("lessons/13_cpu/nonblocking.py"), "bell: ding-dong") == pytest.approx(0.1)


def test_b24_a_closed_loop_takes_callbacks_and_drops_them() -> None:
    """Without an error; call_later raises one."""
    lines = texts(ran("lessons/02_loop/closed.py"))
    assert "guard: add_callback for Cleo, no error" in lines
    assert not any(line.startswith("Cleo:") for line in lines)
    assert lines[-1] == "guard: call_later for Dan, error: Event loop is closed"


def test_each_correction_has_its_test() -> None:
    """One for each row of the table, and none beside it."""
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| B(\d+) \|.*\| `(test_b\d+_\w+)` \|$", page, re.MULTILINE)
    tests = [name for name in globals() if re.match(r"test_b\d+_", name)]
    assert [int(number) for number, _ in rows] == list(range(1, 25))
    assert [name for _, name in rows] == tests
