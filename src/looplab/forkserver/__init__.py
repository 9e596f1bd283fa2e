"""A process that has everything imported and forks a child for each run: a fork server.

It is started by name (``python -m looplab.forkserver``) and driven by ``looplab.sandbox.server``,
which says what the two tell each other. What to run goes to the child only, in a sealed file, and
what it tells goes past this process on a pipe: the server never sees a program, or what it did, so
that there is nothing in its memory for the next child to find.

``warmup``: what it does before its first fork. ``serving``: one run after the other. ``walls``:
what its children are kept away from, for as long as the server lives. ``running``: what a child
does before the program begins.
"""
