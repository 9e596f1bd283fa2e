"""Who held the loop, who was ready but had to wait, and at which line: one model, many pictures.

``run_of(trace)`` makes the model, a ``Run``. Each renderer is a module of its own (text, svg, html,
perfetto; shown for notebooks) and imported where it is used (``from looplab.timeline.text import
show``): not everybody who asks for the facts needs what draws them.
"""

from looplab.timeline.model import Fact, Hold, Lane, Printed, Run, Segment, Victim, table
from looplab.timeline.reading import run_of
from looplab.timeline.words import STATES, WORDS, State, seconds, visible

__all__ = [
    "STATES",
    "WORDS",
    "Fact",
    "Hold",
    "Lane",
    "Printed",
    "Run",
    "Segment",
    "State",
    "Victim",
    "run_of",
    "seconds",
    "table",
    "visible",
]
