"""What is drawn as one: marks so close together that the eye could not tell them apart.

This bounds how large a picture gets, however much happens in a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from looplab.timeline.model import Printed, Run, Segment
from looplab.timeline.shapes import width_of
from looplab.timeline.words import seconds, some

Across = Callable[[float], float]  # from seconds to pixels

LEAST = 2.5  # pixels: how thin a mark may be, and still be seen
NUMBERS = 9  # the size of the numbers beside the triangles
_HALF = 4.0  # of a triangle, with a little air
_APART = 1.5  # pixels: triangles closer to each other are one
_NEAR = 0.5
_THIN = 3.0


@dataclass(frozen=True)
class Piece:
    """Some segments of one state, drawn as one mark."""

    segments: tuple[Segment, ...]
    x: float
    wide: float

    def told(self, run: Run) -> str:
        """What there is to say about it: who, what, when and where."""
        first = self.segments[0]
        what = run.words(first.state)
        if len(self.segments) > 1:
            what += f", {len(self.segments):,} times"
        who = some(tuple(dict.fromkeys(segment.who for segment in self.segments)), 3)
        since, until = seconds(first.t), seconds(max(s.until for s in self.segments))
        when = f"at {since}" if since == until else f"{since} to {until}"
        (place, *more) = {segment.place: None for segment in self.segments}
        said = [f"{who}: {what}", when, "" if more else place]
        return ", ".join(part for part in said if part)


def pieces(segments: Sequence[Segment], across: Across) -> Iterator[Piece]:
    """The segments of one state and one lane as marks, in order of time."""
    group: list[Segment] = []
    start = end = 0.0
    thin = True
    for segment in sorted(segments, key=lambda s: (s.t, s.until)):
        x, until = across(segment.t), across(segment.until)
        slim = until - x < _THIN
        # A mark is never thinner than it can be seen: it reaches into what follows.
        near = slim and thin and x < max(end, start + LEAST) + _NEAR
        if group and not near and x >= end - _NEAR:
            yield Piece(tuple(group), start, end - start)
            group = []
        if not group:
            start = end = x
            thin = True
        group.append(segment)
        end = max(end, until)
        thin = thin and slim
    if group:
        yield Piece(tuple(group), start, end - start)


@dataclass(frozen=True)
class Bunch:
    """Printed lines whose triangles touch, and what stands beside them, if there is room.

    ``marks`` are where the triangles are, each with its lines. ``at`` is where the label begins,
    or where it ends if it stands ``before`` the triangles.
    """

    marks: list[tuple[float, list[Printed]]]
    label: str = ""
    at: float = 0.0
    before: bool = False


def bunches(lines: Sequence[Printed], across: Across, right: float) -> Iterator[Bunch]:
    """The printed lines of one lane, with as many numbers as fit between their triangles."""
    groups: list[list[tuple[float, list[Printed]]]] = []
    for line in lines:
        x = across(line.t)
        if not groups or x - groups[-1][-1][0] > 2 * _HALF:
            groups.append([(x, [line])])
        elif x - groups[-1][-1][0] >= _APART:
            groups[-1].append((x, [line]))
        else:
            groups[-1][-1][1].append(line)
    taken = -inf  # how far to the right there is something already
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        label = _numbers([line.number for _, met in group for line in met])
        wide = width_of(label, NUMBERS) + 2
        first, last = group[0][0] - _HALF, group[-1][0] + _HALF
        end = following[0][0] - _HALF if following else right + _HALF
        if last + wide <= end:
            yield Bunch(group, label, last + 1)
            taken = last + wide
        elif first - wide >= taken and not following:
            yield Bunch(group, label, first - 1, before=True)
        else:
            yield Bunch(group)
            taken = last


def _numbers(numbers: Sequence[int]) -> str:
    """``4``, ``2-5``, or ``1, 4`` where others printed between."""
    first, last = numbers[0], numbers[-1]
    if len(numbers) == 1:
        return str(first)
    if last - first == len(numbers) - 1:
        return f"{first}-{last}"
    return ", ".join(map(str, numbers)) if len(numbers) < 4 else f"{first} … {last}"
