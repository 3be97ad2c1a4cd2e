"""The content of cells: an entry that fills its cell, text set upright, or a stack of blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from formgen.geometry import Rect
from formgen.layout.context import Context
from formgen.layout.defaults import CELL_LEADING
from formgen.layout.fill_entries import fills_cell, measure_filling
from formgen.layout.grid import MeasuredCell
from formgen.layout.growing import MOST_REMEMBERED, any_grows
from formgen.layout.inline import Item
from formgen.layout.natural import Widths, content_widths, widest
from formgen.layout.recording import recorded_area
from formgen.layout.stack import place_units, stack_height
from formgen.layout.units import Unit
from formgen.layout.vertical import measure_vertical, top_of
from formgen.model.blocks import Block, Cell
from formgen.units import Pt

Flow = Callable[[Context, tuple[Block, ...], Pt], list[Unit]]
"""How the blocks inside a cell become units; passed in, since cells hold blocks hold cells."""


def measure_cell(ctx: Context, cell: Cell, width: Pt, flow: Flow) -> MeasuredCell:
    """Measure the content of a cell whose inner width is `width`, or recall what was measured."""
    if ctx.memo is None or any_grows(cell.content):
        return _measured(ctx, cell, width, flow)
    around = (ctx.font, ctx.align, ctx.in_cell, ctx.page, ctx.pages, ctx.reserve)
    key = (id(cell), width, *around, ctx.air, ctx.closed, ctx.balanced)
    known = ctx.memo.get(key)
    if not isinstance(known, _Remembered):
        known = _Remembered(cell, _measured(ctx, cell, width, flow))
        if len(ctx.memo) < MOST_REMEMBERED:
            ctx.memo[key] = known
    return known.measured


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A measured cell; it holds on to the cell, so that no other one can have its id."""

    cell: Cell
    measured: MeasuredCell


def _measured(ctx: Context, cell: Cell, width: Pt, flow: Flow) -> MeasuredCell:
    if cell.vertical:
        return measure_vertical(ctx, cell, width)
    if len(cell.content) == 1 and fills_cell(cell.content[0]):
        height, fill = measure_filling(ctx, cell.content[0], width, cell.valign)
        return MeasuredCell(height, lambda rect: [recorded_area(rect, fill(rect))])
    units = flow(ctx, cell.content, width)
    height = stack_height(units)

    def place(rect: Rect) -> list[Item]:
        return place_units(units, rect.x, top_of(cell, rect, height), rect.w)[0]

    return MeasuredCell(height, place)


def cell_widths(ctx: Context, cell: Cell) -> Widths:
    """Return the widths that the content of a cell asks for."""
    if cell.vertical:
        return Widths(ctx.font.size * CELL_LEADING, ctx.font.size * CELL_LEADING)
    return widest([content_widths(ctx, block) for block in cell.content])
