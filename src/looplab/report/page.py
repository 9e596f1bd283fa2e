"""``students/STUDENT.html``: one student's result, to be handed out as it is.

The text of hidden checks is not in it, nor what only the instructor should look at.
"""

from __future__ import annotations

from looplab.order.words import INSTEAD, labelled
from looplab.report.allowed import Allowed, allowed, verdict_in_words
from looplab.report.sheet import inert, prose, sheet
from looplab.result import Result
from looplab.results import checksum


def student_page(result: Result, title: str, *, advice: str = "", picture: str = "") -> str:
    """The page of one student. ``title`` names the lab.

    ``advice`` is shown where the result knows no mistake by name. ``picture`` is an SVG element of
    the first visible check that failed; it is put in as it is, so whoever draws it escapes what is
    the program's.
    """
    color = "good" if result.verdict == "passed" else "bad"
    parts = [
        f"<h1>{inert(result.student)}</h1>\n",
        f'<p class="faint">{inert(title)}</p>\n',
        f'<p class="points {color}">{result.points:g} of {result.max_points:g} points</p>\n',
        f"<p>{inert(verdict_in_words(result))}</p>\n",
    ]
    if result.late:
        parts.append("<p>It was handed in late.</p>\n")
    said: set[tuple[str, ...]] = set()
    items = []
    for check in allowed(result):
        items.append(_check(check, check.lines in said))
        if not check.passed and not check.hidden:
            said.add(check.lines)
    parts += ["<h2>The checks</h2>\n", f'<ul class="checks">\n{"".join(items)}</ul>\n']
    if result.diagnosis is not None:
        advice = result.diagnosis["advice"]
    if advice:
        parts += ["<h2>What will help</h2>\n", prose(advice)]
    if picture:
        parts += [
            "<h2>What your program did</h2>\n",
            "<p class='faint'>Its run for the first check that is not right yet.</p>\n",
            f'<div class="timeline" tabindex="0">{picture}</div>\n',
        ]
    told = f"Seed {result.seed}. "
    if result.source_sha256:
        told += f"The file that was judged has the SHA-256 {result.source_sha256}."
    parts.append(f'<p class="faint"><small>{inert(told)}</small></p>\n')
    return sheet(f"{result.student}: {title}", "".join(parts), record_of(result))


def record_of(result: Result) -> str:
    """What a page says about the result that it was made from."""
    return checksum(result.to_json())


def _check(check: Allowed, again: bool) -> str:
    mark, color, words = ("✓", "good", "right") if check.passed else ("✗", "bad", "not right")
    text = (
        f'<div class="check"><span class="{color}" role="img" aria-label="{words}">{mark}</span>'
        f'<span class="says">{inert(check.says)}</span>'
        f'<span class="faint">{check.points:g}/{check.max_points:g}</span></div>'
    )
    why = f"<dt>tried with</dt><dd>{inert(check.tried)}</dd>" if check.tried else ""
    if again and not check.passed and not check.hidden:
        why += '<dd class="faint">for the same reason</dd>'
    elif not check.passed:
        why += "".join(map(_part, check.lines))
    if why:
        text += f"<dl>{why}</dl>"
    return f"<li>{text}</li>\n"


def _part(line: str) -> str:
    label, text = labelled(line)
    there = ' class="write"' if label == INSTEAD else ""
    name = f"<dt>{label.lower()}</dt>" if label else ""
    return f"{name}<dd{there}>{inert(text)}</dd>"
