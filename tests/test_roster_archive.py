"""Hostile archives: refused with a sentence, or one student's matter; nothing is ever unpacked."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest

from looplab.roster import LARGEST, NoSubmissions, Submission, archive, submissions

PROGRAM = b"async def everybody(sleepers): ...\n"


def packed(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, data in entries:
            out.writestr(name, data)
    return path


def entry(name: str, kind: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o644) << 16
    return info


def found(path: Path) -> dict[str, Submission]:
    return {one.student: one for one in submissions(path, "sleep")}


@pytest.mark.parametrize(
    "name",
    [
        "../ann.py",
        "class/../../ann.py",
        "/etc/ann.py",
        "\\\\server\\ann.py",
        "..\\ann.py",
        "C:\\ann.py",
        "c:ann.py",
        "ann/../bob/sleep.py",
        "a/" * 3000 + "ann.py",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    """No platform packs such a thing: nothing of that archive is read."""
    path = packed(tmp_path / "c.zip", ("bob.py", PROGRAM), (entry(name), PROGRAM))
    with pytest.raises(NoSubmissions, match="wants to lie elsewhere") as caught:
        submissions(path, "sleep")
    assert len(str(caught.value)) < 400 + len(str(path))
    assert [p.name for p in tmp_path.iterdir()] == ["c.zip"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (stat.S_IFLNK, "it is a link: the file itself is wanted"),
        (stat.S_IFIFO, "it is no plain file"),
        (stat.S_IFCHR, "it is no plain file"),
    ],
)
def test_a_link_is_no_submission(tmp_path: Path, kind: int, words: str) -> None:
    """What it holds is the path of something else; its student is told, the others are judged."""
    path = packed(
        tmp_path / "c.zip",
        (entry("ann.py", kind), b"/etc/passwd"),
        (entry("bob/sleep.py", kind), b"../solution.py"),
        (entry("cid.py", stat.S_IFREG), PROGRAM),
    )
    ann, bob, cid = found(path).values()
    assert (ann.read(), ann.missing) == (None, words)
    assert (bob.read(), bob.missing) == (None, words)
    assert cid.read() == PROGRAM


def test_a_megabyte_that_unpacks_to_a_gigabyte(tmp_path: Path) -> None:
    """No more of it is unpacked than is needed to see that it is too much."""
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        with out.open(zipfile.ZipInfo("eve/sleep.py"), "w", force_zip64=True) as file:
            pass
        info = zipfile.ZipInfo("ann.py")
        info.compress_type = zipfile.ZIP_DEFLATED
        with out.open(info, "w", force_zip64=True) as file:
            for _ in range(200):
                file.write(bytes(1 << 20))
        out.writestr("bob.py", PROGRAM)
    assert path.stat().st_size < 1 << 20
    tracemalloc.start()
    students = found(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(students["ann"].read() or b"") == LARGEST + 1
    assert students["bob"].read() == PROGRAM
    assert most < 20 << 20


def test_a_class_that_is_too_much_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many files, each of them small enough: memory is not filled."""
    monkeypatch.setattr(archive, "MOST_READ", 10_000)
    path = packed(tmp_path / "c.zip", *((f"s{n}.py", bytes(600)) for n in range(20)))
    with pytest.raises(NoSubmissions, match="unpack it, and name the folder"):
        submissions(path, "sleep")
    assert (
        len(found(packed(tmp_path / "d.zip", *((f"s{n}.py", bytes(500)) for n in range(20))))) == 20
    )


def test_thousands_of_files(tmp_path: Path) -> None:
    """A class of 3,000 with a few files each is read; a list without end is not."""
    entries = [
        (f"Student {n}_{n}_assignsubmission_file/{name}", PROGRAM)
        for n in range(3000)
        for name in ("sleep.py", "notes.txt", "._sleep.py")
    ]
    students = found(packed(tmp_path / "c.zip", *entries))
    assert len(students) == 3000 and students["Student 2999"].read() == PROGRAM


def test_more_entries_than_any_class_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused, with their number."""
    monkeypatch.setattr(archive, "MOST_ENTRIES", 50)
    path = packed(tmp_path / "c.zip", *((f"{n}.py", b"") for n in range(51)))
    with pytest.raises(NoSubmissions, match="holds 51 files, and a class 50 at most"):
        submissions(path, "sleep")


def test_a_list_of_files_that_is_too_long_is_not_even_read(tmp_path: Path) -> None:
    """Its last record says how long it is."""
    path = packed(tmp_path / "c.zip", ("ann.py", PROGRAM))
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\5\6")
    struct.pack_into("<I", data, at + 12, 1 << 30)
    path.write_bytes(data)
    with pytest.raises(NoSubmissions, match="too large for a class's work"):
        submissions(path, "sleep")


def with_large_records(data: bytes, listed: int, gap: bytes = b"") -> bytes:
    """An archive with the records that large ones have; its plain record says what it did."""
    at = data.rfind(b"PK\5\6")
    count, _, start = struct.unpack_from("<HII", data, at + 10)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, listed, start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    return data[:at] + record + gap + locator + data[at:]


@pytest.mark.parametrize("gap", [b"", b"more that a record may hold"])
def test_the_record_of_a_large_archive_counts_as_well(tmp_path: Path, gap: bytes) -> None:
    """It is that one which is followed, whatever the plain one says."""
    path = packed(tmp_path / "c.zip", ("ann.py", PROGRAM))
    plain = path.read_bytes()
    size = struct.unpack_from("<I", plain, plain.rfind(b"PK\5\6") + 12)[0]
    path.write_bytes(with_large_records(plain, 1 << 30, gap))
    with pytest.raises(NoSubmissions, match="too large for a class's work"):
        submissions(path, "sleep")
    if not gap:
        path.write_bytes(with_large_records(plain, size))
        assert found(path)["ann"].read() == PROGRAM


def test_a_number_that_looks_like_a_record_hides_nothing(tmp_path: Path) -> None:
    """The plain record lies where it must, also if its last number begins as a record does."""
    path = packed(tmp_path / "c.zip", ("ann.py", PROGRAM))
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\5\6")
    struct.pack_into("<I4s", data, at + 12, 1 << 30, b"PK\5\6")
    path.write_bytes(data)
    with pytest.raises(NoSubmissions, match="too large for a class's work"):
        submissions(path, "sleep")


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """Each program that unpacks would take another one of them: the student is asked."""
    path = packed(
        tmp_path / "c.zip",
        ("eve/sleep.py", b"print('one')"),
        ("eve/sleep.py", b"print('two')"),
        ("bob.py", b"1"),
        ("bob.py", b"2"),
        ("cid.py", PROGRAM),
    )
    students = found(path)
    assert students["eve"].missing == "two files are called sleep.py: which one is it?"
    assert students["cid"].read() == PROGRAM
    # Two files at the top are two submissions, neither of which is lost.
    assert sorted(s.read() or b"" for n, s in students.items() if n.startswith("bob")) == [
        b"1",
        b"2",
    ]


def test_a_file_with_a_password(tmp_path: Path) -> None:
    """Its student is told; nobody is asked for a password."""
    path = packed(tmp_path / "c.zip", ("ann.py", PROGRAM), ("bob.py", PROGRAM))
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\1\2")
    struct.pack_into("<H", data, at + 8, 1)
    path.write_bytes(data)
    students = found(path)
    assert students["ann"].missing == "it is locked with a password: the file itself is wanted"
    assert students["bob"].read() == PROGRAM


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_no_platform_uses(tmp_path: Path, packing: int) -> None:
    """They unpack without measure, and are not begun."""
    info = zipfile.ZipInfo("ann.py")
    info.compress_type = packing
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as out:
        out.writestr(info, bytes(1 << 20))
    (ann,) = found(tmp_path / "c.zip").values()
    assert ann.read() is None and "packed in a way" in ann.missing


def test_a_damaged_file_is_its_students_matter(tmp_path: Path) -> None:
    """The others are judged."""
    path = packed(tmp_path / "c.zip", ("ann.py", PROGRAM * 9), ("bob.py", PROGRAM))
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    students = found(path)
    assert students["ann"].missing == "it is damaged in the archive"
    assert students["bob"].read() == PROGRAM


def test_names_in_odd_encodings(tmp_path: Path) -> None:
    """UTF-8 that does not say so is UTF-8; anything else is some name, and is kept."""
    name = "Zoë Çelik_12_assignsubmission_file/sleep.py"
    path = packed(tmp_path / "c.zip", (name, PROGRAM))
    plain = path.read_bytes()
    unsaid = plain.replace(struct.pack("<H", 0x800), struct.pack("<H", 0))
    assert unsaid != plain
    for data in (plain, unsaid):
        path.write_bytes(data)
        assert list(found(path)) == ["Zoë Çelik"]
    path.write_bytes(unsaid.replace("Zoë".encode(), b"Zo\xff\xfe"))
    (one,) = found(path).values()
    assert one.student.startswith("Zo") and one.read() == PROGRAM


def test_a_name_that_is_no_utf8_although_it_says_so(tmp_path: Path) -> None:
    """A sentence, no traceback."""
    path = packed(tmp_path / "c.zip", ("Zoë.py", PROGRAM))
    path.write_bytes(path.read_bytes().replace("Zoë".encode(), b"Zo\xff\xfe"))
    with pytest.raises(NoSubmissions, match="is no zip archive, or is damaged"):
        submissions(path, "sleep")


@pytest.mark.parametrize("name", ["a\nb", "\x1b[31mred", "a\u202eb", "CON", "-rf", "a'b\"c", "💥"])
def test_a_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    """It is kept as it is, and nothing is written under it."""
    path = packed(tmp_path / "c.zip", (entry(f"{name}_1_assignsubmission_file/sleep.py"), PROGRAM))
    assert list(found(path)) == [name]
    assert [p.name for p in tmp_path.iterdir()] == ["c.zip"]


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\5\6" + bytes(18), PROGRAM, bytes(100)])
def test_what_is_no_archive_is_said_so(tmp_path: Path, data: bytes) -> None:
    """Also one without anything in it."""
    (tmp_path / "c.zip").write_bytes(data)
    with pytest.raises(NoSubmissions, match=r"no zip archive|holds no submissions"):
        submissions(tmp_path / "c.zip", "sleep")


def test_every_torn_archive_is_a_sentence(tmp_path: Path) -> None:
    """Cut anywhere, or with any byte changed: never another exception."""
    whole = packed(tmp_path / "c.zip", ("ann/sleep.py", PROGRAM), ("bob.py", PROGRAM)).read_bytes()
    broken = [whole[:end] for end in range(0, len(whole), 3)]
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 0xA5
        broken.append(bytes(changed))
    read = 0
    for data in broken:
        (tmp_path / "c.zip").write_bytes(data)
        try:
            for one in submissions(tmp_path / "c.zip", "sleep"):
                assert one.read() is not None or one.missing
            read += 1
        except NoSubmissions:
            pass
    assert 0 < read < len(broken)


def test_an_archive_within_the_archive(tmp_path: Path) -> None:
    """Is not opened: its student is told to hand in the file itself."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("sleep.py", PROGRAM)
    path = packed(tmp_path / "c.zip", ("ann/work.zip", inner.getvalue()), ("bob.py", PROGRAM))
    assert found(path)["ann"].missing.startswith("work.zip is an archive")
