"""From blocks to units: one exhaustive dispatch, a small handler for each kind of block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import assert_never

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.accent import accent_ink
from formgen.layout.boxes import Line
from formgen.layout.cells import RecalledPlacing
from formgen.layout.choice_grid import choice_grid_units, wrapped_check_units
from formgen.layout.context import Context, Font
from formgen.layout.defaults import CUT_HEIGHT, INK, PARAGRAPH_AFTER, QUIET_INK, RULE_WEIGHT
from formgen.layout.drawing import scissors
from formgen.layout.entries import add_entry
from formgen.layout.fill_entries import Placing, fills_cell, measure_filling
from formgen.layout.growing import MOST_REMEMBERED, any_grows
from formgen.layout.inline import Item, Strand
from formgen.layout.paragraph import paragraph_context, paragraph_units, spaced
from formgen.layout.recording import recorded_area
from formgen.layout.rows import table_units
from formgen.layout.setting import set_glyphs, shape
from formgen.layout.table import lay_out_table
from formgen.layout.units import Hold, Unit
from formgen.model.blocks import (
    Block,
    CheckBox,
    Choice,
    Code,
    Comb,
    CutLine,
    DateEntry,
    Entry,
    Foot,
    HorizontalRule,
    Keep,
    PageBreak,
    Paragraph,
    Photo,
    Picture,
    Seal,
    Signature,
    Spacer,
    Table,
)
from formgen.model.style import Color
from formgen.units import Pt, mm


def flow(ctx: Context, blocks: Sequence[Block], width: Pt) -> list[Unit]:
    """Return the units of `blocks` set within `width`, in order."""
    units: list[Unit] = []
    broken = False
    for block in blocks:
        if isinstance(block, PageBreak):
            broken = True
            continue
        made = _recalled_units(ctx, block, width)
        if broken and made:
            made[0] = replace(made[0], break_before=True)
            broken = False
        units += made
    return units


def _recalled_units(ctx: Context, block: Block, width: Pt) -> list[Unit]:
    """Return the units of a block; those of the body that no value can change are remembered."""
    if ctx.memo is None or ctx.in_cell or ctx.page:
        return block_units(ctx, block, width)
    key = ("body", id(block), width)
    known = ctx.memo.get(key)
    if not isinstance(known, _Remembered):
        known = _Remembered(block, block_units(ctx, block, width))
        if len(ctx.memo) < MOST_REMEMBERED and not any_grows((block,)):
            known = ctx.memo[key] = _Remembered(block, [_replaced(unit) for unit in known.units])
    return list(known.units)


@dataclass(frozen=True, slots=True)
class _Remembered:
    """The units of a block; it holds on to the block, so that no other one can have its id."""

    block: Block
    units: list[Unit]


def _replaced(unit: Unit) -> Unit:
    return replace(unit, place=RecalledPlacing(unit.place)) if unit.place else unit


def block_units(ctx: Context, block: Block, width: Pt) -> list[Unit]:
    """Return the units of one block."""
    match block:
        case Paragraph(content=(Choice() | CheckBox() as only,), level=0, marker="", indent=0.0):
            return _lone_options(ctx, block, only, width)
        case Paragraph():
            return paragraph_units(ctx, block, width)
        case Table():
            layout = lay_out_table(ctx, block, width, flow)
            return table_units(layout) if layout else []
        case Spacer():
            return [Unit(block.height, spacer=True)]
        case HorizontalRule():
            return [
                _horizontal_rule(
                    block, block.color or (accent_ink(ctx.accent) if ctx.accent else INK)
                )
            ]
        case CutLine():
            return [_cut_line(ctx, block)]
        case Keep() | Foot():
            return _kept(flow(ctx, block.content, width))
        case PageBreak():
            return []
        case (
            Entry() | DateEntry() | Comb() | Choice() | CheckBox()
            | Signature() | Seal() | Photo() | Picture() | Code()
        ):  # fmt: skip
            return _entry_units(ctx, block, width)
        case _:
            assert_never(block)


def _entry_units(
    ctx: Context,
    block: Entry | DateEntry | Comb | Choice | CheckBox | Signature | Seal | Photo | Picture | Code,
    width: Pt,
) -> list[Unit]:
    """An entry as a block of its own: a writing area, a grid of options, or a line with it."""
    if fills_cell(block) and isinstance(block, Entry) and (block.lines > 1 or block.ruled):
        height, place = measure_filling(ctx, block, width)
        space = 0.0 if ctx.in_cell else PARAGRAPH_AFTER
        recorded = partial(_recorded, place)
        return [Unit(height, recorded, after=space, source=block.place)]
    if isinstance(block, CheckBox) and _has_long_option(ctx, block, width):
        return wrapped_check_units(ctx.styled(block.style), block, width)
    if isinstance(block, Choice) and (block.columns or _has_long_option(ctx, block, width)):
        columns = replace(block, columns=block.columns or 1)
        return choice_grid_units(ctx.styled(block.style), columns, width)
    align = getattr(block, "align", None)
    after = 0.0 if ctx.in_cell else None
    return paragraph_units(
        ctx, Paragraph((block,), align=align, after=after, place=block.place), width
    )


def _lone_options(
    ctx: Context, block: Paragraph, options: Choice | CheckBox, width: Pt
) -> list[Unit]:
    """A paragraph of nothing but options: those that are wider than a line wrap here too."""
    inner = paragraph_context(ctx, block)
    if not _has_long_option(inner, options, width):
        return paragraph_units(ctx, block, width)
    return spaced(ctx, block, _entry_units(inner, options, width))


def _recorded(place: Placing, rect: Rect) -> list[Item]:
    return [recorded_area(rect, place(rect))]


def _has_long_option(ctx: Context, block: Choice | CheckBox, width: Pt) -> bool:
    """Whether an option is wider than its line: each then has a line of its own, and wraps."""
    if isinstance(block, Choice) and (block.numbered or block.bare or block.only):
        return False
    strand = Strand()
    add_entry(ctx, strand, block)
    return max(strand.widths, default=0.0) > width


def _kept(units: list[Unit]) -> list[Unit]:
    """Return units that hold on to each other."""
    last = len(units) - 1
    return [
        unit if index == last or unit.hold else replace(unit, hold=Hold.GROUP)
        for index, unit in enumerate(units)
    ]


def _horizontal_rule(block: HorizontalRule, color: Color) -> Unit:
    weight = RULE_WEIGHT if block.weight is None else block.weight

    def place(rect: Rect) -> list[Item]:
        y = rect.y + weight / 2
        return [recorded_area(rect, [Line(rect.x, y, rect.right, y, weight, color)])]

    return Unit(weight, place, before=PARAGRAPH_AFTER, after=PARAGRAPH_AFTER)


def _cut_line(ctx: Context, block: CutLine) -> Unit:
    font = Font(ctx.font.size * 0.85, color=QUIET_INK)
    words = shape(ctx.book, block.label, font, ctx.missing_glyph)

    def place(rect: Rect) -> list[Item]:
        y = rect.y + rect.h / 2
        size = mm(4.2)
        middle, half = rect.x + rect.w / 2, words.width / 2 + mm(2) if block.label else 0.0
        ends = [(rect.x + size + 3, middle - half), (middle + half, rect.right)]
        dashes = [Line(a, y, b, y, 0.6, QUIET_INK, dash=(4.0, 3.0)) for a, b in ends]
        caption = set_glyphs(words, middle - words.width / 2, y + 0.38 * font.size, font)
        marks = [*scissors(rect.x, y, size, QUIET_INK), *dashes, *caption]
        return [recorded_area(rect, marks)]

    return Unit(CUT_HEIGHT, place, hold=Hold.GROUP)
