"""seccomp: calls to the kernel that are refused, whoever asks, now and in children.

A small program that the kernel runs before each call. What is refused fails with EPERM, so that a
program sees an error and goes on; a call in another processor's numbering ends the process.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from looplab.isolation.libc import PR_SET_SECCOMP, no_new_privileges, prctl
from looplab.isolation.syscalls import AUDIT, CHANGES, CLONES, ONLY_ITSELF, REFUSED, SOCKETS

# Instructions: load a word, jump if it is equal, at least, or has one of these bits; answer.
_LOAD, _EQUAL, _AT_LEAST, _HAS, _ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
# Where the kernel puts them: the call's number, the processor, and the arguments, 8 bytes each.
_NUMBER, _PROCESSOR, _ARGUMENTS = 0, 4, 16
_FILTER = 2

_X32 = 0x40000000
_NEW_NAMESPACES = 0x7E020000
_AF_UNIX, _SOCK_STREAM = 1, 1

Instruction = tuple[int, int, int, int]


def known() -> bool:
    """Whether the numbers of this processor are known."""
    return os.uname().machine in AUDIT


def program(machine: str, *, network: bool, changes: bool) -> bytes:
    """The filter for a processor.

    ``network``: whether sockets of all kinds may be made; ``changes``: whether the owner of files
    may change what others may do with them.
    """
    refuse = (_ANSWER, 0, 0, _ERROR | errno.EPERM)
    lines: list[Instruction] = [
        (_LOAD, 0, 0, _PROCESSOR),
        (_EQUAL, 1, 0, AUDIT[machine]),
        (_ANSWER, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if machine == "x86_64":
        # The same calls once more, with other numbers.
        lines += [(_AT_LEAST, 0, 1, _X32), (_ANSWER, 0, 0, _KILL)]
    # libc goes on with clone, whose flags can be seen.
    lines += [(_EQUAL, 0, 1, CLONES[machine]["clone3"]), (_ANSWER, 0, 0, _ERROR | errno.ENOSYS)]
    lines += _where(CLONES[machine]["clone"], [(_HAS, 0, 1, _NEW_NAMESPACES), refuse])
    refused = REFUSED[machine] | ({} if changes else CHANGES[machine])
    for number in refused.values():
        lines += [(_EQUAL, 0, 1, number), refuse]
    for number in ONLY_ITSELF[machine].values():
        lines += _where(number, [(_EQUAL, 1, 0, 0), refuse])
    if not network:
        sockets = SOCKETS[machine]
        # A pair of ends is all that the network in memory needs.
        lines += [(_EQUAL, 0, 1, sockets["connect"]), refuse]
        lines += _where(sockets["socket"], [(_EQUAL, 1, 0, _AF_UNIX), refuse])
        kind = [(0x54, 0, 0, 0xF), (_EQUAL, 1, 0, _SOCK_STREAM), refuse]
        lines += _where(sockets["socket"], kind, argument=1)
    lines.append((_ANSWER, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _where(number: int, lines: list[Instruction], argument: int = 0) -> list[Instruction]:
    """These lines for one call, with its argument loaded; then on with the call's number again."""
    inside = [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument), *lines, (_LOAD, 0, 0, _NUMBER)]
    return [(_EQUAL, 0, len(inside), number), *inside]


def install(filter: bytes) -> None:
    """Refuse from now on, for good, in this thread and all that it starts. Raises OSError."""
    lines = ctypes.create_string_buffer(filter, len(filter))
    # How many instructions, and where they are.
    where = struct.pack("@HP", len(filter) // 8, ctypes.addressof(lines))
    described = ctypes.create_string_buffer(where, len(where))
    no_new_privileges()
    prctl(PR_SET_SECCOMP, _FILTER, ctypes.addressof(described))
