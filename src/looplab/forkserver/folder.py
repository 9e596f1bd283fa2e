"""The folder in which the children are, one after the other: each finds it empty."""

from __future__ import annotations

import os
import shutil
import stat


def emptied(folder: str) -> bool:
    """Remove all that is in the folder. Whether nothing is left."""
    try:
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if stat.S_ISDIR(os.lstat(path).st_mode):
                _open_up(path)
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.unlink(path)
        return not os.listdir(folder)
    except (OSError, RecursionError):
        return False


def _open_up(folder: str) -> None:
    """Let its owner look into it, and into all that are below it."""
    os.chmod(folder, stat.S_IRWXU)
    for above, folders, _ in os.walk(folder):
        for each in (os.path.join(above, name) for name in folders):
            if not os.path.islink(each):
                os.chmod(each, stat.S_IRWXU)
