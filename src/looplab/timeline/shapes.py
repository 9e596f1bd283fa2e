"""Elements of SVG as text, and how much room letters take where no font is at hand.

Which font a reader has is not known: the widths are those of a wide one, so that text fits.
"""

from __future__ import annotations

import re
from html import escape
from unicodedata import combining, east_asian_width

from looplab.timeline.words import visible

INK, FAINT, WARNING = "#1b1b1b", "#595959", "#b34700"
_CUT = "…"
# How wide a letter is, in hundredths of the size of the font: whole numbers, since the sum of
# others is not the same in every version of Python.
_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl|'", 29),
        (".,:;!I ()[]/\\-ftr", 40),
        ('"_*^{}sczxkvy', 55),
        ("ABCDEFGHJKLNOPQRSTUVXYZ&", 76),
        ("+<=>~#w", 84),
        ("mMW@%" + _CUT, 100),
    )
    for letter in letters
}
_OTHER, _MONO, _WIDE, _BOLD = 64, 62, 130, 112


def inert(text: str) -> str:
    """Any text as the content of an element or an attribute: nothing in it means anything."""
    return escape(visible(text))


def number(value: float) -> str:
    """A length in pixels, to a tenth."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def text(
    x: float,
    y: float,
    words: str,
    size: float = 12,
    *,
    fill: str = INK,
    bold: bool = False,
    mono: bool = False,
    anchor: str = "",
) -> str:
    """A line of text; ``anchor`` is ``middle`` or ``end`` where it does not begin at ``x``.

    Attributes, no style sheet: that would reach out into the page around the picture.
    """
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += ' font-weight="600"' if bold else ""
    more += ' font-family="ui-monospace, monospace" xml:space="preserve"' if mono else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}"{more}>'
        f"{inert(words)}</text>"
    )


def path(route: str, look: str, told: str = "") -> str:
    """A path; ``told`` is what is said where the pointer rests on it."""
    return f'<path d="{route}" {look}{_closed("path", told)}'


def rect(x: float, y: float, wide: float, tall: float, look: str, told: str = "") -> str:
    """A box of this width and height; ``told`` as for ``path``."""
    box = f'x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(tall)}"'
    return f"<rect {box} {look}{_closed('rect', told)}"


def triangle(x: float, y: float, told: str = "") -> str:
    """The mark of a printed line, its tip at this point."""
    return path(f"M{number(x)} {number(y)}l3.5 -6h-7z", f'fill="{INK}"', told)


def _closed(element: str, told: str) -> str:
    return f"><title>{inert(told)}</title></{element}>" if told else "/>"


def width_of(words: str, size: float, *, bold: bool = False, mono: bool = False) -> float:
    """About how many pixels a text takes, rather too many than too few."""
    hundredths = sum(_width(letter, mono) for letter in words)
    return hundredths * size * (_BOLD if bold else 100) / 10_000


def fitting(words: str, room: float, size: float, *, bold: bool = False, mono: bool = False) -> str:
    """The text, cut where it takes more than ``room`` pixels; a `` #2`` at its end stays."""
    words = visible(words)
    if width_of(words, size, bold=bold, mono=mono) <= room:
        return words
    ordinal = re.search(r"( #\d+)?$", words)
    end = _CUT + (ordinal.group() if ordinal else "")
    room -= width_of(end, size, bold=bold, mono=mono)
    kept = 0
    for letter in words:
        room -= width_of(letter, size, bold=bold, mono=mono)
        if room < 0:
            break
        kept += 1
    return words[:kept].rstrip() + end


def wrapped(sentence: str, room: float, size: float) -> list[str]:
    """A sentence in as many lines as it needs; a number and its unit stay together."""
    lines = [""]
    for word in re.findall(r"[\d<][\d.,]* s\b\S*|\S+", visible(sentence)):
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(longer, size) <= room:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:  # most words fit whole; a longer one goes on in the next line
            if width_of(lines[-1] + letter, size) > room and lines[-1]:
                lines.append("")
            lines[-1] += letter
    return [line for line in lines if line]


def _width(letter: str, mono: bool) -> int:
    if combining(letter):
        return 0
    if not letter.isascii() and east_asian_width(letter) in "WF":
        return _WIDE
    return _MONO if mono else _WIDTHS.get(letter, _OTHER)
