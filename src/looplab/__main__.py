"""``python -m looplab`` is ``looplab``."""

from looplab.cli import entry

entry()
