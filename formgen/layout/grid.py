"""A measured table as plain values: its widths, heights and cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from formgen.dataclass import dataclass
from formgen.geometry import Insets, Rect
from formgen.layout.inline import Item
from formgen.model.blocks import Cell, Table
from formgen.model.style import Color
from formgen.units import Pt


@dataclass(frozen=True, slots=True)
class MeasuredCell:
    """The height that a cell's content needs, and how it is placed into the final cell."""

    height: Pt
    place: Callable[[Rect], list[Item]]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its place in the grid; `rows` and `columns` are how many it covers."""

    cell: Cell
    row: int
    column: int
    rows: int
    columns: int
    content: MeasuredCell
    padding: Insets


@dataclass(frozen=True, slots=True, eq=False)
class TableLayout:
    """A measured table: widths, heights and cells; `head` header rows are repeated.

    `by_row` are the cells by the row in which they start.
    """

    node: Table
    widths: tuple[Pt, ...]
    heights: tuple[Pt, ...]
    cells: tuple[GridCell, ...]
    offset: Pt
    number: int = 0
    head: int = 0
    accent: Color | None = None
    by_row: Mapping[int, tuple[GridCell, ...]] = field(default_factory=dict)

    def closing(self, row: int) -> range:
        """Return the rows that close a page whose last row is `row`; none but among items."""
        for repeat in self.node.repeats:
            if repeat.start <= row < repeat.end - 1:
                return repeat.closes
        return range(0)

    def is_closed(self, row: int) -> bool:
        """Whether `row` is the last of the items of a list, and rows that close them follow."""
        return any(repeat.foot and row == repeat.end - 1 for repeat in self.node.repeats)

    @property
    def head_height(self) -> Pt:
        """The height of the header rows."""
        return sum(self.heights[: self.head])

    def xs(self, x: Pt) -> tuple[Pt, ...]:
        """Return the x of every column edge of the table set at `x`."""
        edges = [x + self.offset]
        for width in self.widths:
            edges.append(edges[-1] + width)
        return tuple(edges)
