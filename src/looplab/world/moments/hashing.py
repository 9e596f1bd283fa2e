"""What it costs to hash a password: a stated model, so that it is the same on every machine.

The hash is really computed, which takes as long as it takes; what it costs on the virtual clock
depends on its parameters alone, and is near to what a server's processor of today needs:

- ``hashlib.scrypt``: 0.4 microseconds for each of n * r * p. n=2**14, r=8, p=1 cost 0.052 s.
- ``hashlib.pbkdf2_hmac``: 0.3 microseconds an iteration with sha1, sha224 and sha256, 0.7 with any
  other hash, for each block of the hash's own size that ``dklen`` asks for, as every block is
  worked out anew. 100,000 iterations of sha256 cost 0.03 s.
- ``bcrypt.hashpw`` and ``checkpw``: 60 microseconds times 2**rounds. 12 rounds cost 0.25 s.
- ``bcrypt.kdf``: 3.7 milliseconds for each of its rounds (there they are no exponent) and each 32
  bytes begun.

It is work, not waiting: it holds its thread, and on that of a loop everybody in it. All of these
release the interpreter's lock. So as many as there are cores go on side by side on as many threads,
in this world as in life. ``bcrypt.gensalt`` takes its salt from the run's own chance.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from collections.abc import Callable
from typing import Any

from looplab.world.inside import here
from looplab.world.late import Patch

SCRYPT = 0.4e-6
PBKDF = {"sha1": 0.3e-6, "sha224": 0.3e-6, "sha256": 0.3e-6}
PBKDF_OTHER = 0.7e-6
BCRYPT = 60e-6
BCRYPT_KDF = 3.7e-3

# bcrypt writes the digits of its salt in another order than the rest of the world.
_DIGITS = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_USUAL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SALT = bytes.maketrans(_USUAL, _DIGITS)

_real: dict[str, Callable[..., Any]] = {
    name: getattr(hashlib, name) for name in ("scrypt", "pbkdf2_hmac") if hasattr(hashlib, name)
}


def _worked(call: str, seconds: Callable[..., float], *args: Any, **options: Any) -> Any:
    """Do it for real, and let the virtual clock go on by what it costs; an error costs nothing."""
    world, real = here(), _real[call.rpartition(".")[2]]
    if world is None:
        return real(*args, **options)
    if world.scheduler is None:
        with world.timed(call):
            return real(*args, **options)
    made = real(*args, **options)
    world.spend(call, seconds(*args, **options))
    return made


def scrypt(*args: Any, **options: Any) -> bytes:
    """As ``hashlib.scrypt``."""
    return bytes(_worked("hashlib.scrypt", _scrypt_cost, *args, **options))


def _scrypt_cost(password: Any, *, n: int, r: int, p: int, **_: Any) -> float:
    return SCRYPT * n * r * p


def pbkdf2_hmac(*args: Any, **options: Any) -> bytes:
    """As ``hashlib.pbkdf2_hmac``."""
    return bytes(_worked("hashlib.pbkdf2_hmac", _pbkdf_cost, *args, **options))


def _pbkdf_cost(
    hash_name: str, password: Any, salt: Any, iterations: int, dklen: int | None = None
) -> float:
    digest = hashlib.new(hash_name)
    blocks = 1 if dklen is None else -(-dklen // digest.digest_size)
    return PBKDF.get(digest.name, PBKDF_OTHER) * iterations * blocks


def hashpw(*args: Any, **options: Any) -> bytes:
    """As ``bcrypt.hashpw``."""
    return bytes(_worked("bcrypt.hashpw", _hashpw_cost, *args, **options))


def _hashpw_cost(password: bytes, salt: bytes) -> float:
    return float(BCRYPT * 2 ** int(salt.split(b"$")[2]))


def checkpw(*args: Any, **options: Any) -> bool:
    """As ``bcrypt.checkpw``."""
    return bool(_worked("bcrypt.checkpw", _checkpw_cost, *args, **options))


def _checkpw_cost(password: bytes, hashed_password: bytes) -> float:
    return _hashpw_cost(password, hashed_password)


def kdf(*args: Any, **options: Any) -> bytes:
    """As ``bcrypt.kdf``."""
    return bytes(_worked("bcrypt.kdf", _kdf_cost, *args, **options))


def _kdf_cost(
    password: bytes,
    salt: bytes,
    desired_key_bytes: int,
    rounds: int,
    ignore_few_rounds: bool = False,
) -> float:
    return BCRYPT_KDF * rounds * -(-desired_key_bytes // 32)


def gensalt(*args: Any, **options: Any) -> bytes:
    """As ``bcrypt.gensalt``."""
    made, world = bytes(_real["gensalt"](*args, **options)), here()
    if world is None or world.scheduler is None:
        return made
    salt = base64.b64encode(os.urandom(16)).rstrip(b"=").translate(_SALT)
    return made[: made.rindex(b"$") + 1] + salt


def of_bcrypt() -> list[Patch]:
    """What to replace in bcrypt, once it is imported: owner, name, replacement."""
    bcrypt = sys.modules["bcrypt"]
    functions = (hashpw, checkpw, kdf, gensalt)
    for function in functions:
        if (found := getattr(bcrypt, function.__name__)) is not function:
            _real[function.__name__] = found
    return [(bcrypt, function.__name__, function) for function in functions]


def patches() -> list[Patch]:
    """What to replace: owner, name, replacement."""
    functions = (scrypt, pbkdf2_hmac)
    return [(hashlib, f.__name__, f) for f in functions if f.__name__ in _real]
