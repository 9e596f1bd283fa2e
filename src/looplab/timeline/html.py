"""Runs as one HTML file: the picture, and all that it shows in words and tables.

It needs no script and asks nobody for anything; its own policy forbids both, whatever a program
printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from looplab.timeline.model import Run, table
from looplab.timeline.shapes import inert
from looplab.timeline.svg import svg
from looplab.timeline.words import seconds

MOST_LINES = 1000
MOST_ROWS = 2000

_STYLE = """\
:root { color-scheme: light dark; --ink: #1b1b1b; --faint: #595959; --paper: #fff; --line: #d0d0d0;
  --bad: #b34700; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eee; --faint: #b0b0b0; --paper: #161616; --line: #444; --bad: #ff9d5c; }
}
body { margin: 0 auto; max-width: 60rem; padding: 1rem; overflow-wrap: anywhere;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.wide { overflow-x: auto; margin: 0 0 1rem; }
svg { display: block; forced-color-adjust: none; }
.facts { padding-left: 1.3rem; list-style: none; }
.bad::before { content: "! "; margin-left: -.9rem; display: inline-block; width: .9rem;
  color: var(--bad); font-weight: 700; }
code { font: .9em ui-monospace, monospace; white-space: pre-wrap; }
.facts code { display: block; margin-left: 1rem; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--faint); padding: .3rem 0; }
th, td { text-align: left; font-weight: 400; padding: .15rem .9rem .15rem 0; vertical-align: top;
  border-bottom: 1px solid var(--line); white-space: nowrap; }
thead th { font-weight: 600; }
.who, .text { min-width: 5rem; white-space: normal; }
.text { min-width: 11rem; font-family: ui-monospace, monospace; white-space: pre-wrap; }
summary { cursor: pointer; padding: .6rem 0; }
"""


def html(runs: Sequence[Run]) -> str:
    """A page of its own: the picture, then for each run its sentences, printed lines and table.

    It can be read in a light and a dark browser, and on a phone, where the picture scrolls in its
    own box. The same runs give the same bytes.
    """
    title = inert(" and ".join(run.title for run in runs) or "no runs")
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
style-src 'unsafe-inline'">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
{_STYLE}</style>
</head>
<body>
<main>
<h1>Who held the event loop: {title}</h1>
<figure class="wide" tabindex="0" aria-label="the picture">
{svg(runs)}</figure>
{_totals(runs)}
{"".join(map(_section, runs))}</main>
</body>
</html>
"""


def tables(runs: Sequence[Run], most: int = MOST_ROWS) -> str:
    """What the picture shows as a table for each run, of at most so many rows."""
    return "\n".join(_table_of(run, most) for run in runs)


def _section(run: Run) -> str:
    rows = len(table(run))
    return f"""\
<section>
<h2>{inert(run.title)}</h2>
<p>{inert(run.totals)}</p>
{_facts(run)}\
{_printed(run)}\
<details>
<summary>Who did what, and when: {_counted(rows, "row")}</summary>
{_table_of(run, MOST_ROWS)}
</details>
</section>
"""


def _facts(run: Run) -> str:
    items = []
    for fact in run.facts():
        kind = ' class="bad"' if fact.bad else ""
        code = "" if fact.code is None else f" <code>{inert(fact.code)}</code>"
        items.append(f"<li{kind}>{inert(fact.text)}{code}</li>\n")
    return f'<ul class="facts">\n{"".join(items)}</ul>\n' if items else ""


def _printed(run: Run) -> str:
    if not run.prints:
        return ""
    rows = [
        (str(line.number), seconds(line.t), line.who, line.text) for line in run.prints[:MOST_LINES]
    ]
    rest = len(run.prints) - len(rows)
    more = f"<p>and {_counted(rest, 'more line')}</p>\n" if rest else ""
    head = ("line", "time", "who", "text")
    return _table(f"{run.title} printed", head, rows) + "\n" + more


def _totals(runs: Sequence[Run]) -> str:
    """The four numbers of each run, to be compared."""
    rows = []
    for run in runs:
        known = run.loop_ran and run.complete
        numbers = (seconds(run.longest_hold), seconds(run.worst_lateness), f"{run.free:.0%}")
        rows.append((run.title, seconds(run.duration), *(numbers if known else "---")))
    head = ("run", "total", "longest hold", "worst lateness", "loop free")
    return _table("Totals", head, rows)


def _table_of(run: Run, most: int) -> str:
    rows = table(run)
    head = ("who", "state", "from", "until", "line")
    rest = len(rows) - most
    more = f"\n<p>and {_counted(rest, 'more row')}</p>" if rest > 0 else ""
    return _table(f"{run.title}: who did what, and when", head, rows[:most]) + more


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column says what a row is about."""
    names = "".join(f'<th scope="col">{name}</th>' for name in head)
    kinds = [f' class="{name}"' if name in ("who", "text") else "" for name in head]
    lines = []
    for row in rows:
        first, *cells = (f"{kind}>{inert(cell)}" for kind, cell in zip(kinds, row, strict=True))
        told = "".join(f"<td{cell}</td>" for cell in cells)
        lines.append(f'<tr><th scope="row"{first}</th>{told}</tr>\n')
    return (
        f'<div class="wide"><table>\n<caption>{inert(caption)}</caption>\n'
        f"<thead><tr>{names}</tr></thead>\n<tbody>\n{''.join(lines)}</tbody>\n</table></div>"
    )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
