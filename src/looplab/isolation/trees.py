"""What a Python process has to read while it runs programs, and what it may not find there."""

from __future__ import annotations

import os
import sys

import looplab

# Time zones, certificates, and where shared libraries are.
_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo",
    "/etc/localtime", "/etc/ld.so.cache", "/etc/ssl/certs", "/etc/ssl/openssl.cnf",
)  # fmt: skip

# Devices: nothing comes in or goes out by them.
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def readable() -> list[str]:
    """Files and folders, each with all below it."""
    own = [*sys.path, os.path.dirname(os.__file__), os.path.join(sys.base_prefix, "lib")]
    return [path for path in dict.fromkeys((*own, *_SYSTEM)) if path and os.path.exists(path)]


def hidden() -> list[str]:
    """Folders below the readable ones that are not to be read: the labs' checks and solutions."""
    course = os.path.join(os.path.dirname(os.path.abspath(looplab.__file__)), "_course")
    return [course] if os.path.isdir(course) else []


def without_hidden(paths: list[str], folders: list[str]) -> list[str]:
    """The same without these folders: what lies beside them, instead of what is above them."""
    found: list[str] = []
    for path in paths:
        inside = [each for each in folders if _is_below(each, path)]
        if not inside:
            found.append(path)
        elif os.path.realpath(path) not in map(os.path.realpath, inside):
            children = [os.path.join(path, name) for name in os.listdir(path)]
            found += without_hidden(children, inside)
    return found


def _is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder, or in it."""
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
