"""What Moodle and Canvas pack: each file is its student's, whatever anybody is called."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from looplab.roster import NoSubmissions, Submission, submissions

PROGRAM = "async def everybody(sleepers): ...\n"


def packed(path: Path, *names: str) -> Path:
    """A zip archive with these files, each holding its own name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, name)
    return path


def spread(folder: Path, *names: str) -> Path:
    """The same, unpacked."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def told(found: list[Submission]) -> dict[str, str]:
    """By student, what is judged, or why nothing is."""
    return {one.student: (one.read() or one.missing.encode()).decode() for one in found}


def both(tmp_path: Path, *names: str, slug: str = "sleep") -> dict[str, str]:
    """What is found in the archive, which is what is found in the folder."""
    archive = submissions(packed(tmp_path / "class.zip", *names), slug)
    folder = submissions(spread(tmp_path / "class", *names), slug)
    assert told(archive) == told(folder)
    assert [(s.student, s.late, s.ids, s.name) for s in archive] == [
        (s.student, s.late, s.ids, s.name) for s in folder
    ]
    return told(archive)


# ---- Moodle


@pytest.mark.parametrize("end", ["", "_"])
def test_moodle_folders(tmp_path: Path, end: str) -> None:
    """A folder for each student; older ones end with a line below."""
    names = [f"{who}_{n}_assignsubmission_file{end}/sleep.py" for n, who in enumerate("ab", 41)]
    assert both(tmp_path, *names) == {"a": names[0], "b": names[1]}


def test_moodle_flat(tmp_path: Path) -> None:
    """Without folders the student's file name comes last, and is its name in every message."""
    names = [
        "Ann Lee_1_assignsubmission_file_sleep.py",
        "Bob Ray_2_assignsubmission_file_my_own_2_try.py",
    ]
    assert both(tmp_path, *names) == {"Ann Lee": names[0], "Bob Ray": names[1]}
    found = submissions(tmp_path / "class.zip", "sleep")
    assert [one.name for one in found] == ["sleep.py", "my_own_2_try.py"]


@pytest.mark.parametrize(
    "evil",
    [
        "Eve_3_assignsubmission_file_Ann_1_assignsubmission_file_sleep.py",
        "Eve_3_assignsubmission_file_Ann_1_assignsubmission_onlinetext_x.py",
    ],
)
def test_nobody_can_hand_in_for_somebody_else(tmp_path: Path, evil: str) -> None:
    """A file name that looks like another student's folder is still Eve's."""
    ann = "Ann_1_assignsubmission_file_sleep.py"
    assert both(tmp_path, ann, evil) == {"Ann": ann, "Eve": evil}


def test_moodle_text_is_said_in_words(tmp_path: Path) -> None:
    """What was typed into the page is HTML, and is not run; beside a file it does not matter."""
    found = both(
        tmp_path,
        "Ann_1_assignsubmission_onlinetext/onlinetext.html",
        "Bob_2_assignsubmission_onlinetext/onlinetext.html",
        "Bob_2_assignsubmission_file/sleep.py",
        "Cid_3_assignsubmission_onlinetext_onlinetext.html",
    )
    assert found["Ann"].startswith("it was typed or pasted into the page")
    assert found["Cid"] == found["Ann"]
    assert found["Bob"] == "Bob_2_assignsubmission_file/sleep.py"


def test_moodle_hides_names(tmp_path: Path) -> None:
    """Participants have numbers, and the number tells them apart."""
    names = [f"Participant_{n}_assignsubmission_file_/sleep.py" for n in (7, 8)]
    assert both(tmp_path, *names) == {"Participant 7": names[0], "Participant 8": names[1]}


def test_two_students_of_one_name_stay_two(tmp_path: Path) -> None:
    """Each has the platform's number in brackets."""
    names = [f"Ann Lee_{n}_assignsubmission_file/sleep.py" for n in (1, 2)]
    assert both(tmp_path, *names) == {"Ann Lee (1)": names[0], "Ann Lee (2)": names[1]}


@pytest.mark.parametrize(
    "who", ["李雷", "Zoë Çelik", "O'Neil, Finn", "a_1_b", "=1+1", "x y_z", "."]
)
def test_names_of_any_kind(tmp_path: Path, who: str) -> None:
    """Whatever stands before the platform's own piece is the name."""
    names = [f"{who}x_12_assignsubmission_file/sleep.py", "Z_1_assignsubmission_file/sleep.py"]
    archive = submissions(packed(tmp_path / "c.zip", *names), "sleep")
    expected = {"Z": names[1]}
    if not who.startswith("."):  # hidden: no platform packs such a name
        expected[f"{who}x"] = names[0]
    assert told(archive) == expected


# ---- Canvas


def test_canvas(tmp_path: Path) -> None:
    """Student, LATE, two numbers, the file's own name."""
    names = [
        "leeann_101_900_sleep.py",
        "raybob_LATE_102_901_my_7_8_sleep.py",
        "çelikzoë_103_902_submission.py",
    ]
    assert both(tmp_path, *names) == {"leeann": names[0], "raybob": names[1], "çelikzoë": names[2]}
    found = submissions(tmp_path / "class.zip", "sleep")
    assert [(one.student, one.late, one.ids) for one in found] == [
        ("leeann", False, ("101",)),
        ("raybob", True, ("102",)),
        ("çelikzoë", False, ("103",)),
    ]


def test_canvas_hides_names(tmp_path: Path) -> None:
    """``anon`` and a word of letters and digits; late or not."""
    names = ["anon_Xy3z9_900_sleep.py", "LATE_anon_12345_901_sleep.py"]
    assert both(tmp_path, *names) == {"anon Xy3z9": names[0], "anon 12345": names[1]}
    late = {one.student: one.late for one in submissions(tmp_path / "class.zip", "sleep")}
    assert late == {"anon Xy3z9": False, "anon 12345": True}


@pytest.mark.parametrize(
    ("files", "newest"),
    [
        (["900_sleep.py", "901_sleep-1.py", "902_sleep-2.py"], "902_sleep-2.py"),
        (["900_sleep-10.py", "901_sleep-9.py"], "900_sleep-10.py"),
        (["901_sleep.py", "900_sleep.py"], "901_sleep.py"),
        (["900_other.py", "901_sleep-1.py"], "901_sleep-1.py"),
        (["900_other-3.py", "901_notes.txt"], "900_other-3.py"),
    ],
)
def test_canvas_resubmissions(tmp_path: Path, files: list[str], newest: str) -> None:
    """The highest -1, -2, ... counts, then the later upload; and it is called as at first."""
    names = [f"leeann_101_{file}" for file in files]
    assert both(tmp_path, *names) == {"leeann": f"leeann_101_{newest}"}
    (one,) = submissions(tmp_path / "class.zip", "sleep")
    assert one.name in ("sleep.py", "other.py")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("900_work.zip", "work.zip is an archive: the .py file itself is wanted (sleep.py)"),
        ("900_work.ipynb", "work.ipynb is a notebook"),
        ("900_work.pdf", "work.pdf is a document"),
        ("900_work.txt", "there is no .py file: sleep.py is wanted"),
        ("text.html", "it was typed or pasted into the page"),
        ("link.html", "it was typed or pasted into the page"),
    ],
)
def test_what_is_no_program_is_said_in_words(tmp_path: Path, file: str, words: str) -> None:
    """The student is on the list, and is told what to hand in."""
    found = both(tmp_path, f"leeann_101_{file}", "raybob_102_901_sleep.py")
    assert found["leeann"].startswith(words)
    assert found["raybob"] == "raybob_102_901_sleep.py"


def test_two_programs_are_a_question(tmp_path: Path) -> None:
    """Nobody guesses which one was meant."""
    found = both(tmp_path, "leeann_101_900_a.py", "leeann_101_901_b.py")
    assert found["leeann"] == "a.py or b.py? Name the right one sleep.py"


# ---- by hand, and one's own


def test_an_archive_made_by_hand(tmp_path: Path) -> None:
    """A file or a folder a student, as in a folder; also where all lies in one folder more."""
    names = ["ann.py", "bob/sleep.py", "cid/", "__MACOSX/ann.py", ".DS_Store", "notes.txt"]
    expected = {
        "ann": "ann.py",
        "bob": "bob/sleep.py",
        "cid": "the folder holds no .py file: sleep.py is wanted",
    }
    assert told(submissions(packed(tmp_path / "a.zip", *names), "sleep")) == expected
    inner = [f"class/{name}" for name in names]
    found = told(submissions(packed(tmp_path / "b.zip", *inner), "sleep"))
    assert {student: words.removeprefix("class/") for student, words in found.items()} == expected


@pytest.mark.parametrize(
    ("names", "students"),
    [
        (["ann/sleep.py", "ann/other.py"], ["ann"]),
        (["ann/only.py"], ["ann"]),
        (["class/ann.py", "class/bob.py"], ["ann", "bob"]),
        (["class/ann/a.py"], ["ann"]),
        (["Ann_1_assignsubmission_file/a.py", "Ann_1_assignsubmission_file/b.py"], ["Ann"]),
        (["class/Ann_1_assignsubmission_file/a.py"], ["Ann"]),
        (["class/leeann_1_2_a.py"], ["leeann"]),
    ],
)
def test_one_folder_is_a_class_or_a_student(
    tmp_path: Path, names: list[str], students: list[str]
) -> None:
    """A student's folder holds the lab's file, or a single one; a class's holds more."""
    found = submissions(packed(tmp_path / "a.zip", *names), "sleep")
    assert [one.student for one in found] == students


def test_files_that_only_look_like_a_platforms(tmp_path: Path) -> None:
    """One odd name in a folder made by hand does not make it Canvas's."""
    spread(tmp_path, "ann.py", "bob.py", "party_1_2_v.py")
    assert [one.student for one in submissions(tmp_path, "sleep")] == ["ann", "bob", "party_1_2_v"]


def test_a_pattern_of_ones_own(tmp_path: Path) -> None:
    """For sites that name things in another way."""
    names = ["hand-in 7 - Lee (late) - sleep.py", "hand-in 8 - Ray - sleep.py", "readme.py"]
    pattern = r"hand-in (?P<id>\d+) - (?P<name>\w+)(?P<late> \(late\))? - (?P<file>.+)"
    found = submissions(spread(tmp_path, *names), "sleep", names=pattern)
    assert [(one.student, one.late, one.ids, one.name) for one in found] == [
        ("Lee", True, ("7",), "sleep.py"),
        ("Ray", False, ("8",), "sleep.py"),
        ("readme", False, (), "readme.py"),
    ]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?P<name>", "cannot be read"),
        (r"(?P<id>\d+)", "whose would it be"),
        ("(?P<name>.)(?P<nmae>.)", "has a group 'nmae'"),
    ],
)
def test_a_pattern_that_means_nothing_is_said_so(tmp_path: Path, pattern: str, words: str) -> None:
    """In a sentence, before anything is graded."""
    with pytest.raises(NoSubmissions, match=words.replace("?", r"\?")):
        submissions(spread(tmp_path, "a.py"), "sleep", names=pattern)
