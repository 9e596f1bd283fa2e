"""Files, pipes and FIFOs: what they cost, whom they hold, and that they are as in life."""

from __future__ import annotations

import builtins
import io
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from looplab.trace import Event, Trace

Traced = Callable[..., Trace]

MEGABYTE = 1 << 20


@pytest.fixture
def files(traced: Traced, tmp_path: Path) -> Callable[..., Trace]:
    """Runs a program whose ``folder`` is an empty one."""

    def run(text: str, **options: object) -> Trace:
        return traced(f"folder = {str(tmp_path)!r}\n{textwrap.dedent(text)}", **options)

    return run


def held(trace: Trace) -> list[tuple[str | None, int | None, float]]:
    """Calls, lines as they stand in the test's own text, and seconds."""
    return [(b.call, b.line and b.line - 2, round(b.duration, 6)) for b in trace.kind("block")]


def said(trace: Trace) -> list[str | None]:
    assert trace.status == "finished", trace.end
    return [event.text for event in trace.prints()]


def prints(trace: Trace) -> list[tuple[float, str | None]]:
    return [(round(event.t, 6), event.text) for event in trace.prints()]


# ---- the cost


def test_a_small_file_costs_one_latency_written_or_read(files: Traced) -> None:
    """In one piece, line by line, or through pathlib: 5 ms, all of it for the opening."""
    trace = files("""
        import pathlib
        with open(folder + "/a", "w") as file:
            for n in range(3):
                file.write(f"{n}\\n")
                file.flush()
        with open(folder + "/a", "rb", buffering=0) as file:
            while file.read(1):
                pass
        print(pathlib.Path(folder, "a").read_text().split())
    """)
    assert said(trace) == ["['0', '1', '2']"]
    assert held(trace) == [("open", 2, 0.005), ("open", 6, 0.005), ("Path.read_text", 9, 0.005)]
    assert trace.end.t == 0.015


@pytest.mark.parametrize(
    ("size", "seconds"),
    [(0, 0.005), (1, 0.005), (MEGABYTE, 0.005), (MEGABYTE + 1, 0.010), (5 * MEGABYTE // 2, 0.015)],
)
@pytest.mark.parametrize("piece", [None, 100_000, MEGABYTE])
def test_each_megabyte_begun_costs_a_latency_and_the_first_is_included(
    files: Traced, size: int, seconds: float, piece: int | None
) -> None:
    """Whatever the size of the pieces: up to a megabyte 5 ms, one byte more 10 ms."""
    trace = files(f"""
        import time
        def timed(name, mode, use):
            t = time.monotonic()
            with open(folder + "/a", mode, buffering=0) as file:
                use(file)
            print(name, round(time.monotonic() - t, 6))
        def write(file):
            data = memoryview(bytes({size}))
            while data:
                data = data[file.write(data[:{piece}]):]
        def read(file):
            got = 0
            while data := file.read({piece or -1}):
                got += len(data)
            assert got == {size}
        timed("write", "wb", write)
        timed("read", "rb", read)
    """)
    assert said(trace) == [f"write {seconds}", f"read {seconds}"]


def test_the_latency_is_the_requests_own(files: Traced) -> None:
    """``Latency.files`` says how long."""
    from looplab.request import Latency

    trace = files("open(folder + '/a', 'w').close()", latency=Latency(files=0.25))
    assert held(trace) == [("open", 0, 0.25)]


def test_further_megabytes_are_blamed_on_the_line_that_reads_or_writes(files: Traced) -> None:
    """``open``, ``file.write`` and ``file.read``, each at its own line."""
    trace = files("""
        with open(folder + "/a", "wb") as file:
            file.write(bytes(3 << 20))
        file = open(folder + "/a", "rb")
        file.read()
    """)
    assert held(trace) == [
        ("open", 1, 0.005),
        ("file.write", 2, 0.010),
        ("open", 3, 0.005),
        ("file.read", 4, 0.010),
    ]


def test_what_cannot_be_opened_was_looked_for(files: Traced) -> None:
    """The error is as in life, and the look-up took its time."""
    trace = files("""
        for name, mode in (("/no", "r"), ("", "r"), ("/no/no", "w"), ("/\\0", "r")):
            try:
                open(folder + name, mode)
            except (OSError, ValueError) as error:
                told = str(error).replace(folder, "...")
                print(type(error).__name__, told, getattr(error, "errno", None))
    """)
    assert said(trace) == [
        "FileNotFoundError [Errno 2] No such file or directory: '.../no' 2",
        "IsADirectoryError [Errno 21] Is a directory: '...' 21",
        "FileNotFoundError [Errno 2] No such file or directory: '.../no/no' 2",
        "ValueError embedded null byte None",
    ]
    assert held(trace) == [("open", 3, 0.005)] * 4


def test_what_belongs_to_python_or_the_machine_costs_nothing(files: Traced) -> None:
    """Libraries, /etc and /dev; and neither do imports nor tracebacks."""
    trace = files("""
        import os, sys, traceback
        open(os.__file__).close()
        open("/etc/passwd").close()
        open("/dev/null", "w").close()
        os.stat(folder), os.listdir(folder)
        try:
            1 / 0
        except ZeroDivisionError:
            traceback.print_exc()
        import this_and_that
    """)
    assert trace.end.error is not None and trace.end.error["type"] == "ModuleNotFoundError"
    assert held(trace) == []
    assert trace.end.t == 0


def test_a_local_module_is_imported_and_shown_in_a_traceback_for_nothing(
    files: Traced, tmp_path: Path
) -> None:
    """But what it opens itself, while it is imported, is the program's."""
    (tmp_path / "local_module.py").write_text(
        "def fail():\n    raise KeyError('here')\nopen(__file__).close()\n"
    )
    trace = files(
        """
        import traceback, local_module
        try:
            local_module.fail()
        except KeyError:
            traceback.print_exc()
        """,
        folder=str(tmp_path),
    )
    assert said(trace) == []
    assert "    raise KeyError('here')" in [event.text for event in trace.kind("print")]
    assert [(b.file, b.line) for b in trace.kind("block")] == [("local_module.py", 3)]
    assert trace.end.t == 0.005


def test_a_program_below_pythons_own_folder_has_files_of_its_own(
    files: Traced, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed course lies in site-packages: its data costs what data costs."""
    from looplab.world.files import charges

    monkeypatch.setattr(charges, "_FREE", (str(tmp_path.parent) + os.sep,))
    text = "open(folder + '/a', 'w').close()"
    assert held(files(text)) == []
    assert held(files(text, folder=str(tmp_path))) == [("open", 0, 0.005)]


def test_fsync_costs_a_latency(files: Traced) -> None:
    """For a file of the program's, by descriptor or by object."""
    trace = files("""
        import os
        with open(folder + "/a", "w") as file:
            os.fsync(file)
            os.fdatasync(file.fileno())
    """)
    assert held(trace) == [("open", 2, 0.005), ("os.fsync", 3, 0.005), ("os.fdatasync", 4, 0.005)]


def test_descriptors_cost_what_files_cost(files: Traced) -> None:
    """``os.open`` a latency, and ``os.read`` and ``os.write`` each megabyte after the first."""
    trace = files("""
        import os
        fd = os.open(folder + "/a", os.O_RDWR | os.O_CREAT)
        os.write(fd, bytes(1 << 20))
        os.write(fd, b"x")
        os.lseek(fd, 0, 0)
        os.read(fd, 1 << 20)
        os.close(fd)
        os.close(os.open(folder, os.O_RDONLY))
        fd = os.open("/dev/null", os.O_WRONLY)
        os.write(fd, bytes(1 << 22))
        open(folder + "/b", "w", opener=lambda path, flags: os.open(path, flags, 0o600)).close()
    """)
    assert said(trace) == []
    assert held(trace) == [
        ("os.open", 2, 0.005),
        ("os.write", 4, 0.005),
        # Bytes 1 048 577 to 2 097 153: one further megabyte is begun.
        ("os.read", 6, 0.005),
        ("os.open", 11, 0.005),
    ]


# ---- whom it holds


def test_reading_on_the_loop_holds_it_and_in_a_worker_it_does_not(files: Traced) -> None:
    """The same file: a heartbeat is late by 15 ms, or not at all."""
    program = """
        import asyncio, pathlib, time
        path = pathlib.Path(folder, "a")
        path.write_bytes(bytes(5 << 19))
        async def beat(start):
            for _ in range(3):
                await asyncio.sleep(0.005)
                print("beat", round(time.monotonic() - start, 6))
        async def main():
            beating = asyncio.create_task(beat(time.monotonic()))
            await asyncio.sleep(0)
            data = {how}
            print(len(data))
            await beating
        asyncio.run(main())
    """
    on_loop = files(program.format(how="path.read_bytes()"))
    assert said(on_loop) == ["2621440", "beat 0.015", "beat 0.02", "beat 0.025"]
    (block,) = [b for b in on_loop.kind("block") if b.who == "main"]
    # Python 3.13 has the method in a class further down.
    assert block.call in ("Path.read_bytes", "PathBase.read_bytes")
    assert (block.line, block.running, block.duration) == (13, True, 0.015)
    in_worker = files(program.format(how="await asyncio.to_thread(path.read_bytes)"))
    assert said(in_worker) == ["beat 0.005", "beat 0.01", "2621440", "beat 0.015"]
    blocks = [b for b in in_worker.kind("block") if b.thread != "MainThread"]
    assert [(b.call, b.thread, b.on_loop, round(b.duration, 6)) for b in blocks] == [
        ("open", "asyncio_0", False, 0.005),
        ("file.read", "asyncio_0", False, 0.010),
    ]


def test_an_executor_may_call_open_itself(files: Traced) -> None:
    """``run_in_executor(None, open, path)``: charged on the worker's thread, and a real file."""
    trace = files("""
        import asyncio
        async def main():
            loop = asyncio.get_running_loop()
            file = await loop.run_in_executor(None, open, folder + "/a", "w")
            await loop.run_in_executor(None, file.write, "x" * (1 << 21))
            await loop.run_in_executor(None, file.close)
        asyncio.run(main())
    """)
    assert said(trace) == []
    assert [(b.call, b.thread, b.duration) for b in trace.kind("block")] == [
        ("open", "asyncio_0", 0.005),
        ("file.write", "asyncio_0", 0.005),
    ]


def test_two_threads_wait_for_the_disk_side_by_side(files: Traced) -> None:
    """Two files at once take as long as one."""
    trace = files("""
        import threading
        def work(name):
            open(folder + name, "w").close()
        threads = [threading.Thread(target=work, args=(name,)) for name in ("/a", "/b")]
        for each in threads: each.start()
        for each in threads: each.join()
    """)
    assert trace.end.t == 0.005


# ---- what it is

SHAPES = """
    import io
    name = folder + "/shape"
    open(name, "wb").write("a\\r\\n\\u00e4b\\nc".encode())
    for mode in ("r", "w", "x", "a", "r+", "w+", "a+", "rb", "wb", "ab", "rb+", "w+b", "rt"):
        for buffering in (-1, 0, 1, 100):
            try:
                file = open(folder + ("/new" if "x" in mode else "/shape"), mode, buffering)
            except Exception as error:
                print(mode, buffering, type(error).__name__, error)
                continue
            with file:
                raw = getattr(getattr(file, "buffer", file), "raw", file)
                print(mode, buffering, repr(file), repr(getattr(file, "buffer", None)))
                print(type(file).__name__, type(raw).__name__, type(raw).__module__, raw.mode)
                print(isinstance(raw, io.FileIO), file.mode, file.readable(), file.writable())
                print(getattr(file, "line_buffering", None), file.name == raw.name, file.tell())
                for use in (file.read, lambda: file.write("x" if "b" not in mode else b"x")):
                    try:
                        print(repr(use()))
                    except Exception as error:
                        print(type(error).__name__, error)
            try:
                file.read()
            except ValueError as error:
                print(error)
    for options in (
        dict(mode="rw"), dict(mode="rbt"), dict(mode="z"), dict(mode=""), dict(mode="rr"),
        dict(mode="rb", encoding="utf-8"), dict(mode="rb", newline=""), dict(buffering=-2),
        dict(encoding="nonsense"), dict(newline="x"), dict(errors="nonsense"), dict(mode=3),
        dict(closefd=False), dict(opener=lambda path, flags: -1), dict(opener=3),
    ):
        try:
            open(name, **options).close()
            print(options, "fine")
        except Exception as error:
            print(sorted(options), type(error).__name__, error)
    for newline in (None, "", "\\n", "\\r\\n"):
        open(name, "w", newline=newline, encoding="latin-1").write("\\u00e4\\n\\r\\n")
        print(open(name, "rb").read(), list(open(name, newline=newline, encoding="latin-1")))
    for file in (None, 1.5, [], object, b"bytes\\0"):
        try:
            open(file)
        except Exception as error:
            print(type(error).__name__, error)
    file = open(name, encoding="latin-1")
    print(next(file), [*file], file.seek(0), file.closed, file.fileno() > 2, file.encoding)
    with open(file.fileno(), encoding="latin-1", closefd=False) as again:
        print(again.readline(), again.name == file.fileno())
    print(file.isatty(), io.open is open, file.detach().detach().close())
"""


def test_all_that_open_returns_and_raises_is_as_in_life(files: Traced, tmp_path: Path) -> None:
    """Modes, buffering, encodings, newlines, errors: the same words, on both clocks."""

    def emptied(lines: list[str]) -> list[str]:
        (tmp_path / "shape").unlink()
        (tmp_path / "new").unlink()
        return lines

    program = f"folder = {str(tmp_path)!r}\n{textwrap.dedent(SHAPES)}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    in_life = emptied(done.stdout.splitlines())
    assert len(in_life) > 200
    for clock in ("virtual", "real"):
        trace = files(SHAPES, clock=clock)
        lines = [event.text or "" for event in trace.prints() if event.stream == "stdout"]
        assert trace.status == "finished", trace.end
        assert emptied(lines) == in_life


def test_a_file_that_is_not_closed_is_complained_of_as_ever(files: Traced, tmp_path: Path) -> None:
    """The warning names the file as Python's own."""
    trace = files("""
        import warnings
        warnings.simplefilter("always")
        open(folder + "/a", "w")
    """)
    (log,) = trace.kind("log")
    assert log.text == (
        "ResourceWarning: unclosed file <_io.TextIOWrapper name='"
        f"{tmp_path}/a' mode='w' encoding='UTF-8'>"
    )


def test_outside_of_a_world_open_is_pythons_own(files: Traced, tmp_path: Path) -> None:
    """Nothing of the run is left; also files of its own that it did not close."""
    before = builtins.open, io.open, os.open, os.read, os.write, os.fsync
    fds = set(os.listdir("/proc/self/fd"))
    trace = files("""
        import threading, os
        file = open(folder + "/a", "w")
        os.mkfifo(folder + "/fifo")
        for mode in "rr":
            threading.Thread(target=open, args=(folder + "/fifo", mode)).start()
        open(folder + "/fifo")
    """)
    assert trace.status == "deadlock"
    assert before == (builtins.open, io.open, os.open, os.read, os.write, os.fsync)
    assert set(os.listdir("/proc/self/fd")) == fds


# ---- pipes


def test_who_reads_from_a_pipe_waits_for_who_writes(files: Traced) -> None:
    """First two bytes at 1 s, then the end at 3 s, by descriptor and by object."""
    trace = files("""
        import os, threading, time
        def write(fd):
            time.sleep(1)
            os.write(fd, b"ab")
            time.sleep(2)
            os.close(fd)
        for way in "descriptor", "object", "unbuffered":
            r, w = os.pipe()
            start = time.monotonic()
            threading.Thread(target=write, args=(w,)).start()
            if way == "descriptor":
                print(os.read(r, 100), time.monotonic() - start)
                print(os.read(r, 100), time.monotonic() - start)
                os.close(r)
                continue
            with os.fdopen(r, "rb", 0 if way == "unbuffered" else -1) as file:
                print(file.read(1), time.monotonic() - start)
                print(file.read(), time.monotonic() - start)
                print(file.read(), time.monotonic() - start)
    """)
    both = ["b'a' 1.0", "b'b' 3.0", "b'' 3.0"]
    assert said(trace) == ["b'ab' 1.0", "b'' 3.0", *both, *both]
    calls = {(b.call, b.line and b.line - 2) for b in trace.kind("block") if b.who is None}
    assert calls == {("os.read", 12), ("os.read", 13), ("file.read", 17), ("file.read", 18)}


def test_who_writes_to_a_full_pipe_waits_for_who_reads(files: Traced) -> None:
    """A megabyte passes a pipe of 64 kB because the reader begins after a second."""
    trace = files("""
        import os, threading, time
        r, w = os.pipe()
        got = []
        def read():
            time.sleep(1)
            with os.fdopen(r, "rb") as file:
                got.append(len(file.read()))
        reader = threading.Thread(target=read)
        reader.start()
        print(os.write(w, bytes(1 << 20)), time.monotonic() - 1000)
        os.close(w)
        reader.join()
        print(got)
    """)
    assert said(trace) == ["1048576 1.0", "[1048576]"]
    assert ("os.write", 10, 1.0) in held(trace)


def test_a_pipe_that_nobody_will_ever_write_to_is_a_deadlock(files: Traced) -> None:
    """It is known at once, and the line is named."""
    trace = files("""
        import os
        r, w = os.pipe()
        os.read(r, 1)
    """)
    assert trace.status == "deadlock"
    assert trace.end.error is not None
    assert "MainThread waits in os.read at program.py:5" in trace.end.error["message"]


def test_a_broken_pipe_and_one_that_does_not_block_are_as_in_life(files: Traced) -> None:
    """BrokenPipeError, BlockingIOError, and None from a file that does not block."""
    trace = files("""
        import os, select
        r, w = os.pipe()
        os.set_blocking(r, False)
        try:
            os.read(r, 1)
        except BlockingIOError as error:
            print(error)
        with os.fdopen(r, "rb", 0) as file:
            print(file.read(), file.read(5))
        try:
            os.write(w, b"x")
        except BrokenPipeError as error:
            print(error)
        os.close(w)
        epoll = select.epoll()
        for wrong in (lambda: os.read(w, 1), lambda: os.write(epoll.fileno(), b"x")):
            try:
                wrong()
            except OSError as error:
                print(error)
    """)
    assert said(trace) == [
        "[Errno 11] Resource temporarily unavailable",
        "None None",
        "[Errno 32] Broken pipe",
        "[Errno 9] Bad file descriptor",
        "[Errno 22] Invalid argument",
    ]


def test_what_was_open_before_the_program_began_is_waited_for_in_earnest(
    files: Traced,
) -> None:
    """Somebody outside reads and writes there: nobody's wait in this world, and no deadlock."""
    reading, answering = os.pipe()
    asking, writing = os.pipe()

    def somebody() -> None:
        got = 0
        while got < 8 << 16:
            got += len(os.read(asking, MEGABYTE))
        os.write(answering, b"thanks")

    reader = threading.Thread(target=somebody)
    reader.start()
    trace = files(f"""
        import os, time
        sent = 0
        while sent < 8 << 16:
            sent += os.write({writing}, bytes(1 << 16))
        print(os.read({reading}, 100), time.monotonic() - 1000)
    """)
    reader.join()
    for fd in (reading, answering, asking, writing):
        os.close(fd)
    assert said(trace) == ["b'thanks' 0.0"]


def test_a_sockets_descriptor_blocks_where_the_socket_does(files: Traced) -> None:
    """One that waits without end waits in os.read and os.write, too; any other does not."""
    trace = files("""
        import os, socket, threading, time
        here, there = socket.socketpair()
        def answer():
            time.sleep(2)
            print(len(there.recv(10)), there.recv(5))
            time.sleep(1)
            while there.recv(1 << 20):
                pass
        thread = threading.Thread(target=answer)
        thread.start()
        os.write(here.fileno(), b"ten bytes.")
        os.write(here.fileno(), b"hello" + bytes(1 << 20))
        print("written", time.monotonic() - 1000)
        here.settimeout(5)
        try:
            os.read(here.fileno(), 1)
        except BlockingIOError as error:
            print(error)
        here.settimeout(None)
        threading.Timer(2, there.send, (b"x",)).start()
        print(os.read(here.fileno(), 10), time.monotonic() - 1000)
        here.shutdown(socket.SHUT_WR)
    """)
    assert said(trace) == [
        "10 b'hello'",
        "written 3.0",
        "[Errno 11] Resource temporarily unavailable",
        "b'x' 5.0",
    ]


# ---- FIFOs


FIFO = """
    import os, threading, time
    name = folder + "/fifo"
    os.mkfifo(name)
    def write(first, then):
        time.sleep(first)
        with open(name, "w") as file:
            print("opened", time.monotonic() - 1000)
            time.sleep(then)
            file.write("hello")
    threading.Thread(target=write, args=(2, 3)).start()
    with open(name) as file:
        print("met", time.monotonic() - 1000)
        print(file.read(), time.monotonic() - 1000)
    threading.Thread(target=write, args=(0, 1)).start()
    time.sleep(4)
    fd = os.open(name, os.O_RDONLY)
    print(os.read(fd, 10), os.read(fd, 10), time.monotonic() - 1000)
"""


def test_who_opens_a_fifo_waits_for_the_other_end(files: Traced) -> None:
    """The reader waits for the writer until 2 s, and the next writer for the reader until 9 s."""
    trace = files(FIFO)
    assert prints(trace) == [
        (2.0, "opened 2.0"),
        (2.0, "met 2.0"),
        (5.0, "hello 5.0"),
        (9.0, "opened 9.0"),
        (10.0, "b'hello' b'' 10.0"),
    ]
    opening = [(b.t, b.until, b.line) for b in trace.kind("block") if b.call == "open"]
    assert opening == [(0.0, 2.0, 13), (5.0, 9.0, 8)]


def test_a_fifo_that_nobody_opens_at_the_other_end_is_a_deadlock(files: Traced) -> None:
    """For who reads and for who writes; without us it would hang."""
    for mode in "rw":
        trace = files(f"""
            import os
            os.mkfifo(folder + "/fifo-{mode}")
            open(folder + "/fifo-{mode}", "{mode}")
        """)
        assert trace.status == "deadlock"
        assert trace.end.error is not None
        assert trace.end.error["message"] == (
            "nothing can happen any more: MainThread waits in open at program.py:5"
        )


def test_a_fifo_opened_for_both_or_without_blocking_does_not_wait(files: Traced) -> None:
    """As in life: O_RDWR has both ends, and O_NONBLOCK fails where nobody reads."""
    trace = files("""
        import os
        name = folder + "/fifo"
        os.mkfifo(name)
        try:
            os.open(name, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            print(error.strerror)
        both = os.open(name, os.O_RDWR)
        os.write(both, b"x")
        print(os.read(both, 1), os.get_blocking(both))
        late = open(name, "w")
        print(os.get_blocking(late.fileno()), late.name == name)
    """)
    assert said(trace) == ["No such device or address", "b'x' True", "True True"]


def test_a_real_child_may_open_the_other_end(files: Traced) -> None:
    """Neither clock nor verdict jumps ahead of a child that is alive."""
    trace = files("""
        import os, subprocess
        os.mkfifo(folder + "/fifo")
        child = subprocess.Popen(["sh", "-c", "echo from a child > $0", folder + "/fifo"])
        with open(folder + "/fifo") as file:
            print(file.read().strip())
        print(child.wait())
    """)
    assert said(trace) == ["from a child", "0"]


# ---- the real clock


@pytest.mark.real_clock
def test_on_the_real_clock_pipes_and_fifos_are_waited_for_and_blamed(files: Traced) -> None:
    """The order is the virtual one's; the waits are real, and at their lines."""
    text = FIFO.replace("1000", "time.monotonic()").replace(
        "import os, threading, time",
        "import os, threading, time\n    sleep = time.sleep\n"
        "    time.sleep = lambda seconds: sleep(seconds / 20)",
    )
    trace = files(text, clock="real")
    order = [(line or "").split()[0] for line in said(trace)]
    # Who meets goes on at the same moment, in either order.
    assert sorted(order[:2]) == ["met", "opened"]
    assert order[2:] == ["hello", "opened", "b'hello'"]
    opening = {(b.call, b.line) for b in trace.kind("block") if b.call in ("open", "file.read")}
    assert opening >= {("open", 15), ("open", 10), ("file.read", 17)}


def test_on_the_real_clock_a_small_file_is_not_worth_a_word(files: Traced) -> None:
    """Less than a millisecond is the machine's own noise; the file is read all the same."""
    events: list[Event] = []
    for _ in range(5):
        trace = files(
            """
            with open(folder + "/a", "w+") as file:
                file.write("x")
                file.seek(0)
                print(file.read())
            """,
            clock="real",
        )
        assert said(trace) == ["x"]
        events.extend(trace.kind("block"))
    assert all(event.duration >= 0.001 for event in events)
