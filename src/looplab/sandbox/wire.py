"""What is said between a fork server and the side that asks it.

First the server says a line of JSON, ``Hello``, sometimes after a line that asks for its numbers of
users. From then on one byte asks: to run, with two descriptors (requests to read, a pipe for
events), or to kill what runs. Each run is answered by one report, after all that the child has left
is gone: its status as ``wait`` gives it, CPU seconds, the largest size in memory (in what the
system counts it in), how many processes were swept, and whether all that it wrote is gone too.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Self

RUN, KILL = b"R", b"K"
REPORT = struct.Struct("<idqi?")

# The exit status of a child that could not even begin.
NEVER_BEGAN = 97

# Asks whoever started the server to write down which users its namespace knows.
MAP_USERS, MAPPED = "map users", b"M"


@dataclass(frozen=True)
class Hello:
    """The server is ready, in these layers; or it cannot be, for this reason."""

    layers: tuple[str, ...] = ()
    reason: str = ""
    asks: str = ""

    def to_line(self) -> bytes:
        """As one line."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """Read what ``to_line`` wrote."""
        data = json.loads(line)
        data["layers"] = tuple(data["layers"])
        return cls(**data)
