"""What takes time on the virtual clock though no program says how much, in seconds.

A module of its own, without imports, so that a command's help can state it at once.
"""

from __future__ import annotations

USUAL = {
    # To open a file, and for each megabyte begun of what is read or written.
    "files": 0.005,
    # To look up a host that is neither this machine nor a number.
    "names": 0.05,
    # Until the person at the keyboard has typed a line.
    "input": 1.0,
    # To start another program.
    "processes": 0.01,
}
