"""What threads wait for: locks and all that is built on them, each other, and signals.

locks, threads, signalling (how a program sends and awaits signals), signals (their delivery).
"""
