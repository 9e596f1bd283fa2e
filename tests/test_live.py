"""Programs that are watched while they run: what is known of them during a hold, and after."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from looplab.board import Board
from looplab.live import Open, Sight, Watched, watch
from looplab.live.picture import scale, so_far, words
from looplab.live.strips import Strips, of_run
from looplab.request import Request, Source
from looplab.sandbox import Child
from looplab.timeline import run_of
from looplab.trace import Event

real_clock = pytest.mark.real_clock

# A heartbeat is the victim; what holds the loop goes where the name is, until it is told to end:
# by a signal, or, in C, which hears none, by a byte in a file.
HOLDING = """
import asyncio, functools, mmap, os, signal, time
class Enough(Exception): ...
def enough(*_): raise Enough
signal.signal(signal.SIGUSR1, enough)
with open({flag!r}, "r+b") as file:
    flag = mmap.mmap(file.fileno(), 1)
print(os.getpid())

async def heartbeat():
    for _ in range(12):
        await asyncio.sleep(0.1)

async def holder():
    await asyncio.sleep(0.25)
    try:
        {hold}
    except Enough:
        pass
    print("done")

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heartbeat(), name="heart")
        group.create_task(holder(), name="Bob")

asyncio.run(main())
"""
HOLDS = {
    "time.sleep": "time.sleep(25)",
    "Python": "while True:\n            pass",
    # One call that keeps the interpreter lock: no other thread of Python runs.
    "C": "sum(iter(functools.partial(flag.__getitem__, 0), 1))",
}
LINE = 17  # of the hold
TWIN = """
import asyncio

async def main():
    while True:
        await asyncio.sleep(0.02)
        print("tick")

asyncio.run(main())
"""


def script(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(textwrap.dedent(text))
    return path


def looks(run: Watched, pause: float = 0.04) -> Iterator[Sight]:
    """One look after the other until the run is over; for half a minute at most."""
    end = time.monotonic() + 30
    while not run.over:
        assert time.monotonic() < end, "the run does not end"
        sight = run.sight()
        if sight is not None:
            yield sight
        time.sleep(pause)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # Dead, and not collected by whoever is to do that.
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state == "Z"


def in_time(what: Callable[[], bool], seconds: float = 15.0) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


# ---- during a hold


@real_clock
@pytest.mark.parametrize("kind", HOLDS)
def test_who_holds_the_loop_is_known_while_it_is_held(kind: str, tmp_path: Path) -> None:
    """By whom, since when, at which line; who suffers. A twin goes on ticking meanwhile."""
    flag = tmp_path / "flag"
    flag.write_bytes(b"\0")
    text = HOLDING.format(hold=HOLDS[kind], flag=str(flag))
    paths = [script(tmp_path, "holding.py", text), script(tmp_path, "twin.py", TWIN)]
    seen: list[tuple[Sight, int]] = []
    told = False
    with watch(paths) as both:
        holding, twin = both.runs
        for sight in looks(holding):
            if sight.hold is None or sight.now - sight.hold.t <= 0.1:
                continue
            seen.append((sight, len(twin.events())))
            if not told and well_seen(seen):
                if kind == "C":
                    with flag.open("r+b") as file:  # in its place: the program has it in memory
                        file.write(b"\1")
                else:
                    (pid,) = [int(e.text or "") for e in holding.events() if e.kind == "print"]
                    os.kill(pid, signal.SIGUSR1)
                told = True
        trace = holding.trace
    assert told, "it was not seen several times during the hold, or the twin stood still"
    assert trace is not None and trace.status == "finished"
    assert [e.text for e in trace.prints()][1:] == ["done"]
    holds = [sight.hold for sight, _ in seen if sight.hold]
    assert {hold.who for hold in holds} == {"Bob"}
    assert len({hold.t for hold in holds}) == 1
    lasted = [sight.now - hold.t for (sight, _), hold in zip(seen, holds, strict=True)]
    assert lasted == sorted(lasted)
    places = {hold.place for hold in holds[len(holds) // 2 :]}
    # A loop of Python is at either of its two lines.
    assert places <= {f"holding.py:{n}" for n in (LINE, LINE + (kind == "Python"))}
    assert not {h.place for h in holds} - places - {""}, "a wrong line is worse than none"
    (due,) = {round(o.t, 1) for s, _ in seen[-3:] for o in s.open if o.state == "ready"}
    assert due > holds[0].t, "from when it was due, not from when the hold began"
    ticks = [count for _, count in seen]
    assert ticks == sorted(ticks)
    # What was said during the hold is what the trace says of it.
    turn = max(trace.kind("turn"), key=lambda turn: turn.duration)
    assert turn.who == "Bob" and turn.t == pytest.approx(holds[0].t, abs=1e-5)
    assert run_of(trace).holds[0].line in (LINE, LINE + 1)
    assert kind != "C" or turn.line == LINE


def well_seen(seen: list[tuple[Sight, int]]) -> bool:
    """Whether a hold was seen to grow, and a victim with it, while another program went on."""
    (first, ticks), (last, more) = seen[0], seen[-1]
    assert first.hold and last.hold
    grown = last.now - last.hold.t > 3 * (first.now - first.hold.t)
    late = [sight.late for sight, _ in seen[-3:]] == [("heart",)] * 3
    return len(seen) >= 8 and grown and late and more >= ticks + 3


@real_clock
def test_a_program_without_a_loop_holds_its_main_thread(tmp_path: Path) -> None:
    """The call that holds it, by its line."""
    path = script(tmp_path, "plain.py", "import time\nprint('begins')\ntime.sleep(0.6)\n")
    with watch([path]) as runs:
        said = [words(sight)[0] for sight in looks(runs.runs[0])]
    held = [each for each in said if "has held" in each]
    assert held and all(each.startswith("main program has held the main thread") for each in held)
    assert all(each.endswith("at plain.py:3.") for each in held)


@real_clock
def test_a_thread_is_busy_and_the_loop_is_free(tmp_path: Path) -> None:
    """What blocks in a thread holds nobody else."""
    text = """
        import asyncio, time
        async def main():
            await asyncio.to_thread(time.sleep, 0.6)
        asyncio.run(main())
    """
    with watch([script(tmp_path, "threads.py", text)]) as runs:
        found = [each for sight in looks(runs.runs[0]) for each in sight.open]
    states = {each.state for each in found}
    assert "thread" in states and "block" not in states
    assert all(each.who.startswith("asyncio_") for each in found if each.state == "thread")


@real_clock
def test_who_could_run_is_known_before_it_ever_ran(tmp_path: Path) -> None:
    """Tasks that were started and wait for their first turn, under the names they will have."""
    text = """
        import asyncio, time
        async def visitor(pause):
            time.sleep(pause)
        async def main():
            await asyncio.gather(visitor(0.8), visitor(0.01), visitor(0.01))
        asyncio.run(main())
    """
    with watch([script(tmp_path, "visitors.py", text)]) as runs:
        late = [sight.late for sight in looks(runs.runs[0]) if sight.late]
        trace = runs.runs[0].trace
    assert late and set(late) == {("visitor #2", "visitor #3")}
    assert trace is not None
    assert {e.who for e in trace.kind("turn")} >= {"visitor", "visitor #2", "visitor #3"}


@real_clock
def test_a_callback_waits_for_its_timer_unless_that_is_cancelled(tmp_path: Path) -> None:
    """call_later: until when is known; after cancel nobody waits."""
    seen, enough = tmp_path / "seen", tmp_path / "enough"
    text = f"""
        import asyncio
        from pathlib import Path
        def begin(loop, kept):
            print("begins")
            kept.append(loop.call_later(60, print, "never"))
            print("has begun")
        async def until(path):
            while not Path(path).exists():
                await asyncio.sleep(0.02)
        async def main():
            loop = asyncio.get_running_loop()
            kept = []
            loop.call_soon(begin, loop, kept)
            await until({str(seen)!r})
            kept[0].cancel()
            print("cancelled")
            await until({str(enough)!r})
        asyncio.run(main())
    """
    waits: list[tuple[float, float | None]] = []
    after = 0
    with watch([script(tmp_path, "later.py", text)]) as runs:
        run = runs.runs[0]
        for sight in looks(run):
            waits += [
                (sight.now, each.due)
                for each in sight.open
                if each.state == "wait" and each.who != "main"
            ]
            if waits:
                seen.touch()
            after += any(event.text == "cancelled" for event in run.events())
            if after > 5:
                enough.touch()
        trace = run.trace
    assert waits, "it was never seen to wait"
    assert trace is not None
    begins, has_begun, cancelled = (event.t for event in trace.prints())
    assert max(now for now, _ in waits) <= cancelled
    for _, due in waits:
        assert due is not None and begins + 60 - 0.001 <= due <= has_begun + 60 + 0.001


# ---- the end of it


@real_clock
def test_stop_ends_a_program_that_would_go_on(tmp_path: Path) -> None:
    """In words; and what had happened is kept."""
    with watch([script(tmp_path, "twin.py", TWIN)]) as runs:
        run = runs.runs[0]
        assert in_time(lambda: sum(e.kind == "print" for e in run.events()) > 2)
        run.stop()
        assert in_time(lambda: run.over)
        assert run.trace is not None
        assert run.trace.status == "ended-early"
        assert (run.trace.end.error or {})["message"] == "it was stopped while it ran"
        assert [e.text for e in run.trace.prints()][:2] == ["tick", "tick"]
        assert run.sight() is None


@real_clock
def test_ctrl_c_lets_a_program_say_its_last_words(tmp_path: Path) -> None:
    """As in life: KeyboardInterrupt, and what is in finally."""
    text = TWIN.replace("    while True:", "    try:\n     while True:") + "\n"
    text = text.replace("\nasyncio.run", '    finally:\n        print("last words")\nasyncio.run')
    with watch([script(tmp_path, "twin.py", text)]) as runs:
        assert in_time(lambda: len(runs.runs[0].events()) > 3)
        runs.interrupt()
        assert in_time(lambda: runs.over)
        trace = runs.runs[0].trace
    assert trace is not None
    assert trace.prints()[-1].text == "last words"
    assert (trace.end.error or {})["type"] == "KeyboardInterrupt"


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_a_process_that_cannot_be_started_is_a_run_that_was_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for its end gets a trace, in words; and no descriptor stays open."""

    def fails(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", fails)
    before = open_descriptors()
    with watch([script(tmp_path, name, TWIN) for name in ("one.py", "two.py")]) as runs:
        assert in_time(lambda: runs.over)
        traces = [run.trace for run in runs.runs]
    assert open_descriptors() == before
    for name, trace in zip(("one.py", "two.py"), traces, strict=True):
        assert trace is not None
        assert (trace.status, trace.start.script) == ("sandbox-lost", name)
        told = run_of(trace).facts()[0].text
        assert "not the program's fault" in told and "Resource temporarily unavailable" in told


def test_what_was_heard_before_a_run_was_lost_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trace ends with the last thing that is known."""

    def fails(child: Child) -> None:
        assert child.on_event is not None
        child.on_event(Event("start", 0, 0.0, script="twin.py", clock="real"))
        child.on_event(Event("print", 1, 1.5, text="tick", stream="stdout"))
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(Child, "traces", fails)
    with watch([script(tmp_path, "twin.py", TWIN)]) as runs:
        assert in_time(lambda: runs.over)
        trace = runs.runs[0].trace
    assert trace is not None
    assert [event.text for event in trace.prints()] == ["tick"]
    assert (trace.status, trace.duration) == ("sandbox-lost", 1.5)
    assert (trace.end.error or {})["message"] == "ValueError: a mistake of ours"


def test_where_one_cannot_be_watched_none_is_left_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one has begun when there is no board for the second."""
    new, made = Board.new, list[Board]()

    def only_one() -> Board:
        if made:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        made.append(new())
        return made[0]

    monkeypatch.setattr(Board, "new", only_one)
    before = open_descriptors()
    with pytest.raises(OSError, match="Too many open files"):
        watch([script(tmp_path, name, TWIN) for name in ("one.py", "two.py")])
    assert open_descriptors() == before
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("watch ")]


# It starts another process, and then no thread of it can run for a long time.
STUBBORN = """
import os, signal, subprocess, sys
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGIO):
    signal.signal(number, signal.SIG_IGN)
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open({file!r}, "w") as file:
    file.write(f"{{os.getpid()}} {{other.pid}}\\n")
sum(range(10**13))
"""
VIEWER = """
import sys, time
from looplab.live import watch
with watch([sys.argv[1]]) as runs:
    while True:
        runs.runs[0].sight()
        time.sleep(0.05)
"""


@real_clock
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_whoever_watches(how: signal.Signals, tmp_path: Path) -> None:
    """Not even one that ignores signals, or that another one started, or that cannot run Python."""
    pids = tmp_path / "pids"
    path = script(tmp_path, "stubborn.py", STUBBORN.format(file=str(pids)))
    viewer = subprocess.Popen([sys.executable, "-c", VIEWER, str(path)], stderr=subprocess.DEVNULL)
    assert in_time(lambda: pids.exists() and pids.read_text().endswith("\n"))
    program, other = map(int, pids.read_text().split())
    time.sleep(0.2)
    assert not gone(program) and not gone(other)
    viewer.send_signal(how)
    viewer.wait(20)
    assert in_time(lambda: gone(program) and gone(other))


@real_clock
def test_a_viewer_that_does_not_read_holds_up_nobody(tmp_path: Path) -> None:
    """The program prints far more than a pipe holds while its viewer waits for it to be done."""
    flag = tmp_path / "done"
    text = f"for _ in range(3000): print('x' * 200)\nopen({str(flag)!r}, 'w').close()\n"
    path = script(tmp_path, "prints.py", text)
    waited: list[bool] = []

    class Slow(Watched):
        def _heard(self, event: Event) -> None:
            if event.kind == "print" and not waited:
                waited.append(in_time(flag.exists))
            super()._heard(event)

    request = Request(Source(path.name, text), folder=str(tmp_path), clock="real")
    run = Slow(request)
    assert in_time(lambda: run.over, 40)
    assert waited == [True], "the program stood still until somebody read"
    assert run.trace is not None and len(run.trace.prints()) == 3000
    run.close()


@real_clock
def test_it_gets_no_input_and_writes_on_no_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The picture is drawn there."""
    text = """
        import os, subprocess, sys
        os.write(1, b"past print")
        subprocess.run([sys.executable, "-c", "print('from another process')"])
        try:
            input()
        except EOFError:
            print("nobody types")
    """
    with watch([script(tmp_path, "talks.py", text)]) as runs:
        assert in_time(lambda: runs.over)
        trace = runs.runs[0].trace
    assert trace is not None and "nobody types" in [e.text for e in trace.prints()]
    assert capfd.readouterr() == ("", "")


def test_without_a_viewer_nothing_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that nobody watches makes no board, and its turns have nowhere to be noted."""
    from looplab import record
    from looplab.world.recording.live import Live

    def fails(*_: object) -> None:
        raise AssertionError("somebody notes")

    monkeypatch.setattr(Live, "__init__", fails)
    text = "import asyncio, time\nasync def main(): time.sleep(0.01)\nasyncio.run(main())\n"
    assert record.run(Request(Source("a.py", text), clock="real")).status == "finished"
    assert Child([Request(Source("a.py", text))], None).wires is None


# ---- what is drawn and said of it


def test_what_goes_on_is_drawn_until_now() -> None:
    """The open turn, who waits and who is ready; a wait that is due ends there."""
    sight = Sight(
        2.0,
        (
            Open("turn", "Bob", 0.5, None, "a.py", 5),
            Open("wait", "Cyd", 0.0, 1.0),
            Open("ready", "Cyd", 1.0),
            Open("wait", "main", 0.0),
        ),
    )
    start = Event("start", 0, 0.0, script="a.py", clock="real")
    run = so_far("a.py", [start, Event("turn", 3, 0.0, 0.2, who="Ann")], sight)
    assert (run.status, run.duration, run.longest_hold) == ("running", 2.0, 1.5)
    lanes = {lane.name: lane for lane in run.lanes}
    assert [(s.who, s.t, s.until) for s in lanes["THE LOOP"].segments][-1] == ("Bob", 0.5, 2.0)
    assert [(s.state, s.t, s.until) for s in lanes["Cyd"].segments] == [
        ("wait", 0.0, 1.0),
        ("ready", 1.0, 2.0),
    ]
    assert run.holds[0].line == 5
    assert words(sight) == [
        "Bob has held the loop for 1.5 s at a.py:5.",
        "Ready, but the loop is taken: Cyd.",
    ]


def test_a_short_hold_is_no_news() -> None:
    """A tenth of a second, as in every picture."""
    assert words(Sight(1.0, (Open("turn", "Bob", 0.95),))) == ["The loop is free."]
    assert words(Sight(1.0, ())) == ["The loop is free."]
    assert words(Sight(1.0, (Open("turn", "Bob", 0.8),))) == ["Bob has held the loop for 0.2 s."]


def test_the_scale_widens_in_round_steps() -> None:
    """It always has room for now, and is seldom another one."""
    scales = [scale(n / 10) for n in range(1000)]
    assert all(wide >= n / 10 for n, wide in enumerate(scales))
    assert sorted(set(scales)) == [2, 5, 10, 20, 50, 100, 200]


@real_clock
def test_strips_that_come_one_by_one_are_those_of_the_whole_run(tmp_path: Path) -> None:
    """What a growing picture was told in pieces is what the model says when all is over."""
    text = """
        import asyncio, time, threading
        async def ann():
            time.sleep(0.15)
            await asyncio.sleep(0.1)
        async def bob():
            await asyncio.to_thread(time.sleep, 0.2)
            print("bob")
        async def main():
            await asyncio.gather(ann(), bob())
            time.sleep(0.12)
        time.sleep(0.11)
        asyncio.run(main())
    """
    with watch([script(tmp_path, "mixed.py", text)]) as runs:
        assert in_time(lambda: runs.over)
        run = runs.runs[0]
        assert run.trace is not None
        strips = Strips(run.title)
        told = [strip for event in run.events() for strip in strips.of(event)]
        whole = list(of_run(run_of(run.trace)))
    # The loop's own lane begins when it is known that there is one.
    pieces = {s[:4] for s in told if s.lane not in ("THE LOOP", "main")}
    assert pieces == {s[:4] for s in whole if s.lane not in ("THE LOOP", "main")}
    loop = {s[:4] for s in whole if s.lane == "THE LOOP"}
    assert {s[:4] for s in told if s.lane == "THE LOOP"} <= loop
    assert {s.label for s in told if s.lane == "THE LOOP" and s.state == "block"} >= {"ann", "main"}
