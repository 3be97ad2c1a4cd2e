"""Units one below the other: their height together, and their marks at a place."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.geometry import Rect
from formgen.layout.boxes import TableGrid
from formgen.layout.fragment import Fragment, draw_fragment
from formgen.layout.inline import Item
from formgen.layout.paginate import Placement
from formgen.layout.units import Unit, gap_between
from formgen.units import Pt


def stack(units: Sequence[Unit]) -> list[Placement]:
    """Return the units placed one below the other from 0 on."""
    placements, top, last = [], 0.0, None
    for unit in units:
        top += gap_between(last, unit)
        placements.append(Placement(unit, top))
        top += unit.height
        last = unit
    return placements


def stack_height(units: Sequence[Unit]) -> Pt:
    """Return the height of units one below the other."""
    placements = stack(units)
    return placements[-1].top + placements[-1].unit.height if placements else 0.0


def place_units(
    units: Sequence[Unit], x: Pt, y: Pt, width: Pt
) -> tuple[list[Item], list[TableGrid]]:
    """Return the marks and slots of stacked units from `x`, `y` on, and the grids of tables."""
    return draw(stack(units), x, y, width)


def draw(
    placements: Sequence[Placement], x: Pt, y: Pt, width: Pt
) -> tuple[list[Item], list[TableGrid]]:
    """Return the marks and slots of placed units, and the grids of the tables among them."""
    items: list[Item] = []
    grids: list[TableGrid] = []
    index = 0
    while index < len(placements):
        end = _same_table(placements, index)
        first = placements[index]
        if first.unit.rows is not None:
            fragment = _fragment(placements[index:end], x, y + first.top)
            items += draw_fragment(fragment)
            grids.append(fragment.grid)
        elif first.unit.place is not None:
            items += first.unit.place(Rect(x, y + first.top, width, first.unit.height))
        index = end
    return items, grids


def _same_table(placements: Sequence[Placement], start: int) -> int:
    """Return the end of the placements from `start` on that are rows of one table."""
    rows = placements[start].unit.rows
    end = start + 1
    while rows and end < len(placements):
        other = placements[end].unit.rows
        if other is None or other.table is not rows.table:
            break
        end += 1
    return end


def _fragment(placements: Sequence[Placement], x: Pt, y: Pt) -> Fragment:
    spans = [p.unit.rows for p in placements if p.unit.rows is not None]
    table = spans[0].table
    rows = list(range(table.head)) if placements[0].head else []
    rows += [row for span in spans for row in range(span.start, span.end)]
    return Fragment.at(table, rows, x, y)
