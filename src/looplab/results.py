"""``results.jsonl``: what a grading has found out, safe from the moment that it is written.

One JSON object a line. A line with the key ``kind`` is no result: ``{"kind": "header", ...}`` says
under which conditions the results below it were found, up to the next header; each start of a
grading writes one, also ``--resume``. Every other line is one result (``looplab.result.Result``).
Of two results of one student the later one counts. Each line ends with a checksum of itself.

A result is there, whatever becomes of the process, when ``write`` returns; whatever becomes of the
machine, 0.2 s later.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from looplab.result import Result

try:
    import fcntl
except ImportError:  # pragma: no cover - there is none on Windows: nothing is locked
    fcntl = None  # type: ignore[assignment]

NAME = "results.jsonl"
FORMAT = 1
SYNC_SECONDS, SYNC_RECORDS = 0.2, 32

_END = ', "checksum": "'
_HEAD = '{"kind": "header"'
_to_disk = getattr(os, "fdatasync", os.fsync)


class CannotRecord(Exception):
    """Results cannot be read or written: the message says why, and what to do."""


def checksum(text: str) -> str:
    """Eight digits that tell whether a text has been damaged."""
    return f"{zlib.crc32(text.encode()):08x}"


def sealed(text: str) -> str:
    """A JSON object as a line of the file: with its checksum as the last key."""
    return f'{text[:-1]}{_END}{checksum(text)}"}}'


def opened(line: str) -> str | None:
    """The JSON object without its checksum; None where the line is damaged."""
    text, found, rest = line.rpartition(_END)
    if not found:
        return None
    text += "}"
    return text if rest == checksum(text) + '"}' else None


def recorded(folder: Path) -> list[Result]:
    """The results in a grading's folder, the last of each student. Raises CannotRecord."""
    path = folder / NAME
    try:
        return _results(path, path.read_bytes(), None)[0]
    except OSError as reason:
        raise CannotRecord(f"{path} cannot be read: {reason.strerror}") from None


def _results(path: Path, data: bytes, version: str | None) -> tuple[list[Result], int]:
    """Those of this version, or of any; and the size up to the end of the last whole line."""
    kept: dict[str, Result] = {}
    below = None
    good = at = damaged = 0
    for number, raw in enumerate(data.split(b"\n")[:-1], 1):
        at += len(raw) + 1
        text = opened(raw.decode("utf-8", "replace"))
        if text is None:
            damaged = damaged or number
            continue
        if damaged:
            raise CannotRecord(
                f"line {damaged} of {path} has been changed or damaged, and there are whole ones "
                "below: take it out, and --resume grades that program again"
            )
        good = at
        if text.startswith(_HEAD):
            below = json.loads(text).get("version")
            continue
        try:
            result = Result.from_json(text)
        except ValueError:
            raise CannotRecord(f"line {number} of {path} is no result of looplab") from None
        # One that was found under other conditions is out of date, and what it replaced too.
        kept.pop(result.student, None)
        if version in (None, below):
            kept[result.student] = result
    return list(kept.values()), good


class Log:
    """The file, open for one grading, and the results in it that still count.

    ``conditions`` are what a result depends on beside the program, and ``version`` stands for all
    of them: what was found under another version is not ``kept``. Raises CannotRecord where the
    folder cannot be written to, holds results and ``resume`` is not wanted, is in use by another
    grading, or holds something else.
    """

    def __init__(
        self,
        folder: Path,
        resume: bool,
        version: str = "",
        conditions: Mapping[str, Any] | None = None,
    ) -> None:
        self.path = folder / NAME
        self.kept: list[Result] = []
        self.torn = 0
        self._lock = threading.Lock()
        self._unsaved = 0
        self._failed: OSError | None = None
        self._closing = threading.Event()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as reason:
            raise CannotRecord(f"cannot write to {folder}: {reason.strerror}") from None
        try:
            self._alone(folder)
            self._read(resume, version)
            header = {"kind": "header", "format": FORMAT, "run": uuid4().hex}
            self._append(json.dumps({**header, "version": version, **(conditions or {})}))
            self._save(folder)
        except BaseException:
            os.close(self._file)
            raise
        self._saver = threading.Thread(target=self._keep_saving, daemon=True)
        self._saver.start()

    def _alone(self, folder: Path) -> None:
        if fcntl is None:  # pragma: no cover
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRecord(
                f"another grading is writing to {folder}: wait for it, or name another folder"
            ) from None
        except OSError:
            pass  # Some network file systems have no locks.

    # ---- reading

    def _read(self, resume: bool, version: str) -> None:
        try:
            if not self.path.is_file():  # a pipe would keep its reader waiting, a device for ever
                raise CannotRecord(f"{self.path} is no file: name another folder")
            data = self.path.read_bytes()
        except OSError as reason:
            raise CannotRecord(f"{self.path} cannot be read: {reason.strerror}") from None
        if not data:
            return
        if not data.startswith(_HEAD.encode()[: len(data)]):
            raise CannotRecord(f"{self.path} is no file of looplab's results: name another folder")
        if not resume:
            raise CannotRecord(
                f"{self.path} holds results already: go on with --resume, or name another folder"
            )
        self.kept, good = _results(self.path, data, version)
        if good < len(data):
            # What was being written when the last grading, or the machine, was stopped.
            self.torn = len(data) - good
            os.ftruncate(self._file, good)

    # ---- writing

    def write(self, result: Result) -> None:
        """Append one result. Raises CannotRecord where the disk takes no more: then stop."""
        self._append(result.to_json())
        with self._lock:
            full = self._unsaved >= SYNC_RECORDS
        if full:
            self._save()

    def _append(self, text: str) -> None:
        self._complain()
        data = (sealed(text) + "\n").encode()
        try:
            written = os.write(self._file, data)
        except OSError as reason:
            raise CannotRecord(f"{self.path} could not be written: {reason.strerror}") from None
        if written != len(data):
            # Nothing may follow half a line; --resume cuts it off.
            self._failed = OSError(28, "No space left on device")
            self._complain()
        with self._lock:
            self._unsaved += 1

    def _complain(self) -> None:
        if self._failed is not None:
            raise CannotRecord(f"{self.path} could not be written: {self._failed.strerror}")

    def _save(self, folder: Path | None = None) -> None:
        with self._lock:
            self._unsaved = 0
        try:
            _to_disk(self._file)
            if folder is not None:
                save_folder(folder)
        except OSError as reason:
            self._failed = reason
            self._complain()

    def _keep_saving(self) -> None:
        while not self._closing.wait(SYNC_SECONDS):
            if self._unsaved:
                with contextlib.suppress(CannotRecord):  # the next write says it
                    self._save()

    def close(self) -> None:
        """All is written: let it reach the disk. Raises CannotRecord."""
        self._closing.set()
        self._saver.join()
        try:
            self._save()
        finally:
            os.close(self._file)


def save_folder(folder: Path) -> None:
    """Let the names of a folder's files reach the disk. Raises OSError."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # not every file system can
            os.fsync(opened)
    finally:
        os.close(opened)
