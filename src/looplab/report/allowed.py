"""What of a result its student may see.

The text of a hidden check is its name, its docstring and what it expected. None of it is shown;
nor where a program has got hold of it and says it in an error of its own. That holds for the text
as it stands: what a program could say of it in other words is for the isolation to prevent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from looplab.order.words import EXPECTED, labelled
from looplab.result import ENDINGS, Check, Result
from looplab.timeline.words import visible

HIDDEN = "a hidden check"

# A shorter text is nobody's secret, and blanking it would tear holes into other words.
_SHORTEST = 8


@dataclass(frozen=True)
class Allowed:
    """One check as its student may see it.

    ``lines`` say why it failed, ``tried`` the inputs of the run that failed it, as in a call.
    """

    says: str
    passed: bool
    points: float
    max_points: float
    hidden: bool
    lines: tuple[str, ...]
    tried: str = ""

    @property
    def text(self) -> str:
        """Both, for systems that show text."""
        return "\n".join(([f"Tried with: {self.tried}"] if self.tried else []) + [*self.lines])


def allowed(result: Result) -> list[Allowed]:
    """The checks of a result, without the text of hidden ones; nothing in them is obeyed."""
    secret = _secrets(result.checks)
    shown = []
    for check in result.checks:
        says, lines, tried = HIDDEN, tuple[str, ...](), ""
        if not check.hidden:
            says = visible(check.says)
            message, tried = (
                secret.sub("(hidden)", text) if secret else text
                for text in (check.message, check.tried)
            )
            lines, tried = tuple(map(visible, message.splitlines())), visible(tried)
        points = check.points, check.max_points
        shown.append(Allowed(says, check.passed, *points, check.hidden, lines, tried))
    return shown


def verdict_in_words(result: Result) -> str:
    """The verdict as a sentence for the student."""
    if result.verdict == "passed":
        return "All is right."
    if result.verdict == "failed":
        return "Some of it is not right yet."
    words = ENDINGS.get(result.verdict, result.verdict)
    return words[0].upper() + words[1:] + "."


def _secrets(checks: tuple[Check, ...]) -> re.Pattern[str] | None:
    hidden, known = set[str](), set[str]()
    for check in checks:
        texts = hidden if check.hidden else known
        texts |= {check.says, check.name}
        # Only the first line is the check's own: what follows, the program may have said.
        label, text = labelled(check.message.partition("\n")[0])
        if label == EXPECTED:
            texts.add(text)
    found = [text.split() for text in hidden - known if len(text.strip()) >= _SHORTEST]
    patterns = [r"\s+".join(map(re.escape, words)) for words in found]
    return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None
