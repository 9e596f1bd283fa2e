"""What a notebook prints: a script without its answer, a difference, and who held the loop."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import rich.console

from looplab import notebook
from looplab.course import NotInCourse
from looplab.sandbox import CannotRead

PATIENCE = 120  # real seconds for one cell, on a machine that is busy with other things

BLOCKING = '''"""
The kettle holds the loop.

    0.0  water
    2.0  tea
"""

import asyncio
import time

MINUTES = 2


async def main():
    print("water")
    time.sleep(MINUTES)
    print("tea")


asyncio.run(main())
'''
NONBLOCKING = (
    BLOCKING.replace("holds the loop", "lets the loop go")
    .replace("import time\n", "")
    .replace("time.sleep", "await asyncio.sleep")
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The notebooks' folder of a course with one lesson, and we are in it."""
    for name in ("notebooks", "labs", "lessons/01_tea"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lessons/01_tea/blocking.py").write_text(BLOCKING)
    (tmp_path / "lessons/01_tea/nonblocking.py").write_text(NONBLOCKING)
    (tmp_path / "notebooks/mine.py").write_text("print('mine')\n")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path / "notebooks"


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_source_comes_without_its_promise(capsys: pytest.CaptureFixture[str]) -> None:
    """The docstring is the answer, so it is left out; the lines keep their numbers in the file."""
    notebook.source("tea/blocking")
    title, empty, *lines = printed(capsys).splitlines()
    assert (title, empty) == ("blocking.py", "")
    assert lines[0] == "  8  import asyncio"
    assert "kettle" not in "".join(lines)
    in_file = BLOCKING.splitlines()
    for line in lines:
        assert line[5:] == in_file[int(line[:3]) - 1]
    assert len(lines) == len(in_file) - 7


def test_a_script_of_ones_own_is_shown_by_its_path(capsys: pytest.CaptureFixture[str]) -> None:
    """A path works as well as a name, and a script without a docstring is shown whole."""
    notebook.source("mine.py")
    assert printed(capsys) == "mine.py\n\n  1  print('mine')\n"


def test_the_difference_is_that_of_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    """Marked lines are the ones that differ, but for the docstrings."""
    notebook.diff("tea/blocking", "tea/nonblocking")
    lines = printed(capsys).splitlines()
    assert lines[:3] == ["--- blocking.py", "+++ nonblocking.py", ""]
    assert [line for line in lines[3:] if line.startswith(("-", "+"))] == [
        "-import time",
        "-    time.sleep(MINUTES)",
        "+    await asyncio.sleep(MINUTES)",
    ]
    assert "..." in lines
    assert not any("@@" in line or line != line.rstrip() for line in lines)
    assert lines[-1] != ""


def test_no_difference_is_said_in_words(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Scripts that differ in their docstrings alone are not answered with silence."""
    folder.joinpath("other.py").write_text(BLOCKING.replace("kettle", "pot"))
    notebook.diff("tea/blocking", "other.py")
    assert printed(capsys) == "blocking.py, other.py: only their docstrings can differ\n"


def test_a_run_draws_who_held_the_loop(capsys: pytest.CaptureFixture[str]) -> None:
    """The picture of one run names the line that held the loop, in virtual time."""
    notebook.run("tea/blocking")
    out = printed(capsys)
    assert "blocking.py:16 held the loop 2.00 s" in out
    assert "16 | time.sleep(MINUTES)" in out
    assert max(map(len, out.splitlines())) <= 80


def test_runs_share_one_time_scale(capsys: pytest.CaptureFixture[str]) -> None:
    """Several scripts come in one picture, in the order in which they are named."""
    notebook.run("tea/nonblocking", "tea/blocking")
    out = printed(capsys)
    assert 0 <= out.index("nonblocking.py") < out.index("blocking.py:16")
    assert out.count("Key:") == 1


def test_the_picture_is_plain_text_in_a_kernel_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kernel asks for colours, has a width of its own, and rich would display, not print."""
    notebook.run("tea/blocking")
    expected = printed(capsys)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(rich.console, "_is_jupyter", lambda: True)
    notebook.run("tea/blocking")
    assert printed(capsys) == expected
    assert "\x1b" not in expected


def test_a_change_is_for_one_run(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Changed text is what runs, under the script's own name, and the file stays as it is."""
    notebook.run("tea/blocking", change={"MINUTES = 2": "MINUTES = 5"})
    assert "blocking.py:16 held the loop 5.00 s" in printed(capsys)
    assert folder.joinpath("../lessons/01_tea/blocking.py").read_text() == BLOCKING


def test_a_change_that_changes_nothing_is_an_error() -> None:
    """The message names the script and the text that is not in it."""
    with pytest.raises(ValueError, match=r"blocking\.py has no text 'HOURS' that could be changed"):
        notebook.run("tea/blocking", change={"HOURS": "MINUTES"})


def test_plain_is_the_same_without_a_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    """For whoever has the notebook read aloud: sentences, and a table of who did what."""
    notebook.run("tea/blocking", plain=True)
    out = printed(capsys)
    assert "blocking.py:16 held the loop 2.00 s" in out
    assert "main  holds the loop" in out
    assert "█" not in out


def test_a_wrong_name_is_answered_with_the_right_ones() -> None:
    """A script that the lesson does not have, and a path that leads nowhere."""
    with pytest.raises(NotInCourse, match="there are tea/blocking, tea/nonblocking"):
        notebook.source("tea/blokcing")
    with pytest.raises(CannotRead, match=r"there is no file nowhere\.py"):
        notebook.run("nowhere.py")


# ---- in a kernel


HELD = """\
%%timeline --name tea
import asyncio
import time


async def brew(name, seconds):
    print(name, "begins")
    time.sleep(seconds)
    print(name, "is done")


async def main():
    await asyncio.gather(brew("green", 1), brew("black", 2))


asyncio.run(main())
"""
FREE = HELD.replace("--name tea", "--vs tea").replace("time.sleep", "await asyncio.sleep")


@dataclass
class Answer:
    """What a cell shows: how it ended, its streams, its pictures in each form, its error."""

    status: str = ""
    out: str = ""
    err: str = ""
    data: list[dict[str, str]] = field(default_factory=list)
    error: str = ""

    @property
    def html(self) -> str:
        """The page of its one picture, with the image taken out of its encoding."""
        (bundle,) = self.data
        page = bundle["text/html"]
        found = re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', page)
        return page if found is None else page.replace(found[1], decoded(found[1]))

    @property
    def letters(self) -> str:
        """Its one picture in letters."""
        (bundle,) = self.data
        return bundle["text/plain"]

    @property
    def all(self) -> str:
        """Everything that the reader may see, in any front end."""
        shown = (text for bundle in self.data for text in bundle.values())
        return "\n".join([self.out, self.err, self.error, *shown])


def decoded(data: str) -> str:
    """What is in a data URI."""
    return base64.b64decode(data, validate=True).decode()


class Kernel:
    """A kernel of its own, as JupyterLab and nbclient start one."""

    def __init__(self, folder: Path, private: Path) -> None:
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import KernelManager

        self.manager = KernelManager(
            kernel_name="python3",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            connection_file=str(private / "connection.json"),
            transport="ipc",
            ip=str(private / "kernel"),
        )
        self.manager.start_kernel(
            cwd=str(folder), env=os.environ | {"IPYTHONDIR": str(private), "PYTHONWARNINGS": ""}
        )
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def run(self, code: str, interrupt_after: str = "", asleep: bool = False) -> Answer:
        """Run one cell; interrupt it as soon as it has said this, or then is asleep."""
        asked = self.client.execute(code)
        answer = Answer()
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != asked:
                continue
            content = message["content"]
            if message["msg_type"] == "stream" and content["name"] == "stdout":
                answer.out += content["text"]
            elif message["msg_type"] == "stream":
                answer.err += content["text"]
            elif message["msg_type"] in ("display_data", "execute_result"):
                answer.data.append(content["data"])
            elif message["msg_type"] == "error":
                answer.error = "\n".join(content["traceback"])
            elif message["msg_type"] == "status" and content["execution_state"] == "idle":
                break
            if interrupt_after and interrupt_after in answer.out + answer.err:
                while asleep and not self.sleeps():
                    time.sleep(0.01)
                self.manager.interrupt_kernel()
                interrupt_after = ""
        while (reply := self.client.get_shell_msg(timeout=PATIENCE))["parent_header"].get(
            "msg_id"
        ) != asked:
            pass
        answer.status = reply["content"]["status"]
        return answer

    def children(self) -> str:
        """The processes that the kernel has started and that are still there."""
        pid = self.manager.provisioner.pid  # type: ignore[union-attr]
        return "".join(p.read_text() for p in Path(f"/proc/{pid}/task").glob("*/children"))

    def sleeps(self) -> bool:
        """Whether what runs the cell waits for something, and keeps to it for 0.1 s.

        A signal that comes between the call of time.sleep and the sleep itself does not end it.
        That is so in any Python, and happens to a machine that interrupts at once.
        """
        for _ in range(10):
            stats = [Path(f"/proc/{pid}/stat").read_text() for pid in self.children().split()]
            if any(stat.rpartition(")")[2].split()[0] != "S" for stat in stats):
                return False
            time.sleep(0.01)
        return True

    def end(self) -> None:
        """No kernel stays behind."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with `%%timeline`, in the notebooks' folder of a course."""
    for name in ("ipykernel", "jupyter_client"):
        pytest.importorskip(name)
    course, private = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("kernel")
    for name in ("notebooks", "labs", "lessons/01_tea"):
        (course / name).mkdir(parents=True)
    (course / "lessons/01_tea/blocking.py").write_text(BLOCKING)
    (course / "notebooks/beside.py").write_text("WORD = 'from the folder'\n")
    started = Kernel(course / "notebooks", private)
    try:
        # Before anything else: the extension is not yet loaded.
        assert started.run("%%timeline\n1").status == "error"
        assert started.run("%load_ext looplab").all.strip() == ""
        yield started
    finally:
        started.end()


def line_of(code: str, text: str) -> int:
    """The number that an editor shows beside this line of a cell."""
    return 1 + next(n for n, line in enumerate(code.splitlines()) if text in line)


def test_a_cell_is_drawn(kernel: Kernel) -> None:
    """The picture is an image with its sentences, and letters; lines are those of the cell."""
    answer = kernel.run(HELD)
    blame = f"tea:{line_of(HELD, 'time.sleep')} held the loop 3.00 s in 2 turns"
    assert (answer.status, answer.err, answer.out) == ("ok", "", "On the virtual clock:\n")
    assert [set(bundle) for bundle in answer.data] == [{"text/html", "text/plain"}]
    assert answer.html.startswith('<img alt="') and "<script" not in answer.html
    assert blame in answer.html.partition('src="')[0]
    assert "<svg " in answer.html and blame in answer.html.partition("<svg ")[2]
    assert blame in answer.letters
    assert max(map(len, answer.letters.splitlines())) <= 80


def test_two_cells_share_one_time_scale(kernel: Kernel) -> None:
    """The earlier one is above, as it ran then; a script of the course can stand there as well."""
    kernel.run(HELD)
    answer = kernel.run(FREE)
    assert answer.letters.startswith("tea ") and "\ncell " in answer.letters
    axes = [line for line in answer.letters.splitlines() if line.lstrip().startswith("└")]
    assert len(axes) == 2 and axes[0] == axes[1]
    beside = kernel.run(FREE.replace("--vs tea", "--vs tea/blocking"))
    assert beside.letters.startswith("blocking.py ")


def test_a_cell_beside_its_own_earlier_version(kernel: Kernel) -> None:
    """Whoever changes a cell and runs it again sees what it was before."""
    kernel.run(HELD)
    changed = HELD.replace("--name tea", "--name tea --vs tea").replace('"black", 2', '"black", 5')
    heads = re.findall(r"^(tea.*?) {2,}([\d.]+ s)$", kernel.run(changed).letters, re.MULTILINE)
    assert heads[:2] == [("tea, before", "3.00 s"), ("tea", "6.00 s")]


def test_a_cell_runs_apart_from_the_kernel(kernel: Kernel) -> None:
    """It is a process of its own: what it breaks is whole in the kernel, what it makes is gone."""
    mine = kernel.run("import os, time\nprint(os.getpid())").out.strip()
    cell = "%%timeline\nimport os, time\nmade = 1\ntime.sleep = os.environ.clear()\n"
    answer = kernel.run(cell + "import beside\nprint(os.getpid(), __name__, beside.WORD)")
    printed = re.findall(r"(\d+) __main__ from the folder", answer.letters)
    assert printed and printed[0] != mine
    after = kernel.run("time.sleep(0)\nprint(len(os.environ) > 0, 'made' in globals())")
    assert after.out == "True False\n"


def test_an_earlier_cell_goes_in_front(kernel: Kernel) -> None:
    """Its names are there, its lines keep name and number, and what it needs comes along."""
    kernel.run("%%timeline --name one\nimport time\ndef wait():\n    time.sleep(2)")
    kernel.run("%%timeline --name two --with one\ndef twice():\n    wait(), wait()")
    answer = kernel.run("%%timeline --with two --with one\ntwice()\nprint('done')\n1 / 0")
    assert "one:4 held the main thread 4.00 s" in answer.letters
    assert "ZeroDivisionError: division by zero\n    (cell:4)" in answer.letters
    assert 'File "one", line 4' not in answer.err and 'File "cell", line 4' in answer.err


def test_what_goes_in_front_is_as_it_last_ran(kernel: Kernel) -> None:
    """Also where another cell brings it along; no two texts go by one name."""
    kernel.run("%%timeline --name one\nword = 'old'")
    kernel.run("%%timeline --name two --with one\nsaid = word + ' tea'")
    kernel.run("%%timeline --name one\nword = 'new'")
    assert "new tea" in kernel.run("%%timeline --with two\nprint(said)").letters
    assert "cannot run in front of itself" in kernel.run("%%timeline --name one --with two\n1").all


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("print(kettle)", "does not see what other cells have made"),
        ("print(brew)", "The cell tea has it: write `%%timeline --with tea`."),
        ("print(nothing)", "begin the cell that has it with `%%timeline --name NAME`"),
        (
            "import asyncio\nloop = asyncio.new_event_loop()\nloop.call_soon(lambda: kettle)\n"
            "loop.call_soon(loop.stop)\nloop.run_forever()",
            "`kettle` is not in this cell",
        ),
        ("await thing", "put what it awaits into `async def main():`"),
        ("x = 1\n!ls", "no lines with % or ! in it"),
        ("async def main():\n    print('hello')", "end it with `asyncio.run(main())`"),
        ("name = input('name? ')", "write into it what `input` should return"),
        (
            "import asyncio\nasync def main():\n    await [1]\nasyncio.run(main())",
            "Nobody can await a list",
        ),
    ],
)
def test_what_a_notebook_makes_one_expect_is_answered(kernel: Kernel, cell: str, said: str) -> None:
    """A program is no cell: the sentence says what to write; a picture comes all the same."""
    kernel.run("kettle = 1")
    kernel.run(HELD)
    answer = kernel.run(f"%%timeline\n{cell}")
    assert said in " ".join(answer.out.split())
    assert answer.status == "ok" and len(answer.data) == 1


def test_a_good_cell_gets_no_advice(kernel: Kernel) -> None:
    """Nor does one whose error is about something else."""
    for cell in ("import asyncio\nasync def main(): ...\nasyncio.run(main())", "x = 1\nx[0]"):
        assert kernel.run(f"%%timeline\n{cell}").out == "On the virtual clock:\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--bogus", "unrecognized arguments: --bogus"),
        ("tea", "unrecognized arguments: tea"),
        ("--name", "argument --name: expected one argument"),
        ("--name 'my cell'", "'my cell' is no name: take letters"),
        ("--name ../tea", "'../tea' is no name"),
        ("--name cell", "cell is any cell without a name"),
        ("--name 'tea", "cannot be read: no closing quotation"),
        ("--vs nobody", "no cell that has run is called nobody; there are: "),
        ("--with nobody", "no cell that has run is called nobody"),
        ("--vs tea/blokcing", "there is no script tea/blokcing; there are tea/blocking"),
        ("--vs nowhere.py", "there is no file nowhere.py"),
    ],
)
def test_bad_options_are_a_sentence(kernel: Kernel, options: str, said: str) -> None:
    """They run nothing, stop what would run next, and show no traceback."""
    kernel.run(HELD)
    answer = kernel.run(f"%%timeline {options}\nprint('it ran')")
    assert answer.status == "error" and said in answer.all
    assert "Traceback" not in answer.all and "it ran" not in answer.all
    assert len(answer.err.splitlines()) == 1


def test_an_unknown_name_is_told_the_known_ones(kernel: Kernel) -> None:
    """All the cells of this kernel that have one, whichever ran first."""
    kernel.run(HELD)
    kernel.run("%%timeline --name coffee\nprint('hot')")
    told = kernel.run("%%timeline --vs nobody\nprint('it ran')").err
    listed = re.search("there are: ([^.]+)[.] A cell gets its name with", told)
    assert listed is not None and {"tea", "coffee"} <= set(listed[1].split(", "))


def test_help_is_given_in_words(kernel: Kernel) -> None:
    """Every option is in it, and nothing runs."""
    answers = [kernel.run("%%timeline --help\nprint('it ran')"), kernel.run("%timeline --help")]
    for answer in answers:
        assert set(re.findall(r"^  (--\w+)", answer.out, re.MULTILINE)) == {
            *("--real", "--name", "--vs", "--with", "--plain", "--predict", "--help")
        }
        assert "it ran" not in answer.all and answer.status == "ok"
        assert "%%timeline --name waiter" in answer.out
    assert "a program goes below %%timeline" in kernel.run("%timeline print(1)").all


def test_the_answer_to_a_prediction_is_closed(kernel: Kernel) -> None:
    """Nothing of it is outside of what the reader opens, whatever the front end likes best."""
    cell = HELD.replace("import time", "import sys, time") + "print('no', file=sys.stderr)\n1 / 0"
    for plain in ("", " --plain"):
        answer = kernel.run(cell.replace("--name tea", f"--predict{plain}"))
        (bundle,) = answer.data
        assert set(bundle) == {"text/html", "text/plain"}
        assert re.match(r"<details><summary>[^<]*Predict[^<]*</summary>", answer.html)
        assert answer.html.endswith("</details>") and "held the loop 3.00 s" in answer.html
        assert answer.out.strip() == "On the virtual clock:"
        assert answer.err == ""


def test_plain_has_no_picture(kernel: Kernel) -> None:
    """For whoever has the notebook read aloud: a stream of sentences and a table."""
    answer = kernel.run(HELD.replace("--name tea", "--plain"))
    assert answer.data == [] and "█" not in answer.out
    assert "cell:8 held the loop 3.00 s" in answer.out
    assert "brew #2  ready, but the loop is taken" in answer.out


def test_nothing_that_a_program_says_becomes_a_page(kernel: Kernel) -> None:
    """Its lines, names and source are text, in the picture, its sentences and the closed answer."""
    evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
    cell = (
        "import asyncio, time\nasync def main():\n"
        f"    task = asyncio.create_task(brew(), name={evil!r})\n    await task\n"
        f"async def brew():\n    print({evil!r})\n    time.sleep(1); {evil!r}\n"
        f"asyncio.run(main())\nraise ValueError({evil!r})"
    )
    for options in ("", "--predict", "--predict --plain"):
        page = kernel.run(f"%%timeline {options}\n{cell}").html
        assert "alert(1)" in page
        assert "<script" not in page and page.count("<img") == page.count('<img alt="')


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            "import asyncio\nasync def main():\n    while True:\n        await asyncio.sleep(1)\n"
            "asyncio.run(main())",
            "it would go on for ever",
        ),
        ("while True:\n    print('again')", "it printed more than 1,000 lines"),
    ],
)
def test_a_cell_without_an_end_is_stopped(kernel: Kernel, cell: str, said: str) -> None:
    """The picture says so, and is not much larger than another one."""
    answer = kernel.run(f"%%timeline\n{cell}")
    assert said in " ".join(answer.letters.split())
    assert len(answer.all) < 1_000_000
    assert kernel.children() == ""


@pytest.mark.parametrize("options", ["", "--real"])
@pytest.mark.parametrize("work", ["pass", "time.sleep(3600)"])
def test_a_cell_can_be_interrupted(kernel: Kernel, options: str, work: str) -> None:
    """One that computes for ever or waits for an hour ends in words, and so does its process.

    On the virtual clock an hour is nothing: there only work can last.
    """
    if not options and work != "pass":
        work = "hashlib.sha256(b'x' * 100_000_000)"
    cell = f"%%timeline {options}\nimport hashlib, sys, time\nprint('here', file=sys.stderr)\n"
    program = f"{cell}while True:\n    {work}"
    answer = kernel.run(program, interrupt_after="here", asleep="sleep" in work)
    assert answer.error == "The cell was interrupted."
    assert "stopped with Ctrl-C" in answer.letters
    assert kernel.children() == ""
    # Like any error it ends what waited to be run, and no more than that.
    assert answer.status == "error"
    assert kernel.run("print(1 + 1)").out == "2\n"


def test_on_the_real_clock_lines_come_as_they_are_printed(kernel: Kernel) -> None:
    """Nobody waits for real seconds before an empty cell; on the virtual clock nobody waits."""
    cell = "import time\nprint('first')\ntime.sleep(0.2)\nprint('second')"
    real = kernel.run(f"%%timeline --real\n{cell}")
    assert real.out == "first\nsecond\nOn the real clock:\n"
    assert " on the real clock\n" in real.letters and "  first\n" in real.letters
    assert kernel.run(f"%%timeline\n{cell}").out == "On the virtual clock:\n"


def test_a_script_is_drawn_where_ipython_runs(kernel: Kernel) -> None:
    """`run` shows the same picture as an image; in words it prints, as everywhere."""
    answer = kernel.run("from looplab.notebook import run\nrun('tea/blocking')")
    assert answer.out == "On the virtual clock:\n"
    assert "blocking.py:16 held the loop 2.00 s" in answer.html.partition('src="')[0]
    plain = kernel.run("run('tea/blocking', plain=True)")
    assert plain.data == [] and "blocking.py:16 held the loop 2.00 s" in plain.out


def test_a_trace_shows_itself(kernel: Kernel, tmp_path: Path) -> None:
    """Where the extension is loaded, and also where only `looplab.notebook` is imported."""
    show = f"from looplab import sandbox\nsandbox.run({str(tmp_path / 'tea.py')!r})"
    (tmp_path / "tea.py").write_text(BLOCKING)
    (tmp_path / "private").mkdir()
    assert "tea.py:16 held the loop 2.00 s" in kernel.run(show).html
    other = Kernel(tmp_path, tmp_path / "private")
    try:
        assert "text/html" not in other.run(show).data[0]
        other.run("import looplab.notebook")
        assert "tea.py:16 held the loop 2.00 s" in other.run(show).html
    finally:
        other.end()


@pytest.mark.thorough
def test_looplab_stays_light() -> None:
    """To be an extension costs nothing: importing looplab imports nothing else."""
    program = "import sys; old = set(sys.modules); import looplab; print(set(sys.modules) - old)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "{'looplab'}\n"
