"""The check that the cells of a table fill its grid: no gaps, no overlap, nothing beyond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostics, Place
from formgen.model.blocks import Cell, Repeat, Row


def check_grid(
    rows: Sequence[Row],
    head: int,
    repeats: Sequence[Repeat],
    columns: int,
    place: Place,
    diagnostics: Diagnostics,
) -> None:
    """Report each row that its cells, and those that reach into it from above, do not fill."""
    if len(rows) == head:
        message = "the table has no rows" + (" below its head" if head else "")
        diagnostics.error("table-grid", message, place)
    for part, name in _parts(rows, head, repeats):
        grid = _Grid(columns, len(part), name, diagnostics)
        for index, row in enumerate(part):
            grid.take(index, row)


def _parts(
    rows: Sequence[Row], head: int, repeats: Sequence[Repeat]
) -> Iterator[tuple[Sequence[Row], str]]:
    """Yield the rows that cells may span together, and what they are called."""
    yield rows[:head], "<thead>"
    start = head
    for repeat in repeats:
        yield rows[start : repeat.start], "the rows before <rows>"
        yield rows[repeat.start : repeat.end], "<rows>"
        start = repeat.closes.stop
        yield rows[repeat.end : start], "<pagefoot>"
    yield rows[start:], "the table"


@dataclass(slots=True)
class _Grid:
    """The places of a table that cells from rows above have taken, by row and column."""

    columns: int
    height: int
    name: str
    diagnostics: Diagnostics
    taken: dict[tuple[int, int], Place] = field(default_factory=dict)

    def take(self, index: int, row: Row) -> None:
        """Set the cells of a row into the free places of the grid, from the left."""
        column = 0
        for cell in row.cells:
            while (index, column) in self.taken:
                column += 1
            self._take_cell(index, column, cell)
            column += cell.colspan
        filled = sum(1 for c in range(max(column, self.columns)) if (index, c) in self.taken)
        if filled != self.columns:
            message = f"the row has {_columns(filled)}, the table has {self.columns}"
            self._report(message, row.place, "add cells, take some out, or set `colspan`")

    def _take_cell(self, index: int, column: int, cell: Cell) -> None:
        if index + cell.rowspan > self.height:
            beyond = index + cell.rowspan - self.height
            rows = "1 row" if beyond == 1 else f"{beyond} rows"
            message = f"rowspan={cell.rowspan} reaches {rows} beyond the end of {self.name}"
            self._report(message, cell.place)
        for row in range(index, min(index + cell.rowspan, self.height)):
            for at in range(column, column + cell.colspan):
                self._take_place(row, at, cell)

    def _take_place(self, row: int, column: int, cell: Cell) -> None:
        above = self.taken.setdefault((row, column), cell.place)
        if above is not cell.place:
            message = f"the cell overlaps the one at {above}, which spans rows"
            self._report(message, cell.place)

    def _report(self, message: str, place: Place, hint: str = "") -> None:
        self.diagnostics.error("table-grid", message, place, hint)


def _columns(count: int) -> str:
    return "1 column" if count == 1 else f"{count} columns"
