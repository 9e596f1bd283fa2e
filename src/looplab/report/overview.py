"""``report.html``: a class at a glance, for its instructor.

It has the text of hidden checks, and what to look at; what students may see is on their pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any
from urllib.parse import quote

from looplab.report.grades import remarks
from looplab.report.sheet import bars, inert, prose, sheet
from looplab.result import ENDINGS, Check, Result, left_open

# So many names stand in a row; the others are there when they are asked for.
_ROW = 12
_OWN_WORDS = {
    "passed": "every check is right",
    "failed": "it ran, and some check is not right",
}


def overview(
    results: Sequence[Result],
    title: str,
    pages: Mapping[str, str],
    conditions: Mapping[str, Any],
) -> str:
    """The page. ``pages`` says, by student, what their own page is called, without its ending.

    ``conditions`` are what the results depend on beside the programs: seed, versions, limits.
    """
    results = sorted(results, key=lambda result: result.student)

    def link(student: str) -> str:
        if student not in pages:
            return inert(student)
        return f'<a href="students/{quote(pages[student])}.html">{inert(student)}</a>'

    def names(students: Iterable[str]) -> str:
        linked = [link(student) for student in students]
        first, rest = ", ".join(linked[:_ROW]), linked[_ROW:]
        if not rest:
            return first
        more = f"<details><summary>and {len(rest)} more</summary>{', '.join(rest)}</details>"
        return first + more

    def listed(heading: str, words: str, students: Sequence[str]) -> str:
        told = f"<h2>{heading}</h2>\n<p>{words}</p>\n<p>{names(students)}</p>\n"
        return told if students else ""

    body = [f"<h1>{inert(title)}</h1>\n", _summary(results), _points(results), _verdicts(results)]
    body += [_checks(results), _mistakes(results, names), _suspicions(results, link)]
    body += [
        _unusable(results, link),
        listed(
            "Missing", "Nothing was handed in.", [r.student for r in results if not r.handed_in]
        ),
        listed(
            "Not on the roster",
            "Judged like all others, and on no row of the roster.",
            [r.student for r in results if r.unknown],
        ),
        listed(
            "Late",
            "The course platform says so; no mark depends on it.",
            [r.student for r in results if r.late],
        ),
        _students(results, link),
        _how(results, conditions),
    ]
    return sheet(f"{title}: report", "".join(body))


def _summary(results: Sequence[Result]) -> str:
    programs = [r for r in results if r.verdict != "missing"]
    told = f"{_number(len(results), 'student')}, {_number(len(programs), 'program')}"
    if programs:
        most = max(result.max_points for result in programs)
        full = sum(result.points >= most for result in programs)
        told += f"; {_number(full, 'program')} {'has' if full == 1 else 'have'} all "
        told += f"{_number(most, 'point')}, the median is {median(r.points for r in programs):g}"
    return f'<p class="faint">{inert(told)}.</p>\n'


def _number(n: float, what: str) -> str:
    return f"{n:g} {what}{'' if n == 1 else 's'}"


def _points(results: Sequence[Result]) -> str:
    there = [result for result in results if result.verdict != "missing"]
    if not there:
        return ""
    most = max(result.max_points for result in there)
    # Whole points where there are few; else tenths of what can be reached.
    step = 1.0 if most <= 20 else most / 10
    last = int(most // step) if most > 0 else 0
    count = Counter(min(last, int(max(0.0, r.points) / step + 1e-9)) for r in there)
    longest = max(count.values())
    between = any(r.points != int(r.points) for r in there) or step != 1.0
    rows = []
    for n in range(last, -1, -1):
        name = f"{n * step:g}" + (
            f" to less than {(n + 1) * step:g}" if between and n < last else ""
        )
        rows.append((name, count[n] / longest, str(count[n])))
    for words, n in (
        ("nothing to judge", sum(bool(result.unusable) for result in results)),
        ("missing", sum(not result.handed_in for result in results)),
    ):
        if n:
            rows.append((words, n / longest, str(n)))
    return "<h2>Points</h2>\n" + bars(f"Students by points, of {most:g}", rows)


def _verdicts(results: Sequence[Result]) -> str:
    count = Counter(result.verdict for result in results)
    rows = []
    for verdict, n in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        words = _OWN_WORDS.get(verdict) or ENDINGS.get(verdict, "")
        name = f"{inert(verdict)}<br><small class='faint'>{inert(words)}</small>"
        rows.append((name, n / len(results), str(n)))
    return "<h2>Verdicts</h2>\n" + bars("How the programs ended", rows) if rows else ""


def _checks(results: Sequence[Result]) -> str:
    there = [result for result in results if result.verdict != "missing"]
    known: dict[str, Check] = {}
    right: Counter[str] = Counter()
    for result in there:
        for check in result.checks:
            known.setdefault(check.name, check)
            right[check.name] += check.passed
    rows = []
    for name, check in known.items():
        worth = _number(check.max_points, "point")
        hidden = ", hidden from students" if check.hidden else ""
        told = f"{inert(check.says)}<br><small class='faint'>{worth}{hidden}</small>"
        rows.append((told, right[name] / len(there), f"{right[name]} of {len(there)}"))
    return "<h2>Checks</h2>\n" + bars("Programs that are right in them", rows) if rows else ""


def _mistakes(results: Sequence[Result], names: Any) -> str:
    who: dict[str, list[Result]] = {}
    for result in results:
        if result.diagnosis is not None:
            who.setdefault(result.diagnosis["wrong"], []).append(result)
    if not who:
        return ""
    parts = ["<h2>The commonest mistakes</h2>\n"]
    for wrong, theirs in sorted(who.items(), key=lambda item: (-len(item[1]), item[0])):
        assert theirs[0].diagnosis is not None
        first, _, more = theirs[0].diagnosis["advice"].partition("\n\n")
        advice = prose(first)
        if more:
            advice += f"<details><summary>what to write instead</summary>{prose(more)}</details>\n"
        heading = f"<code>{inert(wrong)}</code>: {len(theirs)}"
        parts.append(f"<h3>{heading}</h3>\n{advice}<p>{names(r.student for r in theirs)}</p>\n")
    return "".join(parts)


def _unusable(results: Sequence[Result], link: Any) -> str:
    rows = "".join(
        f'<tr><th scope="row">{link(r.student)}</th><td>{inert(r.unusable)}</td></tr>\n'
        for r in results
        if r.unusable
    )
    if not rows:
        return ""
    return (
        "<h2>Nothing to judge</h2>\n<p>Something was handed in, and no program.</p>\n"
        f'<div class="wide" tabindex="0"><table><tbody>{rows}</tbody></table></div>\n'
    )


def _suspicions(results: Sequence[Result], link: Any) -> str:
    rows = "".join(
        f'<tr><th scope="row">{link(r.student)}</th><td>{inert(str(s["what"]))}</td>'
        f"<td>{inert(s['file'])}:{inert(str(s['line']))}</td></tr>\n"
        for r in results
        for s in r.suspicions
    )
    if not rows:
        return ""
    return (
        "<h2>To look at yourself</h2>\n<p>Lines that honest work does not need. They say nothing "
        'about a mark.</p>\n<div class="wide" tabindex="0"><table>'
        f"<tbody>{rows}</tbody></table></div>\n"
    )


def _students(results: Sequence[Result], link: Any) -> str:
    heads = "".join(
        f'<th scope="col"{" class=number" if head == "points" else ""}>{head}</th>'
        for head in ("student", "points", "verdict", "mistake", "remarks")
    )
    rows = "".join(
        f'<tr><th scope="row">{link(r.student)}</th><td class="number">{r.points:g}</td>'
        f"<td>{inert(r.verdict)}</td><td>{inert(r.diagnosis['wrong'] if r.diagnosis else '')}</td>"
        f"<td>{inert('; '.join(remarks(r)))}</td></tr>\n"
        for r in results
    )
    return (
        '<h2>All students</h2>\n<div class="wide" tabindex="0"><table>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div>\n"
    )


def _how(results: Sequence[Result], conditions: Mapping[str, Any]) -> str:
    told = []
    for layers, n in Counter(result.isolation for result in results).most_common():
        words = f"{', '.join(layers) or 'none'} ({_number(n, 'program')})"
        if what := left_open(layers):
            words += f"; {what} of the grading account were open to them"
        told.append(("isolation", words))
    for seed in sorted({result.seed for result in results}):
        told.append(("seed", str(seed)))
    for key, value in conditions.items():
        if key in ("seed", "isolation", "lab"):
            continue
        if isinstance(value, Mapping):
            value = ", ".join(_limit(name, limit) for name, limit in value.items())
        told.append((key.replace("_", " "), str(value)))
    rows = "".join(
        f'<tr><th scope="row">{inert(name)}</th><td>{inert(value)}</td></tr>\n'
        for name, value in told
    )
    return f"<h2>How it was graded</h2>\n<table class='how'><tbody>{rows}</tbody></table>\n"


def _limit(name: str, most: Any) -> str:
    if name in ("wall", "cpu", "virtual"):
        return f"{name} {most:g} s"
    return f"{name} {most >> 20} MiB" if name in ("memory", "output") else f"{name} {most}"
