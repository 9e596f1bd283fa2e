"""The person at the keyboard: ``input``, ``sys.stdin``, and loops that wait for them."""

from __future__ import annotations

import builtins
import io
import os
import pty
import selectors
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from looplab.request import Latency
from looplab.trace import Trace

Traced = Callable[..., Trace]


@pytest.fixture
def typed(traced: Traced, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Trace]:
    """Runs a program for which a person types this text."""

    def run(keys: str, text: str, **options: object) -> Trace:
        monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
        return traced(text, **options)

    return run


@pytest.fixture
def piped(traced: Traced, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Trace]:
    """The same, where the standard input is a pipe with a descriptor."""

    def run(keys: str, text: str, **options: object) -> Trace:
        reading, writing = os.pipe()
        os.write(writing, keys.encode())
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            return traced(text, **options)

    return run


def prints(trace: Trace) -> list[tuple[float, str | None]]:
    assert trace.status == "finished", trace.end
    return [(event.t, event.text) for event in trace.prints()]


def test_a_person_takes_a_second_for_a_line(typed: Callable[..., Trace]) -> None:
    """The prompt is shown first; the wait is blamed on the line that asks."""
    trace = typed(
        "Ada\n36\n",
        """
        print("So")
        name = input("Name? ")
        age = int(input())
        print(f"{name!r} {age}")
        """,
    )
    assert prints(trace) == [(0, "So"), (0, "Name? "), (2, "'Ada' 36")]
    assert [(p.what, p.line) for p in trace.prints()] == [(None, 2), ("prompt", 3), (None, 5)]
    assert [(b.call, b.t, b.until, b.source) for b in trace.kind("block")] == [
        ("input", 0, 1, 'name = input("Name? ")'),
        ("input", 1, 2, "age = int(input())"),
    ]


def test_how_long_it_takes_is_the_requests_own(typed: Callable[..., Trace]) -> None:
    """``Latency.input`` says it."""
    assert typed("x\n", "input()", latency=Latency(input=7.5)).end.t == 7.5


def test_at_the_end_of_the_input_nobody_is_waited_for(typed: Callable[..., Trace]) -> None:
    """EOFError at once; a last line without its end is still a line."""
    trace = typed(
        "last",
        """
        print(input("? "))
        try:
            input("again? ")
        except EOFError as error:
            print(error)
        """,
    )
    assert prints(trace)[1:] == [(1, "last"), (1, "again? "), (1, "EOF when reading a line")]


def test_a_loop_that_asks_is_held_and_one_that_lets_a_worker_ask_is_not(
    typed: Callable[..., Trace],
) -> None:
    """A heartbeat every 0.4 s is late for the first, and in time for the second."""
    program = """
        import asyncio
        async def beat():
            for n in range(3):
                await asyncio.sleep(0.4)
                print("beat", n)
        async def main():
            beating = asyncio.create_task(beat())
            await asyncio.sleep(0)
            print("hello", {how})
            await beating
        asyncio.run(main())
    """
    on_loop = typed("Ada\n", program.format(how='input("Name? ")'))
    assert prints(on_loop)[:3] == [(0, "Name? "), (1, "hello Ada"), (1, "beat 0")]
    (block,) = on_loop.kind("block")
    assert (block.call, block.who, block.running, block.line) == ("input", "main", True, 10)
    in_worker = typed("Ada\n", program.format(how='await asyncio.to_thread(input, "Name? ")'))
    assert prints(in_worker) == [
        (0, "Name? "), (0.4, "beat 0"), (0.8, "beat 1"), (1, "hello Ada"), (1.2, "beat 2"),
    ]  # fmt: skip
    (block,) = in_worker.kind("block")
    assert (block.call, block.thread, block.on_loop) == ("input", "asyncio_0", False)


def test_stdin_is_read_line_by_line_at_the_same_price(typed: Callable[..., Trace]) -> None:
    """readline, iteration, read, and the buffer below: a second for each line."""
    trace = typed(
        "one\ntwo\nthree\nfour\nfive\nsix\nseven",
        """
        import sys, time
        def show(what):
            print(what, time.monotonic() - 1000)
        show(sys.stdin.readline())
        show(sys.stdin.readline(2))
        show(sys.stdin.readline())
        show(next(sys.stdin))
        show(sys.stdin.read(2))
        show(input())
        show(sys.stdin.buffer.readline())
        show(list(sys.stdin))
        show(sys.stdin.read() + sys.stdin.readline())
        """,
    )
    assert "".join(f"{text}|" for _, text in prints(trace)) == (
        "one| 1.0|tw 2.0|o| 2.0|three| 3.0|fo 4.0|ur 4.0|b'five\\n' 5.0|"
        "['six\\n', 'seven'] 7.0| 7.0|"
    )
    calls = {b.call for b in trace.kind("block")}
    assert calls == {"sys.stdin.readline", "sys.stdin.read"}


def test_what_was_begun_is_shown_before_somebody_is_asked(typed: Callable[..., Trace]) -> None:
    """Also where the program prints its prompt itself."""
    trace = typed(
        "x\n",
        """
        import sys
        print("> ", end="")
        sys.stdin.readline()
        print("done")
        """,
    )
    assert [(p.t, p.text, p.what) for p in trace.prints()] == [
        (0, "> ", "prompt"),
        (1, "done", None),
    ]


def test_a_program_may_put_something_else_in_the_place_of_stdin(
    typed: Callable[..., Trace],
) -> None:
    """Then input() reads that, and there is nobody to wait for."""
    trace = typed(
        "never read\n",
        """
        import io, sys
        sys.stdin = io.StringIO("mine\\n")
        print(input())
        sys.stdin = sys.__stdin__
        """,
    )
    assert prints(trace) == [(0, "mine")]


def test_a_front_end_asks_in_its_own_way(traced: Traced, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook has an ``input`` of its own: it is asked, and its person takes as long."""
    monkeypatch.setattr(builtins, "input", lambda prompt="": f"answer to {prompt}")
    ask = builtins.input
    assert prints(traced("print(input('why? '))")) == [(1, "answer to why? ")]
    assert builtins.input is ask


def test_everything_is_put_back(
    piped: Callable[..., Trace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """input, sys.stdin, and the descriptors of a pipe that somebody listened to."""
    fds = set(os.listdir("/proc/self/fd"))
    before = builtins.input, selectors.DefaultSelector.register, os.read
    trace = piped(
        "never read\n",
        "import selectors, sys\n"
        "selectors.DefaultSelector().register(sys.stdin, selectors.EVENT_READ)",
    )
    assert trace.status == "finished"
    assert before == (builtins.input, selectors.DefaultSelector.register, os.read)
    assert set(os.listdir("/proc/self/fd")) == fds


# ---- loops that wait for the keyboard


def test_a_reader_on_stdin_gets_a_line_each_second(piped: Callable[..., Trace]) -> None:
    """asyncio's streams, while a heartbeat goes on in between."""
    trace = piped(
        "Ada\nBob\n",
        """
        import asyncio, sys
        async def beat():
            while True:
                await asyncio.sleep(0.8)
                print("beat")
        async def main():
            loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
            protocol = asyncio.StreamReaderProtocol(reader)
            transport, _ = await loop.connect_read_pipe(lambda: protocol, sys.stdin)
            beating = asyncio.create_task(beat())
            while line := await reader.readline():
                print(line)
            beating.cancel()
            transport.close()
        asyncio.run(main())
        """,
    )
    assert prints(trace) == [
        (0.8, "beat"), (1, "b'Ada\\n'"), (1.6, "beat"), (2, "b'Bob\\n'"), (2.4, "beat"),
    ]  # fmt: skip
    assert trace.kind("block") == []


def test_a_handler_reads_the_line_that_it_was_called_for(piped: Callable[..., Trace]) -> None:
    """Tornado's add_handler, with readline() and input(): nobody waits a second time."""
    trace = piped(
        "Ada\nBob\nCy\n",
        """
        import asyncio, sys
        from tornado.ioloop import IOLoop
        async def main():
            done = asyncio.Event()
            def ready(fd, events):
                print(sys.stdin.readline().strip(), input())
                IOLoop.current().remove_handler(sys.stdin)
                done.set()
            IOLoop.current().add_handler(sys.stdin, ready, IOLoop.READ)
            await done.wait()
        asyncio.run(main())
        print(input())
        """,
    )
    assert prints(trace) == [(2, "Ada Bob"), (3, "Cy")]
    assert [(b.call, b.t, b.until) for b in trace.kind("block")] == [
        ("input", 1, 2),
        ("input", 2, 3),
    ]


def test_select_waits_for_the_keyboard_as_long_as_it_was_told(
    piped: Callable[..., Trace],
) -> None:
    """Half a second is too short; within five seconds the line is there; os.read takes it."""
    trace = piped(
        "Ada\nBob\n",
        """
        import os, select, sys
        fd = sys.stdin.fileno()
        print(select.select([sys.stdin], [], [], 0.5) == ([], [], []))
        print(select.select([fd], [], [], 5) == ([fd], [], []))
        print(os.read(fd, 100), os.read(fd, 100), os.read(fd, 100))
        """,
    )
    assert prints(trace) == [(0.5, "True"), (1, "True"), (3, "b'Ada\\n' b'Bob\\n' b''")]


def test_who_only_looks_at_stdin_takes_nothing_from_it(piped: Callable[..., Trace]) -> None:
    """``fileno()`` and ``isatty()`` are harmless: the next line is still there."""
    trace = piped(
        "Ada\n",
        """
        import sys, time
        sys.stdin.fileno(), sys.stdin.isatty()
        time.sleep(10)
        print(input())
        """,
    )
    assert prints(trace) == [(11, "Ada")]


def test_an_event_loop_cannot_wait_for_a_file(
    traced: Traced, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in life, where the standard input is a file: the same error."""
    (tmp_path / "typed").write_text("x\n")
    with open(tmp_path / "typed", encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        trace = traced("""
            import asyncio, sys
            async def main():
                asyncio.get_running_loop().add_reader(sys.stdin, print)
            asyncio.run(main())
        """)
    assert trace.end.error is not None
    assert trace.end.error["type"] == "PermissionError"


# ---- as a process, and on the real clock

PROGRAM = """\
import sys
name = input("Name? ")
print("Hello", name)
for line in sys.stdin:
    print(line.upper(), end="")
print(open(0, closefd=False).read())
input("again? ")
"""


@pytest.mark.parametrize("real", [False, True])
def test_a_script_is_fed_through_a_pipe_as_plain_python_is(tmp_path: Path, real: bool) -> None:
    """The same text comes out, prompts included; only the verdict follows."""
    (tmp_path / "ask.py").write_text(PROGRAM)
    keys = "Ada\nx\ny\n"
    plain = subprocess.run(
        [sys.executable, "ask.py"], input=keys, capture_output=True, text=True, cwd=tmp_path
    )
    ours = subprocess.run(
        [sys.executable, "-m", "looplab", "run", *(["--real"] if real else []), "ask.py"],
        input=keys,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert plain.stdout == "Name? Hello Ada\nX\nY\n\nagain? "
    assert ours.stdout.startswith(plain.stdout)
    assert "EOFError: EOF when reading a line" in ours.stderr


def test_the_standard_inputs_descriptor_costs_what_its_lines_cost(tmp_path: Path) -> None:
    """``open(0).read()`` and ``os.read(0, n)``: three lines, three seconds."""
    (tmp_path / "ask.py").write_text(
        "import os, time\nprint(os.read(0, 4), time.monotonic() - 1000)\n"
        "print(repr(open(0).read()), time.monotonic() - 1000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "looplab", "run", "ask.py"],
        input="Ada\nx\ny\n",
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.stdout.startswith("b'Ada\\n' 1.0\n'x\\ny\\n' 3.0\n")


@pytest.mark.parametrize("real", [False, True])
def test_on_a_terminal_the_prompt_is_there_before_the_answer(tmp_path: Path, real: bool) -> None:
    """The person sees what is asked, types on the same line, and is answered."""
    (tmp_path / "ask.py").write_text('name = input("Name? ")\nprint("Hello", name)\n')
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "looplab", "run", *(["--real"] if real else []), "ask.py"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        start_new_session=True,
    )
    os.close(theirs)
    screen = b""
    try:
        while not screen.endswith(b"Name? "):
            screen += os.read(ours, 1)
        os.write(ours, b"Ada\n")
        while b"Hello Ada\r\n" not in screen:
            screen += os.read(ours, 1)
    finally:
        os.close(ours)
        child.wait()
    assert screen == b"Name? Ada\r\nHello Ada\r\n"


def test_on_the_real_clock_input_is_read_and_timed(typed: Callable[..., Trace]) -> None:
    """Nothing virtual is added: an answer that is there at once is no block."""
    trace = typed("Ada\n", "print(input('? '))", clock="real")
    assert [p.text for p in trace.prints()] == ["? ", "Ada"]


@pytest.mark.real_clock
def test_on_the_real_clock_a_slow_answer_is_blamed(
    traced: Traced, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread of the program types after a tenth of a second; the line that asks is held."""
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        trace = traced(
            f"""
            import os, threading, time
            def type():
                time.sleep(0.1)
                os.write({writing}, b"Ada\\n")
            threading.Thread(target=type).start()
            print(input("? "))
            """,
            clock="real",
        )
        os.close(writing)
    assert [p.text for p in trace.prints()] == ["? ", "Ada"]
    assert ("input", "MainThread", 7) in [(b.call, b.thread, b.line) for b in trace.kind("block")]
