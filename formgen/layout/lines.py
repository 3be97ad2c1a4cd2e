"""Measured lines: how high a line is, how its parts are spread, and their marks."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.geometry import Rect
from formgen.layout.boxes import Line
from formgen.layout.context import Context
from formgen.layout.defaults import EM_CENTRE, RULE_DROP, WRITING_RULE_WEIGHT
from formgen.layout.inline import InlineBox, Item, Origin, Strand
from formgen.layout.placed import Group, PlacedLine, TextPiece
from formgen.layout.recording import object_piece, recorded_line, text_piece
from formgen.layout.setting import Glyphs, set_glyphs
from formgen.model.blocks import Paragraph
from formgen.model.style import Align
from formgen.text.linebreak import LineSpan, justify_points
from formgen.units import Pt, to_mm

_SLACK: Pt = 0.5


@dataclass(frozen=True, slots=True)
class SetLine:
    """A measured line: its height, the baseline below its top, and what it holds."""

    strand: Strand
    span: LineSpan
    height: Pt
    baseline: Pt
    last: bool

    def place(self, x: Pt, top: Pt, width: Pt, align: str) -> list[Item]:
        """Return the marks and slots of the line within `width` from `x` on."""
        spare = width - self.span.width
        extra: list[Pt] = []
        if align == "justify" and not self.last:
            extra = _stretch(self.strand, self.span, spare)
        elif align in ("center", "right"):
            x += spare / 2 if align == "center" else spare
        return _set_span(self.strand, self.span, x, top + self.baseline, extra)


def set_lines(
    strand: Strand, first: Pt, rest: Pt, leading: float, line_height: Pt | None = None
) -> list[SetLine]:
    """Break `strand` and return its measured lines.

    Lines are `leading` times the size of their text high, or `line_height` where it is given; a
    line with boxes is higher if they ask for it.
    """
    spans = strand.broken(first, rest)
    held = [_boxes(strand, span) for span in spans]
    crowded = sum(any(box.pitch for box in boxes) for boxes in held) > 1
    lines = []
    for number, (span, boxes) in enumerate(zip(spans, held, strict=True)):
        size = _size(strand, span)
        # Over the first line there is air; a box on a later one needs all of its own room.
        wants_room = line_height is None and (crowded or number > 0)
        least = max((box.pitch for box in boxes), default=0.0) if wants_room else 0.0
        above, below = _extent(boxes, size, max(line_height or size * leading, least))
        last = number == len(spans) - 1 or strand.text[span.end : span.end + 1] == "\n"
        lines.append(SetLine(strand, span, above + below, above, last))
    return lines


def line_group(
    rect: Rect,
    line: SetLine,
    align: Align,
    items: list[Item],
    node: Paragraph | None = None,
    number: int = 0,
) -> Group:
    """Return a placed line as a group; `rect` is its room, `items` what stands on it."""
    like = PlacedLine(rect, rect.y + line.baseline, align, (), (0, 0), number, line.last, node)
    return recorded_line(like, items)


def _boxes(strand: Strand, span: LineSpan) -> list[InlineBox]:
    return [box for index, box in strand.boxes.items() if span.start <= index < span.end]


def _size(strand: Strand, span: LineSpan) -> Pt:
    """Return the largest size of the text on a line."""
    fonts = strand.fonts[span.start : span.end] or strand.fonts[-1:]
    return max((font.size for font in fonts), default=0.0)


def _extent(boxes: Sequence[InlineBox], size: Pt, height: Pt) -> tuple[Pt, Pt]:
    """Return the room of a line above and below its baseline.

    The middle of the text is the middle of the line, or the text of a cell would not be centred.
    """
    middle = EM_CENTRE * size
    half = height / 2
    for box in boxes:
        half = max(half, box.ascent - middle, box.descent + middle)
    return half + middle, half - middle


def _stretch(strand: Strand, span: LineSpan, spare: Pt) -> list[Pt]:
    """Return the points to add after each character of a justified line."""
    points = justify_points(strand.text[span.start : span.end])
    places = sum(points[:-1])
    if not places or spare <= 0:
        return []
    return [spare / places if point else 0.0 for point in points]


def _set_span(
    strand: Strand, span: LineSpan, x: Pt, baseline: Pt, extra: Sequence[Pt]
) -> list[Item]:
    items: list[Item] = []
    index = span.start
    while index < span.end:
        end = index + 1
        box = strand.boxes.get(index)
        if box is None:
            while end < span.end and end not in strand.boxes and _alike(strand, index, end):
                end += 1
        added = extra[index - span.start : end - span.start]
        width = sum(strand.widths[index:end]) + sum(strand.gaps[index:end]) + sum(added)
        if box is not None:
            placed = box.place(x, baseline, strand.widths[index])
            items.append(object_piece(x, strand.widths[index], placed))
        elif strand.faces[index] or strand.text[index] != " ":
            items.append(_set_text(strand, index, end, x, baseline, added, width))
        x += width
        index = end
    return items


def _alike(strand: Strand, one: int, other: int) -> bool:
    """Whether two characters can be set together: one font, and both text or both bare space."""
    same_kind = bool(strand.faces[one]) == bool(strand.faces[other])
    return strand.fonts[one] == strand.fonts[other] and same_kind


def _set_text(
    strand: Strand, start: int, end: int, x: Pt, baseline: Pt, extra: Sequence[Pt], width: Pt
) -> Item:
    font = strand.fonts[start]
    part = slice(start, end)
    glyphs = Glyphs(
        strand.text[part],
        tuple(strand.faces[part]),
        tuple(strand.widths[part]),
        tuple(strand.gaps[part]),
    )
    items: list[Item] = list(set_glyphs(glyphs, x, baseline, font, extra))
    if font.underline:
        y = baseline + RULE_DROP
        items.append(Line(x, y, x + width, y, WRITING_RULE_WEIGHT, font.color))
    numbers = tuple(strand.numbers.get(index) for index in range(start, end))
    gaps = sum(strand.gaps[start : end - 1])
    return text_piece(TextPiece(x, width, glyphs.text, font, numbers, gaps), items)


def check_widths(ctx: Context, place: Place, lines: Sequence[SetLine], first: Pt, rest: Pt) -> None:
    """Report a character or an entry that is wider than the line on which it stands."""
    for number, line in enumerate(lines):
        room = rest if number else first
        if line.span.width > room + _SLACK:
            origin = _widest(line) or Origin("text", "give its place more room", place)
            ctx.problems.error(
                "too-wide",
                f"{origin.name} {to_mm(line.span.width):.1f} mm wide stands in a place of "
                f"{to_mm(max(room, 0.0)):.1f} mm",
                origin.place if str(origin.place) else place,
                origin.hint,
            )


def _widest(line: SetLine) -> Origin | None:
    """Return the entry that makes a line too wide, if it holds any."""
    boxes = _boxes(line.strand, line.span)
    return max(boxes, key=lambda box: box.width).origin if boxes else None
