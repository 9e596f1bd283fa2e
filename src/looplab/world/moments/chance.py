"""Chance: what the machine's own source of randomness would give comes from the run's seed.

``random`` is seeded elsewhere; this is ``os.urandom`` and all that asks it or its like: secrets,
``SystemRandom``, ``uuid4``, WebSocket keys, a ``Random()`` without a seed. Two runs then print the
same token, which in life would be a hole: nothing that is made in a virtual world is a secret.

Each module that asks has a stream of its own, so that one more import, which may ask too, changes
nothing for the others. On the real clock chance is what it is in life.
"""

from __future__ import annotations

import operator
import os
import random
import sys
import uuid
from typing import Any

from looplab.world.inside import World, here

# A made-up network address; the second bit says that it is no real card's.
NODE = 0x02_00_00_00_00_01

_real_urandom = os.urandom
_real_getrandom: Any = getattr(os, "getrandom", None)
_real_seed = random.Random.seed
_real_getnode = uuid.getnode
_real_uuid: Any = uuid.uuid1


class Chance:
    """The streams of one run, by the name of the module that asks."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._streams: dict[str, random.Random] = {}

    def bytes(self, size: int, asker: str) -> bytes:
        """The next so many bytes for this asker. Raises ValueError where size is negative."""
        if size < 0:
            raise ValueError("negative argument not allowed")
        stream = self._streams.get(asker)
        if stream is None:
            stream = self._streams[asker] = random.Random(f"{self._seed} {asker}")
        return stream.randbytes(size)


def seed_chance(world: World, seed: int) -> None:
    """From now on this world's chance is what the seed makes it."""
    world.kept["chance"] = Chance(seed)


def drawn(size: int) -> bytes | None:
    """So many bytes by chance for whoever called; None where the real source is to be asked."""
    world = here()
    if world is None or world.scheduler is None:
        return None
    asker = sys._getframe(1)
    # SystemRandom asks for somebody else, and so do we.
    while asker.f_code.co_filename in (__file__, random.__file__) and asker.f_back is not None:
        asker = asker.f_back
    chance: Chance = world.kept["chance"]
    return chance.bytes(size, str(asker.f_globals.get("__name__")))


def urandom(size: int, /) -> bytes:
    """As ``os.urandom``."""
    found = drawn(operator.index(size))
    return _real_urandom(size) if found is None else found


def getrandom(size: int, flags: int = 0) -> bytes:
    """As ``os.getrandom``."""
    found = drawn(operator.index(size))
    return bytes(_real_getrandom(size, flags)) if found is None else found


def seed(self: random.Random, a: Any = None, version: int = 2) -> None:
    """As ``Random.seed``; without a seed it takes one by chance."""
    if a is None and (found := drawn(32)) is not None:
        a = int.from_bytes(found, "big")
    _real_seed(self, a, version)


def seed_shared(a: Any = None, version: int = 2) -> None:
    """As ``random.seed``."""
    seed(random._inst, a, version)


def getnode() -> int:
    """As ``uuid.getnode``: the same on every machine."""
    world = here()
    return _real_getnode() if world is None or world.scheduler is None else NODE


def uuid1(node: int | None = None, clock_seq: int | None = None) -> uuid.UUID:
    """As ``uuid.uuid1``, which else asks the system for the time, too."""
    found = drawn(2)
    if found is not None:
        node = NODE if node is None else node
        clock_seq = int.from_bytes(found, "big") & 0x3FFF if clock_seq is None else clock_seq
    made: uuid.UUID = _real_uuid(node, clock_seq)
    return made


def patches() -> list[tuple[Any, str, Any]]:
    """What to replace: owner, name, replacement."""
    found: list[tuple[Any, str, Any]] = [
        (os, "urandom", urandom),
        (random, "_urandom", urandom),
        (random.Random, "seed", seed),
        (random, "seed", seed_shared),
        (uuid, "getnode", getnode),
        (uuid, "uuid1", uuid1),
        # It would not let the time go back to 1970.
        (uuid, "_last_timestamp", None),
    ]
    if _real_getrandom is not None:
        found.append((os, "getrandom", getrandom))
    return found
