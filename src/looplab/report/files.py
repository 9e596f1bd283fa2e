"""Files that are whole or not there, under names that every system can take."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from looplab.results import save_folder

_LONGEST = 50
_AT_ONCE = 32
_KEPT = " -_.,'()@+"
# What Windows takes for a device, whatever its ending.
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(10)}


def write(path: Path, text: str, *, durable: bool = True) -> None:
    """Write a file whole or not at all, and let it reach the disk. Raises OSError.

    Where it need not be ``durable``, whoever has the file has all of it, but after a crash of the
    machine it may not be there.
    """
    write_all({path: text}, durable=durable)


def write_all(texts: Mapping[Path, str], *, durable: bool = True) -> None:
    """Write many files, each whole or not at all. Raises OSError."""
    begun: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            begun[path] = _beside(path)
            with begun[path].open("w", encoding="utf-8", newline="") as file:
                file.write(text)
        if durable:
            save([*begun.values()])
        for path, there in begun.items():
            there.replace(path)
    finally:
        for there in begun.values():
            there.unlink(missing_ok=True)
    if durable:
        for folder in {path.parent for path in texts}:
            save_folder(folder)


def _beside(path: Path) -> Path:
    return path.with_name(f".{sha256(os.fsencode(path.name)).hexdigest()[:12]}.{os.getpid()}")


def save(paths: Sequence[Path]) -> None:
    """Let files reach the disk, side by side: each waits for nothing else. Raises OSError."""
    if len(paths) == 1:
        _save_one(paths[0])
        return
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_save_one, paths))


def _save_one(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def file_names(students: Iterable[str]) -> dict[str, str]:
    """For each student a name for files, without an ending: safe, and nobody else's.

    A student's name is never a path: only its letters, digits and plain signs are taken, and it
    gets a few digits more where something is missing, or where another student's is the same to a
    system that does not tell ``a`` from ``A``.
    """
    plain = {student: _plain(student) for student in students}
    count: dict[str, int] = {}
    for name in plain.values():
        count[_same(name)] = count.get(_same(name), 0) + 1
    return {
        student: name
        if name == student and count[_same(name)] == 1
        else f"{name}-{sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        for student, name in plain.items()
    }


def _plain(student: str) -> str:
    name = "".join(c if c.isalnum() or c in _KEPT else "_" for c in student)[:_LONGEST].strip(" .")
    if not name or name.partition(".")[0].strip().casefold() in _DEVICES:
        name = f"_{name}"
    return name


def _same(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
