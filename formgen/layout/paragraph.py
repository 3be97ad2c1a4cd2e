"""Paragraphs, headings and list items: one unit a line, held together where typography asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Place
from formgen.geometry import Rect
from formgen.layout.accent import accent_ink
from formgen.layout.context import Context
from formgen.layout.continued import ContinuedLines, continued_entry, further_lines, widened
from formgen.layout.defaults import (
    CELL_LEADING,
    HEADING_AFTER,
    HEADING_BEFORE,
    HEADING_SIZE,
    PARAGRAPH_AFTER,
    PARAGRAPH_LEADING,
    RULE_DROP,
)
from formgen.layout.entries import add_entry
from formgen.layout.inline import Item, Strand, add_text_node
from formgen.layout.lines import SetLine, check_widths, line_group, set_lines
from formgen.layout.placed import TextPiece
from formgen.layout.recording import text_piece
from formgen.layout.setting import set_glyphs, shape
from formgen.layout.units import Hold, Unit
from formgen.model.blocks import (
    Blank,
    CheckBox,
    Choice,
    Code,
    Comb,
    DateEntry,
    Entry,
    Gap,
    Inline,
    LineBreak,
    PageNumber,
    Paragraph,
    Photo,
    Picture,
    RowNumber,
    Seal,
    Signature,
    Text,
)
from formgen.model.style import Align, Color, TextStyle
from formgen.units import Pt


def string_up(ctx: Context, content: Sequence[Inline], place: Place = NOWHERE) -> Strand:
    """Return inline content as one strand; `place` stands in for nodes that do not know theirs."""
    strand = Strand()
    for node in content:
        match node:
            case Text():
                add_text_node(ctx, strand, node)
            case LineBreak():
                strand.add_text(ctx, "\n", ctx.font)
            case PageNumber():
                number = _page_number(ctx, node, place)
                strand.add_number(ctx, number, ctx.font.styled(node.style), node.of)
            case RowNumber():
                add_text_node(ctx, strand, Text(str(ctx.number), node.style, node.place))
            case Gap(width):
                strand.add_space(width, ctx.font)
            case (
                Blank() | Entry() | DateEntry() | Comb() | Choice() | CheckBox()
                | Signature() | Seal() | Photo() | Picture() | Code()
            ):  # fmt: skip
                add_entry(ctx, strand, node)
            case _:
                assert_never(node)
    return strand.close(ctx.book)


def _page_number(ctx: Context, node: PageNumber, place: Place) -> str:
    if not ctx.pages:
        ctx.problems.error(
            "page-number-in-body",
            f"<{node.of}> stands outside a header or footer",
            place,
            "the number of pages is known only there",
        )
    return str(ctx.page if node.of == "page" else ctx.pages)


_MARKER = 1.5
"""em that the marker of a list item takes."""
_BEHIND_MARKER = 0.45
"""em between a marker and its text; `_MARKER_GAP` where the marker is long."""
_MARKER_GAP = 0.1


@dataclass(frozen=True, slots=True)
class _Measure:
    """Where the lines of a paragraph stand within the width given."""

    left: Pt
    width: Pt
    first: Pt
    align: Align


def paragraph_context(ctx: Context, node: Paragraph) -> Context:
    """Return the context of a paragraph: headings are larger and bold."""
    if node.level:
        size = ctx.font.size * HEADING_SIZE[node.level]
        ctx = ctx.styled(TextStyle(size=size, bold=True, color=_title_color(ctx, node)))
    return ctx.styled(node.style)


def _title_color(ctx: Context, node: Paragraph) -> Color | None:
    return accent_ink(ctx.accent) if ctx.accent and node.level == 1 else None


def paragraph_units(ctx: Context, node: Paragraph, width: Pt) -> list[Unit]:
    """Return the units of a paragraph set within `width`."""
    ctx = paragraph_context(ctx, node)
    measure = _measure(ctx, node, width)
    strand = string_up(ctx, node.content, node.place)
    if ctx.in_cell:
        strand = strand.stretched(measure.width - measure.first)
    tail = continued_entry(ctx, node.content)
    lines = _lines(ctx, node, measure, strand.squeezed(measure.width), widen=tail is not None)
    check_widths(ctx, node.place, lines, measure.width - measure.first, measure.width)
    units = [_line_unit(ctx, node, measure, line, n) for n, line in enumerate(lines)]
    if tail:
        indent = measure.first if len(lines) == 1 else 0.0
        further = further_lines(ctx, tail, lines[-1], indent, measure.width)
        units[-1] = _continued(units[-1], lines[-1], measure, further)
    return spaced(ctx, node, _held(node, units))


def _lines(
    ctx: Context, node: Paragraph, measure: _Measure, strand: Strand, *, widen: bool
) -> list[SetLine]:
    """Return the lines of a paragraph; an entry that ends it may take what the last one leaves.

    Those of a label are of much the same length, so that none ends in a single character.
    """
    leading = CELL_LEADING if ctx.in_cell else PARAGRAPH_LEADING
    first, rest = measure.width - measure.first, measure.width
    if ctx.balanced and not measure.first and not strand.boxes:
        first = rest = strand.balanced(rest)
    lines = set_lines(strand, first, rest, leading, node.line_height)
    if not widen:
        return lines
    strand = widened(strand, lines[-1], first if len(lines) == 1 else rest)
    return set_lines(strand, first, rest, leading, node.line_height)


def _continued(unit: Unit, line: SetLine, measure: _Measure, further: ContinuedLines) -> Unit:
    """Return the last line of a paragraph together with the lines to write on below it."""
    above = unit.place
    assert above is not None  # it is a line of text

    def place(rect: Rect) -> list[Item]:
        x, baseline = rect.x + measure.left, rect.y + line.baseline
        return [*above(rect), further.place(x, baseline, measure.width)]

    return replace(unit, height=line.baseline + RULE_DROP + further.height, place=place)


def _measure(ctx: Context, node: Paragraph, width: Pt) -> _Measure:
    align = node.align or ("center" if node.level == 1 else ctx.align)
    left = node.indent + _marker_width(ctx, node)
    if align == "center":
        # Centred on the paper, not on what the identity code leaves of it.
        left += ctx.reserve
    return _Measure(left, width - left, node.first_indent * ctx.font.size, align)


def _marker_width(ctx: Context, node: Paragraph) -> Pt:
    """Return the room for the marker of a list item; a long number pushes its text aside."""
    if not node.marker:
        return 0.0
    return max(_MARKER, ctx.book.width(node.marker, 1.0) + _MARKER_GAP) * ctx.font.size


def _line_unit(
    ctx: Context, node: Paragraph, measure: _Measure, line: SetLine, number: int
) -> Unit:
    first = number == 0

    def place(rect: Rect) -> list[Item]:
        indent = measure.first if first else 0.0
        x = rect.x + measure.left + indent
        items = _marker(ctx, node, rect, line, measure) if first and node.marker else []
        items += line.place(x, rect.y, measure.width - indent, measure.align)
        room = Rect(rect.x + measure.left, rect.y, measure.width, line.height)
        return [line_group(room, line, measure.align, items, node, number)]

    return Unit(line.height, place, source=node.place)


def _marker(
    ctx: Context, node: Paragraph, rect: Rect, line: SetLine, measure: _Measure
) -> list[Item]:
    glyphs = shape(ctx.book, node.marker, ctx.font, lambda c: ctx.missing_glyph(c, node.place))
    start = rect.x + node.indent
    x = rect.x + measure.left - _BEHIND_MARKER * ctx.font.size - glyphs.width
    marks = set_glyphs(glyphs, max(x, start), rect.y + line.baseline, ctx.font)
    return [text_piece(TextPiece(max(x, start), glyphs.width, glyphs.text, ctx.font), marks)]


def _held(node: Paragraph, units: list[Unit]) -> list[Unit]:
    """Keep the first two and the last two lines together: no widows, no orphans."""
    count = len(units)
    held = {0, count - 2} if count > 1 else set()
    units = [replace(u, hold=Hold.GROUP) if i in held else u for i, u in enumerate(units)]
    if node.level:
        return [replace(unit, hold=Hold.HEADING) for unit in units]
    if node.keep_next:
        units[-1] = replace(units[-1], hold=Hold.GROUP)
    return units


def spaced(ctx: Context, node: Paragraph, units: list[Unit]) -> list[Unit]:
    """Return the units of a paragraph with the space before and after it."""
    before = HEADING_BEFORE.get(node.level, 0.0) if node.before is None else node.before
    after = node.after
    if after is None:
        after = 0.0 if ctx.in_cell else HEADING_AFTER.get(node.level, PARAGRAPH_AFTER)
    units[0] = replace(units[0], before=before)
    units[-1] = replace(units[-1], after=after)
    return units
