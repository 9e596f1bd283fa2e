"""The folder in which the children of a server are, one after the other: each finds it empty."""

from __future__ import annotations

import contextlib
import os
import stat


def emptied(folder: str) -> bool:
    """Remove all that is in the folder. Whether nothing is left."""
    try:
        for name in os.listdir(folder):
            _remove(os.path.join(folder, name))
        return not os.listdir(folder)
    except (OSError, RecursionError):
        return False


def _remove(path: str) -> None:
    if not stat.S_ISDIR(os.lstat(path).st_mode):
        os.unlink(path)
        return
    with contextlib.suppress(OSError):
        os.rmdir(path)
        return
    with contextlib.suppress(OSError):
        # It may be closed to its own owner.
        os.chmod(path, stat.S_IRWXU)
    for name in os.listdir(path):
        _remove(os.path.join(path, name))
    os.rmdir(path)
