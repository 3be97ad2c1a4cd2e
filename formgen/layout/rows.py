"""The rows of a measured table as units that a page can break between."""

from __future__ import annotations

from dataclasses import replace

from formgen.layout.grid import TableLayout
from formgen.layout.units import Hold, RowSpan, Unit


def table_units(layout: TableLayout) -> list[Unit]:
    """Return the units of a table: its header rows as one, then rows joined by merged cells."""
    node = layout.node
    joined = _joined(layout)
    units = []
    start = 0
    for end in range(1, len(node.rows) + 1):
        if end < len(node.rows) and (end in joined or end < layout.head):
            continue
        units.append(_row_unit(layout, start, end))
        start = end
    if units:
        before = 0.0 if node.before is None else node.before
        after = 0.0 if node.after is None else node.after
        units[0] = replace(units[0], before=before)
        hold = Hold.GROUP if node.keep_next else Hold.NONE
        units[-1] = replace(units[-1], after=after, hold=hold)
    return units


def _joined(layout: TableLayout) -> set[int]:
    """Return the rows that a merged cell joins to the row above them."""
    return {r for cell in layout.cells for r in range(cell.row + 1, cell.row + cell.rows)}


def _row_unit(layout: TableLayout, start: int, end: int) -> Unit:
    row = layout.node.rows[end - 1]
    hold = Hold.NONE
    if row.band or end == layout.head or layout.is_closed(end - 1):
        hold = Hold.HEADING
    elif row.keep_next or layout.node.keep:
        hold = Hold.GROUP
    height = sum(layout.heights[start:end])
    source = layout.node.rows[start].place
    return Unit(height, hold=hold, rows=RowSpan(layout, start, end), source=source)
