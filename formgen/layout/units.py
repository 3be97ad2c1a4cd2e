"""Units of flow: what stands on a page as a whole (a line of a paragraph, a row of a table)."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE
from formgen.diagnostics import Place as SourcePlace
from formgen.geometry import Rect
from formgen.layout.grid import TableLayout
from formgen.layout.inline import Item
from formgen.units import Pt


class Hold(IntEnum):
    """How strongly a unit holds on to the next one when a page ends between them.

    A group is broken where it is longer than a page; a heading is parted from what it heads only
    if the two together are longer than a page.
    """

    NONE = 0
    GROUP = 1
    HEADING = 2


@dataclass(frozen=True, slots=True)
class RowSpan:
    """Rows `start` to `end` (exclusive) of a table: they stand on one page."""

    table: TableLayout
    start: int
    end: int

    @property
    def count(self) -> int:
        """How many rows they are."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never broken. `before` and `after` are spaces to neighbours; the larger counts.

    A spacer vanishes at the top of a page. Rows of a table have no `place`: all rows of the table
    that meet on a page are drawn together. `source` is where the layout says it.
    """

    height: Pt
    place: Callable[[Rect], list[Item]] | None = None
    hold: Hold = Hold.NONE
    before: Pt = 0.0
    after: Pt = 0.0
    spacer: bool = False
    break_before: bool = False
    rows: RowSpan | None = None
    source: SourcePlace = NOWHERE

    @property
    def head(self) -> Pt:
        """Height of the header rows that are repeated when the unit opens a page."""
        if self.rows is None or self.rows.start < self.rows.table.head:
            return 0.0
        return self.rows.table.head_height

    @property
    def closing(self) -> Unit | None:
        """The rows that close a page which ends in this unit, None if there are none."""
        if self.rows is None or not self.rows.table.node.repeats:
            return None
        table = self.rows.table
        rows = table.closing(self.rows.end - 1)
        if not rows:
            return None
        span = RowSpan(table, rows.start, rows.stop)
        return Unit(sum(table.heights[rows.start : rows.stop]), rows=span, source=self.source)

    @property
    def tail(self) -> Pt:
        """Height of the rows that close a page which ends in this unit."""
        closing = self.closing
        return closing.height if closing else 0.0


def gap_between(above: Unit | None, below: Unit) -> Pt:
    """Return the space between two neighbours; none at the top of a page or within a table."""
    if above is None:
        return 0.0
    if above.rows and below.rows and above.rows.table is below.rows.table:
        return 0.0
    return max(above.after, below.before)
