"""A class's work in a zip archive, read in memory: nothing of it is ever written to disk.

Who packed it is not known, and what students put into it even less. What cannot come from a course
platform (a path that leads elsewhere) ends the reading with a sentence; what a single student can
do (a link, a file with a password, a megabyte that unpacks to a gigabyte) is that student's matter.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from looplab.roster.items import LINK, NOBODYS, File, Folder, Item, Unusable
from looplab.roster.platforms import Platform, platform_of
from looplab.roster.submission import LARGEST, NoSubmissions

# A class of thousands is a few megabytes; these are where something else must be meant.
MOST_PACKED = 512 << 20
MOST_LISTED = 32 << 20
MOST_ENTRIES = 50_000
MOST_READ = 256 << 20
LONGEST_PATH = 4096

_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the records at the end begin with: the plain one, and those of archives of any size.
_END, _END64, _END64_LOCATOR = b"PK\5\6", b"PK\6\6", b"PK\6\7"
_ENCRYPTED, _UTF8 = 0x1, 0x800
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, zlib.error, RuntimeError)

# The path of an entry, and what it is in the archive.
_Entry = tuple[tuple[str, ...], zipfile.ZipInfo]


@contextmanager
def unpacked(path: Path, slug: str, own: Platform | None) -> Iterator[list[Item]]:
    """The items at the top of an archive; their files can be read inside the ``with``.

    Where all of it lies in one folder that is no student's, it is that folder's items. Raises
    NoSubmissions.
    """
    try:
        size = path.stat().st_size
        if size > MOST_PACKED or _listing(path) > MOST_LISTED:
            raise NoSubmissions(
                f"{path} is too large for a class's work ({size >> 20} MiB): unpack it, and name "
                "the folder"
            )
        archive = zipfile.ZipFile(path)
    except OSError as reason:
        raise NoSubmissions(f"{path} cannot be read: {reason.strerror}") from None
    except _BROKEN:
        raise NoSubmissions(f"{path} is no zip archive, or is damaged: download it again") from None
    with archive:
        infos = archive.infolist()
        if len(infos) > MOST_ENTRIES:
            raise NoSubmissions(
                f"{path} holds {len(infos):,} files, and a class {MOST_ENTRIES:,} at most: unpack "
                "it, and name the folder"
            )
        entries = [(_parts(path, info), info) for info in infos]
        entries = [(parts, info) for parts, info in entries if not _is_nobodys(parts)]
        yield _items(_without_wrapper(entries, slug, own), _Reader(path, archive))


def _listing(path: Path) -> int:
    """How many bytes the archive's list of files takes, as its last records say; 0 if unsaid.

    Which of them zipfile follows depends on its version and on what else looks like one: the
    largest number that any of them says counts.
    """
    with path.open("rb") as file:
        end = file.seek(0, 2)
        start = max(0, end - (1 << 16) - 22)
        file.seek(start)
        tail = file.read()
        sizes = [0]
        for at in {len(tail) - 22, tail.rfind(_END)}:
            if at >= 0 and tail[at : at + 4] == _END:
                sizes.append(int.from_bytes(tail[at + 12 : at + 16], "little"))
                sizes += _large_listings(file, start + at)
    return max(sizes)


def _large_listings(file: BinaryIO, end: int) -> Iterator[int]:
    """What the record of a large archive says, where the plain one, at ``end``, follows one."""
    file.seek(max(0, end - 20))
    locator = file.read(20)
    if end < 20 or locator[:4] != _END64_LOCATOR:
        return
    # Where the locator points to, and right in front of it.
    for at in (int.from_bytes(locator[8:16], "little"), end - 20 - 56):
        if 0 <= at < end:
            file.seek(at)
            record = file.read(56)
            if record[:4] == _END64:
                yield int.from_bytes(record[40:48], "little")


class _Reader:
    """Reads entries, and keeps count of how much that was in all."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self._left = MOST_READ

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of an entry, at most one more than LARGEST. Raises Unusable."""
        try:
            with self._archive.open(info) as file:
                data = file.read(LARGEST + 1)
        except (*_BROKEN, OSError):
            raise Unusable("it is damaged in the archive") from None
        self._left -= len(data)
        if self._left < 0:
            raise NoSubmissions(
                f"{self._path} holds more than {MOST_READ >> 20} MiB of programs: unpack it, and "
                "name the folder"
            )
        return data


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name. Many programs write UTF-8 and do not say so."""
    if not info.flag_bits & _UTF8:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


def _parts(path: Path, info: zipfile.ZipInfo) -> tuple[str, ...]:
    name = _name(info)
    parts = name.replace("\\", "/").split("/")
    if len(name) > LONGEST_PATH or ".." in parts or not parts[0] or _DRIVE.match(parts[0]):
        shown = name if len(name) < 80 else name[:80] + "..."
        raise NoSubmissions(
            f"{path} holds a file that wants to lie elsewhere ({shown!r}): no course platform "
            "packs such an archive, and it is not read any further"
        )
    return tuple(part for part in parts if part not in ("", "."))


def _is_nobodys(parts: tuple[str, ...]) -> bool:
    return not parts or any(part.startswith(NOBODYS) for part in parts)


def _without_wrapper(entries: list[_Entry], slug: str, own: Platform | None) -> list[_Entry]:
    """Archives made by hand often hold one folder, and the class in it."""
    inner = [(parts[1:], info) for parts, info in entries if len(parts) > 1]
    tops = {parts[0] for parts, _ in entries}
    files = {parts[0] for parts, info in entries if len(parts) == 1 and not info.is_dir()}
    if len(tops) != 1 or files or platform_of([File(top) for top in tops], own):
        return entries
    direct = [File(parts[0]) for parts, info in inner if len(parts) == 1 and not info.is_dir()]
    names = {file.name for file in direct}
    if names & {f"{slug}.py", "submission.py"}:
        return entries
    scripts = sum(file.is_python for file in direct)
    deeper = any(len(parts) == 2 and File(parts[1]).is_python for parts, _ in inner)
    folders = any(len(parts) > 1 or info.is_dir() for parts, info in inner)
    if platform_of(direct, own) or scripts > 1 or deeper or (folders and not scripts):
        return inner
    return entries


def _items(entries: list[_Entry], reader: _Reader) -> list[Item]:
    files: list[File] = []
    folders: dict[str, list[File]] = {}
    for parts, info in entries:
        if len(parts) == 1 and not info.is_dir():
            files.append(_file(parts[-1], info, reader))
            continue
        inside = folders.setdefault(parts[0], [])
        if len(parts) == 2 and not info.is_dir():
            inside.append(_file(parts[-1], info, reader))
    items: list[Item] = sorted(files, key=lambda file: file.name)
    for name in sorted(folders):
        inside = sorted(folders[name], key=lambda file: file.name)
        items.append(Folder(name, tuple(inside)))
    return items


def _file(name: str, info: zipfile.ZipInfo, reader: _Reader) -> File:
    kind = stat.S_IFMT(info.external_attr >> 16)
    problem = ""
    if kind == stat.S_IFLNK:
        problem = LINK
    elif kind not in (0, stat.S_IFREG):
        problem = "it is no plain file"
    elif info.flag_bits & _ENCRYPTED:
        problem = "it is locked with a password: the file itself is wanted"
    elif info.compress_type not in _PACKINGS:
        problem = "it is packed in a way that course platforms do not use"
    return File(name, packed=partial(reader.read, info), problem=problem)
