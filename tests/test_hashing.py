"""The stated cost of hashing passwords: the same on every machine, and blamed on its line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import bcrypt
import pytest

from looplab.trace import Trace

Traced = Callable[..., Trace]


def costs(trace: Trace) -> list[tuple[str | None, float]]:
    assert trace.status == "finished", trace.end.error
    return [(e.call, round(e.duration, 6)) for e in trace.kind("block")]


def texts(trace: Trace) -> list[str]:
    assert trace.status == "finished", trace.end.error
    return [e.text or "" for e in trace.prints()]


def test_scrypt_costs_what_its_three_numbers_say(traced: Traced) -> None:
    """0.4 microseconds for each of n * r * p."""
    trace = traced("""
        import hashlib
        hashlib.scrypt(b"x", salt=b"s", n=2**10, r=8, p=1)
        hashlib.scrypt(password=b"x", salt=b"s", n=2**11, r=4, p=3, dklen=16)
    """)
    assert costs(trace) == [("hashlib.scrypt", 0.003277), ("hashlib.scrypt", 0.00983)]


def test_pbkdf_costs_by_hash_iterations_and_blocks(traced: Traced) -> None:
    """However its arguments are written; a second block costs as much as the first."""
    trace = traced("""
        import hashlib
        hashlib.pbkdf2_hmac("sha256", b"x", b"s", 1000)
        hashlib.pbkdf2_hmac("SHA1", b"x", b"s", 1000, None)
        hashlib.pbkdf2_hmac(hash_name="sha512", password=b"x", salt=b"s", iterations=1000)
        hashlib.pbkdf2_hmac("sha256", b"x", b"s", 1000, dklen=32)
        hashlib.pbkdf2_hmac("sha256", b"x", b"s", 1000, dklen=33)
        hashlib.pbkdf2_hmac("sha256", b"x", b"s", iterations=3000, dklen=5)
    """)
    assert [seconds for _, seconds in costs(trace)] == [3e-4, 3e-4, 7e-4, 3e-4, 6e-4, 9e-4]


def test_bcrypt_costs_two_to_the_power_of_its_rounds(traced: Traced) -> None:
    """To check one costs as much as to make it, right or wrong; kdf counts rounds one by one."""
    trace = traced("""
        import bcrypt
        kept = bcrypt.hashpw(b"x", bcrypt.gensalt(5))
        print(bcrypt.checkpw(b"x", kept))
        print(bcrypt.checkpw(password=b"y", hashed_password=kept))
        bcrypt.hashpw(b"x", bcrypt.gensalt(rounds=4, prefix=b"2a"))
        print(len(bcrypt.kdf(b"x", b"salt", 33, 50)))
    """)
    assert costs(trace) == [
        ("bcrypt.hashpw", 0.00192),
        ("bcrypt.checkpw", 0.00192),
        ("bcrypt.checkpw", 0.00192),
        ("bcrypt.hashpw", 0.00096),
        ("bcrypt.kdf", 0.37),
    ]
    assert texts(trace) == ["True", "False", "33"]


def test_the_hashes_are_the_real_ones(traced: Traced) -> None:
    """Nothing is pretended: what the program gets is what it would get in life."""
    (told,) = texts(
        traced("""
        import hashlib, bcrypt
        one = hashlib.scrypt(b"x", salt=b"s", n=4, r=1, p=1)
        two = hashlib.pbkdf2_hmac("sha256", b"x", b"s", 2)
        three = bcrypt.hashpw(b"x", b"$2b$04$abcdefghijklmnopqrstuu")
        print([one, two, three])
    """)
    )
    one = hashlib.scrypt(b"x", salt=b"s", n=4, r=1, p=1)
    two = hashlib.pbkdf2_hmac("sha256", b"x", b"s", 2)
    three = bcrypt.hashpw(b"x", b"$2b$04$abcdefghijklmnopqrstuu")
    assert told == str([one, two, three])


def test_an_error_costs_nothing(traced: Traced) -> None:
    """What cannot be hashed is refused as in life, at once."""
    trace = traced("""
        import hashlib, bcrypt
        for wrong in (
            lambda: hashlib.scrypt(b"x"),
            lambda: hashlib.scrypt(b"x", salt=b"s", n=3, r=8, p=1),
            lambda: hashlib.pbkdf2_hmac("no such hash", b"x", b"s", 100000),
            lambda: hashlib.pbkdf2_hmac("sha256", b"x", b"s", 0),
            lambda: bcrypt.hashpw("x", bcrypt.gensalt(12)),
            lambda: bcrypt.checkpw(b"x", b"rubbish"),
        ):
            try:
                wrong()
            except (TypeError, ValueError) as error:
                print(type(error).__name__)
    """)
    assert texts(trace) == [
        "TypeError", "ValueError", "UnsupportedDigestmodError", "ValueError", "TypeError",
        "ValueError",
    ]  # fmt: skip
    assert costs(trace) == []


def test_hashing_on_the_loop_makes_everybody_late(traced: Traced) -> None:
    """A login handler that hashes holds the loop at its line; a worker thread does not."""
    trace = traced("""
        import asyncio, bcrypt
        kept = bcrypt.hashpw(b"x", bcrypt.gensalt(9))
        async def beat():
            for _ in range(3):
                await asyncio.sleep(0.01)
        async def main():
            task = asyncio.create_task(beat())
            await asyncio.sleep(0)
            bcrypt.checkpw(b"x", kept)
            await task
            task = asyncio.create_task(beat())
            await asyncio.to_thread(bcrypt.checkpw, b"x", kept)
            await task
        asyncio.run(main())
    """)
    late = [round(e.duration, 6) for e in trace.kind("ready") if e.who == "beat"]
    assert late == [0.02072]
    held = [(e.call, e.line, e.on_loop) for e in trace.kind("block")]
    assert held[1] == ("bcrypt.checkpw", 10, True)
    assert held[2] == ("bcrypt.checkpw", None, False)


def test_as_many_go_on_side_by_side_as_there_are_cores(traced: Traced) -> None:
    """They release the interpreter's lock: eight of them on eight threads take the time of two."""
    trace = traced("""
        import time, hashlib
        from concurrent.futures import ThreadPoolExecutor
        def work(_):
            hashlib.pbkdf2_hmac("sha256", b"x", b"s", 10_000)
        for workers in (1, 4, 8):
            with ThreadPoolExecutor(workers) as pool:
                began = time.monotonic()
                list(pool.map(work, range(8)))
                print(round(time.monotonic() - began, 6))
    """)
    assert texts(trace) == ["0.024", "0.006", "0.006"]


def test_a_salt_is_the_same_in_every_run(traced: Traced) -> None:
    """So is what is printed of a hash; another seed makes another salt, of the same form."""
    program = """
        import bcrypt
        print(bcrypt.gensalt(4).decode())
        print(bcrypt.hashpw(b"x", bcrypt.gensalt(4)).decode())
    """
    first = texts(traced(program))
    assert first == texts(traced(program))
    other = texts(traced(program, seed=1))
    assert all(a != b for a, b in zip(first, other, strict=True))
    assert [len(text) for text in first] == [29, 60]
    assert first[0].startswith("$2b$04$")
    assert bcrypt.checkpw(b"x", first[1].encode())


def test_everything_is_put_back(traced: Traced) -> None:
    """After a run hashlib and bcrypt are their own again."""
    names = ("hashpw", "checkpw", "kdf", "gensalt")
    before = [getattr(bcrypt, name) for name in names] + [hashlib.scrypt, hashlib.pbkdf2_hmac]
    traced("import bcrypt, hashlib")
    after = [getattr(bcrypt, name) for name in names] + [hashlib.scrypt, hashlib.pbkdf2_hmac]
    assert before == after


@pytest.mark.real_clock
def test_on_the_real_clock_it_takes_as_long_as_it_takes(traced: Traced) -> None:
    """The real call is timed and blamed on its line."""
    trace = traced(
        """
        import bcrypt, hashlib
        kept = bcrypt.hashpw(b"x", bcrypt.gensalt(8))
        hashlib.scrypt(b"x", salt=b"s", n=2**14, r=8, p=1)
        """,
        clock="real",
    )
    assert [(e.call, e.line) for e in trace.kind("block")] == [
        ("bcrypt.hashpw", 3),
        ("hashlib.scrypt", 4),
    ]
