"""What the watch makes of keys, saves and results, and what it shows: without time or terminal."""

from __future__ import annotations

import importlib.util
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from rich.text import Text

from looplab import order, record, sandbox
from looplab.course import Course, Lab
from looplab.feedback import words
from looplab.grade import judged
from looplab.page.verdict import verdict_data
from looplab.plugin.mistakes import failing
from looplab.result import Check as OfLab
from looplab.result import Result
from looplab.saves import PATIENT, STEADY, Saves, look
from looplab.trace import Trace
from looplab.watch.goal import goal_of, goals_of
from looplab.watch.keys import alone, keys
from looplab.watch.screen import Paper, body, foot
from looplab.watch.state import (
    Check,
    Checked,
    Event,
    Failed,
    Gone,
    Key,
    Open,
    Outcome,
    Quit,
    Reset,
    Restarted,
    Saved,
    State,
    begin,
    step,
)

ROOT = Path(__file__).resolve().parent.parent
LABS = Course(ROOT).labs
SLEEP = Course(ROOT).lab("sleep")


# ---- keys


def test_a_key_is_a_letter_or_a_name() -> None:
    """Arrows come as sequences, in both ways that terminals send them."""
    assert keys("nh") == (["n", "h"], "")
    assert keys("\x1b[A\x1bOB\r\n\x7f") == (["up", "down", "enter", "enter", "back"], "")
    assert keys("\x04") == (["end"], "")
    assert keys("é日\x00\x01") == (["é", "日"], "")


def test_other_sequences_are_left_out_whole() -> None:
    """Page down, F5 and Alt-n do not end in a letter that means something here."""
    assert keys("\x1b[6~q") == (["q"], "")
    assert keys("\x1b[15~\x1b[1;5A") == ([], "")
    assert keys("\x1bn") == (["escape", "n"], "")


@pytest.mark.parametrize("cut", [1, 2])
def test_a_sequence_that_comes_in_two_parts_is_one_key(cut: int) -> None:
    """What has begun waits for its rest; if none comes it was Escape, or nothing."""
    sequence = "\x1b[B"
    found, begun = keys("l" + sequence[:cut])
    assert (found, begun) == (["l"], sequence[:cut])
    assert keys(begun + sequence[cut:]) == (["down"], "")
    assert alone(begun) == (["escape"] if cut == 1 else [])
    assert alone("") == []


# ---- saves


def seen(known: str | None, *looks: str | None) -> list[str | None]:
    saves = Saves(known)
    return [saves.see(each) for each in looks]


def test_a_save_is_told_once_when_it_is_steady() -> None:
    """A half-written file is in between: it is never looked at twice the same."""
    assert STEADY == 2
    assert seen("a", "a", "b", "b", "b") == [None, None, "saved", None]
    assert seen("a", "half", "b", "b") == [None, None, "saved"]
    assert seen("a", "b", "a", "a") == [None, None, None], "undone before anybody looked"
    assert seen("a", "b", "b", "a", "a") == [None, "saved", None, "saved"]


def test_a_file_that_is_missing_for_a_moment_was_replaced() -> None:
    """An editor that removes and renames; one that is missing for long is gone, once."""
    assert seen("a", *[None] * (PATIENT - 1), "a", "a") == [None] * (PATIENT + 1)
    assert seen("a", None, None, "b", "b") == [None, None, None, "saved"]
    assert seen("a", *[None] * (PATIENT + 3)).count("gone") == 1
    assert seen("a", *[None] * PATIENT, "a", "a")[-1] == "saved", "it is back"


def test_a_save_is_told_by_what_is_in_the_file(tmp_path: Path) -> None:
    """Same size and same time are no excuse; a folder, or nothing, is no file."""
    path = tmp_path / "sleep.py"
    assert look(path) is None and look(tmp_path) is None
    path.write_text("a = 1\n")
    first = look(path)
    path.touch()
    assert look(path) == first is not None
    path.write_text("a = 2\n")
    assert look(path) != first


# ---- the state


def result_of(passed: int, lab: str = "sleep") -> Result:
    """The result of three checks, of which the first so many passed."""
    checks = tuple(
        OfLab(f"test_{n}", f"Check {n}.", n < passed, float(n < passed), 1.0, False, "")
        for n in range(3)
    )
    verdict = "passed" if passed == 3 else "failed"
    points = float(passed)
    return Result("mine", lab, "", verdict, points, 3.0, checks, None, (), (), 0, 1)


RIGHT, WRONG = Outcome(result_of(3), {}), Outcome(result_of(1), {})


def after(state: State, *events: Event | str) -> State:
    """The state after these events; a text is keys, one a letter."""
    for event in events:
        for each in map(Key, event) if isinstance(event, str) else [event]:
            state, _ = step(state, each)
    return state


def does(state: State, event: Event | str) -> Any:
    """What one event asks for."""
    return step(state, Key(event) if isinstance(event, str) else event)[1]


@pytest.fixture
def start() -> State:
    """At the second of all labs, the first check is over, and not all is right."""
    state, action = begin(tuple(LABS), 1, {"sleep": 1.0})
    assert action == Open(LABS[1]) and state.checking
    return after(state, Checked(Outcome(result_of(1, "loop"), {})))


def test_a_save_begins_a_check(start: State) -> None:
    """And what it found out stays on the screen until there is news."""
    assert not start.checking and start.outcome is not None
    assert does(start, Saved()) == Check()
    checking = after(start, Saved())
    assert checking.checking and checking.outcome == start.outcome


def test_a_save_during_a_check_is_taken_next(start: State) -> None:
    """Once, however many there were; the result of the older text is not the last word."""
    checking = after(start, Saved())
    assert does(checking, Saved()) is None
    twice = after(checking, Saved(), Saved())
    assert does(twice, Checked(RIGHT)) == Check()
    again = after(twice, Checked(RIGHT))
    assert again.checking and not again.done, "the newer text may be wrong"
    assert does(again, Checked(WRONG)) is None


def test_what_is_typed_during_a_check_is_dropped(start: State) -> None:
    """It was meant for what was on the screen before; to look and to leave is possible."""
    checking = after(start, Saved())
    for key in "nrcx":
        assert step(checking, Key(key)) == (checking, None)
    assert does(checking, "q") == Quit()
    assert after(checking, "h").hints == 1
    assert after(checking, "l").view == "list"
    assert after(checking, "t").timeline == "full"
    assert after(checking, "n", Checked(RIGHT)).at == start.at, "not even later"


def test_next_is_for_who_is_done(start: State) -> None:
    """It goes to the first lab after this one that is not done, then to those before."""
    assert does(start, "n") is None and "Not done yet" in after(start, "n").note
    done = after(start, "c", Checked(Outcome(result_of(3, "loop"), {})))
    assert done.done and done.shares["loop"] == 1
    assert does(done, "n") == Open(LABS[2])
    there = after(done, "n")
    assert (there.at, there.checking, there.outcome, there.hints) == (2, True, None, 0)
    shares = {lab.slug: 1.0 for lab in LABS} | {"sleep": 0.5}
    assert does(replace(done, shares=shares), "n") == Open(LABS[0])
    all_done = after(replace(done, shares=shares | {"sleep": 1.0}), "n")
    assert all_done.at == 1 and "all labs are done" in all_done.note


def test_a_lab_that_was_done_and_is_changed_is_not_done(start: State) -> None:
    """Not before the check of the new text says so, and not if it fails."""
    done = after(start, "c", Checked(RIGHT))
    assert not after(done, Saved()).done
    failed = after(done, Saved(), Checked(WRONG))
    assert not failed.done and failed.shares["sleep"] == pytest.approx(1 / 3)


def test_each_h_shows_one_more_hint(start: State) -> None:
    """Until there are no more."""
    count = len(LABS[1].hints)
    shown = [after(start, "h" * n) for n in range(count + 2)]
    assert [state.hints for state in shown] == [*range(count + 1), count]
    assert "no more hints" in shown[-1].note and not shown[-2].note


def test_the_timeline_is_short_full_or_off(start: State) -> None:
    """And stays so from lab to lab."""
    assert [after(start, "t" * n).timeline for n in range(4)] == ["short", "full", "off", "short"]
    done = after(start, "tt", "c", Checked(RIGHT), "n")
    assert (done.at, done.timeline) == (2, "off")


def test_reset_asks_first(start: State) -> None:
    """Only y does it; any other key changes nothing."""
    asked = after(start, "r")
    assert asked.view == "reset" and does(start, "r") is None
    assert does(asked, "y") == Reset()
    for key in ("n", "r", "enter"):
        assert does(asked, key) is None and after(asked, Key(key)).view == "lab"
    begun, action = step(after(asked, "y"), Restarted("It is kept."))
    assert action == Check() and begun.checking
    assert after(begun, Checked(WRONG)).note == "It is kept.", "to be read when the check is over"
    assert after(asked, "y", Failed("No space.")).note == "No space."


def test_a_file_that_is_gone_is_said(start: State) -> None:
    """It is not checked; it is there again with reset, or when it is saved."""
    gone = after(start, Gone())
    assert gone.gone and does(gone, "c") is None
    assert does(gone, Saved()) == Check() and not after(gone, Saved()).gone
    assert not after(gone, "r", "y", Restarted("")).gone
    checking = after(start, Saved(), Saved(), Gone())
    assert does(checking, Checked(WRONG)) is None, "there is nothing to check"


def test_a_lab_is_picked_by_arrows_or_number(start: State) -> None:
    """The cursor begins where I am and stays on the list; Enter goes there."""
    listed = after(start, "l")
    assert (listed.view, listed.picked) == ("list", 1)
    assert after(listed, Key("up"), Key("up"), Key("up")).picked == 0
    assert after(listed, *[Key("down")] * 99).picked == len(LABS) - 1
    assert after(listed, "5").picked == 4
    assert LABS[after(listed, "12").picked].number == 12
    assert LABS[after(listed, "129").picked].slug == after(listed, "12").labs[11].slug, "no 29"
    assert after(listed, "12", Key("back")).typed == "1"
    assert does(after(listed, "3"), "enter") == Open(LABS[2])
    there = after(listed, "3", Key("enter"))
    assert (there.at, there.view, there.checking) == (2, "lab", True)


@pytest.mark.parametrize("key", ["l", "escape", "enter"])
def test_the_list_is_left_without_a_change(start: State, key: str) -> None:
    """To the lab I am at, whose check is not made again."""
    assert step(after(start, "l"), Key(key)) == (replace(start, picked=1), None)


@pytest.mark.parametrize("view", ["", "l", "r"])
def test_q_leaves_from_everywhere(start: State, view: str) -> None:
    """And so does the end of the input, Ctrl-D."""
    for key in ("q", "end"):
        assert does(after(start, view), key) == Quit()


def test_a_check_that_could_not_be_made_is_said(start: State) -> None:
    """In its own words, and nothing is remembered."""
    lost = after(start, "c", Checked("the checks cannot be run"))
    assert (lost.note, lost.outcome, lost.checking) == ("the checks cannot be run", None, False)
    assert lost.shares == start.shares


# ---- the goal


def checks_of(lab: Lab) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in lab.checks:
        spec = importlib.util.spec_from_file_location(f"goal_of_{lab.slug}", file)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found |= {name: f for name, f in vars(module).items() if name.startswith("test_")}
    return found


def traces_of(lab: Lab, path: Path) -> tuple[Result, dict[str, Trace]]:
    """What a program does in each check: its result, and the last trace of each."""
    driver = None if lab.driver is None else sandbox.source_of(lab.driver)
    kept: list[Trace] = []

    def judge(inputs: dict[str, Any]) -> Trace:
        kept.append(record.run(sandbox.asked(driver, sandbox.source_of(path), inputs)))
        return kept[-1]

    def orders(inputs: dict[str, Any]) -> list[Trace]:
        return [judge(inputs)]

    checks, traces = [], {}
    for name, function in checks_of(lab).items():
        failed = failing({name: function}, judge, orders, lab, 0)
        message = "Expected: that it passes\nWhat happened: it did not" if failed else ""
        checks.append(OfLab(name, name, not failed, 0.0, 1.0, False, message))
        traces[name] = kept[-1]
    return replace(RIGHT.result, lab=lab.slug, checks=tuple(checks)), traces


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_the_goals_are_those_that_the_checks_ask_for(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read from their text as they are asked when they run on the solution."""
    asked: dict[str, float] = {}
    running = ""

    def ask(trace: Trace, longest: float = 0.1) -> None:
        asked[running] = min(longest, asked.get(running, longest))

    monkeypatch.setattr(order, "loop_stays_free", ask)
    driver = None if lab.driver is None else sandbox.source_of(lab.driver)
    source = sandbox.source_of(lab.solution)

    def judge(inputs: dict[str, Any]) -> Trace:
        return record.run(sandbox.asked(driver, source, inputs))

    for running, function in checks_of(lab).items():
        assert not failing({running: function}, judge, lambda given: [judge(given)], lab, 0)
    assert goals_of(lab) == asked


def test_the_goal_is_said_with_the_line_that_misses_it() -> None:
    """The worst of the checks that ask; reached or not, the numbers are those of the trace."""
    result, traces = traces_of(SLEEP, SLEEP.starter)
    told = goal_of(result, traces, goals_of(SLEEP))
    assert told is not None
    words, reached = told
    worst = max(
        (event.duration, event.place)
        for name in goals_of(SLEEP)
        for event in traces[name].kind("block")
    )
    assert not reached
    assert words.startswith("Your longest hold of the loop: ")
    line = next(
        number
        for number, text in enumerate(SLEEP.starter.read_text().splitlines(), 1)
        if "time.sleep(seconds)" in text
    )
    assert f"at starter.py:{line}; the goal: 0.1 s at most (in the check '" in words
    says = {check.says.rstrip(".") for check in result.checks if check.name in goals_of(SLEEP)}
    assert words.partition("(in the check '")[2].removesuffix("')") in says
    assert worst[0] > 1 and worst[1] == f"starter.py:{line}"
    told = goal_of(*traces_of(SLEEP, SLEEP.solution), goals_of(SLEEP))
    assert told == ("Your longest hold of the loop: 0.00 s; the goal: 0.1 s at most", True)


def test_no_goal_is_said_where_there_is_none(tmp_path: Path) -> None:
    """No visible check asks; no loop ran; the run was cut off."""
    result, traces = traces_of(SLEEP, SLEEP.starter)
    goals = goals_of(SLEEP)
    hidden = replace(result, checks=tuple(replace(check, hidden=True) for check in result.checks))
    assert goal_of(hidden, traces, goals) is None
    assert goal_of(result, traces, {}) is None
    assert goal_of(result, {}, goals) is None
    broken = tmp_path / "sleep.py"
    for text in ("import os\nos._exit(0)\n", "def everybody(sleepers:\n", "1 / 0\n"):
        broken.write_text(text)
        trace = sandbox.judge(sandbox.source_of(SLEEP.driver), sandbox.source_of(broken))  # type: ignore[arg-type]
        assert goal_of(result, dict.fromkeys(traces, trace), goals) is None, text


def test_a_limit_that_is_no_number_in_the_text_is_not_guessed(tmp_path: Path) -> None:
    """A name at the top of the file is; a helper of the check counts for it."""
    (tmp_path / "starter.py").touch()
    (tmp_path / "test_it.py").write_text(
        "LATE = 0.5\n"
        "def test_usual(run): loop_stays_free(run())\n"
        "def test_named(run): loop_stays_free(run(), longest=LATE)\n"
        "def test_number(run): loop_stays_free(run(), 0.02)\n"
        "def test_computed(run): loop_stays_free(run(), LATE * 2)\n"
        "def helped(trace): loop_stays_free(trace, 0.3)\n"
        "def test_helped(run): helped(run())\n"
        "def test_other(run): in_order(run())\n"
    )
    assert goals_of(Lab(tmp_path)) == {
        "test_usual": 0.1,
        "test_named": 0.5,
        "test_number": 0.02,
        "test_helped": 0.3,
    }


# ---- the screen


@pytest.fixture
def wrong() -> State:
    """The starter of the lab sleep was checked, as it is."""
    result, traces = traces_of(SLEEP, SLEEP.starter)
    state, _ = begin(tuple(LABS), 0, {})
    failed = replace(result, verdict="failed", points=0.0)
    return after(state, Checked(Outcome(failed, traces)))


def plain(lines: list[Text]) -> str:
    return "\n".join(line.plain for line in lines)


def test_the_screen_of_a_lab(wrong: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lab, the checks, the timeline, the goal; below how far I am, my file and the keys."""
    monkeypatch.chdir(ROOT)
    above, below = plain(body(wrong, Paper())), plain(foot(wrong, Paper()))
    assert above.startswith("01 sleep: Everybody sleeps at the same time\n")
    assert above.count("Everybody sleeps at the same time") == 1
    assert "THE LOOP" in above and "time.sleep(seconds)" in above
    assert "the goal: 0.1 s at most\n(in the check '" in above
    assert f"0 of {len(LABS)} labs done" in below
    assert "Your file: work/sleep.py   the task: labs/01_sleep/README.md" in below
    assert "h hint   l list   t timeline (short)   r reset   c check again   q quit" in below
    assert "n next" not in below


def test_my_file_can_be_clicked_at(wrong: State) -> None:
    """The link is the whole path, whatever is shown of it."""
    links = [
        span.style.link
        for line in foot(wrong, Paper(30))
        for span in line.spans
        if isinstance(span.style, Style) and span.style.link
    ]
    assert links == [
        (ROOT / "work" / "sleep.py").as_uri(),
        (ROOT / "labs" / "01_sleep" / "README.md").as_uri(),
    ]


def test_who_is_done_is_shown_the_solution_and_the_way_on(wrong: State, tmp_path: Path) -> None:
    """Where there is a solution: the students' edition has none."""
    done = after(wrong, "c", Checked(RIGHT))
    assert "One right answer: " in plain(body(done, Paper(200)))
    assert "n next" in plain(foot(done, Paper()))
    assert "1 of" in plain(foot(done, Paper()))
    assert "One right answer: " not in plain(body(wrong, Paper(200)))
    shutil.copytree(SLEEP.path, tmp_path / "sleep", ignore=shutil.ignore_patterns("solution.py"))
    without = replace(done, labs=(Lab(tmp_path / "sleep"),))
    assert "One right answer: " not in plain(body(without, Paper(200)))


def test_the_timeline_comes_in_three_sizes(wrong: State) -> None:
    """Short: who held the loop. Full: with all that was printed, and the totals."""
    short, full, off = (plain(body(after(wrong, "t" * n), Paper())) for n in range(3))
    assert "THE LOOP  " in short and "Key:" in short and "your program printed" not in short
    assert "THE LOOP  " in full and "your program printed" in full and "worst lateness" in full
    assert "THE LOOP  " not in off and "Key:" not in off
    assert "expected" in off, "the words stay"
    assert len(off.splitlines()) < len(short.splitlines()) < len(full.splitlines())
    assert "\n\n\n" not in short + full + off


def test_a_hold_that_fails_a_check_is_in_its_picture() -> None:
    """However short it is; and the line is the student's, not the one of the lab that it calls."""
    lab = Course(ROOT).lab("cpu")
    traces: dict[str, Trace] = {}
    (result,) = judged(lab, lab.starter, on_result=lambda _, told: traces.update(told))
    (failed,) = [check for check in result.checks if not check.passed]
    assert failed.limit == 0.0005
    line = next(
        number
        for number, text in enumerate(lab.starter.read_text().splitlines(), 1)
        if "account.matches(password)" in text
    )
    at = LABS.index(next(each for each in LABS if each.slug == "cpu"))
    state, _ = begin(tuple(LABS), at, {})
    screen = plain(body(after(state, Checked(Outcome(result, traces))), Paper()))
    (loop,) = [row for row in screen.splitlines() if row.startswith("THE LOOP  ")]
    assert loop.count("\u2588") > 20
    assert f"starter.py:{line}" in screen and "driver.py" not in screen
    shown = verdict_data(result, traces, untouched=False)["run"]
    assert shown["threshold"] == 0.0005
    assert f"starter.py:{line} held the loop" in shown["facts"][0]["text"]
    told = "\n".join(row.plain for row in words(result, traces, "cpu", "cpu.py", plain=True))
    assert f"starter.py:{line} held the loop" in told and "nobody held the loop" not in told


def test_a_check_that_passed_has_its_timeline_too() -> None:
    """That of a check whose text may be seen."""
    result, traces = traces_of(SLEEP, SLEEP.solution)
    state, _ = begin(tuple(LABS), 0, {})
    passed = after(state, Checked(Outcome(replace(result, points=3.0), traces)))
    assert "THE LOOP" in plain(body(passed, Paper()))
    checks = tuple(replace(check, hidden=True) for check in result.checks)
    hidden = Outcome(replace(result, checks=checks), traces)
    assert "THE LOOP" not in plain(body(after(state, Checked(hidden)), Paper()))


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_all_hints_of_a_lab_are_shown(lab: Lab) -> None:
    """Each with its heading, one more each time."""
    state, _ = begin((lab,), 0, {})
    for count in range(len(lab.hints) + 1):
        text = plain(body(after(state, "h" * count), Paper(100)))
        shown = [line for line in text.splitlines() if line.startswith("Hint ")]
        assert len(shown) == count
        assert all(line.startswith(f"Hint {n} of ") for n, line in enumerate(shown, 1))


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("keys_first", ["", "hhh", "r", "l", "l5"])
def test_the_last_lines_fit(wrong: State, width: int, keys_first: str) -> None:
    """They are written over by themselves, so none may be broken in two by the terminal."""
    state = after(wrong, keys_first)
    for each in (state, replace(state, checking=True), after(wrong, Gone()), after(wrong, "n")):
        lines = foot(each, Paper(width, 24))
        assert lines and max(line.cell_len for line in lines) <= width


@pytest.mark.parametrize(("height", "picked"), [(12, 0), (12, 10), (12, 20), (24, 20), (60, 3)])
def test_the_list_fits_the_height(wrong: State, height: int, picked: int) -> None:
    """The picked lab is in it, and what is left out above or below is marked."""
    paper = Paper(80, height)
    state = after(wrong, "l", *[Key("down")] * picked)
    lines = [*body(state, paper), *foot(state, paper)]
    assert len(lines) <= height
    text = plain(lines)
    assert f"> {LABS[picked].number:02d}  {LABS[picked].slug}" in text
    labs = sum(f"  {lab.slug} " in text for lab in LABS)
    marks = text.count("   ...")
    assert (labs < len(LABS)) == (marks > 0)


def test_the_list_says_how_far_each_lab_is(wrong: State) -> None:
    """In the same words as `looplab` itself."""
    state = after(replace(wrong, shares={"sleep": 1.0, "loop": 0.25}), "l")
    rows = plain(body(state, Paper())).splitlines()
    assert "done" in next(row for row in rows if "01  sleep" in row)
    assert "25%" in next(row for row in rows if "02  loop" in row)
    assert "not begun" in next(row for row in rows if "03  party" in row)


def test_where_only_ascii_can_be_shown_all_is_ascii(wrong: State) -> None:
    """Marks, bars and cut texts."""
    paper = Paper(60, 24, unicode=False)
    for state in (wrong, after(wrong, "hh"), after(wrong, "l"), after(wrong, "c", Checked(RIGHT))):
        assert plain([*body(state, paper), *foot(state, paper)]).isascii()


def test_a_students_text_does_not_reach_the_terminal_as_it_is(tmp_path: Path) -> None:
    """Escape codes in what it prints, and in its errors are shown, not obeyed."""
    path = tmp_path / "sleep.py"
    path.write_text(
        "import asyncio\nasync def everybody(s):\n"
        "    asyncio.current_task().set_name('\\x1b[2Jname')\n"
        "    print('\\x1b]0;printed\\x07')\n    await asyncio.sleep(1)\n"
        "    raise ValueError('\\x1b[31merror')\n"
    )
    driver = sandbox.source_of(SLEEP.driver)  # type: ignore[arg-type]
    trace = sandbox.judge(driver, sandbox.source_of(path))
    assert json.loads(trace.to_json().splitlines()[-1])["status"] == "error"
    check = OfLab("test_it", "It.", False, 0.0, 1.0, False, "What happened: \x1b[1mit\x07")
    outcome = Outcome(replace(WRONG.result, checks=(check,)), {"test_it": trace})
    state, _ = begin((SLEEP,), 0, {})
    text = plain(body(after(state, Checked(outcome), "t"), Paper()))
    assert "printed" in text and "error" in text
    assert text.replace("\n", "").isprintable()
