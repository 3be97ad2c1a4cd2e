"""Tables: column widths, row heights, and the units that a page can break between."""

from __future__ import annotations

from dataclasses import field, replace
from itertools import groupby

from formgen.dataclass import dataclass
from formgen.geometry import Insets
from formgen.layout.cells import Flow, RecalledPlacing, cell_widths, measure_cell
from formgen.layout.columns import Natural, column_widths
from formgen.layout.context import Context
from formgen.layout.defaults import (
    BAND_HEIGHT,
    CELL_PADDING_X,
    CELL_PADDING_Y,
    LABEL_GIVES,
    LABEL_PADDING,
    ROW_HEIGHT,
)
from formgen.layout.grid import GridCell, MeasuredCell, TableLayout
from formgen.layout.growing import MOST_REMEMBERED, any_grows
from formgen.layout.lists import item_context, item_row
from formgen.model.blocks import Cell, Code, Photo, Row, Seal, Table
from formgen.units import Pt, to_mm


@dataclass(slots=True)
class _Grid:
    """Which cell covers which place; filled row by row as HTML does."""

    columns: int
    taken: set[tuple[int, int]] = field(default_factory=set)

    def put(self, row: int, cell: Cell, rows: int) -> int:
        """Return the column at which the next cell of `row` starts, and take its places."""
        column = 0
        while (row, column) in self.taken:
            column += 1
        for r in range(row, row + rows):
            for c in range(column, column + cell.colspan):
                self.taken.add((r, c))
        return column


def lay_out_table(ctx: Context, node: Table, width: Pt, flow: Flow) -> TableLayout | None:
    """Measure a table set within `width`; None, with a diagnostic, if its columns cannot fit."""
    ctx = ctx.styled(node.style)
    places = _places(node)
    widths = column_widths(ctx, node, width, _naturals(ctx, node, places))
    if widths is None:
        return None
    cells = _measure_cells(ctx, node, places, widths, flow)
    heights = _row_heights(ctx, node, cells)
    spare = width - sum(widths)
    offset = {"center": spare / 2, "right": spare}.get(node.align, 0.0)
    by_row = {row: tuple(group) for row, group in groupby(cells, lambda cell: cell.row)}
    return TableLayout(
        node, tuple(widths), tuple(heights), cells, offset, head=node.head, accent=ctx.accent,
        by_row=by_row,
    )  # fmt: skip


def _naturals(ctx: Context, node: Table, places: list[tuple[int, int, Cell, int]]) -> list[Natural]:
    """Return what cells that touch a content column ask for, the narrowest cells first."""
    autos = {i for i, track in enumerate(node.columns) if track.kind == "auto"}
    found = []
    for row, column, cell, _ in places:
        item = item_row(node, row)
        if item and item.number > 1:
            continue
        if autos.intersection(range(column, column + cell.colspan)):
            around = item_context(ctx, item) if item else ctx
            padding = _padding(node, cell)
            asked = cell_widths(_cell_context(around, node.rows[row], cell), cell)
            whole = asked.beside(padding.left + padding.right)
            found.append(Natural(column, column + cell.colspan, whole))
    return sorted(found, key=lambda natural: natural.end - natural.start)


def _places(node: Table) -> list[tuple[int, int, Cell, int]]:
    """Return row, column, cell and rows covered of each cell."""
    grid = _Grid(len(node.columns))
    found = []
    for index, row in enumerate(node.rows):
        for cell in row.cells:
            rows = min(cell.rowspan, len(node.rows) - index)
            found.append((index, grid.put(index, cell, rows), cell, rows))
    return found


def _padding(node: Table, cell: Cell | None = None) -> Insets:
    given = cell.padding if cell is not None and cell.padding is not None else node.padding
    if given is not None:
        return Insets.even(given, given)
    return Insets.even(CELL_PADDING_Y, CELL_PADDING_X)


def _tightened(ctx: Context, cell: Cell, padding: Insets, width: Pt) -> Insets:
    """Return less padding for a label that needs only a little of it to stand on one line."""
    spare = padding.left + padding.right - 2 * LABEL_PADDING
    if not ctx.balanced or cell.vertical or spare <= 0:
        return padding
    asked = cell_widths(ctx, cell).natural
    lack = asked + padding.left + padding.right - width
    if not 0 < lack <= min(spare, LABEL_GIVES * asked):
        return padding
    side = (width - asked) / 2
    return Insets(padding.top, side, padding.bottom, side)


def _cell_context(ctx: Context, row: Row, cell: Cell) -> Context:
    """Return the context of a cell: labels and bands have a look of their own."""
    ctx = ctx.styled(cell.style)
    if row.band and cell.style.bold is None:
        ctx = replace(ctx, font=replace(ctx.font, bold=True))
    label = cell.label and not row.band
    align = cell.align or ("center" if label or _holds_drawing(cell) else "left")
    return replace(ctx, in_cell=True, align=align, reserve=0.0, balanced=label)


def _holds_drawing(cell: Cell) -> bool:
    """Whether a cell holds nothing but a seal place, a photograph or a code."""
    return len(cell.content) == 1 and isinstance(cell.content[0], Seal | Photo | Code)


def _measure_cells(
    ctx: Context,
    node: Table,
    places: list[tuple[int, int, Cell, int]],
    widths: list[Pt],
    flow: Flow,
) -> tuple[GridCell, ...]:
    measured = []
    around, item, last = ctx, None, -1
    for index, column, cell, rows in places:
        if node.repeats and index != last:
            item, last = item_row(node, index), index
            around = item_context(ctx, item) if item else ctx
        width = sum(widths[column : column + cell.colspan])
        row = (
            item.part if item else index
        )  # what no value can change is the same in the rows of all items
        key = (id(cell), row, column, width, ctx.font, ctx.align, ctx.page, ctx.pages)
        known = ctx.memo.get(key) if ctx.memo is not None else None
        if not isinstance(known, GridCell):
            content, padding = _measured_content(around, node, index, cell, width, flow)
            known = GridCell(cell, index, column, rows, cell.colspan, content, padding)
            known = _remembered(around, key, known)
        measured.append(known if known.row == index else replace(known, row=index))
    return tuple(measured)


def _measured_content(
    ctx: Context, node: Table, row: int, cell: Cell, width: Pt, flow: Flow
) -> tuple[MeasuredCell, Insets]:
    """Return the measured content of a cell, and the padding around it."""
    inner = _cell_context(ctx, node.rows[row], cell)
    padding = _tightened(inner, cell, _padding(node, cell), width)
    room = width - padding.left - padding.right
    closed = node.lines in ("all", "rows") and "bottom" in cell.lines
    inner = replace(inner, air=padding.top, closed=closed)
    return measure_cell(inner, cell, max(room, 1.0), flow), padding


def _remembered(ctx: Context, key: tuple[object, ...], cell: GridCell) -> GridCell:
    """Keep a measured cell for the next sheets of the form, if no value can change it.

    It holds on to the cell of the form, so that no other one can have its id.
    """
    if ctx.memo is None or len(ctx.memo) >= MOST_REMEMBERED or any_grows(cell.cell.content):
        return cell
    content = MeasuredCell(cell.content.height, RecalledPlacing(cell.content.place))
    kept = ctx.memo[key] = replace(cell, content=content)
    return kept


def _row_heights(ctx: Context, node: Table, cells: tuple[GridCell, ...]) -> list[Pt]:
    heights = [_least_height(node, row) for row in node.rows]
    for cell in sorted(cells, key=lambda c: c.rows):
        need = cell.content.height + cell.padding.top + cell.padding.bottom
        rows = range(cell.row, cell.row + cell.rows)
        free = [r for r in rows if node.rows[r].height is None]
        lack = need - sum(heights[r] for r in rows)
        if lack > 0.01 and not free:
            _row_too_low(ctx, node.rows[cell.row], need - lack, need)
        for r in free:
            heights[r] += max(0.0, lack) / len(free)
    return heights


def _least_height(node: Table, row: Row) -> Pt:
    if row.height is not None:
        return row.height
    if row.min_height is not None:
        return row.min_height
    if row.band:
        return BAND_HEIGHT
    if node.row_height is not None:
        return node.row_height
    return 0.0 if node.lines == "none" else ROW_HEIGHT


def _row_too_low(ctx: Context, row: Row, height: Pt, need: Pt) -> None:
    ctx.problems.error(
        "row-too-low",
        f"a row of exactly {to_mm(height):g} mm has content {to_mm(need):g} mm high",
        replace(row.place, record=ctx.values.key),
        "use `min-height` for a row that may grow",
    )
