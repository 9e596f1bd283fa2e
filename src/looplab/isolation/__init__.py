"""How a process shuts itself off, on Linux: one layer a module, made by plain calls to libc.

Every function raises OSError where the kernel refuses. Nothing here decides what is good enough:
that is for who puts the layers together, and for who tries them out.

``namespaces``: processes, network and mounts of its own. ``filesystem``: a small read-only root.
``landlock`` and ``seccomp``: which files, and which calls to the kernel. ``privileges``: another
account, no capabilities. ``trees``: what Python has to read.
"""
