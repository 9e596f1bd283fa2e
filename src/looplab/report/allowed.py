"""What of a result its student may see.

The text of a hidden check is its name, its docstring and what it expected. None of it is shown;
nor where a program has got hold of it and says it in an error of its own. That holds for the text
as it stands: what a program could say of it in other words is for the isolation to prevent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from looplab.result import ENDINGS, Check, Result
from looplab.timeline.words import visible

HIDDEN = "a hidden check"

# A shorter text is nobody's secret, and blanking it would tear holes into other words.
_SHORTEST = 8
_EXPECTED = "Expected: "


@dataclass(frozen=True)
class Allowed:
    """One check as its student may see it; ``lines`` say why it failed."""

    says: str
    passed: bool
    points: float
    max_points: float
    hidden: bool
    lines: tuple[str, ...]


def allowed(result: Result) -> list[Allowed]:
    """The checks of a result, without the text of hidden ones; nothing in them is obeyed."""
    secret = _secrets(result.checks)
    shown = []
    for check in result.checks:
        says, lines = HIDDEN, tuple[str, ...]()
        if not check.hidden:
            says = visible(check.says)
            message = secret.sub("(hidden)", check.message) if secret else check.message
            lines = tuple(map(visible, message.splitlines()))
        shown.append(
            Allowed(says, check.passed, check.points, check.max_points, check.hidden, lines)
        )
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
        first = check.message.partition("\n")[0]
        if first.startswith(_EXPECTED):
            texts.add(first.removeprefix(_EXPECTED))
    found = [text.split() for text in hidden - known if len(text.strip()) >= _SHORTEST]
    patterns = [r"\s+".join(map(re.escape, words)) for words in found]
    return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None
