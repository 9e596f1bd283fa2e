"""Ctrl-C against a sleep, an idle loop and a hash: which program answers, and when.

python demos/signals/show.py       stops by itself, or at Ctrl-C, and leaves nothing behind
"""

import argparse
import errno
import json
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

PROGRAMS = Path(__file__).with_name("programs.py")
AT_ONCE, AFTER = "at once", "after it"

WHY = """
  When a signal comes, C code sets a flag. Python calls the handler later: in
  the main thread, between two steps of Python. time.sleep is woken for that.

  plain                 Python's own handler raises KeyboardInterrupt.
  scrypt                One call in C is one step: no handler is called before
                        it ends, however often you press.
  run_until_complete    leaves Python's handler in place: it raises wherever the
                        program is just then.
  asyncio_run           has another: the first Ctrl-C cancels the main task. A
                        task is cancelled where it awaits, so the loop has to be
                        free. The second Ctrl-C raises KeyboardInterrupt.
  add_signal_handler    The loop is to call us, so it has to be free.
  signal.signal         Our handler is called at once, then time.sleep goes on.
                        The callback that it gives to the loop has to wait.
  call_soon             does not wake a loop that is idle: a timer did, and the
                        callback came then. call_soon_threadsafe wakes it.
"""


@dataclass
class Row:
    """One child; its times are in seconds since the last Ctrl-C."""

    program: str
    meanwhile: str
    usual: str
    presses: int = 1
    answered: float = 0
    handled: float | None = None  # by a handler of our own, where there is one
    rest: float = 0  # of what it was busy with, as it was or would have been
    ended: bool = False  # Ctrl-C did not cut that short

    def verdict(self) -> str:
        return verdict(self.answered, self.rest)


ROWS = [
    Row("plain", "sleep", AT_ONCE),
    Row("plain", "scrypt", AFTER),
    Row("run_until_complete", "sleep", AT_ONCE),
    Row("asyncio_run", "idle", AT_ONCE),
    Row("asyncio_run", "sleep", AFTER),
    Row("asyncio_run", "sleep", AT_ONCE, presses=2),
    Row("asyncio_run", "scrypt", AFTER, presses=2),
    Row("add_signal_handler", "idle", AT_ONCE),
    Row("add_signal_handler", "sleep", AFTER),
    Row("call_soon_threadsafe", "sleep", AFTER),
    Row("call_soon", "idle", AFTER),
]


def verdict(delay: float, rest: float) -> str:
    return AT_ONCE if delay < rest / 2 else AFTER


def noted(row: Row, seconds: float) -> dict[str, float]:
    """Run the child of a row and press Ctrl-C in the middle: what happened, and when."""
    at: dict[str, float] = {}
    busy = (row.program, row.meanwhile, "--seconds", str(seconds))
    with subprocess.Popen(
        [sys.executable, str(PROGRAMS), *busy, "--for-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # your Ctrl-C is for this process; the child then ends by its stdin
    ) as child:
        assert child.stdin and child.stdout
        try:
            for line in child.stdout:
                moment, event = line.split()
                at[event] = float(moment)
                if event == "began":
                    for press in range(row.presses):
                        due = at["began"] + seconds * (0.5 + 0.25 * press)
                        time.sleep(max(0, due - time.monotonic()))
                        at["pressed"] = time.monotonic()
                        child.send_signal(signal.SIGINT)
        finally:
            child.stdin.close()
    if child.returncode:
        sys.exit("The demo could not go on: its child has said why.")
    return at


def measure(row: Row, seconds: float) -> None:
    for _ in range(3):
        at = noted(row, seconds)
        planned = at["began"] + seconds
        if "answered" in at and at["pressed"] < at.get("ended", planned):
            break
    else:
        sys.exit("Ctrl-C came too late three times. Try again with a larger --seconds.")
    row.answered = at["answered"] - at["pressed"]
    row.handled = at["handled"] - at["pressed"] if "handled" in at else None
    row.rest = at.get("ended", planned) - at["pressed"]
    row.ended = "ended" in at


def table_line(program: str, meanwhile: str, delay: float, rest: float) -> str:
    times = f"{delay * 1000:7.1f} ms {rest * 1000:7.1f} ms"
    return f"  {program:26}  {meanwhile:9} {times}   {verdict(delay, rest)}"


def table_lines(row: Row) -> list[str]:
    twice = ", twice" if row.presses == 2 else ""
    if row.handled is None:
        return [table_line(row.program + twice, row.meanwhile, row.answered, row.rest)]
    return [
        table_line("signal.signal, its handler", row.meanwhile, row.handled, row.rest),
        table_line(f"  {row.program}", row.meanwhile, row.answered, row.rest),
    ]


def show(seconds: float, as_json: bool) -> None:
    if not as_json:
        print(f"Ctrl-C in the middle of {seconds:g} s: when is it answered?")
        print("Rest: of what the program was busy with. Twice: from the second Ctrl-C on.\n")
        print(f"  {'program':26}  meanwhile     answer       rest\n", flush=True)
    for row in ROWS:
        measure(row, seconds)
        if not as_json:
            print("\n".join(table_lines(row)), flush=True)
    if as_json:
        print(json.dumps([asdict(row) | {"verdict": row.verdict()} for row in ROWS], indent=2))
        return
    print(WHY, end="")
    if any(row.verdict() != row.usual for row in ROWS):
        print("\n  Not as usual: something else kept this machine busy. Run it once more.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1, help="to be busy (%(default)s)")
    parser.add_argument("--json", action="store_true", help="the measured rows, for a program")
    options = parser.parse_args()
    if not 0.1 <= options.seconds <= 60:
        parser.error("--seconds must be between 0.1 and 60")
    try:
        show(options.seconds, options.json)
    except OSError as error:
        no_files = error.errno == errno.EMFILE
        advice = "Allow more with ulimit -n" if no_files else "Run it once more"
        sys.exit(f"The demo could not go on: {error}. {advice}.")
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
