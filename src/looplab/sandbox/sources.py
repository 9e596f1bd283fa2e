"""The text of a program, read from its file; what cannot be read is said in words."""

from __future__ import annotations

from importlib.util import decode_source
from io import BytesIO
from pathlib import Path
from tokenize import detect_encoding

from looplab.request import Source

# They are for names of hosts, or for nothing; and they take minutes for a long file.
_NO_TEXT = frozenset({"punycode", "idna", "undefined"})


class CannotRead(Exception):
    """The script is not there, is no file, or is no text: the message says which, in words."""


def source_of(path: str | Path) -> Source:
    """The text of a script. Raises CannotRead."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CannotRead(f"there is no file {path}") from None
    except IsADirectoryError:
        raise CannotRead(f"{path} is a folder; name a script in it") from None
    except OSError as reason:
        raise CannotRead(f"{path} cannot be read: {reason.strerror}") from None
    return decoded(path.name, data)


def decoded(name: str, data: bytes) -> Source:
    """A script's bytes as text, in the encoding that it declares. Raises CannotRead."""
    if b"\0" in data:
        raise CannotRead(f"{name} holds a zero byte: it is no Python text")
    try:
        if detect_encoding(BytesIO(data).readline)[0] in _NO_TEXT:
            raise LookupError
        return Source(name, decode_source(data))
    except (SyntaxError, UnicodeError, LookupError):
        raise CannotRead(
            f"{name} is not written in UTF-8: save it as UTF-8 in your editor and try again"
        ) from None
