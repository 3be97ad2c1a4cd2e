"""Drawing the part of a table that stands on one page: tints, rules, frame, then its content."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.accent import accent_tint
from formgen.layout.boxes import Box, Line, TableGrid
from formgen.layout.defaults import BAND_TINT, FRAME_WEIGHT, LABEL_TINT, RULE_WEIGHT
from formgen.layout.edges import Edges
from formgen.layout.grid import GridCell, TableLayout
from formgen.layout.inline import Item
from formgen.layout.lists import called_after, item_row
from formgen.layout.placed import PlacedCell, PlacedTable
from formgen.layout.recording import recorded_cell, recorded_table
from formgen.model.style import Color
from formgen.units import Pt


@dataclass(frozen=True, slots=True)
class Fragment:
    """Rows of a table (by index, in order; repeated header rows included) set at `x`, `y`."""

    table: TableLayout
    rows: tuple[int, ...]
    xs: tuple[Pt, ...]
    ys: tuple[Pt, ...]

    @classmethod
    def at(cls, table: TableLayout, rows: Sequence[int], x: Pt, y: Pt) -> Fragment:
        """Return the fragment of `table` that holds `rows`."""
        ys = [y]
        for row in rows:
            ys.append(ys[-1] + table.heights[row])
        return cls(table, tuple(rows), table.xs(x), tuple(ys))

    @property
    def grid(self) -> TableGrid:
        """The edges of its columns and rows."""
        return TableGrid(self.table.number, self.xs, self.ys, self.rows)

    def placed(self) -> list[tuple[GridCell, Rect]]:
        """Return the cells of the fragment with their rectangles, row by row."""
        found = []
        at = {row: index for index, row in enumerate(self.rows)}
        for row in self.rows:
            for cell in self.table.by_row.get(row, ()):
                top, bottom = self.ys[at[cell.row]], self.ys[at[cell.row] + cell.rows]
                x, right = self.xs[cell.column], self.xs[cell.column + cell.columns]
                found.append((cell, Rect(x, top, right - x, bottom - top)))
        return found


def draw_fragment(fragment: Fragment) -> list[Item]:
    """Return the marks and slots of a fragment, as one group."""
    placed = fragment.placed()
    tints = [_tint(fragment.table, cell, fragment.table.accent) for cell, _ in placed]
    items: list[Item] = [
        Box(rect, fill=tint) for tint, (_, rect) in zip(tints, placed, strict=True) if tint
    ]
    rules = _rules(fragment, placed)
    items += rules
    edges = Edges(rules)
    for tint, (cell, rect) in zip(tints, placed, strict=True):
        content = cell.content.place(rect.inset(cell.padding))
        item = item_row(fragment.table.node, cell.row)
        if item:
            content = called_after(item, content)
        items.append(recorded_cell(_placed_cell(cell, rect, edges, tint), content))
    table = fragment.table
    whole = PlacedTable(table.node, table.head, fragment.xs, fragment.ys, fragment.rows, ())
    return [recorded_table(whole, items)]


def _placed_cell(cell: GridCell, rect: Rect, edges: Edges, tint: Color | None) -> PlacedCell:
    return PlacedCell(
        cell.cell, cell.row, cell.column, cell.rows, cell.columns, rect, cell.padding,
        edges.around(rect), tint, (),
    )  # fmt: skip


def _tint(table: TableLayout, cell: GridCell, accent: Color | None) -> Color | None:
    if cell.cell.tint is not None:
        return cell.cell.tint
    if table.node.lines == "none":
        return None
    if table.node.rows[cell.row].band:
        return accent_tint(accent) if accent else BAND_TINT
    return LABEL_TINT if cell.cell.label else None


# ---- rules ----------------------------------------------------------------------------------


def _rules(fragment: Fragment, placed: list[tuple[GridCell, Rect]]) -> list[Item]:
    node = fragment.table.node
    if node.lines == "none":
        return []
    owners = _owners(fragment, placed)
    rule = RULE_WEIGHT if node.rule is None else node.rule
    frame = FRAME_WEIGHT if node.frame is None else node.frame
    items: list[Item] = []
    if node.lines in ("all", "rows") and rule:
        items += _horizontal(fragment, owners, rule)
    if node.lines == "all" and rule:
        items += _vertical(fragment, owners, rule)
    if frame:
        items += _frame(fragment, owners, frame, rows_only=node.lines == "rows")
    return items


Owners = list[list[GridCell | None]]


def _owners(fragment: Fragment, placed: list[tuple[GridCell, Rect]]) -> Owners:
    """Return which cell covers each place of the fragment's grid."""
    at = {row: index for index, row in enumerate(fragment.rows)}
    owners: Owners = [[None] * len(fragment.table.widths) for _ in fragment.rows]
    for cell, _ in placed:
        for r in range(at[cell.row], at[cell.row] + cell.rows):
            for c in range(cell.column, cell.column + cell.columns):
                owners[r][c] = cell
    return owners


def _horizontal(fragment: Fragment, owners: Owners, weight: Pt) -> list[Item]:
    items: list[Item] = []
    for r in range(1, len(owners)):
        wanted = [
            _parted(above, below, "bottom", "top")
            for above, below in zip(owners[r - 1], owners[r], strict=True)
        ]
        y = fragment.ys[r]
        for start, end in _stretches(wanted):
            items.append(Line(fragment.xs[start], y, fragment.xs[end], y, weight))
    return items


def _vertical(fragment: Fragment, owners: Owners, weight: Pt) -> list[Item]:
    items: list[Item] = []
    for c in range(1, len(fragment.table.widths)):
        wanted = [_parted(row[c - 1], row[c], "right", "left") for row in owners]
        x = fragment.xs[c]
        for start, end in _stretches(wanted):
            items.append(Line(x, fragment.ys[start], x, fragment.ys[end], weight))
    return items


def _parted(one: GridCell | None, other: GridCell | None, side: str, facing: str) -> bool:
    """Whether a rule stands between two neighbours: both must want it."""
    if one is other:
        return False
    wants_one = one is None or side in one.cell.lines
    return wants_one and (other is None or facing in other.cell.lines)


def _stretches(wanted: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the runs of true values as (start, end): one stroke instead of many."""
    found: list[tuple[int, int]] = []
    for index, value in enumerate(wanted):
        if value and found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        elif value:
            found.append((index, index + 1))
    return found


def _frame(fragment: Fragment, owners: Owners, weight: Pt, *, rows_only: bool) -> list[Item]:
    xs, ys = fragment.xs, fragment.ys
    top = [_wants(cell, "top") for cell in owners[0]]
    bottom = [_wants(cell, "bottom") for cell in owners[-1]]
    left = [_wants(row[0], "left") and not rows_only for row in owners]
    right = [_wants(row[-1], "right") and not rows_only for row in owners]
    if all(top + bottom + left + right):
        return [Box(Rect(xs[0], ys[0], xs[-1] - xs[0], ys[-1] - ys[0]), stroke=weight)]
    items: list[Item] = []
    for y, wanted, end in ((ys[0], top, 0), (ys[-1], bottom, -1)):
        for s, e in _stretches(wanted):
            # A stroke that meets a side of the frame closes the corner with it.
            x1 = xs[s] - (weight / 2 if s == 0 and left[end] else 0.0)
            x2 = xs[e] + (weight / 2 if e == len(wanted) and right[end] else 0.0)
            items.append(Line(x1, y, x2, y, weight))
    for x, wanted in ((xs[0], left), (xs[-1], right)):
        items += [Line(x, ys[s], x, ys[e], weight) for s, e in _stretches(wanted)]
    return items


def _wants(cell: GridCell | None, side: str) -> bool:
    return cell is None or side in cell.cell.lines
