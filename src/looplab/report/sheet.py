"""What the pages of a report share: one HTML file each, no script, nothing fetched."""

from __future__ import annotations

from html import escape

from looplab.timeline.words import visible

# Nothing is loaded and nothing runs, even if something should ever get past the escaping.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --faint: #595959; --page: #fff; --card: #f5f5f3;
  --line: #d0d0cc; --bar: #3568b8; --good: #1c6b35; --bad: #a3331a; --link: #1d4f9e }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e6; --faint: #a9a9a5; --page: #17181a; --card: #222427; --line: #3d4045;
    --bar: #6b9ae6; --good: #74cf8f; --bad: #ff9a7d; --link: #8fb8ff } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; color: var(--ink);
  background: var(--page); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem }
p { margin: .4rem 0 }
a { color: var(--link) }
.faint, caption { color: var(--faint) }
.good { color: var(--good) } .bad { color: var(--bad) }
.points { font-size: 1.25rem; font-weight: 600 }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; padding-bottom: .3rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
  border-bottom: 1px solid var(--line); font-weight: inherit }
thead th { color: var(--faint); font-size: .875rem }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.bars th { width: 34% } .bars td.number { width: 5.5rem }
.bars svg { display: block; width: 100%; height: 1.5rem }
.bars rect { fill: var(--bar) }
.wide { overflow-x: auto; overflow-wrap: normal } .wide th { min-width: 7rem }
.wide th.number { min-width: 0; text-align: right } .how th { white-space: nowrap }
code, pre { font-family: ui-monospace, monospace; font-size: .92em }
pre { background: var(--card); padding: .6rem .8rem; overflow-x: auto; overflow-wrap: normal }
ul.checks { list-style: none; padding: 0 }
ul.checks > li { padding: .55rem 0; border-bottom: 1px solid var(--line) }
.check { display: flex; gap: .7rem } .check .says { flex: 1 }
dl { margin: .3rem 0 0 1.8rem } dt { color: var(--faint); font-size: .875rem; margin-top: .3rem }
dd { margin: 0 } dd.write { color: var(--good) }
.timeline svg { max-width: 100%; height: auto }
.timeline { overflow-x: auto }
@media (max-width: 34rem) { .bars th { width: 46% } .bars td.number { width: 4.5rem }
  dl { margin-left: 0 } .timeline svg { max-width: none } }
"""


def inert(text: str) -> str:
    """Any text as the content of an element or an attribute: nothing in it means anything."""
    return escape(visible(text))


def sheet(title: str, body: str, record: str = "") -> str:
    """A whole page. ``record`` says which result it was made from."""
    told = f'<meta name="looplab-record" content="{inert(record)}">\n' if record else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'{told}<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{inert(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{body}</body>\n</html>\n"
    )


def prose(text: str) -> str:
    """Paragraphs as they stand in a docstring; what is indented by four is code."""
    parts = []
    for paragraph in text.strip().split("\n\n"):
        if paragraph.startswith("    "):
            lines = [inert(line.removeprefix("    ")) for line in paragraph.splitlines()]
            parts.append("<pre>" + "\n".join(lines) + "</pre>\n")
        else:
            parts.append(f"<p>{_with_code(' '.join(paragraph.split()))}</p>\n")
    return "".join(parts)


def _with_code(text: str) -> str:
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return inert(text)
    return "".join(
        f"<code>{inert(piece)}</code>" if n % 2 else inert(piece) for n, piece in enumerate(pieces)
    )


def bars(caption: str, rows: list[tuple[str, float, str]]) -> str:
    """Rows of a name (HTML), a share of the longest bar (0 to 1) and a number in words."""
    cells = "".join(
        f'<tr><th scope="row">{name}</th><td><svg aria-hidden="true"><rect y="4" height="16" '
        f'width="{max(0.0, min(1.0, share)) * 100:.1f}%"/></svg></td>'
        f'<td class="number">{inert(number)}</td></tr>\n'
        for name, share, number in rows
    )
    return (
        f'<table class="bars"><caption>{inert(caption)}</caption>\n<tbody>{cells}</tbody></table>\n'
    )
