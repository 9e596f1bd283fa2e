"""My work on the labs, checked at every save, on one screen with single keys.

The state is pure: what was typed, saved or found out goes in, and what to show and to do comes out
(``state``, ``screen``). The terminal and the check are driven from outside (``terminal``,
``checking``, ``watching``).
"""

from looplab.watch.state import Outcome
from looplab.watch.watching import Judge, watch

__all__ = ["Judge", "Outcome", "watch"]
