"""Three jobs that compute: each takes some hundredths of a second, and waits for nobody."""

import hashlib
import sqlite3
from contextlib import closing

QUERY = """
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 70000)
    SELECT sum(n) FROM number
"""


def scrypt() -> None:
    """Hash a password. It is computed in C, which lets go of Python's lock meanwhile."""
    hashlib.scrypt(b"a good password", salt=b"and some salt...", n=2**13, r=8, p=1)


def count() -> None:
    """Compute in Python, which needs Python's lock all the time."""
    total = 0
    for number in range(400_000):
        total += number


def query() -> None:
    """Have a database compute; this one does it in our process, in C."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(QUERY).fetchone()
