"""Signals that a program sends to itself, on the virtual clock and, the same, on the real one."""

from __future__ import annotations

import os
import signal
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from looplab import sandbox
from looplab.request import Source
from looplab.trace import Trace

Traced = Callable[..., Trace]

# Programs that print the same on both clocks, at the same times to a tenth of a second.
AS_IN_LIFE = {
    "a_handler_that_returns_lets_a_sleep_go_on": (
        """
        import signal, time
        def ring(number, frame):
            print("ring", number == signal.SIGALRM)
        signal.signal(signal.SIGALRM, ring)
        print(signal.alarm(1))
        time.sleep(1.5)
        print("slept")
        """,
        [(0.0, "0"), (1.0, "ring True"), (1.5, "slept")],
    ),
    "a_handler_that_raises_ends_whatever_waits": (
        """
        import queue, signal, threading, time
        def enough(number, frame):
            raise TimeoutError
        signal.signal(signal.SIGALRM, enough)
        lock = threading.Lock()
        lock.acquire()
        waits = lock.acquire, queue.Queue().get, threading.Event().wait
        for wait in (lambda: time.sleep(9), *waits):
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            try:
                wait()
            except TimeoutError:
                print("enough")
        """,
        [(0.2, "enough"), (0.4, "enough"), (0.6, "enough"), (0.8, "enough")],
    ),
    "a_timer_rings_again_and_again": (
        """
        import signal, time
        signal.signal(signal.SIGALRM, lambda number, frame: print("ring"))
        signal.setitimer(signal.ITIMER_REAL, 0.2, 0.3)
        time.sleep(1)
        print(signal.setitimer(signal.ITIMER_REAL, 0)[1])
        time.sleep(0.5)
        print(signal.getitimer(signal.ITIMER_REAL))
        """,
        [(0.2, "ring"), (0.5, "ring"), (0.8, "ring"), (1.0, "0.3"), (1.5, "(0.0, 0.0)")],
    ),
    "alarm_and_setitimer_are_one_timer": (
        """
        import signal
        for left in (2.6, 2.4, 0.2):
            signal.setitimer(signal.ITIMER_REAL, left)
            print(signal.alarm(7), signal.alarm(0), signal.alarm(0))
        """,
        [(0.0, "3 7 0"), (0.0, "2 7 0"), (0.0, "1 7 0")],
    ),
    "the_loop_handles_signals": (
        """
        import asyncio, os, signal
        async def main():
            loop, done = asyncio.get_running_loop(), asyncio.Event()
            def got(word):
                print(word)
                done.set()
            loop.add_signal_handler(signal.SIGTERM, got, "terminated")
            loop.add_signal_handler(signal.SIGALRM, print, "ring")
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            loop.call_later(0.5, os.kill, os.getpid(), signal.SIGTERM)
            await done.wait()
            print(loop.remove_signal_handler(signal.SIGTERM))
        asyncio.run(main())
        print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
        """,
        [(0.2, "ring"), (0.5, "terminated"), (0.5, "True"), (0.5, "True")],
    ),
    "tornados_loop_is_stopped_from_a_handler": (
        """
        import os, signal, warnings
        from tornado.ioloop import IOLoop
        warnings.simplefilter("ignore")
        io = IOLoop()
        signal.signal(signal.SIGTERM, lambda *_: io.add_callback_from_signal(io.stop))
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        io.start()
        print("stopped")
        """,
        [(0.5, "stopped")],
    ),
    "ctrl_c_cancels_the_main_task": (
        """
        import asyncio, os, signal
        async def main():
            asyncio.get_running_loop().call_later(0.5, os.kill, os.getpid(), signal.SIGINT)
            try:
                await asyncio.sleep(9)
            finally:
                print("cancelled")
        for _ in range(2):
            try:
                asyncio.run(main())
            except KeyboardInterrupt:
                print("interrupted")
        """,
        [(0.5, "cancelled"), (0.5, "interrupted"), (1.0, "cancelled"), (1.0, "interrupted")],
    ),
    "blocked_signals_wait_for_sigwait": (
        """
        import os, signal, threading, time
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGALRM})
        def listen():
            print(repr(signal.sigwait({signal.SIGUSR1, signal.SIGUSR2})))
        thread = threading.Thread(target=listen)
        thread.start()
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGUSR1)
        thread.join()
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        print(signal.sigtimedwait({signal.SIGALRM}, 0.1), signal.sigpending())
        print(signal.sigtimedwait({signal.SIGALRM}, 9).si_signo == signal.SIGALRM)
        os.kill(os.getpid(), signal.SIGUSR1)
        print(signal.sigpending())
        print(signal.sigwaitinfo([signal.SIGUSR1]).si_pid == os.getpid(), signal.sigpending())
        """,
        [
            (0.2, "<Signals.SIGUSR1: 10>"),
            (0.3, "None set()"),
            (0.5, "True"),
            (0.5, "{<Signals.SIGUSR1: 10>}"),
            (0.5, "True set()"),
        ],
    ),
    "an_unblocked_signal_arrives_at_once": (
        """
        import os, signal
        signal.signal(signal.SIGUSR1, lambda number, frame: print("handled"))
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
        os.kill(os.getpid(), signal.SIGUSR1)
        os.kill(os.getpid(), signal.SIGUSR1)
        print("sent", before)
        print(signal.pthread_sigmask(signal.SIG_SETMASK, before))
        """,
        [(0.0, "sent set()"), (0.0, "handled"), (0.0, "{<Signals.SIGUSR1: 10>}")],
    ),
    "pause_waits_for_a_handler": (
        """
        import os, signal, threading
        signal.signal(signal.SIGALRM, lambda number, frame: print("ring"))
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        os.kill(os.getpid(), signal.SIGCHLD)
        signal.pause()
        print("over")
        """,
        [(0.2, "ring"), (0.2, "over")],
    ),
    "a_thread_pauses_until_it_is_sent_one_itself": (
        """
        import os, signal, threading, time
        signal.signal(signal.SIGUSR1, lambda *_: None)
        def wait():
            signal.pause()
            print("paused")
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(0.2)
        signal.pthread_kill(thread.ident, signal.SIGUSR1)
        thread.join()
        """,
        [(0.4, "paused")],
    ),
    "what_another_thread_is_sent_does_not_wake_the_main_thread": (
        """
        import _thread, signal, threading, time
        def handled(number, frame):
            print(number, threading.current_thread().name)
        signal.signal(signal.SIGUSR1, handled)
        def send():
            time.sleep(0.1)
            signal.raise_signal(signal.SIGUSR1)
            _thread.interrupt_main(signal.SIGUSR2)
            time.sleep(0.1)
            try:
                signal.signal(signal.SIGUSR1, handled)
            except ValueError as error:
                print(error)
            _thread.interrupt_main()
        thread = threading.Thread(target=send)
        thread.start()
        try:
            thread.join()
        except KeyboardInterrupt:
            print("interrupted")
        thread = threading.Thread(target=time.sleep, args=(0.5,))
        thread.start()
        signal.pthread_kill(thread.ident, signal.SIGUSR1)
        time.sleep(0.3)
        print("slept")
        """,
        [
            (0.2, "signal only works in main thread of the main interpreter"),
            (0.2, "10 MainThread"),
            (0.2, "interrupted"),
            (0.5, "10 MainThread"),
            (0.5, "slept"),
        ],
    ),
    "a_loop_that_is_told_of_signals_wakes_for_those_of_its_threads": (
        """
        import asyncio, signal, threading
        async def main():
            done = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, done.set)
            threading.Timer(0.2, signal.raise_signal, (signal.SIGUSR1,)).start()
            await done.wait()
            print("done")
        asyncio.run(main())
        """,
        [(0.2, "done")],
    ),
    "a_signal_to_oneself_is_handled_before_the_next_line": (
        """
        import _thread, os, signal
        signal.signal(signal.SIGTERM, lambda number, frame: print(number))
        os.kill(os.getpid(), signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        signal.pthread_kill(_thread.get_ident(), signal.SIGTERM)
        _thread.interrupt_main(signal.SIGTERM)
        for send in (_thread.interrupt_main, lambda: signal.raise_signal(signal.SIGINT)):
            try:
                send()
            except KeyboardInterrupt:
                print("interrupted")
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.raise_signal(signal.SIGTERM)
        os.kill(os.getpid(), 0)
        print("alive")
        """,
        [
            *[(0.0, "15")] * 4,
            *[(0.0, "interrupted")] * 2,
            (0.0, "alive"),
        ],
    ),
    "the_lower_number_goes_first_and_equal_ones_are_one": (
        """
        import os, signal
        for each in (signal.SIGUSR1, signal.SIGUSR2):
            signal.signal(each, lambda number, frame: print(number))
        both = {signal.SIGUSR1, signal.SIGUSR2}
        signal.pthread_sigmask(signal.SIG_BLOCK, both)
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGUSR2)
            os.kill(os.getpid(), signal.SIGUSR1)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, both)
        """,
        [(0.0, "10"), (0.0, "12")],
    ),
    "errors_are_as_in_life": (
        """
        import os, signal, threading
        me, here = os.getpid(), threading.get_ident()
        for call, *args in (
            (signal.setitimer, 99, 1), (signal.setitimer, 0, -1), (signal.setitimer, 0, 1, -1),
            (signal.setitimer, 0, "x"), (signal.setitimer, 0, float("nan")),
            (signal.getitimer, 99), (signal.alarm, 1.5), (os.kill, me, 999), (os.kill, me, "x"),
            (signal.raise_signal, 999), (signal.pthread_kill, here, 999),
            (signal.sigtimedwait, {10}, -1), (signal.sigwait, {999}), (signal.sigwait, 3),
        ):
            try:
                print(call(*args))
            except (OSError, TypeError, ValueError) as error:
                print(type(error).__name__)
        """,
        [
            (0.0, name)
            for name in (
                "itimer_error", "itimer_error", "itimer_error", "TypeError", "ValueError",
                "itimer_error", "TypeError", "OSError", "TypeError", "OSError", "OSError",
                "ValueError", "ValueError", "TypeError",
            )
        ],
    ),
}  # fmt: skip


def told(trace: Trace, digits: int = 6) -> list[tuple[float, str]]:
    assert trace.status == "finished", trace.end.error
    return [(round(e.t, digits), e.text or "") for e in trace.prints()]


@pytest.mark.parametrize("name", AS_IN_LIFE)
def test_on_the_virtual_clock(traced: Traced, name: str) -> None:
    """The program prints what it prints in life, at these moments exactly."""
    program, expected = AS_IN_LIFE[name]
    assert told(traced(program)) == expected


@pytest.mark.real_clock
@pytest.mark.parametrize("name", AS_IN_LIFE)
def test_the_same_on_the_real_clock(tmp_path: Path, name: str) -> None:
    """In the same order, where the kernel itself sends the signals, to a process of its own."""
    program, expected = AS_IN_LIFE[name]
    path = tmp_path / "program.py"
    path.write_text(textwrap.dedent(program))
    trace = sandbox.run(path, clock="real")
    assert [text for _, text in told(trace)] == [text for _, text in expected]


def test_a_handler_waits_for_the_turn_of_the_main_thread(traced: Traced) -> None:
    """It runs when the thread that sent the signal waits, not in the middle of its turn."""
    trace = traced("""
        import os, signal, threading, time
        for each in (signal.SIGUSR1, signal.SIGUSR2):
            signal.signal(each, lambda number, frame: print("handled", number))
        def send():
            time.sleep(1)
            for _ in range(3):
                os.kill(os.getpid(), signal.SIGUSR2)
                os.kill(os.getpid(), signal.SIGUSR1)
            print("sent")
            time.sleep(1)
            print("done")
        threading.Thread(target=send).start()
        time.sleep(5)
        print("slept")
    """)
    assert told(trace) == [
        (1.0, "sent"),
        (1.0, "handled 10"),
        (1.0, "handled 12"),
        (2.0, "done"),
        (5.0, "slept"),
    ]


def test_of_two_handlers_that_raise_the_second_is_not_lost(traced: Traced) -> None:
    """It interrupts the next wait of the main thread."""
    trace = traced("""
        import os, signal, threading, time
        def key(number, frame): raise KeyError
        def index(number, frame): raise IndexError
        signal.signal(signal.SIGUSR1, key)
        signal.signal(signal.SIGUSR2, index)
        def send():
            time.sleep(1)
            os.kill(os.getpid(), signal.SIGUSR1)
            os.kill(os.getpid(), signal.SIGUSR2)
        threading.Thread(target=send).start()
        try:
            try:
                time.sleep(9)
            except KeyError:
                print("first")
                time.sleep(9)
        except IndexError:
            print("second")
    """)
    assert told(trace) == [(1.0, "first"), (1.0, "second")]


def test_a_handler_may_wait_in_the_middle_of_a_wait(traced: Traced) -> None:
    """Both waits are written; the outer one ends when it would have, or with the handler."""
    trace = traced("""
        import signal, time
        def slow(number, frame):
            time.sleep(1)
        signal.signal(signal.SIGALRM, slow)
        signal.alarm(2)
        time.sleep(5)
        print("slept")
        signal.alarm(2)
        time.sleep(2.5)
        print("slept")
    """)
    assert told(trace) == [(5.0, "slept"), (8.0, "slept")]
    held = [(e.line, e.t, e.until) for e in trace.kind("block")]
    assert held == [(7, 0.0, 5.0), (4, 2.0, 3.0), (10, 5.0, 8.0), (4, 7.0, 8.0)]


def test_a_timer_that_interrupts_a_task_names_its_line(traced: Traced) -> None:
    """The handler is told of the frame that it interrupts, as in life, and not of the world's."""
    trace = traced("""
        import asyncio, signal, time
        def ring(number, frame):
            print(frame.f_code.co_name, frame.f_lineno)
        async def main():
            time.sleep(5)
        signal.signal(signal.SIGALRM, ring)
        signal.alarm(2)
        asyncio.run(main())
    """)
    assert told(trace) == [(2.0, "main 6")]


@pytest.mark.parametrize(
    ("program", "name", "end", "line"),
    [
        ("import signal, time\nsignal.alarm(2)\ntime.sleep(5)\nprint('no')", "SIGALRM", 2.0, 3),
        ("import os\nos.kill(os.getpid(), 15)\nprint('no')", "SIGTERM", 0.0, 2),
        ("import os\nos.kill(os.getpid(), 9)\nprint('no')", "SIGKILL", 0.0, 2),
        ("import os\nos.kill(os.getpid(), 40)\nprint('no')", "signal 40", 0.0, 2),
        (
            "import os, threading, time\n"
            "def end():\n"
            "    time.sleep(1)\n"
            "    os.kill(os.getpid(), 10)\n"
            "    print('no')\n"
            "threading.Thread(target=end).start()\n"
            "time.sleep(5)\n",
            "SIGUSR1",
            1.0,
            4,
        ),
        (
            "import signal\n"
            "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
            "signal.raise_signal(signal.SIGINT)\n",
            "SIGINT",
            0.0,
            3,
        ),
    ],
)
def test_a_signal_that_ends_a_process_ends_the_run(
    traced: Traced, program: str, name: str, end: float, line: int
) -> None:
    """With the status and the words of a process that is gone; this process lives on."""
    trace = traced(program)
    assert (trace.status, trace.end.t, trace.prints()) == ("crashed", end, [])
    error = trace.end.error or {}
    assert (error["message"], error["line"]) == (f"the process was ended by {name}", line)
    assert all(e.until == end for e in trace.kind("block") if e.thread == "MainThread")
    assert len(trace.kind("block")) == round(end) + ("threading" in program) - (end == 2.0)


def test_in_the_sandbox_it_is_told_in_the_same_way() -> None:
    """A submission that ends itself leaves its trace, with the moment and the line."""
    source = Source("program.py", "import os, time\ntime.sleep(1)\nos.kill(os.getpid(), 9)\n")
    trace = sandbox.judge(None, source)
    assert (trace.status, trace.end.t) == ("crashed", 1.0)
    assert (trace.end.error or {})["message"] == "the process was ended by SIGKILL"


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("os.kill(os.getpid(), signal.SIGSTOP)", "SIGSTOP"),
        ("signal.setitimer(signal.ITIMER_VIRTUAL, 1)", "processor"),
        ("signal.setitimer(signal.ITIMER_PROF, 1, 1)", "processor"),
    ],
)
def test_what_cannot_be_followed_is_refused(traced: Traced, line: str, word: str) -> None:
    """A process that is stopped, and timers that count what takes no time here."""
    trace = traced(f"import os, signal\n{line}")
    error = trace.end.error or {}
    assert (error["type"], error["line"]) == ("NotInThisWorld", 2)
    assert word in error["message"]


def test_a_signal_to_the_own_group_reaches_the_program(traced: Traced) -> None:
    """And nobody else: this process is in the group, too."""
    trace = traced("""
        import os, signal
        signal.signal(signal.SIGTERM, lambda number, frame: print("terminated"))
        os.killpg(os.getpgrp(), signal.SIGTERM)
        os.killpg(0, signal.SIGTERM)
        os.kill(0, signal.SIGTERM)
        os.kill(-os.getpgrp(), signal.SIGTERM)
        os.killpg(0, 0)
    """)
    assert told(trace) == [(0.0, "terminated")] * 4


def test_to_wait_for_a_signal_that_nobody_sends_is_a_deadlock(traced: Traced) -> None:
    """The line that waits is named."""
    trace = traced("import signal\nsignal.sigwait({signal.SIGUSR1})")
    assert trace.status == "deadlock"
    assert "waits in signal.sigwait at program.py:2" in (trace.end.error or {})["message"]


def test_a_server_whose_main_thread_pauses_is_idle(traced: Traced) -> None:
    """It is there for strangers, and ends when somebody sends a signal."""
    trace = traced("""
        import http.server, signal, threading
        server = http.server.HTTPServer(("localhost", 0), http.server.BaseHTTPRequestHandler)
        threading.Thread(target=server.get_request, daemon=True).start()
        signal.pause()
    """)
    assert trace.status == "idle", trace.end.error


def test_what_waits_for_signals_is_blamed(traced: Traced) -> None:
    """Each of these calls holds its thread, also that of a loop."""
    trace = traced("""
        import asyncio, signal
        signal.signal(signal.SIGALRM, lambda *_: None)
        async def main():
            signal.alarm(1)
            signal.pause()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            signal.alarm(1)
            signal.sigwait({signal.SIGALRM})
            signal.sigtimedwait({signal.SIGALRM}, 1)
        asyncio.run(main())
    """)
    assert [(e.call, e.line, e.until, e.running) for e in trace.kind("block")] == [
        ("signal.pause", 6, 1.0, True),
        ("signal.sigwait", 9, 2.0, True),
        ("signal.sigtimedwait", 10, 3.0, True),
    ]


@pytest.mark.parametrize("clock", ["virtual", "real"])
def test_everything_is_put_back(traced: Traced, clock: str) -> None:
    """Handlers, mask, wakeup descriptor and timer, whatever the program leaves behind."""

    def state() -> list[Any]:
        fd = signal.set_wakeup_fd(-1)
        signal.set_wakeup_fd(fd)
        return [
            [signal.getsignal(number) for number in sorted(signal.valid_signals())],
            signal.pthread_sigmask(signal.SIG_BLOCK, ()),
            fd,
            signal.getitimer(signal.ITIMER_REAL),
            os.kill,
            signal.raise_signal,
        ]

    before = state()
    trace = traced(
        """
        import signal, socket
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
        with socket.socket() as one:
            one.setblocking(False)
            signal.set_wakeup_fd(one.fileno())
        signal.setitimer(signal.ITIMER_REAL, 1000)
        """,
        clock=clock,
    )
    assert trace.status == "finished", trace.end.error
    assert state() == before


def test_a_world_outside_the_main_thread_has_no_signals(traced: Traced) -> None:
    """There handlers would run in somebody else's thread: refused, in words."""
    traces: list[Trace] = []
    for line in ("signal.alarm(1)", "os.kill(os.getpid(), signal.SIGUSR1)", "signal.pause()"):
        run = lambda line=line: traces.append(traced(f"import os, signal\n{line}"))  # noqa: E731
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    for trace in traces:
        assert (trace.end.error or {})["type"] == "NotInThisWorld"
        assert "main thread" in (trace.end.error or {})["message"]
    assert len(traces) == 3
