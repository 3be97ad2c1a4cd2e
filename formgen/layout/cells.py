"""The content of cells: an entry that fills its cell, text set upright, or a stack of blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.context import Context
from formgen.layout.defaults import CELL_LEADING
from formgen.layout.fill_entries import fills_cell, measure_filling
from formgen.layout.grid import MeasuredCell
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
    """Measure the content of a cell whose inner width is `width`."""
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


_MOST_PLACES = 64
"""Places of a cell whose items are kept; what grows above it moves it down by whole lines."""


@dataclass(frozen=True, slots=True)
class RecalledPlacing:
    """Places what no value can change, and recalls what stood in a place before."""

    place: Callable[[Rect], list[Item]]
    _known: dict[Rect, list[Item]] = field(default_factory=dict)

    def __call__(self, rect: Rect) -> list[Item]:
        """Return the items of the cell in `rect`; they are not to be changed."""
        items = self._known.get(rect)
        if items is None:
            if len(self._known) >= _MOST_PLACES:
                self._known.clear()
            items = self._known[rect] = self.place(rect)
        return items


def cell_widths(ctx: Context, cell: Cell) -> Widths:
    """Return the widths that the content of a cell asks for."""
    if cell.vertical:
        return Widths(ctx.font.size * CELL_LEADING, ctx.font.size * CELL_LEADING)
    return widest([content_widths(ctx, block) for block in cell.content])
