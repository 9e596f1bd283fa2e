"""Watch programs while they run, on the real clock: a picture that moves while a loop is blocked.

Each program runs in a process of its own. What is over comes as events, as ever; what has only
begun, above all who holds the loop, is read from a board that both processes share.
"""

from looplab.live.sight import Open, Sight
from looplab.live.watching import Watch, Watched, watch

__all__ = ["Open", "Sight", "Watch", "Watched", "watch"]
