"""Namespaces: a process sees users, processes, a network and mounts of its own, and no others."""

from __future__ import annotations

import fcntl
import os
import socket
import struct

from looplab.isolation.libc import unshare

MOUNTS = 0x00020000
HOST_NAME = 0x04000000
IPC = 0x08000000
USERS = 0x10000000
PROCESSES = 0x20000000
NETWORK = 0x40000000

# The account that owns nothing.
NOBODY = 65534

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
_REQUEST = "16sh22x"


def enter(flags: int) -> None:
    """Move into namespaces of its own. For PROCESSES: its next child does, as their first process.

    The process must have one thread. Raises OSError.
    """
    unshare(flags)


def map_users(pid: int) -> None:
    """From outside: the account that runs this keeps its number in that process's namespace.

    If it is root, nobody has a number there too, so that a child can become nobody. Raises OSError.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        try:
            for name, number in (("uid_map", user), ("gid_map", group)):
                _write(pid, name, f"{number} {number} 1\n{NOBODY} {NOBODY} 1\n")
            return
        except OSError:
            # Root of a container that has no such number. What was written cannot be written over.
            pass
    _write(pid, "setgroups", "deny")
    for name, number in (("uid_map", user), ("gid_map", group)):
        if not _text(pid, name):
            _write(pid, name, f"{number} {number} 1\n")


def _write(pid: int, name: str, text: str) -> None:
    fd = os.open(f"/proc/{pid}/{name}", os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def _text(pid: int, name: str) -> str:
    with open(f"/proc/{pid}/{name}", encoding="ascii") as file:
        return file.read().strip()


def loopback_up() -> None:
    """In a network of its own: 127.0.0.1 answers. Raises OSError."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = bytearray(struct.pack(_REQUEST, b"lo", 0))
        fcntl.ioctl(control, _SIOCGIFFLAGS, request)
        (flags,) = struct.unpack_from("h", request, 16)
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack(_REQUEST, b"lo", flags | _IFF_UP))
