"""Tables: a fixed grid, exact rows, real merges, borders and tints on the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from formgen.dataclass import dataclass
from formgen.geometry import Insets
from formgen.layout.placed import PlacedCell, PlacedTable
from formgen.units import Pt
from formgen.writers.word.build import Build
from formgen.writers.word.cells import CellContent, cell_content
from formgen.writers.word.choice_rows import row_choice
from formgen.writers.word.controls import GROUP_END
from formgen.writers.word.flow import Hanging
from formgen.writers.word.lengths import twips
from formgen.writers.word.losses import LossKind
from formgen.writers.word.plain_tables import (
    IN_PLACE,
    MOST_COLUMNS,
    Start,
    borders,
    row_properties,
    steps,
    table_head,
)
from formgen.writers.word.signed_lines import has_signature


@dataclass(slots=True)
class TableParts:
    """A table that grows page by page; `hanging` drawings hang on the next cell that is written.

    Where it must start below its place its first row is so much lower.
    """

    left: Pt
    first: PlacedTable
    start: Start = IN_PLACE
    rows: list[str] = field(default_factory=list)
    hanging: list[Hanging] = field(default_factory=list)
    usual: Insets = field(init=False)

    def __post_init__(self) -> None:
        self.usual = _margins(self.first)

    def add(self, build: Build, part: PlacedTable, *, page_break: bool = False) -> None:
        """Add the rows that stand on one page, repeated header rows only once."""
        columns = len(part.xs) - 1
        if columns > MOST_COLUMNS:
            build.losses.add(LossKind.MANY_COLUMNS, str(columns), part.node.place)
        start = 0
        if self.rows:
            start = sum(1 for row in part.rows if row < part.head)
        by_row = _by_row(part)
        for number in range(start, len(part.rows)):
            breaks = page_break and number == start
            standing = by_row.get(part.rows[number], {})
            self.rows.append(self._row(build, part, number, standing, breaks))

    def xml(self) -> str:
        """Return `w:tbl`."""
        table = self.first
        margins = self.usual
        indent = twips(table.xs[0]) - twips(self.left)
        head = table_head(indent, steps(table.xs), (twips(margins.left), twips(margins.right)))
        return f"<w:tbl>{head}{''.join(self.rows)}</w:tbl>"

    def _row(
        self, build: Build, part: PlacedTable, number: int, standing: Mapping[int, PlacedCell],
        breaks: bool,
    ) -> str:  # fmt: skip
        is_first = not self.rows
        height = max(steps(part.ys)[number] - (self.start.late if is_first else 0), 1)
        row = part.rows[number]
        node = part.node.rows[row]
        keep = node.band or node.keep_next or part.node.keep or row < part.head
        is_last = row == len(part.node.rows) - 1
        if is_last:
            keep = part.node.keep_next
        elif number == len(part.rows) - 1:
            keep = False  # the layout ends a page here: nothing holds on to the next one
        cells: list[str] = []
        in_row = [cell for cell in standing.values() if cell.row == row]
        build.signed = has_signature(build, in_row)
        choice = row_choice(build, in_row)
        start = build.group_start(choice) if choice else ""
        build.grouped = choice or build.grouped
        column = 0
        while column < len(part.xs) - 1:
            cell = standing.get(column)
            if cell is None:
                cells.append(self._empty(part, column))
                column += 1
                continue
            cells.append(self._cell(build, part, cell, row, breaks=breaks, keep=keep))
            breaks = False
            column += cell.columns
        build.signed = False
        is_head = row < part.head
        xml = f"<w:tr>{row_properties(height, head=is_head)}{''.join(cells)}</w:tr>"
        if not choice:
            return xml
        build.grouped = ""
        return f"{start}{xml}{GROUP_END}"

    def _cell(
        self, build: Build, part: PlacedTable, cell: PlacedCell, row: int, *, breaks: bool,
        keep: bool,
    ) -> str:  # fmt: skip
        width = twips(part.xs[cell.column + cell.columns]) - twips(part.xs[cell.column])
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        merge, content = "", None
        if cell.rows > 1:
            merge = '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
        if row == cell.row:
            hanging, self.hanging = self.hanging, []
            content = cell_content(
                build, cell, make_table, hanging, page_break=breaks, keep_next=keep
            )
        else:
            content = CellContent(_EMPTY)
        weights = _own_borders(cell, row)
        if not self.rows and self.start.shared:
            weights = replace(weights, top=0.0)
        tint = ""
        if cell.tint:
            tint = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.tint[1:].upper()}"/>'
        direction = '<w:textDirection w:val="tbRlV"/>' if content.downwards else ""
        valign = f'<w:vAlign w:val="{content.valign}"/>' if content.valign != "top" else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{borders(weights)}'
            f"{tint}{self._cell_margins(cell)}{direction}{valign}</w:tcPr>{content.xml}</w:tc>"
        )

    def _cell_margins(self, cell: PlacedCell) -> str:
        own = cell.padding
        if (self.usual.left, self.usual.right) == (own.left, own.right):
            return ""
        return (
            f'<w:tcMar><w:left w:w="{twips(own.left)}" w:type="dxa"/>'
            f'<w:right w:w="{twips(own.right)}" w:type="dxa"/></w:tcMar>'
        )

    def _empty(self, part: PlacedTable, column: int) -> str:
        width = twips(part.xs[column + 1]) - twips(part.xs[column])
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_EMPTY}</w:tc>'


_EMPTY = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


def make_table(
    build: Build, parts: Sequence[PlacedTable], left: Pt, start: Start = IN_PLACE
) -> str:
    """Return a table of one page."""
    table = TableParts(left, parts[0], start)
    for part in parts:
        table.add(build, part)
    return table.xml()


def _by_row(part: PlacedTable) -> dict[int, dict[int, PlacedCell]]:
    """Return the cells that stand in each row of a page, by the column in which they start."""
    found: dict[int, dict[int, PlacedCell]] = {}
    for cell in part.cells:
        for row in range(cell.row, cell.row + cell.rows):
            found.setdefault(row, {}).setdefault(cell.column, cell)
    return found


def _margins(table: PlacedTable) -> Insets:
    """Return the padding that most cells of a table have."""
    counted: dict[Insets, int] = {}
    for cell in table.cells:
        counted[cell.padding] = counted.get(cell.padding, 0) + 1
    return max(counted, key=lambda each: counted[each]) if counted else Insets(0, 0, 0, 0)


def _own_borders(cell: PlacedCell, row: int) -> Insets:
    """Return the borders of the part of a merged cell that stands in one row."""
    weights = cell.borders
    if row > cell.row:
        weights = replace(weights, top=0.0)
    if row < cell.row + cell.rows - 1:
        weights = replace(weights, bottom=0.0)
    return weights
