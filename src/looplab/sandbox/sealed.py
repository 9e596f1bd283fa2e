"""What a child is asked to run, in a file without a name that nobody can change any more."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator, Sequence

from looplab.request import Request


def lines_for(requests: Sequence[Request], token: bytes) -> bytes:
    """What a child reads: what its events begin with, then a line for each request."""
    return b"".join(line + b"\n" for line in (token, *(r.to_json().encode() for r in requests)))


@contextlib.contextmanager
def sealed(requests: Sequence[Request], token: bytes) -> Iterator[int]:
    """A descriptor that the token and the requests can be read from, one a line."""
    data = lines_for(requests, token)
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("requests", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    else:
        fd, path = tempfile.mkstemp()
        os.unlink(path)
    try:
        while data:
            data = data[os.write(fd, data) :]
        if hasattr(os, "memfd_create"):
            seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
            fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
        os.lseek(fd, 0, os.SEEK_SET)
        yield fd
    finally:
        os.close(fd)
