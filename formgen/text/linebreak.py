"""Lines: clusters filled greedily into the widths that there are.

The rules that a caller of `break_lines` needs beside it are importable from here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile

from formgen.dataclass import dataclass
from formgen.text.characters import NO_END, NO_START, SPACES, classes
from formgen.text.clusters import break_points
from formgen.text.prepare import prepare
from formgen.text.spacing import adjustments, hang, justify_points
from formgen.units import Pt

__all__ = [
    "LineSpan",
    "adjustments",
    "break_lines",
    "break_points",
    "hang",
    "justify_points",
    "prepare",
]

_TOLERANCE: Pt = 1e-6
_CUTS_WELL_AFTER = frozenset("-/_.@,;:&=?# \u00a0")


@dataclass(frozen=True, slots=True)
class LineSpan:
    """A line: the characters [start, end) and the width in which they are set, in points.

    Spaces that a break swallows and newlines belong to no span. Where the last mark must hang,
    `width` leaves out what it saves.
    """

    start: int
    end: int
    width: Pt


def break_lines(
    text: str,
    advances: Sequence[Pt],
    adjust: Sequence[Pt],
    first: Pt,
    rest: Pt,
    hangs: Sequence[Pt] | None = None,
) -> list[LineSpan]:
    """Return the lines of `text`, at least one, each as full as it can be.

    `advances`, `adjust` (added after a character) and `hangs` (what it may save at the end of a
    line) are points, one a character; `first` and `rest` are the widths of the first and of the
    other lines. A newline ends a line. A cluster wider than a line is cut between characters; only
    a single character may be wider than its line. Where the first line is shorter than the others
    and its first cluster has no room, it is left empty.
    """
    ruler = _Ruler.of(text, advances, adjust, hangs)
    if "\n" not in text and ruler.fits(0, len(text), first):
        return [ruler.line(0, len(text), first)]
    return _fill(ruler, first, rest)


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures any part of a text as a line."""

    text: str
    sums: Sequence[Pt]
    adjust: Sequence[Pt]
    hangs: Sequence[Pt] | None

    @classmethod
    def of(
        cls, text: str, advances: Sequence[Pt], adjust: Sequence[Pt], hangs: Sequence[Pt] | None
    ) -> _Ruler:
        set_widths = (advance + added for advance, added in zip(advances, adjust, strict=True))
        return cls(text, list(accumulate(set_widths, initial=0.0)), adjust, hangs)

    def trimmed(self, start: int, end: int) -> int:
        """Return `end` without the newline and the spaces before it."""
        while end > start and (self.text[end - 1] in SPACES or self.ends(end)):
            end -= 1
        return end

    def ends(self, end: int) -> bool:
        """Whether a newline stands right before `end`."""
        return self.text[end - 1 : end] == "\n"

    def after_spaces(self, start: int) -> int:
        """Return the first offset from `start` on that is no space."""
        while start < len(self.text) and self.text[start] in SPACES:
            start += 1
        return start

    def line(self, start: int, end: int, available: Pt) -> LineSpan:
        """Return [start, end), trimmed, as a line; its last mark hangs if it must."""
        end = self.trimmed(start, end)
        if end == start:
            return LineSpan(start, start, 0.0)
        width = self.sums[end] - self.sums[start] - self.adjust[end - 1]
        if self.hangs and width > available + _TOLERANCE:
            width -= self.hangs[end - 1]
        return LineSpan(start, end, width)

    def fits(self, start: int, end: int, available: Pt) -> bool:
        """Whether [start, end), trimmed, is nothing or a line of at most `available`."""
        line = self.line(start, end, available)
        return line.start == line.end or line.width <= available + _TOLERANCE


def _fill(ruler: _Ruler, first: Pt, rest: Pt) -> list[LineSpan]:
    """Return the lines; the open one starts at `start`, and [start, full) is known to fit."""
    lines: list[LineSpan] = []
    kinds = classes(ruler.text)
    start = full = 0
    available = first
    for point in break_points(ruler.text):
        while start < point and not ruler.fits(start, point, available):
            if full > start:
                cut = full
            elif not lines and _waits(ruler, point, first, rest):
                lines.append(LineSpan(0, 0, 0.0))
                available = rest
                continue
            elif ruler.text[start] in SPACES:
                start = full = ruler.after_spaces(start)
                continue
            else:
                cut = _cut(ruler, kinds, start, point, available)
            lines.append(ruler.line(start, cut, available))
            start = full = ruler.after_spaces(cut)
            available = rest
        full = point
        if ruler.ends(point):
            lines.append(ruler.line(start, point, available))
            start, available = point, rest
    if start < len(ruler.text) or ruler.ends(len(ruler.text)) or not lines:
        lines.append(ruler.line(start, len(ruler.text), available))
    return lines


def _waits(ruler: _Ruler, point: int, first: Pt, rest: Pt) -> bool:
    """Whether the first cluster is better off on the second line, which is longer."""
    return rest > first and (ruler.fits(0, point, rest) or not ruler.fits(0, 1, first))


def _cut(ruler: _Ruler, kinds: str, start: int, end: int, available: Pt) -> int:
    """Return where to cut the cluster [start, end), which is wider than its line.

    The best place is behind a connector in the latter half of the line, else one where no rule
    for line starts and ends is broken, else any between characters; one character at least goes.
    """
    ends = _character_ends(kinds, start, ruler.trimmed(start, end))
    fitting = list(takewhile(lambda cut: ruler.fits(start, cut, available), ends))
    if not fitting:
        return next(_character_ends(kinds, start, ruler.trimmed(start, end)))
    allowed = [cut for cut in fitting if _may_cut(ruler.text, cut)]
    half = (start + fitting[-1]) / 2
    good = [cut for cut in allowed if cut > half and ruler.text[cut - 1] in _CUTS_WELL_AFTER]
    return (good or allowed or fitting)[-1]


def _character_ends(kinds: str, start: int, end: int) -> Iterator[int]:
    """Yield the offsets in (start, end] that part no character from its marks."""
    yield from (cut for cut in range(start + 1, end) if kinds[cut] != "x")
    yield end


def _may_cut(text: str, cut: int) -> bool:
    return text[cut - 1] not in NO_END and text[cut : cut + 1] not in NO_START
